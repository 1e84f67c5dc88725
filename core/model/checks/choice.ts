import { RowFault, type Value } from '../../mapping/functions/value.ts';

/** The check of a choice: found without case, written as it was declared. */
export function choiceCheck(choices: readonly string[]): (value: Value) => string | null {
  const declared = new Map([
    ...choices.map((choice): [string, string] => [choice.toLowerCase(), choice]),
    ...choices.map((choice): [string, string] => [choice, choice]),
  ]);
  return (value) => {
    if (value === null) return null;
    const exact = typeof value === 'string' ? declared.get(value) : undefined;
    if (exact !== undefined) return exact;
    const word = String(value).trim();
    if (word === '') return null;
    const found = declared.get(word.toLowerCase());
    if (found === undefined) throw new RowFault('row/not-a-choice', `one of ${choices.join(', ')}`, String(value));
    return found;
  };
}
