import { isAscii } from 'node:buffer';
import { type ByteBatch, batchRows } from '../../core/adapter/batch.ts';
import type { BrokenRow } from '../../core/adapter/contract.ts';
import { misfit, strayText, textOf, unclosed } from './broken.ts';
import { type Decoder, type DecoderOptions, otherThan } from './decoder.ts';
import { carriageReturn, type Dialect, doubleQuote, lineFeed, stopTable } from './dialect.ts';
import type { Encoding } from './encoding.ts';
import { maxCells, Structure } from './structure/structure.ts';
import type { Window } from './window.ts';

/**
 * Decodes records into batches: a tight loop over bytes that notes where cells begin and end, and makes no strings.
 *
 * A quote opens a quoted field only where a field begins; elsewhere it is text. LF, CRLF and CR end a line. A record is given up if it
 * is not closed within `maxRecordBytes`, or at all, or if a quoted field spans lines and text stands behind its closing quote: then
 * its first line is broken, reading goes on at the next one, and up to the place where it was given up no quoted field spans lines.
 * So a stray quote costs its own line, and nothing is read more than twice. `scan.ts` cuts by the same rules.
 */
export class RecordDecoder implements Decoder {
  /** How far the window is consumed. */
  at = 0;
  /** The window holds no further record: advance it. */
  needsMore = true;
  repeats = 0;
  odd: number[] = [];
  /** The line on which the next record begins. */
  #line: number;
  readonly #width: number;
  readonly #least: number;
  readonly #most: number;
  readonly #unpadded: number;
  readonly #dialect: Dialect;
  readonly #encoding: Encoding;
  readonly #repeat: Buffer | undefined;
  readonly #bareStops: Uint8Array;
  /** The same, and quotes. */
  readonly #oddStops: Uint8Array;
  readonly #oddQuote: number;
  readonly #quotedStops: Uint8Array;
  readonly #unescape: (text: string) => string;
  /** Used again for every batch: a batch is good until the next one. */
  readonly #structure: Structure | undefined;
  readonly #batchRows: number;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #positions: Float64Array;
  /** Records that begin before this offset have no quoted line ends. */
  #singleLineUntil = -1;
  /** The rest of an overlong line is being passed over. */
  #skipping = false;

  constructor(
    dialect: Dialect,
    encoding: Encoding,
    { width, least = width, most = Infinity, unpadded = -1, firstLine, repeat }: DecoderOptions,
  ) {
    this.#dialect = dialect;
    this.#encoding = encoding;
    this.#width = width;
    this.#least = least;
    this.#most = most;
    this.#unpadded = unpadded;
    this.#line = firstLine;
    this.#repeat = repeat;
    const rows = Math.max(1, Math.min(batchRows, Math.floor(maxCells / width)));
    this.#batchRows = rows;
    this.#structure =
      Structure.fits(dialect) && rows * width <= maxCells ? new Structure(dialect, unpadded) : undefined;
    this.#starts = this.#structure?.starts ?? new Uint32Array(rows * width);
    this.#ends = this.#structure?.ends ?? new Uint32Array(rows * width);
    this.#kinds = this.#structure?.kinds ?? new Uint8Array(rows * width);
    this.#positions = this.#structure?.lines ?? new Float64Array(rows);
    this.#bareStops = stopTable(dialect.delimiter, lineFeed, carriageReturn);
    this.#oddQuote = dialect.quote < 0 ? doubleQuote : dialect.quote;
    this.#oddStops = stopTable(dialect.delimiter, lineFeed, carriageReturn, this.#oddQuote);
    this.#quotedStops = stopTable(dialect.quote, lineFeed, carriageReturn);
    const quote = String.fromCharCode(Math.max(0, dialect.quote));
    this.#unescape = (text) => text.replaceAll(quote + quote, quote);
  }

  get memory(): Buffer | undefined {
    return this.#structure?.content;
  }

  close(): void {
    this.#structure?.close();
  }

  /** The next rows of the window, or undefined if it has none. */
  next(window: Window): ByteBatch | undefined {
    const { bytes, to, last, base } = window;
    const { delimiter, quote, maxRecordBytes } = this.#dialect;
    const bareStops = this.#bareStops;
    const oddStops = this.#oddStops;
    const quotedStops = this.#quotedStops;
    const oddQuote = this.#oddQuote;
    const otherQuote = otherThan(oddQuote);
    const width = this.#width;
    const repeat = this.#repeat;
    const repeatBytes = repeat?.length ?? -1;
    if (!this.#skipLine(bytes, to, last)) return undefined;
    const from = this.at;
    const most = this.#batchRows;
    const starts = this.#starts;
    const ends = this.#ends;
    const kinds = this.#kinds;
    const positions = this.#positions;
    let broken: Map<number, BrokenRow> | undefined;
    let rows = 0;
    let p = from;
    // Whether rows must be looked at again, because they are read here or the quick search has seen something.
    let mayExceedAscii = this.#structure === undefined;
    let mayBePadded = mayExceedAscii;
    this.needsMore = false;
    this.odd = [];

    while (p < to && rows < most) {
      if (this.#structure !== undefined && base + p >= this.#singleLineUntil) {
        const quick = this.#structure.decode(
          window,
          { at: p, line: this.#line },
          { rows, most, width, special: repeatBytes },
        );
        ({ rows, at: p, line: this.#line } = quick);
        mayExceedAscii ||= quick.isBeyondAscii;
        mayBePadded ||= quick.isPadded;
        if (p >= to || rows === most) break;
      }
      const begin = p;
      const firstCell = rows * width;
      const oneLine = base + begin < this.#singleLineUntil;
      let field = 0;
      let quotedLines = 0;
      // A filled field beyond the width; text behind a closing quote; a quote that is not closed here; where lines were joined wrongly.
      let surplus = false;
      let stray = false;
      let open = false;
      let torn = -1;
      let isOdd = bytes[p] === otherQuote;
      for (;;) {
        let start = p;
        let end: number;
        let kind = 0;
        if (bytes[p] === quote) {
          kind = 1;
          start = ++p;
          for (;;) {
            while (quotedStops[bytes[p]] === 0) p++;
            if (p >= to) {
              open = true;
              break;
            }
            if (bytes[p] === quote) {
              if (p + 1 < to ? bytes[p + 1] !== quote : last) break;
              if (p + 1 >= to) {
                open = true;
                break;
              }
              kind = 2;
              p += 2;
            } else if (oneLine) {
              open = true;
              break;
            } else {
              p += bytes[p] === carriageReturn && p + 1 < to && bytes[p + 1] === lineFeed ? 2 : 1;
              quotedLines++;
            }
          }
          end = p;
          if (open) break;
          p++;
          if (bareStops[bytes[p]] === 0) {
            if (quotedLines > 0) {
              torn = p;
              break;
            }
            stray = true;
            do p++;
            while (bareStops[bytes[p]] === 0);
          }
        } else {
          while (oddStops[bytes[p]] === 0) p++;
          if (bytes[p] === oddQuote) {
            isOdd = true;
            while (bareStops[bytes[p]] === 0) p++;
          }
          end = p;
        }
        if (field < width) {
          const cell = firstCell + field;
          starts[cell] = start;
          ends[cell] = end;
          kinds[cell] = kind;
        } else if (end > start) surplus = true;
        if (p >= to || bytes[p] !== delimiter) break;
        p++;
        field++;
      }

      // Here p is at the line end, or at the end of the window, or inside an open quote.
      const contentEnd = p;
      const size = contentEnd - begin;
      const unfinished =
        torn < 0 && !last && (p >= to || (bytes[p] === carriageReturn && p + 1 >= to) || (open && p + 1 >= to));
      if (unfinished && to - begin <= maxRecordBytes + 1) {
        p = begin;
        this.needsMore = true;
        break;
      }
      if (unfinished || open || torn >= 0 || size > maxRecordBytes) {
        clearRow(starts, ends, kinds, firstCell, width);
        broken ??= new Map();
        positions[rows] = this.#line;
        const givenUp = begin + maxRecordBytes;
        if (!oneLine) this.#singleLineUntil = base + (torn < 0 ? givenUp : Math.min(torn, givenUp));
        const lineEnd = this.#endOfLine(bytes, begin, to);
        broken.set(rows++, this.#unclosed(bytes, begin, lineEnd));
        this.at = lineEnd;
        this.#skipping = true;
        if (!this.#skipLine(bytes, to, last)) {
          p = this.at;
          break;
        }
        p = this.at;
        continue;
      }
      mayExceedAscii = true;
      mayBePadded = true;
      if (p < to) p += bytes[p] === carriageReturn && p + 1 < to && bytes[p + 1] === lineFeed ? 2 : 1;
      const line = this.#line;
      this.#line += quotedLines + 1;
      // As many bytes as delimiters: a blank line, or a row of a spreadsheet that was never filled.
      if (size === field) continue;
      if (size === repeatBytes && repeat?.compare(bytes, begin, contentEnd) === 0) {
        this.repeats++;
        continue;
      }
      if (!stray && !surplus && field + 1 < width && field + 1 >= this.#least) {
        clearRow(starts, ends, kinds, firstCell + field + 1, width - field - 1);
      } else if (stray || field + 1 < width || surplus || field >= this.#most) {
        const fault = this.#misfit(bytes, begin, contentEnd, field + 1, stray);
        if (fault === undefined) continue;
        clearRow(starts, ends, kinds, firstCell, width);
        broken ??= new Map();
        broken.set(rows, fault);
      } else if (isOdd || (size > 0 && bytes[contentEnd - 1] === otherQuote)) this.odd.push(rows);
      positions[rows++] = line;
    }
    this.at = p;
    if (p >= to) this.needsMore = true;
    if (rows === 0) return undefined;
    if (this.#unpadded >= 0 && mayBePadded) this.#findPadded(bytes, rows);
    const ascii = !mayExceedAscii || isAscii(bytes.subarray(from, p));
    const layout = {
      layout: 'bytes',
      rows,
      width,
      positions,
      starts,
      ends,
      kinds,
      bytes,
      unescape: this.#unescape,
      doubled: this.#dialect.quote,
      ascii,
    } as const;
    const batch = broken === undefined ? layout : { ...layout, broken };
    return ascii ? batch : this.#encoding.finish(batch, from, p);
  }

  /** One look at each row: whole rows are padded, where they are. */
  #findPadded(bytes: Buffer, rows: number): void {
    const width = this.#width;
    for (let row = 0, cell = this.#unpadded; row < rows; row++, cell += width) {
      if (bytes[this.#starts[cell]] === 32 && this.#ends[cell] > this.#starts[cell]) this.odd.push(row);
    }
  }

  /** Passes over the rest of an overlong line; false if its end is not in this window. */
  #skipLine(bytes: Buffer, to: number, last: boolean): boolean {
    if (!this.#skipping) return true;
    const end = this.#endOfLine(bytes, this.at, to);
    this.at = end;
    if (end >= to || (bytes[end] === carriageReturn && end + 1 >= to && !last)) {
      this.needsMore = true;
      return false;
    }
    this.at += bytes[end] === carriageReturn && end + 1 < to && bytes[end + 1] === lineFeed ? 2 : 1;
    this.#line++;
    this.#skipping = false;
    return true;
  }

  #endOfLine(bytes: Buffer, from: number, to: number): number {
    let p = from;
    while (p < to && bytes[p] !== lineFeed && bytes[p] !== carriageReturn) p++;
    return p;
  }

  #unclosed(bytes: Buffer, begin: number, end: number): BrokenRow {
    return unclosed(this.#dialect, this.#text(bytes, begin, end));
  }

  /** Why a record does not fit the columns; undefined if it has only blanks, so that it is none. */
  #misfit(bytes: Buffer, begin: number, end: number, fields: number, stray: boolean): BrokenRow | undefined {
    const text = this.#text(bytes, begin, end);
    if (stray) return strayText(text);
    return fields === 1 && text.trim() === '' ? undefined : misfit(text, this.#width, fields);
  }

  #text(bytes: Buffer, begin: number, end: number): string {
    return textOf(this.#dialect, this.#encoding, bytes.subarray(begin, end));
  }
}

function clearRow(starts: Uint32Array, ends: Uint32Array, kinds: Uint8Array, firstCell: number, width: number): void {
  starts.fill(0, firstCell, firstCell + width);
  ends.fill(0, firstCell, firstCell + width);
  kinds.fill(0, firstCell, firstCell + width);
}
