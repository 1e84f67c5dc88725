import { carriageReturn, type Dialect, lineFeed, trims } from './dialect.ts';

/**
 * Walks over one record of any dialect, byte by byte: slow and plain. Samples and unusual dialects are read by it; for the usual ones
 * `decode.ts` and `scan.ts` follow the same rules in loops of their own, and a test holds them together.
 */
export class RecordWalk {
  /** Where the cells of the record lie; the first `fields` of each count. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** As in a byte batch: bare, quoted, quoted with escapes. */
  readonly kinds: number[] = [];
  fields = 0;
  /** At its line end, at the end of the bytes, or inside an open quote. */
  end = 0;
  quotedLines = 0;
  /** Text stands behind a closing quote. */
  stray = false;
  /** A quote is not closed here. */
  open = false;
  /** Where text stands behind a quote that was closed on a later line; -1 if nowhere. */
  torn = -1;
  readonly #dialect: Dialect;
  readonly #trims: boolean;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.#trims = trims(dialect);
  }

  /** `last`: nothing comes behind `to`. `oneLine`: quoted fields end on their line. */
  walk(bytes: Uint8Array, begin: number, to: number, { last, oneLine }: { last: boolean; oneLine: boolean }): void {
    this.fields = 0;
    this.quotedLines = 0;
    this.stray = false;
    this.open = false;
    this.torn = -1;
    const framed = this.#isFramed(bytes, begin, to);
    this.end = framed ? begin + 1 : this.#behindRun(bytes, begin, to);
    this.#walkFields(bytes, to, last, oneLine);
    // What stands behind the last bar is no field.
    const end = this.fields - 1;
    if (framed && end > 0 && this.starts[end] === this.ends[end]) this.fields--;
  }

  #walkFields(bytes: Uint8Array, to: number, last: boolean, oneLine: boolean): void {
    for (;;) {
      const from = this.#behindBlanks(bytes, this.end, to);
      if (from < to && bytes[from] === this.#dialect.quote) this.#walkQuoted(bytes, from + 1, to, last, oneLine);
      else this.#walkBare(bytes, this.end, to);
      if (this.open || this.torn >= 0) return;
      const behind = this.#behindDelimiter(bytes, this.end, to);
      if (behind < 0) return;
      this.end = behind;
      if (this.#dialect.run !== undefined && (behind >= to || isLineEnd(bytes[behind]))) return;
    }
  }

  /** A line between two signs of the delimiter: `| a | b |`. */
  #isFramed(bytes: Uint8Array, begin: number, to: number): boolean {
    const sign = this.#dialect.more?.[0];
    if (!this.#trims || bytes[begin] !== sign) return false;
    let end = begin;
    while (end < to && !isLineEnd(bytes[end])) end++;
    return end > begin + 1 && bytes[end - 1] === sign;
  }

  #walkBare(bytes: Uint8Array, from: number, to: number): void {
    const escapedBy = this.#dialect.escapedBy ?? -1;
    let kind = 0;
    let p = from;
    while (!this.#isStop(bytes, p, to)) {
      if (bytes[p] === escapedBy && p + 1 < to && !isLineEnd(bytes[p + 1])) {
        kind = 2;
        p++;
      }
      p++;
    }
    this.end = p;
    // A blank at the end of a line is no run yet.
    let end = p;
    while (this.#dialect.run !== undefined && end > from && bytes[end - 1] === this.#dialect.delimiter) end--;
    let start = from;
    while (this.#trims && start < end && bytes[start] === 32) start++;
    while (this.#trims && end > start && bytes[end - 1] === 32) end--;
    this.#take(start, end, kind);
  }

  #walkQuoted(bytes: Uint8Array, start: number, to: number, last: boolean, oneLine: boolean): void {
    const { quote, escapedBy = -1, unescaped = false } = this.#dialect;
    let kind = 1;
    let lines = 0;
    let p = start;
    for (;;) {
      const byte = bytes[p];
      if (p >= to) break;
      if (byte === escapedBy && p + 1 < to && !isLineEnd(bytes[p + 1])) {
        kind = 2;
        p += 2;
      } else if (byte === quote && unescaped) {
        const closes = this.#closes(bytes, p + 1, to, last);
        if (closes === true) break;
        p = closes === 'cut' ? to : p + 1;
      } else if (byte === quote) {
        if (p + 1 < to ? bytes[p + 1] !== quote : last) break;
        if (p + 1 >= to) {
          this.end = p;
          this.open = true;
          return;
        }
        kind = 2;
        p += 2;
      } else if (isLineEnd(byte)) {
        if (oneLine) break;
        p += lineEndBytes(bytes, p, to);
        lines++;
      } else p++;
    }
    this.end = p;
    this.quotedLines += lines;
    if (p >= to || bytes[p] !== quote) {
      this.open = true;
      return;
    }
    this.#take(start, p, kind);
    p = this.#behindBlanks(bytes, p + 1, to);
    if (!this.#isStop(bytes, p, to)) {
      // A delimiter of several bytes may be cut by the window.
      const isCut = !last && p + (this.#dialect.more?.length ?? 0) >= to;
      if (this.quotedLines > 0 && !isCut) this.torn = p;
      else this.stray = true;
      while (this.torn < 0 && !this.#isStop(bytes, p, to)) p++;
    }
    this.end = p;
  }

  /** Whether a quote before `p` closes its field; `cut` if only what comes behind the window can say. */
  #closes(bytes: Uint8Array, p: number, to: number, last: boolean): boolean | 'cut' {
    const behind = this.#behindBlanks(bytes, p, to);
    if (this.#isStop(bytes, behind, to) && (behind < to || last)) return true;
    return last || behind + (this.#dialect.more?.length ?? 0) < to ? false : 'cut';
  }

  #take(start: number, end: number, kind: number): void {
    this.starts[this.fields] = start;
    this.ends[this.fields] = end;
    this.kinds[this.fields++] = kind;
  }

  #isStop(bytes: Uint8Array, p: number, to: number): boolean {
    return p >= to || isLineEnd(bytes[p]) || this.#behindDelimiter(bytes, p, to) >= 0;
  }

  /** Where it goes on behind the delimiter at `p`; -1 if there is none. */
  #behindDelimiter(bytes: Uint8Array, p: number, to: number): number {
    const { delimiter, more, run } = this.#dialect;
    if (p >= to || bytes[p] !== delimiter) return -1;
    if (run !== undefined) {
      const behind = this.#behindRun(bytes, p, to);
      return behind - p >= run || behind >= to || isLineEnd(bytes[behind]) ? behind : -1;
    }
    if (more === undefined) return p + 1;
    // Before a line end, its last blank may be missing.
    const inner = p + more.length;
    if (this.#trims && inner < to && isLineEnd(bytes[inner]) && more.length === 2 && bytes[p + 1] === more[0])
      return inner;
    if (p + more.length >= to) return -1;
    for (let at = 0; at < more.length; at++) if (bytes[p + 1 + at] !== more[at]) return -1;
    return p + 1 + more.length;
  }

  /** Where the delimiters of a run end; where they begin, if the dialect has no runs. */
  #behindRun(bytes: Uint8Array, from: number, to: number): number {
    const { delimiter, run } = this.#dialect;
    let p = from;
    while (run !== undefined && p < to && bytes[p] === delimiter) p++;
    return p;
  }

  #behindBlanks(bytes: Uint8Array, from: number, to: number): number {
    if (this.#dialect.blanks !== true && !this.#trims) return from;
    let p = from;
    while (p < to && (bytes[p] === 32 || bytes[p] === 9) && this.#behindDelimiter(bytes, p, to) < 0) p++;
    return p;
  }
}

export function isLineEnd(byte: number): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

/** How many bytes the line end at `p` has: CRLF is one. */
export function lineEndBytes(bytes: Uint8Array, p: number, to: number): number {
  return bytes[p] === carriageReturn && p + 1 < to && bytes[p + 1] === lineFeed ? 2 : 1;
}

/** Resolves the escapes of a cell of kind 2: doubled quotes, and what stands behind the escape. */
export function unescaper({ quote, escapedBy, unescaped, delimiter }: Dialect): (text: string) => string {
  if (unescaped === true) return (text) => text;
  const sign = String.fromCharCode(Math.max(0, quote));
  if (escapedBy === undefined) return (text) => text.replaceAll(sign + sign, sign);
  const mark = String.fromCharCode(escapedBy);
  // Without quotes around fields, those in them may be escaped all the same.
  const escaped = new Set([quote < 0 ? '"' : sign, mark, String.fromCharCode(delimiter)]);
  return (text) => {
    let plain = '';
    for (let at = 0; at < text.length; at++) {
      const doubled = quote >= 0 && text[at] === sign && text[at + 1] === sign;
      // A backslash before an ordinary letter is a backslash: `C:\temp`.
      const marked = text[at] === mark && at + 1 < text.length && escaped.has(text[at + 1]);
      if (doubled || marked) at++;
      plain += text[at];
    }
    return plain;
  };
}
