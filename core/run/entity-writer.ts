import { join } from 'node:path';
import type { Entity } from '../model/define.ts';
import { digestKey } from '../model/key.ts';
import { BlockWriter, type Compression } from './blocks.ts';
import { lineBytes, type RowMemory } from './bytes/row-memory.ts';
import { EntryFile } from './entry-file.ts';
import { emptyRecordLedger } from './ledger.ts';
import { PartFile } from './part-file.ts';
import type { EntityResult } from './part-result.ts';
import type { DuplicatePolicy } from './plan.ts';

/** A reference of a record that is to be written: its text for comparison, and its index in the plan. */
export interface WrittenReference {
  readonly text: string;
  readonly index: number;
}

/** The fields of the key of a record, by name. */
type RecordKey = Readonly<Record<string, unknown>>;

export interface EntityWriterOptions {
  readonly folder: string;
  readonly entity: Entity;
  readonly compression: Compression;
  readonly duplicates: DuplicatePolicy;
  readonly memory: RowMemory;
  /** The most entries that a row has of keys or references of the entity. */
  readonly entriesOfRow: number;
}

const entryBytes = 16;
const blockBytes = 1 << 20;
/** Keys and references are written in pieces of this size. */
const entriesBytes = 1 << 16;
/** How many recent lines are remembered, each by two pairs of words. See `lines.as`. */
const rememberedBytes = 8192 * 16;

/** The words of an entity in `lines.as`. */
const word = {
  block: 0,
  used: 4,
  lines: 8,
  fullBytes: 12,
  fullLines: 16,
  keys: 20,
  keyBytes: 24,
  references: 28,
  referenceBytes: 32,
  recent: 36,
  base: 40,
  written: 52,
  merged: 56,
  keysFull: 60,
  referencesFull: 64,
  all: 80,
} as const;

/** Writes what a part makes of one entity: lines are collected in memory, by `lines.as`. See `EntityResult` for the files. */
export class EntityWriter {
  readonly #entity: Entity;
  readonly #memory: RowMemory;
  /** Where its words are: the mapper of rows adds lines there. */
  readonly #at: number;
  readonly #records: BlockWriter;
  readonly #keys: EntryFile;
  readonly #references: EntryFile;
  readonly #filteredKeys: EntryFile;
  readonly #rejectedKeys: PartFile;
  readonly #digest = new Uint32Array(2);
  #capacity = blockBytes + lineBytes;
  #rejected = 0;
  #unreadableKeys = 0;

  /** `at`: the place of its words. */
  constructor(at: number, { folder, entity, compression, duplicates, memory, entriesOfRow }: EntityWriterOptions) {
    this.#entity = entity;
    this.#memory = memory;
    this.#at = at;
    // Elsewhere than where gaps are filled it matters what came between two identical records.
    const recent = duplicates === 'fill' ? memory.take(rememberedBytes) : 0;
    const block = memory.take(this.#capacity);
    const most = entriesBytes + entriesOfRow * entryBytes;
    const [keys, references] = [memory.take(most), memory.take(most)];
    const counts = [0, 0, 0, 0, entriesBytes, entriesBytes, 0, 0, 0];
    memory.setWords(at, [block, 0, 0, 0, 0, keys, 0, references, 0, recent, 1, ...counts]);
    this.#records = new BlockWriter(join(folder, `${entity.name}.records`), `${entity.name}.records`, compression);
    this.#keys = new EntryFile(join(folder, `${entity.name}.keys`));
    this.#references = new EntryFile(join(folder, `${entity.name}.references`));
    this.#filteredKeys = new EntryFile(join(folder, `${entity.name}.filtered`));
    this.#rejectedKeys = new PartFile(join(folder, `${entity.name}.rejected`));
  }

  /** The bytes of the words of an entity. */
  static readonly words = word.all;

  /** Writes a record, or merges it into an identical one that this part has just written. */
  write(
    key: string,
    line: string,
    position: number,
    isSubject: boolean,
    references: readonly WrittenReference[],
  ): 'written' | 'merged' {
    const { rows } = this.#memory;
    const from = this.#roomFor(line.length * 3);
    const to = from + this.#memory.bytes.write(line, from);
    digestKey(key, this.#digest, 0);
    const [low, high] = this.#digest;
    if (rows.addLine(this.#at, from, to, low, high, position, isSubject ? 1 : 0) === 0) return 'merged';
    for (const { text, index } of references) {
      digestKey(text, this.#digest, 0);
      rows.addReference(this.#at, this.#digest[0], this.#digest[1], index);
    }
    if (rows.isFull() === 1) {
      this.empty();
      rows.emptied();
    }
    return 'written';
  }

  /** Where a line of at most so many bytes can be written. */
  #roomFor(bytes: number): number {
    const memory = this.#memory;
    if (bytes < lineBytes) return memory.line;
    const used = memory.word(this.#at + word.used);
    if (used + bytes + 1 > this.#capacity) {
      this.#capacity = used + bytes + lineBytes;
      const block = memory.take(this.#capacity);
      const before = memory.word(this.#at + word.block);
      memory.bytes.copyWithin(block, before, before + used);
      memory.setWords(this.#at + word.block, [block]);
    }
    return memory.take(bytes);
  }

  /** Counts a record that was rejected; its key, if it could be read, is at the source all the same. */
  reject(key: RecordKey | undefined): void {
    this.#rejected++;
    this.loseRecord(key);
  }

  /** A row that can not be read may have held a record of this entity; perhaps its key is known. */
  loseRecord(key: RecordKey | undefined): void {
    if (key === undefined) this.#unreadableKeys++;
    else this.#rejectedKeys.write(Buffer.from(`${JSON.stringify(key)}\n`));
  }

  /** Remembers the key of a record that a rule filtered: its children go with it. */
  filter(key: string): void {
    digestKey(key, this.#digest, 0);
    this.#filteredKeys.add(this.#digest[0], this.#digest[1]);
  }

  /** Writes what is full. */
  empty(): void {
    const { rows } = this.#memory;
    for (let bytes = this.#word('fullBytes'); bytes > 0; bytes = this.#word('fullBytes')) {
      this.#writeBlock(bytes, this.#word('fullLines'));
      rows.cut(this.#at);
    }
    this.#writeEntries(this.#keys, 'keys', 'keyBytes');
    this.#writeEntries(this.#references, 'references', 'referenceBytes');
  }

  finish(): EntityResult {
    this.empty();
    const used = this.#word('used');
    if (used > 0) this.#writeBlock(used, this.#word('lines'));
    const records = this.#records.finish();
    const files = {
      keys: this.#keys.finish(),
      references: this.#references.finish(),
      filteredKeys: this.#filteredKeys.finish(),
      rejectedKeys: this.#rejectedKeys.finish(),
    };
    const { name } = this.#entity;
    const [written, merged, rejected] = [this.#word('written'), this.#word('merged'), this.#rejected];
    return {
      entity: name,
      ledger: { ...emptyRecordLedger(), made: written + merged + rejected, written, merged, rejected },
      records,
      ...files,
      unreadableKeys: this.#unreadableKeys,
    };
  }

  close(): void {
    const files = [this.#records, this.#keys, this.#references, this.#filteredKeys, this.#rejectedKeys];
    for (const file of files) file.close();
  }

  #word(name: keyof typeof word): number {
    return this.#memory.word(this.#at + word[name]);
  }

  #writeBlock(bytes: number, lines: number): void {
    const block = this.#word('block');
    this.#records.block(this.#memory.bytes.subarray(block, block + bytes), lines);
  }

  #writeEntries(file: EntryFile, at: 'keys' | 'references', size: 'keyBytes' | 'referenceBytes'): void {
    const [from, bytes] = [this.#word(at), this.#word(size)];
    if (bytes > 0) file.bytes(this.#memory.bytes.subarray(from, from + bytes));
    this.#memory.setWords(this.#at + word[size], [0]);
  }
}
