import { isUtf8 } from 'node:buffer';
import type { ByteBatch } from '../../core/adapter/batch.ts';
import type { BrokenRow } from '../../core/adapter/contract.ts';
import type { EncodingName } from '../../core/adapter/encoding.ts';
import { decoderOf } from '../../core/adapter/encodings/code-pages.ts';

/** What the decoder asks of an encoding. Its bytes below 128 are ASCII: others are converted before they are decoded. */
export interface Encoding {
  readonly text: (bytes: Uint8Array) => string;
  /** Makes a batch, whose rows lie between two offsets of its bytes and are not all ASCII, a batch of UTF-8. */
  readonly finish: (batch: ByteBatch, from: number, to: number) => ByteBatch;
}

/** The encodings that must be converted chunk by chunk, because a byte of theirs may only look like a delimiter. */
export function isConverted(name: EncodingName): boolean {
  return converted.has(name);
}

const converted: ReadonlySet<EncodingName> = new Set([
  'utf-16le',
  'utf-16be',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-jp',
  'euc-kr',
]);

export function encodingOf(name: EncodingName): Encoding {
  return name === 'utf-8' || isConverted(name) ? utf8 : codePage(name);
}

const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const utf8: Encoding = {
  text: (bytes) => utf8Decoder.decode(bytes),
  finish: (batch, from, to) => (isUtf8(batch.bytes.subarray(from, to)) ? batch : markInvalid(batch)),
};

/** Rows with bytes that are not UTF-8 are broken: to replace them would change keys in silence. */
function markInvalid(batch: ByteBatch): ByteBatch {
  const broken = new Map<number, BrokenRow>(batch.broken);
  for (let row = 0; row < batch.rows; row++) {
    const first = row * batch.width;
    const end = first + batch.width;
    const text = batch.bytes.subarray(batch.starts[first], batch.ends[end - 1]);
    if (broken.has(row) || isUtf8(text)) continue;
    batch.starts.fill(0, first, end);
    batch.ends.fill(0, first, end);
    batch.kinds.fill(0, first, end);
    broken.set(row, {
      code: 'row/broken-record',
      expected: 'text in UTF-8 (or another encoding: give it in the mapping)',
      found: 'bytes that are not UTF-8',
      text: utf8.text(text),
    });
  }
  return { ...batch, broken: new Map([...broken].sort(([a], [b]) => a - b)) };
}

/** A code page of one byte a character: rows are found in its own bytes, and their cells are converted afterwards. */
function codePage(name: EncodingName): Encoding {
  const decoder = decoderOf(name);
  const text = (bytes: Uint8Array) => decoder.decode(bytes);
  const table = Array.from({ length: 256 }, (_, byte) => Buffer.from(text(Uint8Array.of(byte))));
  const finish = (batch: ByteBatch, from: number, to: number): ByteBatch => {
    const { bytes, starts, ends } = batch;
    const converted = Buffer.allocUnsafeSlow((to - from) * 3);
    let used = 0;
    for (let cell = 0; cell < batch.rows * batch.width; cell++) {
      const end = ends[cell];
      const start = used;
      for (let at = starts[cell]; at < end; at++) {
        if (bytes[at] < 128) converted[used++] = bytes[at];
        else used += table[bytes[at]].copy(converted, used);
      }
      starts[cell] = start;
      ends[cell] = used;
    }
    return { ...batch, bytes: converted };
  };
  return { text, finish };
}
