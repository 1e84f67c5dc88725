import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type Compression, decompress } from '../blocks.ts';
import type { Block, EntityResult, PlacedBlock } from '../part-result.ts';
import { readWhole } from './partitions.ts';
import type { Records } from './records.ts';

/** A block of records; `open` is called for those that are to be looked into. */
export interface SweptBlock {
  readonly dataset: number;
  readonly part: number;
  /** The number of its first record, and of the first one after it. */
  readonly first: number;
  readonly end: number;
  readonly placed: PlacedBlock;
  readonly open: () => OpenBlock;
}

export interface OpenBlock {
  readonly raw: Buffer;
  /** For each of its records four numbers, as the part wrote them: digest (low, high), position, flags. */
  readonly keys: Uint32Array;
}

/** Walks the blocks of an entity once, in record order. Memory: one block. */
export function* sweep(records: Records, compression: Compression): Generator<SweptBlock> {
  for (const { dataset, part, folder, result, first: base } of records.parts) {
    const files = new PartFiles(folder, result);
    const path = join(folder, result.records.file);
    try {
      let first = base;
      for (const block of result.records.blocks) {
        const ordinal = first - base;
        const open = () => openBlock(files.opened(), block, ordinal, compression);
        yield { dataset, part, first, end: first + block.lines, placed: { ...block, path }, open };
        first += block.lines;
      }
    } finally {
      files.close();
    }
  }
}

/** The lines and the keys of a part, opened when a block of it is. */
class PartFiles {
  readonly #paths: readonly string[];
  #files: number[] = [];

  constructor(folder: string, { records, keys }: EntityResult) {
    this.#paths = [join(folder, records.file), join(folder, keys.file)];
  }

  opened(): readonly number[] {
    while (this.#files.length < this.#paths.length) this.#files.push(openSync(this.#paths[this.#files.length], 'r'));
    return this.#files;
  }

  close(): void {
    this.#files.splice(0).forEach(closeSync);
  }
}

function openBlock(
  [lines, keys]: readonly number[],
  block: Block,
  ordinal: number,
  compression: Compression,
): OpenBlock {
  const packed = Buffer.allocUnsafe(block.bytes);
  readWhole(lines, packed, block.offset);
  const entries = new Uint32Array(block.lines * 4);
  readWhole(keys, new Uint8Array(entries.buffer), ordinal * 16);
  return { raw: decompress(packed, compression), keys: entries };
}
