import { compilePattern, type DatePattern } from './date-pattern.ts';
import type { Literals, Parameter } from './define.ts';
import { integerArgument, textArguments } from './literal.ts';
import { readIso } from './moment.ts';
import { readIsoWeek, readSerial } from './other-moments.ts';

/** How date() and instant() read their texts: by the patterns of the call, in their order, or as ISO. */
export interface MomentReader {
  /** Reads a text without blanks around it into the moment. */
  readonly fits: (text: string) => boolean;
  /** The patterns as a person reads them; without any, the ISO form. */
  readonly expected: (iso: string) => string;
}

const isoPattern = 'yyyy-MM-dd';

/** Patterns that are a word: what letters for digits can't say. */
function readerNamed(text: string): DatePattern | undefined {
  if (text === isoPattern) return { text, read: readIso };
  if (text === 'serial') return { text, read: (found) => readSerial(found, 1900) };
  if (text === 'serial1904') return { text, read: (found) => readSerial(found, 1904) };
  return text === 'isoWeek' ? { text, read: readIsoWeek } : undefined;
}

/** Tries the patterns of a call in their order. */
export function momentReader(literals: Literals): MomentReader {
  const pivot = integerArgument(literals, 'pivot', { minimum: 0, maximum: 100, default: 70 });
  const texts = textArguments(literals, 'patterns');
  // What the data show has not been decided yet: until then they are read as ISO.
  const patterns: readonly DatePattern[] = texts
    .filter((text) => text !== 'auto')
    .map((text) => readerNamed(text) ?? compilePattern(text, pivot));
  const shown = patterns.map(({ text }) => text).join(' or ');
  if (patterns.length === 0) return { fits: readIso, expected: (iso) => iso };
  const iso = !patterns.some(({ text }) => text.startsWith('yyyy-'));
  const [only] = patterns;
  const fits = patterns.length === 1 ? only.read : (text: string) => patterns.some(({ read }) => read(text));
  return { fits: iso ? (text) => fits(text) || readIso(text) : fits, expected: () => shown };
}

export const patternParameter: Parameter = {
  name: 'patterns',
  type: 'text',
  literal: true,
  optional: true,
  rest: true,
  summary:
    'How it is written, such as dd.MM.yyyy; of several the first one that fits counts. auto stands for what the values of the column show, serial (serial1904) for the number of a day in a book, isoWeek for 2024-W13-7.',
};
export const pivotParameter: Parameter = {
  name: 'pivot',
  type: 'number',
  literal: true,
  optional: true,
  named: true,
  summary: 'Two-digit years from this one on are in the 1900s, those below in the 2000s; 70 if it is left out.',
};
