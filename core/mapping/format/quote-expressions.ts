import type { YAMLParseError } from 'yaml';

/**
 * YAML takes a colon and a blank inside a bare value for a map within a line, and refuses it: `X | lookup("t", else: "a")`.
 * In a mapping only an expression can be meant, so the value is put into quotes.
 */
export interface Quoted {
  readonly text: string;
  /** Where a character of this text stands in the one that was given. */
  readonly offsetBefore: (offset: number) => number;
}

/** The text with quotes around the values that these errors are about; undefined if none of them is of this kind. */
export function quoteExpressions(text: string, errors: readonly YAMLParseError[]): Quoted | undefined {
  const starts = [...new Set(errors.filter(({ code }) => code === 'BLOCK_AS_IMPLICIT_KEY').map(({ pos }) => pos[0]))];
  const spans = starts.sort((a, b) => a - b).flatMap((start) => spanOf(text, start));
  if (spans.length === 0) return undefined;
  let quoted = '';
  let done = 0;
  // Offsets of what was inserted, in the new text.
  const inserted: number[] = [];
  for (const { start, end } of spans) {
    quoted += text.slice(done, start);
    inserted.push(quoted.length);
    quoted += "'";
    for (const letter of text.slice(start, end)) {
      quoted += letter;
      if (letter !== "'") continue;
      inserted.push(quoted.length);
      quoted += "'";
    }
    inserted.push(quoted.length);
    quoted += "'";
    done = end;
  }
  return {
    text: quoted + text.slice(done),
    offsetBefore: (offset) => offset - inserted.filter((each) => each < offset).length,
  };
}

/** The bare value that begins here, to the end of its line or its comment, if it is a call with a named argument. */
function spanOf(text: string, start: number): readonly { readonly start: number; readonly end: number }[] {
  const lineEnd = text.indexOf('\n', start);
  const line = text.slice(start, lineEnd < 0 ? text.length : lineEnd);
  const value = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#"']|(?<=\S)#)+/.exec(line)?.[0].trimEnd() ?? '';
  const isCall = /^[^"'[{&*!|>%@`].*\(.*[A-Za-z]: .*\)/s.test(value);
  return isCall ? [{ start, end: start + value.length }] : [];
}
