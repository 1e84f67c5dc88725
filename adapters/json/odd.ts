import { excerpt } from '../../core/adapter/printable.ts';

/** Words for what is no JSON: what people and programs write in its place. */

/** What stands where a value, a key or a sign was expected. `isMissing`: a value or key has to come. */
export function foundInstead(bytes: Buffer, isMissing: boolean, place: string): string {
  const rest = bytes.toString('utf8');
  const word = /^[-+]?[\p{L}_$][\p{L}\p{N}_$]*/u.exec(rest)?.[0];
  if (/^(?:\/[/*]|#)/.test(rest)) return 'a comment, which JSON does not have';
  if (rest.startsWith("'")) return 'a single quote; strings stand in double quotes';
  if (word !== undefined && notFinite.test(word)) return `${word}, a number that JSON does not have`;
  if (word !== undefined) return `${excerpt(word, 20)}, a word outside of quotes`;
  if (/^[}\]]/.test(rest))
    return isMissing
      ? `${rest[0]} behind a comma or colon, where a value or key is missing`
      : `${rest[0]} that closes nothing`;
  return `${printed(bytes[0])}${place}`;
}

/** A number that JSON writes otherwise, or does not have. */
export function oddNumber(written: string, behind: Buffer): string {
  const word = /^[\p{L}]*/u.exec(behind.toString('utf8'))?.[0] ?? '';
  if (notFinite.test(written + word)) return `${written}${word}, a number that JSON does not have`;
  if (/^-?0\d/.test(written))
    return `${excerpt(written, 40)}, a number that begins with zeros; a code stands in quotes`;
  return `${excerpt(written + word, 40)}, which is no number of JSON`;
}

function printed(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `the byte ${byte.toString(16).padStart(2, '0')}`;
}

const notFinite = /^[-+]?(?:nan|inf|infinity)$/i;
