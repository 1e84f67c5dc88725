import type { Dialect } from './dialect.ts';
import { isLineEnd, lineEndBytes, RecordWalk } from './walk.ts';
import type { Window } from './window.ts';

/**
 * Goes through a window record by record, in any dialect. Decoder and scanner of the unusual dialects both stand on it, so that
 * parts begin where records do. When a record is given up, and what follows from that, is told in `decode.ts`.
 */
export class RecordSteps {
  /** How far the window is consumed, and the line that begins there. */
  at = 0;
  line: number;
  /** The record that the last step went over: where it begins, on which line, and its cells. */
  begin = 0;
  firstLine = 0;
  readonly walk: RecordWalk;
  readonly #dialect: Dialect;
  #singleLineUntil = -1;
  #skipping = false;

  constructor(dialect: Dialect, firstLine: number) {
    this.#dialect = dialect;
    this.line = firstLine;
    this.walk = new RecordWalk(dialect);
  }

  /** At the start of a record, where a part may begin: whoever reads it alone could not know that quotes end on their line. */
  mayCut(base: number): boolean {
    return !this.#skipping && base + this.at >= this.#singleLineUntil;
  }

  /** `end`: the window has no further record. `unclosed`: the record was given up, its first line ends at `walk.end`. */
  step(window: Window): 'record' | 'unclosed' | 'end' {
    const { bytes, to, last, base } = window;
    if (!this.skipLine(window) || this.at >= to) return 'end';
    const begin = this.at;
    const oneLine = base + begin < this.#singleLineUntil;
    const walk = this.walk;
    walk.walk(bytes, begin, to, { last, oneLine });
    const p = walk.end;
    const { maxRecordBytes } = this.#dialect;
    const unfinished =
      walk.torn < 0 && !last && (p >= to || (bytes[p] === 13 && p + 1 >= to) || (walk.open && p + 1 >= to));
    if (unfinished && to - begin <= maxRecordBytes + 1) return 'end';
    this.begin = begin;
    this.firstLine = this.line;
    if (!unfinished && !walk.open && walk.torn < 0 && p - begin <= maxRecordBytes) {
      this.at = p < to ? p + lineEndBytes(bytes, p, to) : p;
      this.line += walk.quotedLines + 1;
      return 'record';
    }
    const givenUp = begin + maxRecordBytes;
    if (!oneLine) this.#singleLineUntil = base + (walk.torn < 0 ? givenUp : Math.min(walk.torn, givenUp));
    walk.end = endOfLine(bytes, begin, to);
    this.at = walk.end;
    this.#skipping = true;
    return 'unclosed';
  }

  /** Passes over the rest of an overlong line; false if its end is not in this window. */
  skipLine({ bytes, to, last }: Window): boolean {
    if (!this.#skipping) return true;
    this.at = endOfLine(bytes, this.at, to);
    if (this.at >= to || (bytes[this.at] === 13 && this.at + 1 >= to && !last)) return false;
    this.at += lineEndBytes(bytes, this.at, to);
    this.line++;
    this.#skipping = false;
    return true;
  }
}

function endOfLine(bytes: Uint8Array, from: number, to: number): number {
  let p = from;
  while (p < to && !isLineEnd(bytes[p])) p++;
  return p;
}
