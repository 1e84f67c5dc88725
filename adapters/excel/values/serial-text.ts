import { type CellKind, cellKind } from './number-format.ts';
import { numberText } from './number-text.ts';

/**
 * The ISO text of a date that a book keeps as a count of days: `2024-03-31`, `2024-03-31T13:45:00`, `13:45:00`; durations are
 * `27:30:00`. A time is kept where the format shows it or the value has it. Serials that are no date stay numbers.
 */
export function serialText(serial: number, kind: CellKind, date1904: boolean): string {
  if (!Number.isFinite(serial)) return String(serial);
  if (kind === cellKind.duration) return durationText(serial);
  let day = Math.floor(serial);
  // Serials carry about a microsecond; what programs mean is at most milliseconds.
  let milliseconds = Math.round((serial - day) * dayMilliseconds);
  if (milliseconds === dayMilliseconds) [day, milliseconds] = [day + 1, 0];
  const showsDate = kind === cellKind.date || kind === cellKind.dateTime;
  if (day === 0 && !date1904 && (milliseconds !== 0 || !showsDate)) return clockText(milliseconds);
  if (day === 0 && kind === cellKind.time) return clockText(milliseconds);
  const first = date1904 ? 0 : 1;
  const last = date1904 ? last1904 : last1900;
  if (day < first || day > last) return numberText(serial);
  const date = date1904 ? dateText(day + epoch1904) : dateText1900(day);
  return milliseconds === 0 && kind === cellKind.date ? date : `${date}T${clockText(milliseconds)}`;
}

/** The serial of a date in ISO text, as a program would keep it; undefined if it is none. */
export function serialOf(iso: string, date1904: boolean): number | undefined {
  const [, date, hour = '0', minute = '0', second = '0'] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d*)?))?Z?)?$/.exec(iso) ?? [];
  const days = date === undefined ? Number.NaN : Date.parse(date) / dayMilliseconds;
  if (Number.isNaN(days)) return undefined;
  const day = days - (date1904 ? epoch1904 : days < firstMoved ? epoch1900 + 1 : epoch1900);
  return day + (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) / 86_400;
}

/** What is to be added to a serial to count from 1970-01-01 (from day 61 on, which is behind the day that never was), and the last one that is a day. */
export function dayRange(date1904: boolean): { readonly epoch: number; readonly last: number } {
  return date1904 ? { epoch: epoch1904, last: last1904 } : { epoch: epoch1900, last: last1900 };
}

/** The 1900 system has a 29 February 1900 that never was; it is printed as the programs show it, and is no date downstream. */
function dateText1900(day: number): string {
  if (day === 60) return '1900-02-29';
  return dateText(day + (day < 60 ? epoch1900 + 1 : epoch1900));
}

/** The days of a column come again and again. */
const knownDays = new Map<number, string>();
const mostKnownDays = 8192;

/** The calendar day that is so many days after 1970-01-01. */
function dateText(days: number): string {
  let text = knownDays.get(days);
  if (text === undefined) {
    text = new Date(days * dayMilliseconds).toISOString().slice(0, 10);
    if (knownDays.size >= mostKnownDays) knownDays.clear();
    knownDays.set(days, text);
  }
  return text;
}

function clockText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const rest = milliseconds % 1000;
  const clock = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(3, '0')}`;
}

function durationText(serial: number): string {
  const milliseconds = Math.round(Math.abs(serial) * dayMilliseconds);
  if (!Number.isSafeInteger(milliseconds)) return numberText(serial);
  return `${serial < 0 && milliseconds > 0 ? '-' : ''}${clockText(milliseconds)}`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

const dayMilliseconds = 86_400_000;
/** 1899-12-30 and 1904-01-01, in days from 1970-01-01. */
const epoch1900 = -25_569;
const epoch1904 = -24_107;
/** 1900-03-01, the first day that the leap day before it has moved. */
const firstMoved = -25_508;
/** 9999-12-31. */
const last1900 = 2_958_465;
const last1904 = last1900 - 1462;
