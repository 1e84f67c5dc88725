import { carriageReturn, type Dialect, isUsual, lineFeed, stopTable } from './dialect.ts';
import { RecordSteps } from './steps.ts';
import { Structure } from './structure/structure.ts';
import type { Window } from './window.ts';

/** A range of whole records, and the line on which it begins. */
export interface RecordRange {
  readonly offset: number;
  readonly length: number;
  readonly firstLine: number;
}

export interface ScanOptions {
  /** About how large ranges are. */
  readonly size: number;
  readonly firstLine: number;
  /** The record with the column names, and who is told how often it comes again. */
  readonly repeat?: Buffer | undefined;
  readonly onRepeats?: (count: number) => void;
}

/**
 * Proves the borders of ranges of about `size` bytes in one pass: follows the quotes as `decode.ts` does, and cuts at the first
 * record start past the size. A file without records gives one empty range.
 */
export async function* scanRanges(
  window: Window,
  dialect: Dialect,
  { size, firstLine, repeat, onRepeats }: ScanOptions,
): AsyncGenerator<RecordRange> {
  const Scanner = isUsual(dialect) ? RecordScanner : PlainScanner;
  const scanner = new Scanner(dialect, firstLine, repeat);
  let start = window.base;
  let startLine = firstLine;
  let ranges = 0;
  window.memory = scanner.memory;
  try {
    while (!window.last) {
      await window.advance(scanner.at);
      scanner.at = 0;
      while (scanner.scanTo(window, start + size)) {
        const border = window.base + scanner.at;
        yield { offset: start, length: border - start, firstLine: startLine };
        start = border;
        startLine = scanner.line;
        ranges++;
      }
    }
  } finally {
    scanner.close();
  }
  const end = window.base + window.to;
  if (scanner.repeats > 0) onRepeats?.(scanner.repeats);
  // The first range stands even if it is empty: a file with column names alone is one part without rows.
  if (end > start || ranges === 0) yield { offset: start, length: end - start, firstLine: startLine };
}

/** Follows the records of unusual dialects. */
class PlainScanner {
  repeats = 0;
  readonly #steps: RecordSteps;
  readonly #repeat: Buffer | undefined;

  constructor(dialect: Dialect, firstLine: number, repeat: Buffer | undefined) {
    this.#repeat = repeat;
    this.#steps = new RecordSteps(dialect, firstLine);
  }

  /** Others have the window keep its bytes where they search them. */
  get memory(): undefined {
    return undefined;
  }

  close(): void {}

  get at(): number {
    return this.#steps.at;
  }
  set at(offset: number) {
    this.#steps.at = offset;
  }
  get line(): number {
    return this.#steps.line;
  }

  scanTo(window: Window, border: number): boolean {
    const steps = this.#steps;
    for (;;) {
      if (!steps.skipLine(window) || steps.at >= window.to) return false;
      if (window.base + steps.at >= border && steps.mayCut(window.base)) return true;
      const step = steps.step(window);
      if (step === 'end') return false;
      const isRepeat = this.#repeat?.equals(window.bytes.subarray(steps.begin, steps.walk.end));
      if (step === 'record' && isRepeat) this.repeats++;
    }
  }
}

class RecordScanner {
  at = 0;
  line: number;
  repeats = 0;
  readonly #dialect: Dialect;
  readonly #repeat: Buffer | undefined;
  readonly #stops: Uint8Array;
  readonly #structure: Structure | undefined;
  #singleLineUntil = -1;
  #skipping = false;

  constructor(dialect: Dialect, firstLine: number, repeat: Buffer | undefined) {
    this.#dialect = dialect;
    this.#repeat = repeat;
    this.line = firstLine;
    this.#structure = Structure.fits(dialect) ? new Structure(dialect) : undefined;
    this.#stops = stopTable(dialect.quote, lineFeed, carriageReturn);
  }

  get memory(): Buffer | undefined {
    return this.#structure?.content;
  }

  close(): void {
    this.#structure?.close();
  }

  /** Goes on to the first record that begins at or behind an offset; false if the window ends before it. */
  scanTo(window: Window, border: number): boolean {
    const { bytes, to, last, base } = window;
    const { delimiter, quote, maxRecordBytes } = this.#dialect;
    const stops = this.#stops;
    const longestRepeat = this.#repeat === undefined ? -1 : this.#repeat.length + 1;
    let line = this.line;
    let p = this.at;
    let quoteAt = -1;
    let returnAt = -1;
    for (;;) {
      if (this.#skipping) {
        while (p < to && bytes[p] !== lineFeed && bytes[p] !== carriageReturn) p++;
        if (p >= to || (bytes[p] === carriageReturn && p + 1 >= to && !last)) return this.#stop(p, line, false);
        p += bytes[p] === carriageReturn && p + 1 < to && bytes[p + 1] === lineFeed ? 2 : 1;
        line++;
        this.#skipping = false;
      }
      if (p >= to) return this.#stop(p, line, false);
      // No cut where quoted fields may not span lines: whoever reads the part alone could not know.
      if (base + p >= border && base + p >= this.#singleLineUntil) return this.#stop(p, line, true);
      if (this.#structure !== undefined && base + p >= this.#singleLineUntil) {
        const quick = this.#structure.scan(window, { at: p, line }, { border: border - base, special: longestRepeat });
        ({ at: p, line } = quick);
        if (quick.isBorder) continue;
        if (p >= to) return this.#stop(p, line, false);
      }
      if (bytes[p] !== quote) {
        // Most lines of most files have no quote: the platform finds their ends faster than a loop here.
        if (quoteAt < p) quoteAt = find(bytes, quote, p, to);
        if (returnAt < p) returnAt = find(bytes, carriageReturn, p, to);
        const feedAt = find(bytes, lineFeed, p, to);
        if (feedAt < quoteAt && feedAt < to && feedAt <= returnAt + 1 && feedAt - p <= maxRecordBytes) {
          if (feedAt - p <= longestRepeat) this.#countRepeat(bytes, p, Math.min(returnAt, feedAt));
          p = feedAt + 1;
          line++;
          continue;
        }
      }
      const begin = p;
      const oneLine = base + begin < this.#singleLineUntil;
      let quotedLines = 0;
      let open = false;
      let torn = -1;
      for (;;) {
        while (stops[bytes[p]] === 0) p++;
        if (p >= to || bytes[p] !== quote) break;
        p++;
        if (p - 1 > begin && bytes[p - 2] !== delimiter) continue;
        open = true;
        for (;;) {
          while (stops[bytes[p]] === 0) p++;
          if (p >= to) break;
          if (bytes[p] === quote) {
            if (p + 1 < to ? bytes[p + 1] !== quote : last) {
              open = false;
              break;
            }
            if (p + 1 >= to) break;
            p += 2;
          } else if (oneLine) break;
          else {
            p += bytes[p] === carriageReturn && p + 1 < to && bytes[p + 1] === lineFeed ? 2 : 1;
            quotedLines++;
          }
        }
        if (open) break;
        p++;
        if (quotedLines > 0 && p < to && bytes[p] !== delimiter && stops[bytes[p]] === 0) {
          torn = p;
          break;
        }
      }
      const unfinished =
        torn < 0 && !last && (p >= to || (bytes[p] === carriageReturn && p + 1 >= to) || (open && p + 1 >= to));
      if (unfinished && to - begin <= maxRecordBytes + 1) {
        p = begin;
        return this.#stop(p, line, false);
      }
      if (unfinished || open || torn >= 0 || p - begin > maxRecordBytes) {
        const givenUp = begin + maxRecordBytes;
        if (!oneLine) this.#singleLineUntil = base + (torn < 0 ? givenUp : Math.min(torn, givenUp));
        p = begin;
        this.#skipping = true;
        continue;
      }
      if (p - begin <= longestRepeat) this.#countRepeat(bytes, begin, p);
      if (p < to) p += bytes[p] === carriageReturn && p + 1 < to && bytes[p + 1] === lineFeed ? 2 : 1;
      line += quotedLines + 1;
    }
  }

  #countRepeat(bytes: Buffer, begin: number, end: number): void {
    if (end - begin === this.#repeat?.length && this.#repeat.compare(bytes, begin, end) === 0) this.repeats++;
  }

  #stop(at: number, line: number, reached: boolean): boolean {
    this.at = at;
    this.line = line;
    return reached;
  }
}

/** Where a byte comes next, or `to` if it does not. */
function find(bytes: Buffer, byte: number, from: number, to: number): number {
  const at = byte < 0 ? -1 : bytes.indexOf(byte, from);
  return at < 0 || at > to ? to : at;
}
