import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { PartResult, PlacedBlock } from '../run/part-result.ts';
import type { PackageContent } from './content.ts';
import { blockBytes, memberBytes, Pieces } from './member-bytes.ts';
import type { Member } from './members.ts';

/** What a zip and its manifest say of the stored bytes of a member. */
export interface Measured {
  readonly bytes: number;
  readonly hash: string;
  readonly crc32: number;
}

/** Size, SHA-256 and CRC-32 of a member as it will be stored. */
export async function measure(member: Member, content: PackageContent, pieces: Pieces): Promise<Measured> {
  const running = new Running();
  for (const piece of memberBytes(member, content, pieces)) {
    running.add(piece);
    await setImmediate();
  }
  return running.measured();
}

/** A larger part would keep everything else waiting. */
const mostBytes = 1 << 26;

/**
 * Measures the records of entities while other parts are still being mapped. The parts may end in any order. What it says of a member holds if
 * in the end that has the blocks of all parts, as they were.
 */
export class EarlyMeasures {
  readonly #pieces = new Pieces();
  readonly #members = new Map<string, { readonly running: Running; readonly blocks: PlacedBlock[] }>();
  readonly #waiting = new Map<number, PartResult>();
  /** Parts of datasets that are done. */
  #before = 0;
  #next = 0;
  #isWhole = true;

  /** The parts of another dataset follow. */
  begin(): void {
    this.#before = this.#next;
  }

  /** The parts of the dataset are made anew; what was measured of them is void. */
  beginAgain(): void {
    if (this.#before > 0) this.#isWhole = false;
    this.#members.clear();
    this.#waiting.clear();
    this.#next = this.#before;
  }

  /** Takes a part; `order` counts those of its dataset from 0. A fault of the disk is told by whoever writes the package. */
  add(order: number, part: PartResult): void {
    this.#waiting.set(this.#before + order, part);
    for (let next = this.#waiting.get(this.#next); next !== undefined; next = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next++);
      try {
        this.#isWhole &&= this.#measure(next);
      } catch {
        this.#isWhole = false;
      }
    }
  }

  /** The measures of a member that has these blocks, if they are known. */
  of(entity: string, blocks: Member['blocks']): Measured | undefined {
    const member = this.#members.get(entity);
    if (!this.#isWhole || member === undefined || member.blocks.length !== blocks.length) return undefined;
    const isSame = blocks.every((block, index) => !('held' in block) && isEqual(block, member.blocks[index]));
    return isSame ? member.running.measured() : undefined;
  }

  #measure({ folder, entities }: PartResult): boolean {
    for (const { entity, records } of entities) {
      if (records.blocks.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes) return false;
      const blocks = records.blocks.map((block) => ({ ...block, path: join(folder, records.file) }));
      const member = this.#members.get(entity) ?? { running: new Running(), blocks: [] };
      this.#members.set(entity, member);
      for (const piece of blockBytes(blocks, this.#pieces)) member.running.add(piece);
      member.blocks.push(...blocks);
    }
    return true;
  }
}

/** Measures of bytes that come in pieces. */
class Running {
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #check = 0;

  add(piece: Buffer): void {
    this.#hash.update(piece);
    this.#check = crc32(piece, this.#check);
    this.#bytes += piece.length;
  }

  measured(): Measured {
    const hash = `sha256:${this.#hash.copy().digest('hex')}`;
    return { bytes: this.#bytes, hash, crc32: this.#check };
  }
}

function isEqual(one: PlacedBlock, other: PlacedBlock): boolean {
  return one.path === other.path && one.offset === other.offset && one.bytes === other.bytes;
}
