import { ArgumentFault } from './define.ts';
import { moment, readFraction, readHalfDay, readOffset, skipBlanks } from './moment.ts';
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
  ['a', readHalfDay],
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
  // No name of a month is longer than this.
  const month = end - at > 14 ? undefined : monthOfName(text.slice(at, end));
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
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x370 && code <= 0x4ff)
  );
}

/** A blank stands for any number of blanks, everything else for itself. */
export function literalStep(literal: string): Step {
  if (literal === ' ') return blanksStep;
  return (text, at) => (text.startsWith(literal, at) ? at + literal.length : -1);
}

function blanksStep(text: string, at: number): number {
  const end = skipBlanks(text, at);
  return end === at ? -1 : end;
}
