import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';

/**
 * Cuts a part of an xlsb, which arrives in chunks, into records: a number and a length, each in as many bytes as it takes, and what
 * comes then. Nothing is kept but the bytes of the record under way.
 */
export class RecordReader {
  /** The record that `next` has found: its number, and where its content is in `bytes`. */
  id = 0;
  start = 0;
  end = 0;
  bytes: Buffer = Buffer.alloc(0);
  readonly #place: string;
  #at = 0;

  constructor(place: string) {
    this.#place = place;
  }

  push(chunk: Buffer): void {
    const rest = this.bytes.length - this.#at;
    if (rest > limits.tagBytes) throw tooLarge(this.#place, `${rest} bytes in one record`, `${limits.tagBytes}`);
    this.bytes = rest === 0 ? chunk : Buffer.concat([this.bytes.subarray(this.#at), chunk]);
    this.#at = 0;
  }

  /** Steps to the next record. False: more bytes are needed. */
  next(): boolean {
    const bytes = this.bytes;
    let at = this.#at;
    if (at + 2 > bytes.length) return false;
    let id = bytes[at++];
    if ((id & 0x80) !== 0) id = (id & 0x7f) | ((bytes[at++] & 0x7f) << 7);
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (at >= bytes.length) return false;
      const byte = bytes[at++];
      length |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) break;
    }
    if (at + length > bytes.length) return false;
    this.id = id;
    this.start = at;
    this.end = at + length;
    this.#at = this.end;
    return true;
  }

  /** @throws SourceError `source/damaged` if the part ends within a record. */
  finish(): void {
    if (this.#at < this.bytes.length) throw damaged(this.#place, 'it ends within a record');
  }

  byte(offset: number): number {
    return this.bytes[this.#within(offset, 1)];
  }

  short(offset: number): number {
    return this.bytes.readUInt16LE(this.#within(offset, 2));
  }

  long(offset: number): number {
    return this.bytes.readUInt32LE(this.#within(offset, 4));
  }

  double(offset: number): number {
    return this.bytes.readDoubleLE(this.#within(offset, 8));
  }

  /** A text with its length before it, and how many bytes both take. */
  text(offset: number): { readonly text: string; readonly length: number } {
    const count = this.long(offset);
    // The length of no text at all.
    if (count === 0xffffffff) return { text: '', length: 4 };
    const at = this.#within(offset + 4, count * 2);
    return { text: this.bytes.toString('utf16le', at, at + count * 2), length: 4 + count * 2 };
  }

  /** Where in the bytes something of this length begins. */
  #within(offset: number, length: number): number {
    const at = this.start + offset;
    if (at + length > this.end) throw damaged(this.#place, `a record of kind ${this.id} is too short`);
    return at;
  }
}

export const record = {
  row: 0,
  blank: 1,
  rk: 2,
  error: 3,
  boolean: 4,
  real: 5,
  text: 6,
  shared: 7,
  formulaText: 8,
  formulaReal: 9,
  formulaBoolean: 10,
  formulaError: 11,
  shortBlank: 12,
  shortShared: 18,
  sharedText: 19,
  format: 44,
  cellFormat: 47,
  columnInfo: 60,
  richText: 62,
  beginSheet: 129,
  endSheet: 130,
  beginData: 145,
  endData: 146,
  extent: 148,
  bookProperties: 153,
  bundledSheet: 156,
  endShared: 160,
  merged: 176,
  beginCellFormats: 617,
  endCellFormats: 618,
} as const;
