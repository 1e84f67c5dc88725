import { limits } from '../limits.ts';

/** What the attribute t of a cell says that its value is. */
export const cellType = { number: 0, shared: 1, text: 2, boolean: 3, error: 4, date: 5 } as const;
export type CellType = (typeof cellType)[keyof typeof cellType];

export function isCellType(type: number): type is CellType {
  return type >= cellType.number && type <= cellType.date;
}

export function wholeNumber(bytes: Buffer, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end && bytes[at] >= digit0 && bytes[at] <= digit9 && number < 1e9; at++)
    number = number * 10 + bytes[at] - digit0;
  return number;
}

/** The column of a reference such as AB12, from 0; past the last one if there is no such column. */
export function columnOf(bytes: Buffer, start: number): number {
  let number = 0;
  let at = start;
  for (let letter = bytes[at] | 0x20; letter >= letterA && letter <= letterZ; letter = bytes[++at] | 0x20)
    if (number <= limits.columns) number = number * 26 + letter - letterA + 1;
  return number - 1;
}

/** s, str, b, e, d, n or inlineStr, told by their first letters. */
export function typeOf(bytes: Buffer, at: number): CellType {
  switch (bytes[at]) {
    case 0x73:
      return bytes[at + 1] === letterT ? cellType.text : cellType.shared;
    case 0x62:
      return cellType.boolean;
    case 0x65:
      return cellType.error;
    case 0x64:
      return cellType.date;
    case 0x69:
      return cellType.text;
    default:
      return cellType.number;
  }
}

/** Whether a number's text is the one that would be printed: up to 15 digits, no exponent, no zeros to spare. */
export function isCanonical(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === minus) at++;
  const length = end - at;
  if (length < 1 || length > 16) return false;
  const first = bytes[at];
  if (first === digit0 && (length > 1 ? bytes[at + 1] !== point : at > start)) return false;
  if (first === point) return false;
  let points = 0;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === point) points++;
    else if (byte < digit0 || byte > digit9) return false;
  }
  if (points === 0) return length <= 15;
  return points === 1 && bytes[end - 1] > digit0;
}

/** The double that a canonical text stands for: both parts of the division are exact, so it is the nearest one. */
export function simpleNumber(bytes: Buffer, start: number, end: number): number {
  let digits = 0;
  let scale = 1;
  let scaled = false;
  for (let at = bytes[start] === minus ? start + 1 : start; at < end; at++) {
    if (bytes[at] === point) scaled = true;
    else {
      digits = digits * 10 + bytes[at] - digit0;
      if (scaled) scale *= 10;
    }
  }
  return (bytes[start] === minus ? -digits : digits) / scale;
}

const digit0 = 0x30;
const digit9 = 0x39;
const letterA = 0x61;
const letterT = 0x74;
const letterZ = 0x7a;
const minus = 0x2d;
const point = 0x2e;
