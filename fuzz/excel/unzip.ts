import { inflateRawSync } from 'node:zlib';
import type { Entry } from './zip.ts';

/** The parts of a zip that another program has written, so that they can be changed and written again. */
export function readZip(bytes: Buffer): readonly Entry[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = bytes.readUInt16LE(end + 10);
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    const content = bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    entries.push({ name: bytes.toString('utf8', at + 46, at + 46 + nameLength), content: Buffer.from(content) });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
