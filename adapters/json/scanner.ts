import { limits } from './limits.ts';
import { foundInstead, oddNumber } from './odd.ts';
import { escapes, isBlank, isDigit, isHex, isLetter, isNumber, isNumberByte, linesIn, resolved } from './signs.ts';

/** What `next` found. `more`: the bytes end before the next token does. `end`: they end, and so may the text. */
export const token = {
  more: 0,
  openObject: 1,
  closeObject: 2,
  openArray: 3,
  closeArray: 4,
  key: 5,
  string: 6,
  number: 7,
  true: 8,
  false: 9,
  null: 10,
  end: 11,
} as const;
export type Token = (typeof token)[keyof typeof token];

/** Bytes that are no JSON: what was found in place of what may stand there. `isTooLarge`: they exceed a limit. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  readonly isTooLarge: boolean;
  constructor(found: string, { isTooLarge = false } = {}) {
    super(found);
    this.isTooLarge = isTooLarge;
  }
}

/**
 * Cuts JSON in UTF-8 that arrives in chunks into tokens, by the letter of the format. Strings are made only where `text` asks. Several
 * texts may stand one behind the other, also behind the separators of JSON sequences.
 */
export class JsonScanner {
  /** Of the latest token, until the next `push`: a key or string without its quotes, a number. */
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** How many objects and lists are open. */
  depth = 0;
  #at = 0;
  /** Where the token under way begins, and how far a string was looked at. */
  #resume = 0;
  #escaped = false;
  #expected: Expected = expected.value;
  /** For each open container whether it is an object. */
  readonly #objects = new Uint8Array(limits.depth + 1);
  #window: Buffer = Buffer.alloc(0);
  #passed = 0;
  #lines = 0;
  /** Bytes before the window that stand on its first line. */
  #before = 0;
  #last = false;

  /** Gives it the next bytes; none of them are changed. */
  push(chunk: Buffer): void {
    const rest = this.bytes.length - this.#at;
    if (rest > limits.valueBytes)
      throw new JsonFault(`a value of more than ${limits.valueBytes} bytes`, { isTooLarge: true });
    this.#leave(this.#at);
    this.#resume = Math.max(0, this.#resume - this.#at);
    this.bytes = rest === 0 ? chunk : this.#joined(chunk, rest);
    this.#at = 0;
  }

  /** Nothing comes behind what was pushed. */
  finish(): void {
    this.#last = true;
  }

  /** Begins a new text, as if nothing had been read: the place counts on. */
  restart(): void {
    this.#leave(this.bytes.length);
    this.bytes = Buffer.alloc(0);
    this.#at = this.#resume = this.depth = 0;
    this.#escaped = this.#last = false;
    this.#expected = expected.value;
  }

  /** Steps to the next token. @throws JsonFault */
  next(): Token {
    const bytes = this.bytes;
    const length = bytes.length;
    for (;;) {
      let at = this.#at;
      while (at < length && isBlank(bytes[at])) at++;
      this.#at = at;
      if (at >= length) return this.#last ? this.#atEnd() : token.more;
      const byte = bytes[at];
      const wants = this.#expected;
      if (byte === comma && wants === expected.commaOrClose) {
        this.#at++;
        this.#expected = this.#objects[this.depth] === 1 ? expected.key : expected.value;
      } else if (byte === colon && wants === expected.colon) {
        this.#at++;
        this.#expected = expected.value;
      } else if (byte === separator && this.depth === 0) this.#at++;
      else return this.#token(byte);
    }
  }

  /** The latest key, string or number as text. */
  text(): string {
    const text = this.bytes.toString('utf8', this.start, this.end);
    return this.#escaped ? resolved(text) : text;
  }

  /** The same as it stands in the file. */
  raw(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  /** Whether the latest key is this one, written without escapes. */
  is(key: Buffer): boolean {
    if (this.#escaped || this.end - this.start !== key.length) return false;
    for (let at = 0; at < key.length; at++) if (this.bytes[this.start + at] !== key[at]) return false;
    return true;
  }

  /** How many bytes were pushed before what comes next. */
  get offset(): number {
    return this.#passed + this.#at;
  }

  /** Line and column of what comes next, from 1. */
  get place(): { readonly line: number; readonly column: number } {
    const before = this.bytes.subarray(0, this.#at);
    const from = before.lastIndexOf(lineFeed) + 1;
    const column = before.toString('utf8', from).length + (from === 0 ? this.#before : 0) + 1;
    return { line: this.#lines + linesIn(before, before.length) + 1, column };
  }

  #token(byte: number): Token {
    const wants = this.#expected;
    if (byte === quote && (wants === expected.key || wants === expected.keyOrClose))
      return this.#string(token.key, expected.colon);
    if (
      byte === closeBrace &&
      (wants === expected.keyOrClose || (wants === expected.commaOrClose && this.#objects[this.depth] === 1))
    )
      return this.#close(token.closeObject);
    if (
      byte === closeBracket &&
      (wants === expected.valueOrClose || (wants === expected.commaOrClose && this.#objects[this.depth] === 0))
    )
      return this.#close(token.closeArray);
    if (wants !== expected.value && wants !== expected.valueOrClose) throw this.#unexpected();
    switch (byte) {
      case quote:
        return this.#string(token.string, this.#behindValue());
      case openBrace:
        return this.#open(token.openObject, 1, expected.keyOrClose);
      case openBracket:
        return this.#open(token.openArray, 0, expected.valueOrClose);
      case 0x74:
        return this.#word('true', token.true);
      case 0x66:
        return this.#word('false', token.false);
      case 0x6e:
        return this.#word('null', token.null);
      default:
        if (byte === minus || isDigit(byte)) return this.#number();
        throw this.#unexpected();
    }
  }

  #behindValue(): Expected {
    return this.depth === 0 ? expected.value : expected.commaOrClose;
  }

  #open(found: Token, isObject: 0 | 1, wants: Expected): Token {
    if (this.depth === limits.depth)
      throw new JsonFault(`more than ${limits.depth} lists and objects in each other`, { isTooLarge: true });
    this.#objects[++this.depth] = isObject;
    this.#expected = wants;
    this.#at++;
    return found;
  }

  #close(found: Token): Token {
    this.depth--;
    this.#expected = this.#behindValue();
    this.#at++;
    return found;
  }

  #string(found: Token, wants: Expected): Token {
    const bytes = this.bytes;
    const length = bytes.length;
    const start = this.#at + 1;
    let at = Math.max(start, this.#resume);
    if (at === start) this.#escaped = false;
    for (;;) {
      while (at < length && isPlain[bytes[at]] === 1) at++;
      if (at >= length) break;
      const byte = bytes[at];
      if (byte === quote) {
        this.start = start;
        this.end = at;
        this.#at = at + 1;
        this.#resume = 0;
        this.#expected = wants;
        return found;
      }
      if (byte !== backslash) {
        this.#at = at;
        throw new JsonFault(
          byte === lineFeed || byte === 13 ? 'a line end inside a string' : 'a control character inside a string',
        );
      }
      this.#escaped = true;
      const size = this.#escape(at);
      if (size === 0) break;
      at += size;
    }
    this.#resume = at;
    return this.#cut('a string that does not end');
  }

  /** How long the escape at a backslash is; 0 if it is cut off. */
  #escape(at: number): number {
    const bytes = this.bytes;
    if (at + 1 >= bytes.length) return 0;
    const sign = bytes[at + 1];
    if (sign !== 0x75) {
      if (escapes.has(sign)) return 2;
      this.#at = at;
      throw new JsonFault(`an escape that JSON does not have: \\${String.fromCharCode(sign)}`);
    }
    if (at + 6 > bytes.length) return 0;
    for (let digit = at + 2; digit < at + 6; digit++) {
      if (isHex(bytes[digit])) continue;
      this.#at = at;
      throw new JsonFault('\\u without four digits');
    }
    return 6;
  }

  #number(): Token {
    const bytes = this.bytes;
    const start = this.#at;
    let end = Math.max(start, this.#resume);
    while (end < bytes.length && isNumberByte(bytes[end])) end++;
    this.#resume = end;
    if (end === bytes.length && !this.#last) return token.more;
    if (!isNumber(bytes, start, end) || bytes[end] >= 0x80 || isLetter(bytes[end]))
      throw new JsonFault(
        oddNumber(bytes.toString('latin1', start, Math.min(end, start + 40)), bytes.subarray(end, end + 20)),
      );
    this.start = start;
    this.end = this.#at = end;
    this.#resume = 0;
    this.#escaped = false;
    this.#expected = this.#behindValue();
    return token.number;
  }

  #word(word: string, found: Token): Token {
    const end = this.#at + word.length;
    const text = this.bytes.toString('latin1', this.#at, end);
    if (text !== word) {
      if (word.startsWith(text) && end > this.bytes.length) return this.#cut(`a word that does not end: ${text}`);
      throw this.#unexpected();
    }
    this.start = this.#at;
    this.end = this.#at = end;
    this.#escaped = false;
    this.#expected = this.#behindValue();
    return found;
  }

  #cut(found: string): Token {
    if (this.#last) throw new JsonFault(found);
    return token.more;
  }

  #atEnd(): Token {
    if (this.depth > 0)
      throw new JsonFault(`an end inside ${this.#objects[this.depth] === 1 ? 'an object' : 'a list'}`);
    return token.end;
  }

  #unexpected(): JsonFault {
    const isMissing = this.#expected === expected.key || this.#expected === expected.value;
    return new JsonFault(foundInstead(this.bytes.subarray(this.#at, this.#at + 40), isMissing, wanted[this.#expected]));
  }

  /** What is left and the chunk, in a buffer that is used again and again. */
  #joined(chunk: Buffer, rest: number): Buffer {
    const size = rest + chunk.length;
    const window = this.#window.length < size ? Buffer.allocUnsafeSlow(size + (size >> 1)) : this.#window;
    this.bytes.copy(window, 0, this.#at);
    chunk.copy(window, rest);
    this.#window = window;
    return window.subarray(0, size);
  }

  /** Counts the lines of what is left behind. */
  #leave(to: number): void {
    this.#passed += to;
    const lines = linesIn(this.bytes, to);
    this.#lines += lines;
    this.#before = lines === 0 ? this.#before + to : to - this.bytes.lastIndexOf(lineFeed, to - 1) - 1;
  }
}

const expected = { value: 0, valueOrClose: 1, key: 2, keyOrClose: 3, colon: 4, commaOrClose: 5 } as const;
type Expected = (typeof expected)[keyof typeof expected];
const wanted: readonly string[] = [
  ' in place of a value',
  ' in place of a value',
  ' in place of a key',
  ' in place of a key',
  ' in place of a colon',
  ' in place of a comma or an end',
];

/** Bytes that stand in a string as they are. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte !== 0x22 && byte !== 0x5c ? 1 : 0));
const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;
const minus = 0x2d;
const lineFeed = 10;
/** Stands before each text of a JSON sequence. */
const separator = 0x1e;
