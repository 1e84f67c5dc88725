import { RowFault } from '../../mapping/functions/value.ts';
import type { Check } from '../checked.ts';

/** Days and instants in their one form. Dates that stand for "unknown" are not looked for: a function of the language does that. */

/** The check of a day: `yyyy-MM-dd`. */
export const dateCheck: Check = (value) => {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === null || text === '') return null;
  if (typeof text !== 'string' || text.length !== 10 || !startsWithDay(text)) {
    throw new RowFault('row/not-a-date', 'a date as yyyy-MM-dd', String(value));
  }
  return text;
};

/** The check of an instant: `yyyy-MM-ddTHH:mm:ssZ`, with a fraction only where there is one, and without zeros at its end. */
export const instantCheck: Check = (value) => {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === null || text === '') return null;
  if (typeof text !== 'string' || !isInstant(text)) {
    throw new RowFault('row/not-an-instant', 'an instant as yyyy-MM-ddTHH:mm:ssZ', String(value));
  }
  return text.length === 20 ? text : withShortestFraction(text);
};

function isInstant(text: string): boolean {
  return (
    startsWithDay(text) &&
    text[10] === 'T' &&
    inRange(text, 11, 0, 23) &&
    text[13] === ':' &&
    inRange(text, 14, 0, 59) &&
    text[16] === ':' &&
    inRange(text, 17, 0, 59) &&
    (text.length === 20 ? text[19] === 'Z' : /^\.[0-9]{1,9}Z$/.test(text.slice(19)))
  );
}

function withShortestFraction(text: string): string {
  const digits = text.slice(20, -1).replace(/0+$/, '');
  const seconds = text.slice(0, 19);
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
}

function startsWithDay(text: string): boolean {
  if (text[4] !== '-' || text[7] !== '-') return false;
  const century = twoDigits(text, 0);
  const rest = twoDigits(text, 2);
  if (century < 0 || rest < 0) return false;
  const year = century * 100 + rest;
  return year > 0 && inRange(text, 5, 1, 12) && inRange(text, 8, 1, daysIn(year, twoDigits(text, 5)));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function inRange(text: string, at: number, lowest: number, highest: number): boolean {
  const found = twoDigits(text, at);
  return found >= lowest && found <= highest;
}

/** The number that two digits make, or -1. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
