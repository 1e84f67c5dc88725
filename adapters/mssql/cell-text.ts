/** Of cells as a byte batch has them: text, and text without a character, which is not null. */
export const kind = { text: 0, empty: 1 } as const;
export type Written = (typeof kind)[keyof typeof kind];

/** Thrown where a value has no form in UTF-8, or none of a size that a batch may have; not an error, so it costs no stack. */
export const unwritable = Symbol('unwritable');

/** The texts of cells in UTF-8, one behind the other: what is written is what `values.ts` would give, without a string in between. */
export class CellText {
  at = 0;
  /** Nothing but ASCII was written. */
  isAscii = true;
  bytes: Buffer;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Starts again, in memory of its own. */
  restart(): void {
    this.bytes = Buffer.allocUnsafeSlow(this.at + (this.at >> 2) + 1024);
    this.at = 0;
    this.isAscii = true;
  }

  byte(byte: number): void {
    this.#room(1);
    this.bytes[this.at++] = byte;
  }

  /** A short text of ASCII. */
  ascii(text: string): Written {
    const { length } = text;
    this.#room(length);
    const { bytes, at } = this;
    for (let index = 0; index < length; index++) bytes[at + index] = text.charCodeAt(index);
    this.at = at + length;
    return kind.text;
  }

  /** Any text. */
  text(text: string): Written {
    const { length } = text;
    if (length === 0) return kind.empty;
    this.#room(length < longText ? length * 3 : Buffer.byteLength(text));
    if (length <= longestLoop && this.#plain(text)) return kind.text;
    const written = this.bytes.write(text, this.at);
    if (written !== length) {
      if (!text.isWellFormed()) throw unwritable;
      this.isAscii = false;
    }
    this.at += written;
    return kind.text;
  }

  /** Whether a text is ASCII; then it is written. */
  #plain(text: string): boolean {
    const { bytes, at } = this;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 127) return false;
      bytes[at + index] = unit;
    }
    this.at = at + text.length;
    return true;
  }

  /** A text in UTF-16. */
  wide(from: Buffer, start: number, length: number): Written {
    const units = length >> 1;
    if (units === 0) return kind.empty;
    if (units <= longestLoop) {
      this.#room(units);
      const { bytes, at } = this;
      let index = 0;
      for (let next = start; index < units; index++, next += 2) {
        const unit = from[next];
        if (unit > 127 || from[next + 1] !== 0) break;
        bytes[at + index] = unit;
      }
      if (index === units) {
        this.at = at + units;
        return kind.text;
      }
    }
    return this.text(from.toString('utf16le', start, start + length));
  }

  /** A text in ASCII, as all code pages have it; undefined, and nothing is written, if it is not. */
  narrow(from: Buffer, start: number, length: number): Written | undefined {
    if (length === 0) return kind.empty;
    this.#room(length);
    const { bytes, at } = this;
    for (let index = 0; index < length; index++) {
      const byte = from[start + index];
      if (byte > 127) return undefined;
      bytes[at + index] = byte;
    }
    this.at = at + length;
    return kind.text;
  }

  /** A safe integer. */
  integer(value: number): Written {
    this.#room(17);
    if (value < 0) {
      this.bytes[this.at++] = minus;
      this.#digits(-value, 1);
    } else this.#digits(value, 1);
    return kind.text;
  }

  /** A whole number with a point so many places from its end, at most 15, without the zeros that mean nothing. */
  scaled(value: number, scale: number, isNegative: boolean): Written {
    this.#room(36);
    const { bytes } = this;
    if (isNegative && value !== 0) bytes[this.at++] = minus;
    const fraction = value % powers[scale];
    this.#digits((value - fraction) / powers[scale], 1);
    this.#fraction(fraction, scale);
    return kind.text;
  }

  /** A time of day in units of 10^-scale seconds, without the zeros that mean nothing. */
  time(units: number, scale: number): Written {
    this.#room(32);
    const fraction = units % powers[scale];
    const seconds = ((units - fraction) / powers[scale]) % secondsPerDay;
    this.#digits(Math.floor(seconds / 3600), 2);
    this.bytes[this.at++] = colon;
    this.#digits(Math.floor(seconds / 60) % 60, 2);
    this.bytes[this.at++] = colon;
    this.#digits(seconds % 60, 2);
    this.#fraction(fraction, scale);
    return kind.text;
  }

  /** A GUID as SQL Server prints it: upper case, the first three groups stored backwards. */
  guid(from: Buffer, start: number): Written {
    this.#room(36);
    const { bytes } = this;
    for (const index of guidOrder) {
      if (index < 0) bytes[this.at++] = minus;
      else {
        const byte = from[start + index];
        bytes[this.at++] = hex[byte >> 4];
        bytes[this.at++] = hex[byte & 15];
      }
    }
    return kind.text;
  }

  /** The digits of a fraction, if it is one, without the zeros at their end. */
  #fraction(fraction: number, scale: number): void {
    if (fraction === 0) return;
    this.bytes[this.at++] = point;
    this.#digits(fraction, scale);
    while (this.bytes[this.at - 1] === zero) this.at--;
  }

  /** The digits of a whole number, with zeros before it where it has fewer than `least`. */
  #digits(value: number, least: number): void {
    const { bytes } = this;
    let length = least;
    while (length < powers.length && value >= powers[length]) length++;
    let rest = value;
    for (let at = this.at + length - 1; at >= this.at; at--) {
      const tens = rest < 0x80000000 ? (rest / 10) | 0 : Math.floor(rest / 10);
      bytes[at] = zero + (rest - tens * 10);
      rest = tens;
    }
    this.at += length;
  }

  #room(length: number): void {
    const needed = this.at + length;
    if (needed <= this.bytes.length) return;
    if (needed > mostBytes) throw unwritable;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(this.bytes.length * 2, needed + longText)));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}

/** Longer texts are written in less time by a call than in a loop. */
const longestLoop = 256;
const longText = 1 << 24;
const mostBytes = 1 << 30;
const secondsPerDay = 86400;
const powers = Array.from({ length: 16 }, (_, power) => 10 ** power);
const guidOrder = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];
const hex = Buffer.from('0123456789ABCDEF');
const [zero, minus, point, colon] = [48, 45, 46, 58];
