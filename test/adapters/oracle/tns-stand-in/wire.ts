/** Part of a stand-in for Oracle Database: the numbers and texts of its messages, as they are written and read. */

const shortest = 252;
const longMark = 254;
const nullMark = 255;
const chunk = 32_767;

/** Bytes of a message, put one after another. */
export class Writer {
  private readonly pieces: Buffer[] = [];

  u8(...values: readonly number[]): this {
    this.pieces.push(Buffer.from(values));
    return this;
  }

  u16le(value: number): this {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    return this.raw(bytes);
  }

  u16be(value: number): this {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16BE(value);
    return this.raw(bytes);
  }

  raw(bytes: Uint8Array): this {
    this.pieces.push(Buffer.from(bytes));
    return this;
  }

  /** A whole number of any size: how many bytes, then the bytes. */
  int(value: number): this {
    if (value === 0) return this.u8(0);
    const hex = value.toString(16);
    const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    return this.u8(bytes.length).raw(bytes);
  }

  /** A value with its length; null is a length of nothing. */
  bytes(value: Uint8Array | null): this {
    if (value === null || value.length === 0) return this.u8(0);
    if (value.length <= shortest) return this.u8(value.length).raw(value);
    this.u8(longMark);
    for (let start = 0; start < value.length; start += chunk) {
      const piece = value.subarray(start, start + chunk);
      this.int(piece.length).raw(piece);
    }
    return this.int(0);
  }

  /** A text that has its length twice, as names have. */
  text(value: string): this {
    const bytes = Buffer.from(value);
    this.int(bytes.length);
    return bytes.length === 0 ? this : this.bytes(bytes);
  }

  pair(key: string, value: string, flags = 0): this {
    return this.text(key).text(value).int(flags);
  }

  done(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

/** A message, read from its start. */
export class Reader {
  private readonly buffer: Buffer;
  private position = 0;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  get left(): number {
    return this.buffer.length - this.position;
  }

  u8(): number {
    return this.raw(1)[0] ?? 0;
  }

  raw(length: number): Buffer {
    if (length > this.left) throw new RangeError('The message ends early.');
    this.position += length;
    return this.buffer.subarray(this.position - length, this.position);
  }

  int(): number {
    const size = this.u8() & 0x7f;
    return size === 0 ? 0 : Number(BigInt(`0x${this.raw(size).toString('hex')}`));
  }

  bytes(): Buffer | null {
    const size = this.u8();
    if (size === 0 || size === nullMark) return null;
    if (size !== longMark) return this.raw(size);
    const pieces: Buffer[] = [];
    for (let piece = this.int(); piece > 0; piece = this.int()) pieces.push(this.raw(piece));
    return Buffer.concat(pieces);
  }

  /** A text that has its length twice. */
  text(): string {
    return this.int() === 0 ? '' : (this.bytes() ?? '').toString();
  }

  skip(...kinds: readonly ('u8' | 'int')[]): void {
    for (const kind of kinds) this[kind]();
  }
}
