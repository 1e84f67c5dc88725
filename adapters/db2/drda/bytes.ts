/** Bytes that are read from the first to the last. Lengths are big-endian; numbers are as the server writes them. */
export class Bytes {
  readonly buffer: Buffer;
  readonly isLittle: boolean;
  at = 0;

  constructor(buffer: Buffer, isLittle = false) {
    this.buffer = buffer;
    this.isLittle = isLittle;
  }

  get left(): number {
    return this.buffer.length - this.at;
  }

  /** @throws RangeError if there are fewer. */
  take(count: number): Buffer {
    if (count < 0 || count > this.left) throw new RangeError('The data ends too early.');
    this.at += count;
    return this.buffer.subarray(this.at - count, this.at);
  }

  u8(): number {
    if (this.left < 1) throw new RangeError('The data ends too early.');
    return this.buffer[this.at++];
  }

  u16(): number {
    return this.take(2).readUInt16BE();
  }

  i16(): number {
    const bytes = this.take(2);
    return this.isLittle ? bytes.readInt16LE() : bytes.readInt16BE();
  }

  i32(): number {
    const bytes = this.take(4);
    return this.isLittle ? bytes.readInt32LE() : bytes.readInt32BE();
  }

  i64(): bigint {
    const bytes = this.take(8);
    return this.isLittle ? bytes.readBigInt64LE() : bytes.readBigInt64BE();
  }

  /** A text or bytes after a length of two bytes. */
  short(): Buffer {
    return this.take(this.u16());
  }
}
