import { isIP } from 'node:net';
import { namedDatePattern } from '../evidence/named-date.ts';

/** What a value looks like, whatever its column is called. */
export type Shape =
  | 'integer'
  | 'decimal'
  | 'localNumber'
  | 'amount'
  | 'percent'
  | 'bytes'
  | 'clock'
  | 'isoDate'
  | 'isoTime'
  | 'isoZoned'
  | 'compactDate'
  | 'slashDate'
  | 'namedDate'
  | 'mac'
  | 'ip'
  | 'guid'
  | 'sid'
  | 'email'
  | 'account'
  | 'hostName'
  | 'text';

/** The shape of a text without blanks around it. */
export function shapeOf(text: string): Shape {
  if (text.length > longest) return 'text';
  const first = text.charCodeAt(0);
  if (isDigit(first) || first === 45 || first === 40) return numeric(text) ?? other(text);
  return other(text);
}

// A longer text is none of these, and need not be searched.
const longest = 400;

function numeric(text: string): Shape | undefined {
  if (/^-?\d+$/.test(text))
    return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(text) ? 'compactDate' : 'integer';
  if (/^-?\d+\.\d+$/.test(text)) return 'decimal';
  if (localNumber.test(text)) return 'localNumber';
  if (/^\d{4}-\d\d-\d\d/.test(text)) return isoShape(text.slice(10));
  if (/^\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)/.test(text)) return 'slashDate';
  if (/^-?[\d.,]+ ?%$/.test(text)) return 'percent';
  if (/^\d[\d.,]* ?(?:[kmgtp]i?b|bytes?)$/i.test(text)) return 'bytes';
  if (/^\d[\d.,]* ?[mg]hz$/i.test(text)) return 'clock';
  return namedDatePattern(text) === undefined ? undefined : 'namedDate';
}

/** Digits in groups of three, or with a decimal comma. */
const localNumber = /^(?:-|\()?(?:\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3})+|\d+)(?:[.,]\d+)?(?:-|\))?$/;

function isoShape(rest: string): Shape {
  if (rest === '') return 'isoDate';
  return /(?:Z|[+-]\d\d:?(?:\d\d)?)$/i.test(rest) ? 'isoZoned' : 'isoTime';
}

function other(text: string): Shape {
  if (namedDatePattern(text) !== undefined) return 'namedDate';
  if (every(text, isMac)) return 'mac';
  if (every(text, isAddress)) return 'ip';
  if (/^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i.test(text)) return 'guid';
  if (/^S-1-\d+(?:-\d+)+$/i.test(text)) return 'sid';
  if (/^[^\s@\\]+@[^\s@\\]+\.[^\s@.\\]+$/.test(text)) return 'email';
  if (/^[\w .-]{1,64}\\[^\\/]{1,104}$/.test(text)) return 'account';
  if (/^(?:[€$£]|[A-Z]{3} )\s?-?[\d.,' ]*\d$|^-?\d[\d.,' \u00a0]*\s?(?:[€$£]|[A-Z]{3})$/.test(text)) return 'amount';
  return /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(text) ? 'hostName' : 'text';
}

/** Whether each of several pieces has a shape: addresses often stand in lists. */
function every(text: string, test: (piece: string) => boolean): boolean {
  if (!/[.:-]|[0-9a-f]{12}/i.test(text)) return false;
  const pieces = text.split(/[\s,;|]+/).filter((piece) => piece !== '');
  return pieces.length > 0 && pieces.every(test);
}

function isMac(text: string): boolean {
  return /^(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}|(?=.*[a-f])[0-9a-f]{12})$/i.test(
    text,
  );
}

function isAddress(text: string): boolean {
  return isIP(text.replace(/[%/].*$/, '')) > 0;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
