import { RowFault, type Value } from '../../mapping/functions/value.ts';
import { type Check, Cut } from '../checked.ts';

/** Texts: surrounding blanks are trimmed unless the field is verbatim, and a text of blanks alone is null. */

interface TextRule {
  readonly max: number;
  readonly verbatim?: boolean;
}

/** The check of a text that is no key: what can not be written is replaced, what is too long is cut, and both give a `Cut`. */
export function textCheck({ max, verbatim = false }: TextRule): Check {
  return (value) => {
    const text = plainText(value, verbatim);
    if (text === null || (text.length <= max && !suspect.test(text))) return text;
    const kept = cutText(text, max);
    return kept === text ? text : new Cut(verbatim ? kept : kept.trimEnd(), text);
  };
}

/** The check of a key or reference: altering it could make it equal to another one, so it is a fault. */
export function keyTextCheck({ max, verbatim = false }: TextRule): Check {
  return (value) => {
    const text = plainText(value, verbatim);
    if (text === null) return null;
    if (text.length > max) throw new RowFault('row/too-long', `at most ${max} characters`, text);
    if (suspect.test(text) && !isWritable(text)) {
      throw new RowFault('row/not-valid', 'text without NUL, U+0001 and halves of surrogate pairs', text);
    }
    return text;
  };
}

/** Numbers and booleans as their text, blanks as null. */
function plainText(value: Value, verbatim: boolean): string | null {
  if (value === null) return null;
  if (typeof value === 'object') throw new RowFault('row/not-valid', 'a single text', value.join(', '));
  const text = typeof value === 'string' ? value : String(value);
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return verbatim ? text : trimmed;
}

/** At most `max` units, never half a character; what no target takes is U+FFFD. */
function cutText(text: string, max: number): string {
  const writable = suspect.test(text) ? text.toWellFormed().replace(/[\0\x01]/g, '\ufffd') : text;
  if (writable.length <= max) return writable;
  const last = writable.charCodeAt(max - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return writable.slice(0, splitsPair ? max - 1 : max);
}

/** NUL and U+0001 (which parts the parts of keys), and surrogates, most of which are in pairs and fine: one cheap search for all. */
const suspect = /[\0\x01\ud800-\udfff]/;

function isWritable(text: string): boolean {
  return text.isWellFormed() && !/[\0\x01]/.test(text);
}
