import { wasmInstance } from '../../adapter/wasm.ts';
import { DigestTable } from './digests.ts';
import { noRecord, readWords } from './records.ts';
import { repeatsWasm } from './repeats-wasm.ts';
import { type EntityState, type Run, turn } from './state.ts';

/** What `repeats.as` exports. */
export interface Shelves {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly clear: () => void;
  readonly deal: (entries: number, bucket: number, bits: number) => number;
  readonly repeated: (shelf: number) => number;
}

export const shelves = 256;
export const entriesAt = 1 << 17;

/** Finds digests that occur more than once, a bucket at a time. Memory: 18 MB, which are taken when there is the first bucket. */
export class Repeats {
  #wasm: Shelves | undefined;

  /**
   * The digests of records in a bucket that occur more than once, and one in 10^9 that does not. Undefined where too many of them have eight bits
   * in common, as those of one key over and over.
   */
  async find(run: Run, state: EntityState, bucket: number): Promise<DigestTable | undefined> {
    this.#wasm ??= wasmInstance<Shelves>(repeatsWasm);
    const wasm = this.#wasm;
    const room = new Uint8Array(wasm.memory.buffer, entriesAt, 1 << 20);
    wasm.clear();
    for (const count of entriesIn(state, bucket, room)) {
      if (wasm.deal(count, bucket, state.keys === undefined ? state.bits : 0) !== 0) return undefined;
      await turn(run);
    }
    const found = new DigestTable(0);
    const digests = new Uint32Array(wasm.memory.buffer, entriesAt);
    for (let shelf = 0; shelf < shelves; shelf++) {
      const end = wasm.repeated(shelf) * 2;
      for (let at = 0; at < end; at += 2) found.add(digests[at], digests[at + 1], 1);
    }
    return found;
  }
}

/** Puts entries of records into `room`, as many at a time as it holds, and says how many; with those of other buckets where files have all. */
function* entriesIn({ keys, records }: EntityState, bucket: number, room: Uint8Array): Generator<number> {
  if (keys === undefined) {
    for (const { folder, result } of records.parts) {
      for (const words of readWords(folder, result.keys, 4, room)) yield words.length / 4;
    }
    return;
  }
  const entries = new Uint32Array(room.buffer, room.byteOffset);
  for (const words of keys.entries(bucket)) {
    let end = 0;
    for (let at = 0; at < words.length; at += 4) {
      if (words[at + 2] === noRecord) continue;
      entries[end] = words[at];
      entries[end + 1] = words[at + 1];
      end += 4;
    }
    yield end / 4;
  }
}
