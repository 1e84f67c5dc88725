import type { ByteBatch } from '../../core/adapter/batch.ts';

/**
 * Reads lines that hold one flat object each, from bytes to offsets, without making texts. At the first doubt (a key that is not known
 * or comes twice, an object or array in it, anything that is no JSON) it gives a line up: `LineReader` decides then.
 */
export class QuickLines {
  /** Cells of the rows of a batch, as a byte batch has them. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: Uint8Array;
  readonly width: number;
  /** The columns that had something other than null. */
  readonly filled: Uint8Array;
  /** The keys as they are written, with their quotes; undefined for those that lie in other objects. */
  readonly #keys: readonly (Buffer | undefined)[];
  /** Which line had a key last. */
  readonly #seen: Int32Array;
  #line = 0;

  constructor(paths: readonly (readonly string[])[], rows: number) {
    this.width = paths.length;
    this.#keys = paths.map((path) => (path.length === 1 ? Buffer.from(JSON.stringify(path[0])) : undefined));
    this.#seen = new Int32Array(paths.length).fill(-1);
    this.filled = new Uint8Array(this.width);
    this.starts = new Uint32Array(rows * this.width);
    this.ends = new Uint32Array(rows * this.width);
    this.kinds = new Uint8Array(rows * this.width);
  }

  /** Reads the line from `from` up to its line feed at `end` into a row; false if it is left to others. `bytes` goes on with a line feed. */
  read(bytes: Buffer, from: number, end: number, row: number): boolean {
    const { starts, ends, kinds, width } = this;
    const line = ++this.#line;
    const first = row * width;
    starts.fill(0, first, first + width);
    ends.fill(0, first, first + width);
    kinds.fill(0, first, first + width);
    let p = skipBlanks(bytes, from);
    if (bytes[p] !== brace) return false;
    let next = 0;
    do {
      p = skipBlanks(bytes, p + 1);
      const column = this.#columnAt(bytes, p, next);
      if (column < 0 || this.#seen[column] === line) return false;
      this.#seen[column] = line;
      next = column + 1;
      p = skipBlanks(bytes, p + (this.#keys[column]?.length ?? 0));
      if (bytes[p] !== colon) return false;
      p = this.#value(bytes, skipBlanks(bytes, p + 1), first + column);
      if (p < 0) return false;
      if (ends[first + column] > 0) this.filled[column] = 1;
      p = skipBlanks(bytes, p);
    } while (bytes[p] === comma);
    return bytes[p] === closingBrace && skipBlanks(bytes, p + 1) >= end;
  }

  /** The batch of the rows that were read; `positions` are their lines. */
  batch(bytes: Buffer, rows: number, positions: Float64Array, ascii: boolean): ByteBatch {
    const { starts, ends, kinds, width } = this;
    return { layout: 'bytes', rows, width, positions, starts, ends, kinds, bytes, unescape: plainText, ascii };
  }

  /** The column of the key that begins here: most lines have theirs in one order. */
  #columnAt(bytes: Buffer, at: number, expected: number): number {
    const keys = this.#keys;
    for (let tried = 0; tried < keys.length; tried++) {
      const column = (expected + tried) % keys.length;
      const key = keys[column];
      if (key !== undefined && isAt(bytes, at, key)) return column;
    }
    return -1;
  }

  /** Takes the value that begins here, and gives the place behind it; -1 if it is no text, number or word. */
  #value(bytes: Buffer, from: number, cell: number): number {
    const byte = bytes[from];
    let p = from;
    if (byte === quote) {
      let kind = 1;
      p++;
      for (;;) {
        while (inString[bytes[p]] === 1) p++;
        if (bytes[p] === quote) break;
        p = behindEscape(bytes, p);
        if (p < 0) return -1;
        kind = 2;
      }
      this.starts[cell] = from + 1;
      this.ends[cell] = p;
      this.kinds[cell] = kind;
      return p + 1;
    }
    if (byte === minus || (byte >= zero && byte <= nine)) {
      p = behindNumber(bytes, from);
      if (p < 0) return -1;
    } else if (isAt(bytes, from, nullWord)) return from + 4;
    else if (isAt(bytes, from, trueWord)) p = from + 4;
    else if (isAt(bytes, from, falseWord)) p = from + 5;
    else return -1;
    this.starts[cell] = from;
    this.ends[cell] = p;
    return p;
  }
}

function skipBlanks(bytes: Buffer, from: number): number {
  let p = from;
  while (bytes[p] === 32 || bytes[p] === 9 || bytes[p] === 13) p++;
  return p;
}

function isAt(bytes: Buffer, at: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false;
  return true;
}

/** Behind the escape that begins here; -1 if it is none. */
function behindEscape(bytes: Buffer, from: number): number {
  if (bytes[from] !== backslash) return -1;
  if (bytes[from + 1] !== letterU) return isEscaped[bytes[from + 1]] === 1 ? from + 2 : -1;
  for (let at = from + 2; at < from + 6; at++) if (isHex[bytes[at]] !== 1) return -1;
  return from + 6;
}

/** Behind a number as JSON has them; -1 if it is none. */
function behindNumber(bytes: Buffer, from: number): number {
  let p = bytes[from] === minus ? from + 1 : from;
  const ones = p;
  p = behindDigits(bytes, p);
  if (p === ones || (bytes[ones] === zero && p > ones + 1)) return -1;
  if (bytes[p] === 46) {
    const fraction = p + 1;
    p = behindDigits(bytes, fraction);
    if (p === fraction) return -1;
  }
  if ((bytes[p] | 32) !== 101) return p;
  const exponent = bytes[p + 1] === 43 || bytes[p + 1] === minus ? p + 2 : p + 1;
  p = behindDigits(bytes, exponent);
  return p === exponent ? -1 : p;
}

function behindDigits(bytes: Buffer, from: number): number {
  let p = from;
  while (bytes[p] >= zero && bytes[p] <= nine) p++;
  return p;
}

/** The text of a string with escapes. One that is wrong was given up before, or is found here. */
function plainText(text: string): string {
  return JSON.parse(`"${text}"`);
}

const quote = 34;
const comma = 44;
const minus = 45;
const zero = 48;
const nine = 57;
const colon = 58;
const backslash = 92;
const letterU = 117;
const brace = 123;
const closingBrace = 125;
const nullWord = Buffer.from('null');
const trueWord = Buffer.from('true');
const falseWord = Buffer.from('false');

/** Bytes that stand in a string as they are. */
const inString = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 32 && byte !== quote && byte !== backslash ? 1 : 0,
);

const isEscaped = bytesOf('"\\/bfnrt');
const isHex = bytesOf('0123456789abcdefABCDEF');

function bytesOf(signs: string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (signs.includes(String.fromCharCode(byte)) ? 1 : 0));
}
