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
  /** 0: before noon; 12: after it; -1: the text does not say. */
  halfDay: -1,
  /** Whether the text has the ISO form, so that parts of it may be used as they are. */
  iso: false,
};

export function clearMoment(): void {
  moment.hour = 0;
  moment.minute = 0;
  moment.second = 0;
  moment.fraction = '';
  moment.offset = Number.NaN;
  moment.halfDay = -1;
  moment.iso = false;
}

/** Whether the moment exists, apart from zones. */
export function isMoment(): boolean {
  const { year, month, day, hour, minute, second } = moment;
  return isDay(year, month, day) && hour < 24 && minute < 60 && second < 60;
}

/** Reads `2024-03-31`, alone or with a time behind it. The text has no blanks around it. */
export function readIso(text: string): boolean {
  clearMoment();
  moment.iso = true;
  const { length } = text;
  if (length < 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  moment.year = twoAt(text, 0) * 100 + twoAt(text, 2);
  moment.month = twoAt(text, 5);
  moment.day = twoAt(text, 8);
  return (length === 10 || readTime(text, 10) === length) && isMoment();
}

/** The value of two digits; NaN, which is no part of any day, for anything else. */
function twoAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/**
 * Reads a time behind a day, in the forms that no country reads differently: a T, blanks or a comma, then `22:15`, with seconds,
 * fraction, AM or PM, and zone as they come.
 */
export function readTime(text: string, from: number): number {
  let at = skipBetween(text, from);
  if (at === from) return -1;
  const hourDigits = text.charCodeAt(at + 1) === 58 ? 1 : 2;
  moment.hour = hourDigits === 1 ? text.charCodeAt(at) - 48 : twoAt(text, at);
  at += hourDigits;
  moment.minute = twoAt(text, at + 1);
  if (text.charCodeAt(at) !== 58 || !(moment.hour >= 0)) return -1;
  at += 3;
  if (text.charCodeAt(at) === 58) {
    moment.second = twoAt(text, at + 1);
    at += 3;
    const sign = text.charCodeAt(at);
    if (sign === 46 || sign === 44) {
      at = readFraction(text, at + 1);
      if (at < 0) return -1;
    }
  }
  at = skipBlanks(text, at);
  const letter = text.charCodeAt(at) | 32;
  if (letter === 97 || letter === 112) {
    at = readHalfDay(text, at);
    if (at < 0 || !applyHalfDay()) return -1;
    at = skipBlanks(text, at);
  }
  return at >= text.length ? at : readOffset(text, at);
}

/** The position behind what stands between day and time; the same position if nothing does. */
function skipBetween(text: string, from: number): number {
  const code = text.charCodeAt(from);
  if (code === 84 || code === 116) return from + 1;
  const at = code === 44 ? from + 1 : from;
  const end = skipBlanks(text, at);
  return end === at ? from : end;
}

/** Programs also write blanks that do not break lines, wide and narrow. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  while (code === 32 || code === 9 || code === 0xa0 || code === 0x202f) code = text.charCodeAt(++at);
  return at;
}

/** Reads AM, PM, a.m. or p.m. in any case. */
export function readHalfDay(text: string, at: number): number {
  const first = text.charCodeAt(at) | 32;
  if (first !== 97 && first !== 112) return -1;
  moment.halfDay = first === 97 ? 0 : 12;
  const dot = text.charCodeAt(at + 1) === 46 ? 1 : 0;
  if ((text.charCodeAt(at + 1 + dot) | 32) !== 109) return -1;
  const end = at + 2 + dot;
  return dot === 1 && text.charCodeAt(end) === 46 ? end + 1 : end;
}

/** Makes an hour from 1 to 12 one of the whole day, where the text says which half is meant. */
export function applyHalfDay(): boolean {
  if (moment.halfDay < 0) return true;
  if (!(moment.hour >= 1 && moment.hour <= 12)) return false;
  moment.hour = (moment.hour % 12) + moment.halfDay;
  return true;
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
