import type { Value } from '../../mapping/functions/value.ts';
import { type Check, Cut } from '../checked.ts';
import type { ListField } from '../define.ts';
import { choiceCheck } from './choice.ts';
import { textCheck } from './text.ts';

/** The check of a list: each text once, in the order of its first place, without blanks. Nothing left is null; one text is a list of one. */
export function listCheck({ max, choices }: Pick<ListField, 'max' | 'choices'>): Check {
  const check = choices === undefined ? textCheck({ max }) : choiceCheck(choices);
  return (value) => {
    if (value === null) return null;
    const kept = new Set<string>();
    let isCut = false;
    for (const each of textsOf(value)) {
      const checked = check(each);
      const text = checked instanceof Cut ? checked.kept : checked;
      isCut ||= checked instanceof Cut;
      if (typeof text === 'string') kept.add(text);
    }
    if (isCut) return new Cut([...kept], textsOf(value).join(', '));
    return kept.size === 0 ? null : [...kept];
  };
}

function textsOf(value: Exclude<Value, null>): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}
