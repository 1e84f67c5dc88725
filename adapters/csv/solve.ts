import { backslash, type Dialect, doubleQuote, maxRecordBytes, singleQuote } from './dialect.ts';
import { type Fit, fitOf } from './fit.ts';
import type { SampleOptions } from './sample.ts';
import { delimiterName, quoteName } from './sniff.ts';

/** What the options say of the dialect; the rest is found. */
export interface StatedDialect {
  readonly delimiter?: Uint8Array | undefined;
  readonly quote?: number | undefined;
  /** `undefined`: to be found; -1: quotes are doubled. */
  readonly escapedBy?: number | undefined;
}

export interface Solution {
  readonly fit: Fit;
  /** A sentence for each decision, with its evidence and the runner-up. */
  readonly because: readonly string[];
}

/** The dialect that explains a sample best. What nothing in the sample asks for is not tried: most files are usual. */
export function solveDialect(sample: Buffer, stated: StatedDialect, options: SampleOptions): Solution {
  const text = sample.toString('latin1');
  const fits: Fit[] = [];
  const tryAll = (delimiters: readonly Uint8Array[]) => {
    const [usual, ...others] = transposed(delimiters.map((delimiter) => dialectsOf(delimiter, text, stated)));
    for (const dialect of [...(usual ?? []), ...others.flat()]) {
      // A hostile file has signs of everything: its evidence is bounded too.
      if (fits.length < 4 || fits.length * sample.length < mostWalked) fits.push(fitOf(sample, dialect, options));
    }
  };
  if (stated.delimiter !== undefined) tryAll([stated.delimiter]);
  else {
    tryAll([...common.map((byte) => Uint8Array.of(byte)), ...common.flatMap((byte) => formsOf(byte, text))]);
    if (best(fits).score < sure || best(fits).width === 1) tryRare(text, fits, tryAll);
  }
  const { dialect, faulty, quoted } = best(fits);
  // Inches and words in quotes, and not one field that is quoted as it should be.
  if (stated.quote === undefined && faulty > 1 && quoted === 0)
    fits.push(fitOf(sample, { ...dialect, quote: -1 }, options));
  const fit = best(fits);
  const single = stated.delimiter === undefined && isOneColumn(fit);
  const chosen = single ? asOneColumn(sample, fits, options) : fit;
  return { fit: chosen, because: reasons(chosen, fits, stated, text) };
}

/** The best fit. Of two equal ones the earlier, or the one that needs no blanks around quotes. */
function best(fits: readonly Fit[]): Fit {
  return fits.reduce((leader, fit) => {
    const isSimpler = leader.dialect.blanks === true && fit.dialect.blanks !== true;
    return fit.score > leader.score || (fit.score === leader.score && isSimpler) ? fit : leader;
  });
}

/** The first dialect of each delimiter, the second of each, and so on. */
function transposed(dialects: readonly (readonly Dialect[])[]): readonly (readonly Dialect[])[] {
  const most = Math.max(0, ...dialects.map((each) => each.length));
  return Array.from({ length: most }, (_, at) => dialects.flatMap((each) => each.slice(at, at + 1)));
}

/** The bytes that all attempts together may walk over. */
const mostWalked = 1 << 24;

/** Below this, rarer delimiters are tried too. */
const sure = 0.5;

/** That lines of text hold commas says nothing; a ragged table with a header is one all the same. */
function isOneColumn({ width, start, score, records }: Fit): boolean {
  return width === 1 || score < (start === 0 && records[0]?.fields.length === width ? 0.12 : 0.25);
}

const common = [44, 59, 9, 124];
const rare = ['^', '~', '\u0001', '\u001e', '\u001f', '¦', '§', '¬', '!', '#', '*', '&'];

/** A delimiter doubled and with blanks, where the text has it so. */
function formsOf(byte: number, text: string): readonly Uint8Array[] {
  const sign = String.fromCharCode(byte);
  const forms = byte === 9 ? ['\t\t'] : [`${sign} `, ` ${sign} `, sign + sign];
  return forms.filter((form) => text.includes(form)).map((form) => Buffer.from(form, 'latin1'));
}

function tryRare(text: string, fits: Fit[], tryAll: (delimiters: readonly Uint8Array[]) => void): void {
  const before = fits.length;
  const hasTimes = (text.match(/\d:\d\d/g)?.length ?? 0) > 2;
  const signs = hasTimes ? rare : [...rare, ':'];
  const present = [...signs, ' '].filter((sign) => text.includes(Buffer.from(sign).toString('latin1')));
  tryAll([
    ...present.map((sign) => Buffer.from(sign)),
    ...present.filter((sign) => sign < '\u0080' && sign !== ' ').flatMap((sign) => formsOf(sign.charCodeAt(0), text)),
  ]);
  // Less common signs stand in text too: they must explain nearly all of it.
  const kept = fits.slice(before).filter((fit) => fit.agree / fit.of >= 0.9 && fit.of > 1 && isTable(fit));
  fits.splice(before, fits.length, ...kept);
}

/** Two words are a name, a day and a time are an instant: two columns by a blank need a column of numbers. */
function isTable({ dialect, width, records, start }: Fit): boolean {
  if (dialect.delimiter !== 32) return width > 1;
  const body = records.slice(start + 1);
  const instants = body.filter(
    ({ fields }) => /^\d+[-/.]\d+[-/.]\d+$/.test(fields[0]) && /^\d+:/.test(fields[1] ?? ''),
  );
  if (width < 3 && instants.length > 0) return false;
  if (width > 2) return true;
  return [0, 1].some((at) => body.length > 1 && body.every(({ fields }) => /^-?[\d.,]+$/.test(fields[at] ?? '')));
}

/** The usual dialect, and the others for which the text has a sign. */
function dialectsOf(delimiter: Uint8Array, text: string, stated: StatedDialect): readonly Dialect[] {
  const usual = { delimiter: delimiter[0], ...(delimiter.length > 1 ? { more: delimiter.subarray(1) } : {}) };
  const dialects: Dialect[] = [];
  for (const quote of stated.quote === undefined ? quotesIn(text) : [stated.quote]) {
    const sign = String.fromCharCode(Math.max(0, quote));
    const base = { ...usual, quote, maxRecordBytes };
    const escapes = stated.escapedBy ?? (quote >= 0 && text.includes(`\\${sign}`) ? undefined : -1);
    const bases: readonly Dialect[] = [
      ...(escapes === backslash ? [] : [base]),
      ...(escapes === -1 ? [] : [{ ...base, escapedBy: backslash }]),
    ];
    dialects.push(...bases);
    // Blanks between a delimiter and a quote, outside of a word.
    const hasBlanks =
      quote >= 0 && (text.includes(` ${sign}`) || text.includes(`${sign} `) || text.includes(`\t${sign}`));
    if (hasBlanks) dialects.push(...bases.map((each) => ({ ...each, blanks: true })));
  }
  return dialects;
}

function quotesIn(text: string): readonly number[] {
  const doubles = enclosed(text, '"');
  const singles = enclosed(text, "'");
  const isTorn = text.includes('"') && doubles === 0;
  return [doubleQuote, ...(singles > 1 && singles > doubles ? [singleQuote] : []), ...(isTorn ? [-1] : [])];
}

/** About how many fields stand between two such quotes. */
function enclosed(text: string, sign: string): number {
  return (
    text.match(new RegExp(`(?:^|[,;|\\t :^~])${sign}[^${sign}\\n\\r]*${sign}(?=[,;|\\t :^~\\r\\n]|$)`, 'gm'))?.length ??
    0
  );
}

function asOneColumn(sample: Buffer, fits: readonly Fit[], options: SampleOptions): Fit {
  // No byte of text is the unit separator, so that nothing is split.
  const { quote } = best(fits).dialect;
  const fit = fitOf(sample, { delimiter: 31, quote, maxRecordBytes }, options);
  return { ...fit, width: 1, start: 0, agree: fit.of };
}

function reasons(fit: Fit, fits: readonly Fit[], stated: StatedDialect, text: string): readonly string[] {
  const { dialect, agree, of, width } = fit;
  const because: string[] = [];
  if (stated.delimiter === undefined) {
    const rivals = fits.filter((other) => delimiterName(other.dialect) !== delimiterName(dialect) && other.width > 1);
    const rival = rivals.length === 0 ? undefined : best(rivals);
    const runnerUp =
      rival === undefined
        ? ''
        : `; runner-up: ${delimiterName(rival.dialect)}, ${rival.agree} of ${rival.of} have ${rival.width}`;
    because.push(
      width === 1
        ? `The file has one column, so no delimiter${runnerUp.replace('; ', ' (')}${runnerUp === '' ? '' : ')'}.`
        : `The delimiter is ${delimiterName(dialect)} (${agree} of the first ${of} records have ${width} fields${runnerUp}).`,
    );
  }
  if (stated.quote === undefined) {
    const counts = `${enclosed(text, '"')} fields stand in double quotes, ${enclosed(text, "'")} in single ones`;
    because.push(`The quote is ${quoteName(dialect.quote)} (in the first records ${counts}).`);
  }
  if (stated.escapedBy === undefined && dialect.escapedBy !== undefined) {
    because.push('A backslash escapes quotes: without it, more records would be broken.');
  }
  if (dialect.blanks === true) because.push('Blanks around quoted fields are not part of them.');
  return because;
}
