import { ArgumentFault } from './define.ts';
import { moment, readFraction, readOffset } from './moment.ts';
import { monthOfName } from './month-names.ts';

/** The steps of a date pattern: each reads on from a position into the moment, and gives the position behind or -1. */
type Step = (text: string, at: number) => number;

/** @throws ArgumentFault for letters that mean nothing. */
export function letterStep(letter: string, count: number, pivot: number, pattern: string): Step {
  const set = numberFields.get(letter);
  if (letter === 'y' && count === 2) {
    return numberStep(2, 2, (value) => {
      moment.year = value < pivot ? 2000 + value : 1900 + value;
    });
  }
  if (letter === 'y' && count === 4) {
    return numberStep(4, 4, (value) => {
      moment.year = value;
    });
  }
  if (set !== undefined && count <= 2) return numberStep(count, 2, set);
  const step = otherSteps.get(letter);
  if (step !== undefined && (letter !== 'M' || count > 2)) return step;
  throw new ArgumentFault(
    `The pattern ${JSON.stringify(pattern)} has ${JSON.stringify(letter.repeat(count))}, which means nothing. Known are yyyy, yy, MMM, MM, M, dd, d, E, HH, H, hh, h, a, mm, m, ss, s, S and X; other letters stand in single quotes.`,
  );
}

const numberFields: ReadonlyMap<string, (value: number) => void> = new Map([
  [
    'M',
    (value) => {
      moment.month = value;
    },
  ],
  [
    'd',
    (value) => {
      moment.day = value;
    },
  ],
  [
    'H',
    (value) => {
      moment.hour = value;
    },
  ],
  [
    'h',
    (value) => {
      moment.hour = value;
    },
  ],
  [
    'm',
    (value) => {
      moment.minute = value;
    },
  ],
  [
    's',
    (value) => {
      moment.second = value;
    },
  ],
]);

const otherSteps: ReadonlyMap<string, Step> = new Map([
  ['M', monthNameStep],
  ['E', (text, at) => (wordEnd(text, at) === at ? -1 : wordEnd(text, at))],
  ['S', readFraction],
  ['a', halfDayStep],
  ['X', readOffset],
]);

function numberStep(fewest: number, most: number, set: (value: number) => void): Step {
  return (text, at) => {
    let value = 0;
    let end = at;
    for (; end < at + most; end++) {
      const digit = text.charCodeAt(end) - 48;
      // Behind the end of the text it is NaN, which is neither.
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    if (end - at < fewest) return -1;
    set(value);
    return end;
  };
}

function monthNameStep(text: string, at: number): number {
  const end = wordEnd(text, at);
  // No name of a month is longer than nine letters.
  const month = end - at > 12 ? undefined : monthOfName(text.slice(at, end));
  if (month === undefined) return -1;
  moment.month = month;
  // Short names may end with a full stop, even where the pattern has none.
  return text.charCodeAt(end) === 46 ? end + 1 : end;
}

function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && isLetter(text.charCodeAt(end))) end++;
  return end;
}

function isLetter(code: number): boolean {
  return (
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    (code >= 0xc0 && code <= 0x24f) ||
    (code >= 0x300 && code <= 0x36f)
  );
}

/** -1: the pattern has no half of the day; 0: the hours before noon; 12: those after it. */
let halfDay = -1;

export function clearHalfDay(): void {
  halfDay = -1;
}

/** Reads AM, PM, a.m. or p.m. in any case. */
function halfDayStep(text: string, at: number): number {
  const first = text.charCodeAt(at) | 32;
  if (first !== 97 && first !== 112) return -1;
  halfDay = first === 97 ? 0 : 12;
  const dot = text.charCodeAt(at + 1) === 46 ? 1 : 0;
  if ((text.charCodeAt(at + 1 + dot) | 32) !== 109) return -1;
  const end = at + 2 + dot;
  return dot === 1 && text.charCodeAt(end) === 46 ? end + 1 : end;
}

/** Makes hours from 1 to 12 those of the whole day, where the pattern has such. */
export function toDayHours(): boolean {
  if (halfDay < 0) return true;
  if (moment.hour < 1 || moment.hour > 12) return false;
  moment.hour = (moment.hour % 12) + halfDay;
  return true;
}

/** A blank stands for any number of blanks, everything else for itself. */
export function literalStep(literal: string): Step {
  if (literal === ' ') return blanksStep;
  return (text, at) => (text.startsWith(literal, at) ? at + literal.length : -1);
}

function blanksStep(text: string, at: number): number {
  let end = at;
  while (isBlank(text.charCodeAt(end))) end++;
  return end === at ? -1 : end;
}

/** Programs also write blanks that do not break lines, wide and narrow. */
function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 0x202f;
}
