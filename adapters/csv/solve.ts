import { bestOf, reasons } from './because.ts';
import {
  areEscaped,
  commonSeparators,
  hasDoubled,
  mostRarePrior,
  otherDialects,
  rareSeparators,
  type Separator,
  type StatedDialect,
  usualDialect,
} from './candidates.ts';
import { cellKind } from './cells.ts';
import { type Dialect, maxRecordBytes } from './dialect.ts';
import { type Fit, fitOf } from './fit.ts';
import type { SampleOptions } from './sample.ts';

export type { StatedDialect } from './candidates.ts';

export interface Solution {
  readonly fit: Fit;
  /** A sentence for each decision, with its evidence and the runner-up: takes longer to find than the dialect. */
  readonly because: () => readonly string[];
}

/** The dialect that explains a sample best. What can not explain it better than the best one so far is not tried. */
export function solveDialect(sample: Buffer, stated: StatedDialect, options: SampleOptions): Solution {
  const text = sample.toString('latin1');
  const { fit } = solve(sample, text, stated, options, 'likely');
  const because = () => {
    const all = solve(sample, text, stated, options, 'all');
    return reasons(all.fit, all.fits, stated, text);
  };
  return { fit, because };
}

/** The same by trying all dialects for which the sample has signs. */
export function solveThoroughly(sample: Buffer, stated: StatedDialect, options: SampleOptions): Fit {
  return solve(sample, sample.toString('latin1'), stated, options, 'all').fit;
}

function solve(
  sample: Buffer,
  text: string,
  stated: StatedDialect,
  options: SampleOptions,
  which: 'likely' | 'all',
): { readonly fit: Fit; readonly fits: readonly Fit[] } {
  const separators: readonly Separator[] =
    stated.delimiter === undefined
      ? commonSeparators(text)
      : [{ bytes: stated.delimiter, prior: 1, ...(stated.run === undefined ? {} : { run: stated.run }) }];
  const fits: Fit[] = [];
  let tried = 0;
  let leader: Fit | undefined;
  const attempt = (dialect: Dialect, separator: Separator): Fit => {
    const fit = fitOf(sample, dialect, options);
    const prior = stated.delimiter !== undefined || mayBe(fit, separator) ? priorOf(fit, separator, text) : 0;
    const weighed = { ...fit, score: fit.score * prior, shape: fit.shape * prior };
    tried++;
    fits.push(weighed);
    if (leader === undefined || weighed.score > leader.score) leader = weighed;
    return weighed;
  };
  // A hostile file has signs of everything: its evidence is bounded too.
  const isSpent = () => tried >= 4 && tried * sample.length >= mostWalked;
  // A leader that takes records for titles may give way to a less likely one.
  const isBeaten = (most: number) =>
    which === 'likely' && leader !== undefined && leader.start === 0 && most <= leader.score;
  const tryUsual = (separator: Separator) => {
    const usual = usualDialect(separator, stated);
    const isTried = !isSpent() && !isBeaten(mostScore(usual, separator, text));
    return { separator, score: isTried ? attempt(usual, separator).shape : 0 };
  };
  const first = separators.map(tryUsual);
  if (stated.delimiter === undefined && !isBeaten(mostRarePrior * mostWeight))
    first.push(...rareSeparators(text).map(tryUsual));
  for (const { separator } of first.sort((a, b) => b.score - a.score).slice(0, mostSeparators)) {
    if (isSpent() || isBeaten(separator.prior * mostWeight)) continue;
    for (const dialect of otherDialects(separator, text, stated))
      if (!isSpent() && !isBeaten(mostScore(dialect, separator, text))) attempt(dialect, separator);
  }
  const { start, dialect, faulty, quoted } = best(fits);
  if (which === 'likely' && start > 0) return solve(sample, text, stated, options, 'all');
  // Inches and words in quotes, and not one field that is quoted as it should be.
  if (stated.quote === undefined && faulty > 1 && quoted === 0)
    fits.push(fitOf(sample, { ...dialect, quote: -1 }, options));
  const fit = singleTab(moreComplete(best(fits), fits), fits);
  const single = stated.delimiter === undefined && isOneColumn(fit);
  return { fit: single ? asOneColumn(sample, fits, options) : fit, fits };
}

/** What is seldom must explain more to be believed. */
function priorOf({ dialect, needed, faulty }: Fit, { prior }: Separator, text: string): number {
  const { quote } = dialect;
  const quotes = quote === 34 ? 1 : needed > 0 && faulty === 0 ? mostOfQuotes : quote === 39 ? 0.97 : 0.93;
  return prior * quotes * weightOf(dialect, text);
}

const mostOfQuotes = 1.01;

/** What a dialect scores at most, if it explains everything. A sign that is not there makes no columns. */
function mostScore(dialect: Dialect, { bytes, prior }: Separator, text: string): number {
  const columns = text.includes(String.fromCharCode(bytes[0])) ? 1 : 0.5;
  return prior * (dialect.quote === 34 ? 1 : mostOfQuotes) * weightOf(dialect, text) * columns;
}

/** More than what quotes and escapes together may add to a separator. */
const mostWeight = 1.05;

function weightOf({ quote, escapedBy, unescaped, blanks }: Dialect, text: string): number {
  const escapes =
    unescaped === true
      ? 0.92
      : escapedBy === undefined
        ? 1
        : escapedBy === 92
          ? hasDoubled(text) || areEscaped(text, String.fromCharCode(Math.max(0, quote)))
            ? 1.01
            : 0.99
          : 0.96;
  return escapes * (blanks === true ? 0.99 : 1);
}

/** Less common signs stand in text too: they must explain nearly all of it. A few records may be broken. */
function mayBe(fit: Fit, { prior }: Separator): boolean {
  const few = fit.width > 2 || fit.needed > 0 ? Math.min(3, fit.agree / 3) : 0;
  const allowed = Math.max(few, fit.of / 10);
  return prior === 1 || (fit.of - fit.agree <= allowed && fit.agree > 1 && isTable(fit));
}

function best(fits: readonly Fit[]): Fit {
  const fit = bestOf(fits);
  if (fit === undefined) throw new TypeError('No dialect was tried.');
  return fit;
}

/** A dialect that explains each record, also those that the best one takes for titles, with more columns, need not be as likely. */
function moreComplete(leader: Fit, fits: readonly Fit[]): Fit {
  if (leader.start === 0) return leader;
  const whole = fits.filter(
    ({ start, agree, of, width, score }) =>
      start === 0 && agree === of && of > 3 && width > leader.width && score > leader.score * 0.6,
  );
  return bestOf(whole) ?? leader;
}

/** Where all rows agree by single tabs, also those with blank fields, two tabs do not line up columns. */
function singleTab(leader: Fit, fits: readonly Fit[]): Fit {
  if (leader.dialect.run === undefined || leader.dialect.delimiter !== 9) return leader;
  const single = fits.filter(
    ({ dialect: { delimiter, run, more }, start, agree, of }) =>
      delimiter === 9 && run === undefined && more === undefined && start <= 1 && agree >= of * 0.95,
  );
  return bestOf(single) ?? leader;
}

/** Of so many separators, the best ones by the usual quotes, other quotes and escapes are tried too. */
const mostSeparators = 8;

/** The bytes that all attempts together may walk over. */
const mostWalked = 1 << 24;

/** That lines of text hold commas says nothing; a ragged table with a header is one all the same. */
function isOneColumn({ width, start, score, records }: Fit): boolean {
  return width === 1 || score < (start === 0 && records[0]?.fields.length === width ? 0.12 : 0.25);
}

/** Two words are a name, a day and a time are an instant: two columns by a blank need a column of numbers. */
function isTable({ dialect, width, records, start, needed }: Fit): boolean {
  if (dialect.delimiter !== 32) return width > 1;
  const body = records.slice(start + 1);
  const instants = body.filter(
    ({ fields }) => /^\d+[-/.]\d+[-/.]\d+$/.test(fields[0]) && /^\d+:/.test(fields[1] ?? ''),
  );
  if (width < 3 && instants.length > 0) return false;
  if (width > 2 || needed > 0) return true;
  const isValue = (field = '') => ['number', 'date', 'time', 'blank'].includes(cellKind(field));
  return [0, 1].some((at) => body.length > 1 && body.every(({ fields }) => isValue(fields[at])));
}

function asOneColumn(sample: Buffer, fits: readonly Fit[], options: SampleOptions): Fit {
  // No byte of text is the unit separator, so that nothing is split.
  const { quote } = best(fits).dialect;
  const fit = fitOf(sample, { delimiter: 31, quote, maxRecordBytes }, options);
  return { ...fit, width: 1, start: 0, agree: fit.of };
}
