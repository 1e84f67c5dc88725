/** What a cell looks like: whether a dialect has cut values out of the records, or pieces of them. */

/** The kinds of cells that a column has mostly one of. */
export type CellKind = 'blank' | 'number' | 'date' | 'time' | 'word' | 'code' | 'text';

export function cellKind(cell: string): CellKind {
  const text = cell.length > mostLooked ? cell.slice(0, mostLooked) : cell;
  if (text.trim() === '') return 'blank';
  if (number.test(text)) return 'number';
  if (date.test(text)) return 'date';
  if (time.test(text)) return 'time';
  if (/^\p{L}+$/u.test(text)) return 'word';
  return /\s/.test(text) ? 'text' : 'code';
}

/**
 * How likely it is that a bare cell is a value, from 0 to 1: signs that separate or enclose in other dialects make it less so.
 * `delimiter` is the one that has cut it out.
 */
export function plausible(cell: string, delimiter: string): number {
  if (cell === '') return 1;
  const text = cell.length > mostLooked ? cell.slice(0, mostLooked) : cell;
  if (number.test(text) || date.test(text) || time.test(text)) return 1;
  let sure = 0.97;
  if (/^\s|\s$/.test(text)) sure *= text.trim() === '' ? 0.8 : 0.5;
  if (/^["'`].*["'`]$/s.test(text)) sure *= 0.3;
  else if (text.includes('"')) sure *= /\w"(?:\s|$)/.test(text) || /"[^"]*"/.test(text) ? 0.6 : 0.3;
  else if (/^['`]|['`]$/.test(text)) sure *= 0.6;
  if (/[;|\t]/.test(text)) sure *= 0.35;
  if (/,\S/.test(text)) sure *= 0.35;
  else if (text.includes(',')) sure *= 0.85;
  if (/::|[\^~\u0001\u001e\u001f¦¬]/.test(text)) sure *= 0.5;
  if (isCut(text)) sure *= 0.5;
  // Behind a cut at a comma, a word that begins with a blank was one value with the word before it.
  if (delimiter === ',' && /^ \S/.test(text)) sure *= 0.8;
  return sure;
}

/** A bracket opens here and closes elsewhere: the value was cut in two. */
function isCut(text: string): boolean {
  for (const [open, close] of brackets) {
    if (text.split(open).length !== text.split(close).length) return true;
  }
  return false;
}

const mostLooked = 200;
const brackets = ['()', '[]', '{}'];
const number = /^[+-]?(?:[$€£¥]\s?)?(?:\d+|\d{1,3}(?:[.,' \u00a0]\d{3})+)(?:[.,]\d+)?(?:[eE][+-]?\d+)?\s?[%€$]?$/;
const date =
  /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d| ?[AaPp][Mm])?)?$/;
const time = /^\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?$/;
