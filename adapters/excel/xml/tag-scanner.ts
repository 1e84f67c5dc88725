import { refusedDeclaration, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';

/** What `next` found. `more`: the bytes end before a tag does. `text`: a comment or instruction; only the text before it counts. */
export const token = { more: 0, open: 1, close: 2, empty: 3, text: 4, cdata: 5 } as const;
export type Token = (typeof token)[keyof typeof token];

/**
 * Cuts XML that arrives in chunks into tags, each with the text before it, without making a string of either. Prefixes are
 * left aside: `x:row` is `row`. The bytes are UTF-8. Nothing is kept but the bytes of the tag under way.
 */
export class TagScanner {
  /** The bytes that the ranges below point into, until the next `push`. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where `next` goes on. Whoever recognizes what stands there may take a short cut and move it behind. */
  position = 0;
  textStart = 0;
  textEnd = 0;
  /** The text has no entity. */
  plain = true;
  /** The tag's local name, as `nameCode` gives it. */
  name = 0;
  /** The attribute that `nextAttribute` found: its whole name as `nameCode` gives it, and its value as it stands. */
  attribute = 0;
  valueStart = 0;
  valueEnd = 0;
  #attributesEnd = 0;
  #attributesAt = 0;
  readonly #file: string;
  readonly #bareDoctype: boolean;
  #started = false;
  #window: Buffer = Buffer.alloc(0);
  readonly #given: Buffer | undefined;

  /**
   * `bareDoctype`: a document type that declares nothing is passed over. `window`: where the bytes are put as long as there is room, with a `<` and
   * zeros behind them.
   */
  constructor(
    file: string,
    { bareDoctype = false, window }: { readonly bareDoctype?: boolean; readonly window?: Buffer | undefined } = {},
  ) {
    this.#file = file;
    this.#bareDoctype = bareDoctype;
    this.#given = window;
  }

  push(chunk: Buffer): void {
    const rest = this.bytes.length - this.position;
    if (rest > limits.tagBytes) throw tooLarge(this.#file, `${rest} bytes in one element`, `${limits.tagBytes}`);
    this.bytes = this.#given === undefined && rest === 0 ? chunk : this.#joined(chunk, rest);
    this.position = 0;
    if (!this.#started && this.bytes.length >= 4) this.#start();
  }

  /** What is left and the chunk, in a buffer that is used again and again. */
  #joined(chunk: Buffer, rest: number): Buffer {
    const size = rest + chunk.length;
    const given = this.#given;
    if (given !== undefined && size + zerosBehind < given.length) {
      this.bytes.copy(given, 0, this.position);
      chunk.copy(given, rest);
      given[size] = lessThan;
      given.fill(0, size + 1, size + zerosBehind);
      return given.subarray(0, size);
    }
    const window = this.#window.length < size ? Buffer.allocUnsafeSlow(size + (size >> 2)) : this.#window;
    this.bytes.copy(window, 0, this.position);
    chunk.copy(window, rest);
    this.#window = window;
    return window.subarray(0, size);
  }

  /** Steps to the next tag. */
  next(): Token {
    const bytes = this.bytes;
    const end = bytes.length;
    let at = this.position;
    let plain = true;
    while (at < end && bytes[at] !== lessThan) if (bytes[at++] === ampersand) plain = false;
    if (at + 1 >= end) return token.more;
    this.textStart = this.position;
    this.textEnd = at;
    this.plain = plain;
    let byte = bytes[++at];
    if (byte === exclamation || byte === question) return this.#special(at);
    let kind: Token = token.open;
    if (byte === slash) {
      kind = token.close;
      if (++at === end) return token.more;
      byte = bytes[at];
    }
    let name = basis;
    while (byte > space && byte !== greaterThan && byte !== slash) {
      name = byte === colon ? basis : Math.imul(name ^ byte, prime);
      if (++at === end) return token.more;
      byte = bytes[at];
    }
    this.name = name;
    this.#attributesAt = at;
    while (byte !== greaterThan) {
      if (byte === quote || byte === apostrophe) {
        const mark = byte;
        do if (++at === end) return token.more;
        while (bytes[at] !== mark);
      }
      if (++at === end) return token.more;
      byte = bytes[at];
    }
    if (bytes[at - 1] === slash) kind = token.empty;
    this.#attributesEnd = at;
    this.position = at + 1;
    return kind;
  }

  /** Drops the text that has no tag behind it yet. */
  skipText(): void {
    const at = this.bytes.indexOf(lessThan, this.position);
    this.position = at < 0 ? this.bytes.length : at;
  }

  /** Steps to the next attribute of the tag. */
  nextAttribute(): boolean {
    const bytes = this.bytes;
    const end = this.#attributesEnd;
    let at = this.#attributesAt;
    while (at < end && (bytes[at] <= space || bytes[at] === slash)) at++;
    let name = basis;
    for (; at < end && bytes[at] > space && bytes[at] !== equals; at++) name = Math.imul(name ^ bytes[at], prime);
    while (at < end && bytes[at] !== quote && bytes[at] !== apostrophe) at++;
    if (at >= end) return false;
    const mark = bytes[at++];
    this.attribute = name;
    this.valueStart = at;
    while (at < end && bytes[at] !== mark) at++;
    this.valueEnd = at;
    this.#attributesAt = at + 1;
    return true;
  }

  /** The value of the attribute, decoded. */
  value(): string {
    return decodeEntities(this.bytes.toString('utf8', this.valueStart, this.valueEnd));
  }

  /** Whether these bytes come next, as they stand: for short cuts that need not be taken. */
  follows(expected: Buffer): boolean {
    return stands(expected, this.bytes, this.position);
  }

  #special(at: number): Token {
    const rest = this.bytes.subarray(at, at + 8).toString('latin1');
    if (rest.startsWith('?')) return this.#skipTo('?>', at + 1, token.text);
    if (rest.startsWith('!--')) return this.#skipTo('-->', at + 3, token.text);
    if (rest === '![CDATA[') {
      // The text before it is handed out first.
      if (this.textEnd > this.textStart) {
        this.position = at - 1;
        return token.text;
      }
      const found = this.#skipTo(']]>', at + 8, token.cdata);
      this.textStart = at + 8;
      this.textEnd = this.position - 3;
      return found;
    }
    if (this.#bareDoctype && rest.startsWith('!DOCTYPE')) {
      const end = this.bytes.indexOf('>', at);
      if (end < 0) return token.more;
      if (!this.bytes.subarray(at, end).includes('[')) return this.#skipTo('>', at, token.text);
    }
    if ('![CDATA['.startsWith(rest) || '!--'.startsWith(rest)) return token.more;
    throw refusedDeclaration(this.#file);
  }

  #skipTo(mark: string, from: number, found: Token): Token {
    const at = this.bytes.indexOf(mark, from, 'latin1');
    if (at < 0) return token.more;
    this.position = at + mark.length;
    return found;
  }

  /** A byte order mark is no text. */
  #start(): void {
    this.#started = true;
    if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.position = 3;
  }
}

/** Whether some bytes stand at a place. */
export function stands(expected: Buffer, bytes: Buffer, at: number): boolean {
  for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false;
  return true;
}

/** A number for a local name, to be compared with `TagScanner.name` (FNV-1a; the names of a format are checked to differ). */
export function nameCode(name: string): number {
  let code = basis;
  for (const byte of Buffer.from(name)) code = Math.imul(code ^ byte, prime);
  return code;
}

/** Text with its entities resolved: the five of XML and numbers. An unknown one stays as it stands. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/g, (all, hex, decimal, named) => {
    if (named !== undefined) return entities.get(named) ?? all;
    const point = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : all;
  });
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const zerosBehind = 64;
const basis = 0x811c9dc5 | 0;
const prime = 0x01000193;
const lessThan = 0x3c;
const greaterThan = 0x3e;
const ampersand = 0x26;
const slash = 0x2f;
const exclamation = 0x21;
const question = 0x3f;
const quote = 0x22;
const apostrophe = 0x27;
const equals = 0x3d;
const colon = 0x3a;
const space = 0x20;
