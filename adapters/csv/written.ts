import { isAscii } from 'node:buffer';
import { type EncodingName, legacyEncoding, sniffEncoding } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { printable } from '../../core/adapter/printable.ts';
import { configError, SourceError } from '../../core/errors/errors.ts';
import type { StatedDialect } from './candidates.ts';
import { contentOf, type Form } from './content.ts';
import { againstStretches } from './contradict.ts';
import { backslash, backtick, doubleQuote, maxRecordBytes, singleQuote } from './dialect.ts';
import { encodingOf, isConverted } from './encoding.ts';
import type { EvidenceWatch } from './evidence.ts';
import { type Fit, fitOf } from './fit.ts';
import type { Found } from './found.ts';
import { type Leading, skipLeading } from './leading.ts';
import type { SampleOptions } from './sample.ts';
import { delimiterBytes } from './sniff.ts';
import { type Solution, solveDialect } from './solve.ts';
import { unwrapSample } from './wrapped.ts';

/** How a text file is written, and the first records by which it was found. */
export interface Written extends Form {
  readonly fit: Fit;
  readonly leading: Leading;
  /** The beginning of the content, behind the lines that are left out; and whether it is all of it. */
  readonly sample: Buffer;
  readonly whole: boolean;
}

/** What the options of the adapter say of it. */
export interface StatedWriting {
  readonly encoding: EncodingName | undefined;
  readonly delimiter: string | undefined;
  readonly quote: 'auto' | 'double' | 'single' | 'backtick' | 'none';
  readonly escape: 'auto' | 'doubled' | 'backslash' | 'none';
  readonly skipLines: number | undefined;
  readonly onContradiction: 'restart' | 'reject';
}

export interface Evidence {
  /** Has seen all of the content; without it, the first records decide alone. */
  readonly watch: EvidenceWatch | undefined;
  /** What was found when the same file was opened before: taken as it is. */
  readonly found: Found | undefined;
  /** Somebody hears the notes: reasons are worth finding. */
  readonly explains: boolean;
  readonly note: (sentence: string) => void;
  readonly warn: (sentence: string) => void;
}

/** @throws SourceError if there are no records, ConfigError if the options can not be. */
export async function howWritten(file: InputFile, values: StatedWriting, evidence: Evidence): Promise<Written> {
  const { watch, found, note, warn } = evidence;
  const { onContradiction } = values;
  const { encoding, mark } = found ?? encodingFor(file, values.encoding, watch, note);
  const plain: Form = { encoding, mark, wrapped: false };
  const { text } = encodingOf(encoding);
  for (let most = file.head.length; ; most *= 8) {
    const { sample: content, whole } = await readSample(file, plain, most);
    const options = { whole, most: evidenceRecords, text };
    const first = solved(content, plain, values, options, found);
    const isShort = first.solution.fit.records.length < fewRecords && !whole && most <= maxRecordBytes * 2;
    if (isShort) continue;
    if (first.solution.fit.records.length === 0) throw noRecord(file, whole);
    const { form, sample, leading, stated, solution } = first;
    const stretches = found === undefined ? (watch?.stretches ?? []) : [];
    const settled = await againstStretches(solution, {
      sample,
      stretches,
      form,
      stated,
      options,
      onContradiction,
      warn,
    });
    for (const sentence of leading.because) note(sentence);
    if (evidence.explains) for (const sentence of settled.because()) note(sentence);
    return { ...form, fit: settled.fit, leading, sample, whole };
  }
}

/** How many records the evidence comes from, and below how many a longer sample is read. */
const evidenceRecords = 200;
const fewRecords = 5;

interface Solved {
  readonly form: Form;
  readonly sample: Buffer;
  readonly leading: Leading;
  readonly stated: StatedDialect;
  readonly solution: Solution;
}

/** The dialect of the sample as it stands, or without the quotes around its lines if that explains it better. */
function solved(
  content: Buffer,
  plain: Form,
  values: StatedWriting,
  options: SampleOptions,
  found: Found | undefined,
): Solved {
  const solve = (bytes: Buffer, form: Form): Solved => {
    const leading = skipLeading(bytes, values.skipLines);
    const sample = bytes.subarray(leading.bytes);
    const stated = statedDialect(values, leading.delimiter, form.encoding);
    if (found !== undefined) {
      return {
        form,
        sample,
        leading,
        stated,
        solution: { fit: fitOf(sample, found.dialect, options), because: () => [] },
      };
    }
    return { form, sample, leading, stated, solution: solveDialect(sample, stated, options) };
  };
  if (found !== undefined) {
    return solve(found.wrapped ? unwrapSample(content).sample : content, { ...plain, wrapped: found.wrapped });
  }
  const asItStands = solve(content, plain);
  const { sample, lines } = unwrapSample(content);
  if (lines === 0 || asItStands.solution.fit.width > 2) return asItStands;
  const unwrapped = solve(sample, { ...plain, wrapped: true });
  const { fit, because } = unwrapped.solution;
  const isBetter = fit.width > asItStands.solution.fit.width && fit.agree > fit.of / 2 && lines * 2 > fit.agree;
  if (!isBetter) return asItStands;
  const sentence = `Each line stands in quotes once more, which are taken off (${lines} of the first lines do).`;
  return { ...unwrapped, solution: { fit, because: () => [sentence, ...because()] } };
}

function encodingFor(
  file: InputFile,
  stated: EncodingName | undefined,
  watch: EvidenceWatch | undefined,
  note: (sentence: string) => void,
): { encoding: EncodingName; mark: number } {
  const evidence = sniffEncoding(file.head);
  const isLegacy = !evidence.encoding.startsWith('utf') || (evidence.open && watch !== undefined && !watch.validUtf8);
  const beyond = watch?.beyond.map(({ bytes }) => bytes) ?? [];
  const { encoding: found, because } =
    stated === undefined && isLegacy ? legacyEncoding([file.head, ...beyond]) : evidence;
  if (stated === undefined) note(`The encoding is ${found}: ${because}.`);
  const encoding = stated ?? found;
  return { encoding, mark: isConverted(encoding) || evidence.encoding !== encoding ? 0 : evidence.mark };
}

function statedDialect(values: StatedWriting, leading: Uint8Array | undefined, encoding: EncodingName): StatedDialect {
  const quote = { auto: undefined, double: doubleQuote, single: singleQuote, backtick, none: -1 }[values.quote];
  const escapedBy = { auto: undefined, doubled: -1, backslash, none: -2 }[values.escape];
  const run = values.delimiter === undefined ? undefined : runs.get(values.delimiter);
  if (run !== undefined) return { delimiter: Uint8Array.of(32), run, quote, escapedBy };
  const given = values.delimiter === undefined ? undefined : delimiterBytes(values.delimiter);
  const delimiter = values.delimiter === undefined ? leading : given && bytesIn(encoding, given);
  if (
    (values.delimiter !== undefined && delimiter === undefined) ||
    (delimiter !== undefined && delimiter[0] === quote)
  ) {
    throw configError(
      'option/wrong-value',
      `delimiter: expected comma, semicolon, tab, pipe, space, spaces, columns or up to four signs, got ${JSON.stringify(printable(values.delimiter ?? ''))}.`,
    );
  }
  return { delimiter, quote, escapedBy };
}

/** A delimiter as the content has it; undefined if its encoding has no such sign. */
function bytesIn(name: EncodingName, delimiter: Uint8Array): Uint8Array | undefined {
  const { text } = encodingOf(name);
  if (name === 'utf-8' || isConverted(name) || isAscii(delimiter)) return delimiter;
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const signs = [...Buffer.from(delimiter).toString()].map((sign) =>
    bytes.find((byte) => text(Uint8Array.of(byte)) === sign),
  );
  return signs.every((sign) => sign !== undefined) ? Uint8Array.from(signs) : undefined;
}

/** Columns that are lined up by one blank or more, or by two or more. */
const runs: ReadonlyMap<string, number> = new Map([
  ['spaces', 1],
  ['columns', 2],
]);

/** The beginning of the content as UTF-8 or in its code page, without a byte order mark. */
export async function readSample(
  file: InputFile,
  form: Form,
  most: number,
): Promise<{ sample: Buffer; whole: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of contentOf(file, form)) {
    pieces.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  return { sample: Buffer.concat(pieces).subarray(form.wrapped ? 0 : form.mark), whole: length <= most };
}

function noRecord(file: InputFile, whole: boolean): SourceError {
  const place = { file: file.name };
  return whole
    ? new SourceError('source/empty', 'Expected a line with column names, found an empty file. Check the export.', {
        place,
      })
    : new SourceError('source/unknown-format', 'Expected lines of text, found none in the first megabyte.', { place });
}
