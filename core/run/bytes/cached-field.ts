import type { ByteBatch } from '../../adapter/batch.ts';
import { type ByteField, undecided } from './byte-field.ts';

const entries = 1 << 10;
const longest = 64;
const stride = 2 * longest;
const tried = 4096;

/** Remembers what a field became for the texts that come again and again: sites, systems, sizes, days. */
export function cachedField(write: ByteField): ByteField {
  // Of each entry: the length and the text of a cell, and what became of it.
  const memory = Buffer.alloc(entries * stride);
  const sizes = new Uint8Array(entries);
  const kinds = new Uint8Array(entries);
  let looked = 0;
  let hits = 0;
  return (batch: ByteBatch, cell, out, at) => {
    const start = batch.starts[cell];
    const length = batch.ends[cell] - start;
    const kind = batch.kinds[cell];
    // Where texts hardly ever come back, looking is a waste.
    if (length > longest - 1 || kind === 2 || (looked > tried && hits < looked >> 2))
      return write(batch, cell, out, at);
    looked++;
    const { bytes } = batch;
    let hash = length + (kind << 8);
    for (let index = 0; index < length; index++) hash = Math.imul(hash ^ bytes[start + index], 0x01000193);
    const entry = (hash ^ (hash >>> 15)) & (entries - 1);
    const base = entry * stride;
    if (memory[base] === length + 1 && kinds[entry] === kind) {
      let index = 0;
      while (index < length && memory[base + 1 + index] === bytes[start + index]) index++;
      if (index === length) {
        hits++;
        const size = sizes[entry];
        const from = base + longest;
        for (let each = 0; each < size; each++) out[at + each] = memory[from + each];
        return at + size;
      }
    }
    const end = write(batch, cell, out, at);
    if (end === undecided || end - at > longest) return end;
    memory[base] = length + 1;
    for (let index = 0; index < length; index++) memory[base + 1 + index] = bytes[start + index];
    for (let each = at; each < end; each++) memory[base + longest + each - at] = out[each];
    sizes[entry] = end - at;
    kinds[entry] = kind;
    return end;
  };
}
