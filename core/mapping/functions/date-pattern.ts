import { ArgumentFault } from './define.ts';
import { applyHalfDay, clearMoment, isMoment, readTime } from './moment.ts';
import { letterStep, literalStep } from './pattern-steps.ts';

/** Patterns of dates and times, such as `dd.MM.yyyy HH:mm`, compiled to steps that read character codes. */
export interface DatePattern {
  readonly text: string;
  /** Reads a text without blanks around it into the moment: whether it fits and is a day and time that exist. */
  readonly read: (text: string) => boolean;
}

/** A run of one letter, or something that stands for itself. */
export type PatternToken = { readonly letter: string; readonly count: number } | { readonly literal: string };

/**
 * Two-digit years from `pivot` to 99 are in the 1900s, those below in the 2000s.
 * @throws ArgumentFault
 */
export function compilePattern(pattern: string, pivot: number): DatePattern {
  const tokens = tokenizePattern(pattern);
  demandDay(pattern, tokens);
  const steps = withoutShortNameDots(tokens).map((token) =>
    'literal' in token ? literalStep(token.literal) : letterStep(token.letter, token.count, pivot, pattern),
  );
  // A pattern of a day alone also fits where a time stands behind the day: exports write midnights.
  const dayAlone = tokens.every((token) => 'literal' in token || 'yMdE'.includes(token.letter));
  return {
    text: pattern,
    read: (text) => {
      clearMoment();
      let at = 0;
      for (let index = 0; index < steps.length; index++) {
        at = steps[index](text, at);
        if (at < 0) return false;
      }
      if (at === text.length) return applyHalfDay() && isMoment();
      return dayAlone && readTime(text, at) === text.length && isMoment();
    },
  };
}

/** Cuts a pattern into runs of one letter and what stands between them. Text in single quotes, and T, stand for themselves. */
export function tokenizePattern(pattern: string): readonly PatternToken[] {
  const tokens: PatternToken[] = [];
  for (const [run, quoted, letter] of pattern.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z]/g)) {
    if (run === "'") throw new ArgumentFault(`The pattern ${JSON.stringify(pattern)} has a quote that is not closed.`);
    if (letter !== undefined && run !== 'T') tokens.push({ letter, count: run.length });
    // Two quotes without anything between them are a quote.
    else tokens.push({ literal: quoted === '' ? "'" : (quoted ?? run) });
  }
  return tokens;
}

/** The name of a month takes the full stop behind it along, written in the pattern or not. */
function withoutShortNameDots(tokens: readonly PatternToken[]): readonly PatternToken[] {
  return tokens.filter((token, index) => {
    const before = tokens[index - 1];
    const name = before !== undefined && 'letter' in before && before.letter === 'M' && before.count > 2;
    return !(name && 'literal' in token && token.literal === '.');
  });
}

function demandDay(pattern: string, tokens: readonly PatternToken[]): void {
  const letters = tokens.flatMap((token) => ('letter' in token ? [token.letter] : []));
  const fault = (sentence: string) => new ArgumentFault(`The pattern ${JSON.stringify(pattern)} ${sentence}`);
  if (!letters.includes('y')) throw fault('has no year: yyyy or yy, in small letters.');
  if (!letters.includes('M')) throw fault('has no month: MM, in capital letters; mm are minutes.');
  if (!letters.includes('d')) throw fault('has no day: dd, in small letters.');
  const twice = letters.find((letter, index) => letters.indexOf(letter) !== index);
  if (twice !== undefined) throw fault(`has ${JSON.stringify(twice)} in two places.`);
  if (letters.includes('h') !== letters.includes('a'))
    throw fault('needs both h and a, or neither; H are hours up to 23.');
}
