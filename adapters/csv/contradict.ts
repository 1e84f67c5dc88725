import { excerpt } from '../../core/adapter/printable.ts';
import type { StatedDialect } from './candidates.ts';
import { type Form, isRewritten, rewritten } from './content.ts';
import { carriageReturn, type Dialect, lineFeed } from './dialect.ts';
import type { Stretch } from './evidence.ts';
import { type Fit, fitOf } from './fit.ts';
import { countMisfits, type SampleOptions } from './sample.ts';
import { delimiterName } from './sniff.ts';
import { type Solution, solveDialect } from './solve.ts';
import { isLineEnd } from './walk.ts';

interface Further {
  /** Whether to decide again; else the records that do not fit are broken rows. */
  readonly onContradiction: 'restart' | 'reject';
  readonly warn: (sentence: string) => void;
  readonly sample: Buffer;
  readonly stretches: readonly Stretch[];
  readonly form: Form;
  readonly stated: StatedDialect;
  readonly options: SampleOptions;
}

/**
 * Holds what the first records say against records of all parts of the content. Where some do not fit, the dialect is solved again with
 * them in view; the new one is taken if more of them fit, and those of the beginning no less.
 */
export async function againstStretches(solution: Solution, further: Further): Promise<Solution> {
  const { form, options } = further;
  const { fit } = solution;
  if (fit.width < 2 && further.stretches.length === 0) return solution;
  const behind = fit.records.at(-1)?.next ?? 0;
  const texts: Buffer[] = [];
  for (const stretch of further.stretches) {
    const inside = isRewritten(form) ? 0 : Math.max(0, behind - stretch.offset);
    const { offset, bytes } = stretch;
    if (inside < bytes.length)
      texts.push(await textOf({ offset: offset + inside, bytes: bytes.subarray(inside) }, form));
  }
  const before = texts.map((text) => misfits(text, fit.dialect, fit.width, options));
  const odd = texts.filter((_, at) => before[at].misfits > 0).slice(0, mostOdd);
  if (odd.length === 0) return solution;
  const again = solvedWith(odd, fit, further);
  if (again === undefined) {
    warnOfOthers(odd, fit, further);
    return solution;
  }
  if (further.onContradiction === 'reject') {
    further.warn(
      `Records further on contradict the first ones: ${again.because().join(' ')} As onContradiction is reject, the first ones hold.`,
    );
    return solution;
  }
  further.warn(
    'Records further on contradict what the first ones say of delimiter and quotes: it was decided again from both.',
  );
  return again;
}

/** The dialect that explains the first records and the odd ones, if it explains more of them. */
function solvedWith(odd: readonly Buffer[], fit: Fit, { sample, stated, options }: Further): Solution | undefined {
  const head = sample.subarray(0, fit.records[Math.min(fit.records.length, mostFirst) - 1]?.next ?? 0);
  const joined = Buffer.concat([head, ...odd.map(wholeRecords)]);
  const again = solveDialect(joined, stated, { ...options, whole: true, most: mostJoined });
  const first = fitOf(sample, again.fit.dialect, options);
  const lost = (dialect: Dialect, width: number) =>
    odd.reduce((sum, text) => sum + misfits(text, dialect, width, options).misfits, 0);
  const isBetter =
    shareOf(first) >= shareOf(fit) - 0.02 && lost(first.dialect, first.width) < lost(fit.dialect, fit.width) / 2;
  return isBetter ? { fit: first, because: again.because } : undefined;
}

/** Says that a part of the file is written in another way than its beginning: no dialect reads both. */
function warnOfOthers(odd: readonly Buffer[], fit: Fit, { stated, options, warn }: Further): void {
  for (const text of odd) {
    const alone = solveDialect(wholeRecords(text), stated, { ...options, whole: true, most: mostJoined }).fit;
    const isOther = delimiterName(alone.dialect) !== delimiterName(fit.dialect) && alone.width === fit.width;
    if (!isOther || alone.of < 3 || shareOf(alone) < 0.9 || alone.score < 0.5) continue;
    warn(
      `Records further on are separated by ${delimiterName(alone.dialect)}, the first ones by ${delimiterName(fit.dialect)}, such as ${JSON.stringify(excerpt(alone.records[0].fields.join(' '), 60))}: those that can not be repaired are rejected.`,
    );
    return;
  }
}

const mostOdd = 4;
const mostFirst = 100;
const mostJoined = 600;

/** Its records as they are decoded, from the first line end on. */
export async function textOf({ offset, bytes }: Stretch, form: Form): Promise<Buffer> {
  const isWide = form.encoding.startsWith('utf-16');
  const pieces: Uint8Array[] = [];
  const aligned = isWide ? bytes.subarray(offset % 2) : behindLine(bytes);
  async function* once() {
    yield aligned;
  }
  for await (const piece of rewritten(once(), { ...form, mark: 0 })) pieces.push(piece);
  const text = Buffer.concat(pieces);
  return isWide ? behindLine(text) : text;
}

/** From the first line end on: what stands before it may be the rest of a record. */
function behindLine(bytes: Buffer): Buffer {
  const at = lineEndIn(bytes);
  if (at < 0) return bytes.subarray(bytes.length);
  return bytes.subarray(at + (bytes[at] === 13 && bytes[at + 1] === 10 ? 2 : 1));
}

function lineEndIn(bytes: Buffer): number {
  const feed = bytes.indexOf(lineFeed);
  const before = bytes.subarray(0, feed < 0 ? bytes.length : feed).indexOf(carriageReturn);
  return before < 0 ? feed : before;
}

/** Up to the last line end: the stretch may end within a record. */
function wholeRecords(text: Buffer): Buffer {
  let end = text.length;
  while (end > 0 && !isLineEnd(text[end - 1])) end--;
  return text.subarray(0, end);
}

/**
 * How many records do not fit. A stretch may begin within quotes: of its first lines, the one from which on most fit begins a record. As
 * long as the first one does not fit, it is the rest of another one, whose cells may have many lines.
 */
function misfits(text: Buffer, dialect: Dialect, width: number, options: SampleOptions): { misfits: number } {
  let best = { misfits: Number.POSITIVE_INFINITY, isFirst: true };
  let rest = text;
  for (let tries = 0; tries < mostTries && rest.length > 0 && best.misfits > 0; tries++) {
    if (tries >= usualTries && !best.isFirst) break;
    const found = countMisfits(rest, dialect, width, { ...options, whole: false, most: 500 });
    if (found.misfits < best.misfits) best = found;
    rest = behindLine(rest);
  }
  return Number.isFinite(best.misfits) ? best : { misfits: 0 };
}

const usualTries = 4;
const mostTries = 16;

function shareOf({ agree, of }: Fit): number {
  return agree / Math.max(1, of);
}
