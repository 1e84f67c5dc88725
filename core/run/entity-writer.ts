import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity } from '../model/define.ts';
import { digestKey } from '../model/key.ts';
import { BlockWriter, type Compression, writeAll } from './blocks.ts';
import { EntryFile } from './entry-file.ts';
import { emptyRecordLedger } from './ledger.ts';
import type { EntityResult } from './part-result.ts';
import type { DuplicatePolicy } from './plan.ts';

/** A reference of a record that is to be written: its text for comparison, and its index in the plan. */
export interface WrittenReference {
  readonly text: string;
  readonly index: number;
}

/** A record as bytes from `from` to `to`, and the digests of its key and references. */
export interface WrittenBytes {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly references: readonly number[];
}

/** How many recent records are remembered, so that identical ones merge at once. */
const remembered = 8192;

/** Writes what a part makes of one entity. See `EntityResult` for the files. */
export class EntityWriter {
  readonly ledger = emptyRecordLedger();
  readonly #entity: Entity;
  readonly #records: BlockWriter;
  readonly #keys: EntryFile;
  readonly #references: EntryFile;
  readonly #filteredKeys: EntryFile;
  readonly #rejectedKeys: number;
  readonly #recent = new Map<number, string>();
  readonly #digest = new Uint32Array(2);
  readonly #mergesEarly: boolean;
  #seen = 0;
  #hits = 0;
  #unreadableKeys = 0;

  constructor(folder: string, entity: Entity, compression: Compression, duplicates: DuplicatePolicy) {
    this.#entity = entity;
    // Elsewhere it matters what came between two identical records.
    this.#mergesEarly = duplicates === 'fill';
    this.#records = new BlockWriter(join(folder, `${entity.name}.records`), `${entity.name}.records`, compression);
    this.#keys = new EntryFile(join(folder, `${entity.name}.keys`));
    this.#references = new EntryFile(join(folder, `${entity.name}.references`));
    this.#filteredKeys = new EntryFile(join(folder, `${entity.name}.filtered`));
    this.#rejectedKeys = openSync(join(folder, `${entity.name}.rejected`), 'wx');
  }

  /** Writes a record, or merges it into an identical one that this part has just written. */
  write(
    key: string,
    line: string,
    position: number,
    isSubject: boolean,
    references: readonly WrittenReference[],
  ): 'written' | 'merged' {
    this.ledger.made++;
    digestKey(key, this.#digest, 0);
    if (this.#remembers() && this.#isRepeated(this.#digest[0], line)) {
      this.ledger.merged++;
      return 'merged';
    }
    this.#keys.add(this.#digest[0], this.#digest[1], position, isSubject ? 1 : 0);
    const ordinal = this.ledger.written++;
    for (const { text, index } of references) {
      digestKey(text, this.#digest, 0);
      this.#references.add(this.#digest[0], this.#digest[1], ordinal, index);
    }
    this.#records.line(line);
    return 'written';
  }

  /** Writes a record whose line is bytes, as `write` does. `references` are threes: digest (low, high) and index. */
  writeBytes(
    { from, to, low, high, references }: WrittenBytes,
    bytes: Buffer,
    position: number,
    isSubject: boolean,
  ): 'written' | 'merged' {
    this.ledger.made++;
    if (this.#remembers() && this.#isRepeated(low, bytes.toString('utf8', from, to))) {
      this.ledger.merged++;
      return 'merged';
    }
    this.#keys.four(low, high, position, isSubject ? 1 : 0);
    const ordinal = this.ledger.written++;
    for (let each = 0; each < references.length; each += 3) {
      this.#references.four(references[each], references[each + 1], ordinal, references[each + 2]);
    }
    this.#records.bytes(bytes, from, to);
    return 'written';
  }

  /** Counts a record that was rejected; its key, if it could be read, is at the source all the same. */
  reject(key: Readonly<Record<string, unknown>> | undefined): void {
    this.ledger.made++;
    this.ledger.rejected++;
    if (key === undefined) this.#unreadableKeys++;
    else writeAll(this.#rejectedKeys, Buffer.from(`${JSON.stringify(key)}\n`));
  }

  /** A row that can not be decoded may have held a record of this entity. */
  loseKey(): void {
    this.#unreadableKeys++;
  }

  /** Remembers the key of a record that a rule filtered: its children go with it. */
  filter(key: string): void {
    digestKey(key, this.#digest, 0);
    this.#filteredKeys.add(this.#digest[0], this.#digest[1]);
  }

  finish(): EntityResult {
    const records = this.#records.finish();
    for (const file of [this.#keys, this.#references, this.#filteredKeys]) file.finish();
    this.close();
    const { name } = this.#entity;
    return {
      entity: name,
      ledger: this.ledger,
      records,
      keys: `${name}.keys`,
      references: `${name}.references`,
      filteredKeys: `${name}.filtered`,
      rejectedKeys: `${name}.rejected`,
      unreadableKeys: this.#unreadableKeys,
    };
  }

  #closed = false;
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#rejectedKeys);
    for (const file of [this.#records, this.#keys, this.#references, this.#filteredKeys]) file.close();
  }

  /** Where keys hardly ever come back, remembering them is a waste. */
  #remembers(): boolean {
    return this.#mergesEarly && (++this.#seen <= remembered || this.#hits >= this.#seen >> 5);
  }

  /**
   * Whether this is the record, byte for byte, that was last seen with its key. It would merge without a trace; so what is
   * forgotten here, or lies in another part, merges later with the same outcome.
   */
  #isRepeated(digest: number, line: string): boolean {
    if (this.#recent.get(digest) === line) {
      this.#hits++;
      return true;
    }
    if (this.#recent.size >= remembered) this.#recent.clear();
    this.#recent.set(digest, line);
    return false;
  }
}
