import { isDay } from './calendar.ts';

/**
 * A day and time while it is read, and how the ISO form is read. There is one moment, refilled by each read: rows are mapped
 * by plain synchronous code, a million a second.
 */
export const moment = {
  year: 0,
  month: 0,
  day: 0,
  hour: 0,
  minute: 0,
  second: 0,
  /** The digits behind the seconds. */
  fraction: '',
  /** Local time less UTC, in seconds; NaN if the text has none. */
  offset: Number.NaN,
  /** Whether the text has the ISO form, so that parts of it may be used as they are. */
  iso: false,
};

export function clearMoment(): void {
  moment.hour = 0;
  moment.minute = 0;
  moment.second = 0;
  moment.fraction = '';
  moment.offset = Number.NaN;
  moment.iso = false;
}

/** Whether the moment exists, apart from zones. */
export function isMoment(): boolean {
  const { year, month, day, hour, minute, second } = moment;
  return isDay(year, month, day) && hour < 24 && minute < 60 && second < 60;
}

/**
 * Reads `2024-03-31`, and `2024-03-31T22:15`, with a blank for the T, seconds, fraction, Z or offset as they come.
 * The text has no blanks around it.
 */
export function readIso(text: string): boolean {
  clearMoment();
  moment.iso = true;
  const { length } = text;
  if (length < 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  moment.year = twoAt(text, 0) * 100 + twoAt(text, 2);
  moment.month = twoAt(text, 5);
  moment.day = twoAt(text, 8);
  return (length === 10 || readIsoTime(text)) && isMoment();
}

function readIsoTime(text: string): boolean {
  const between = text.charCodeAt(10);
  if ((between !== 84 && between !== 116 && between !== 32) || text.charCodeAt(13) !== 58) return false;
  moment.hour = twoAt(text, 11);
  moment.minute = twoAt(text, 14);
  let at = 16;
  if (text.charCodeAt(16) === 58) {
    moment.second = twoAt(text, 17);
    at = 19;
    const sign = text.charCodeAt(19);
    if (sign === 46 || sign === 44) {
      at = readFraction(text, 20);
      if (at < 0) return false;
    }
  }
  while (text.charCodeAt(at) === 32) at++;
  return at === text.length || readOffset(text, at) === text.length;
}

/** The value of two digits; NaN, which is no part of any day, for anything else. */
function twoAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Reads up to nine digits of a second's fraction; like every step it gives the position behind, or -1. */
export function readFraction(text: string, at: number): number {
  let end = at;
  while (end < at + 9 && isDigit(text.charCodeAt(end))) end++;
  moment.fraction = text.slice(at, end);
  return end === at ? -1 : end;
}

/** Reads `Z`, `+01`, `+0100` or `+01:00`. */
export function readOffset(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if (sign === 90 || sign === 122) {
    moment.offset = 0;
    return at + 1;
  }
  const hours = twoAt(text, at + 1);
  if ((sign !== 43 && sign !== 45) || !(hours <= 18)) return -1;
  let end = at + 3;
  const colon = text.charCodeAt(end) === 58 ? 1 : 0;
  let minutes = twoAt(text, end + colon);
  if (minutes < 60) end += colon + 2;
  else if (colon === 1 || isDigit(text.charCodeAt(end))) return -1;
  else minutes = 0;
  const seconds = hours * 3600 + minutes * 60;
  moment.offset = sign === 45 ? -seconds : seconds;
  return end;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
