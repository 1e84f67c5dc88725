import { sqlFault } from '../../sql/faults.ts';
import { Bytes } from './bytes.ts';

/** How replies are read: the frames of a socket, in whatever pieces they come, as objects of a number and data. */
export interface Reply {
  readonly codePoint: number;
  readonly data: Buffer;
}

export interface Frame {
  readonly correlation: number;
  /** More frames belong to the same chain. */
  readonly isChained: boolean;
  readonly replies: readonly Reply[];
}

/** No reply of a reader is longer: a block of rows has its own limit, and longer values are none of inventory. */
export const mostBytes = 64 << 20;

export class FrameReader {
  /** What has come and is not yet used. */
  #rest: Buffer = Buffer.alloc(0);
  /** A frame of which pieces are still to come. */
  #open: { readonly correlation: number; readonly isChained: boolean; readonly pieces: Buffer[] } | undefined;
  #size = 0;

  push(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
  }

  /** The next frame; undefined if not all of it is there yet. */
  next(): Frame | undefined {
    for (;;) {
      const rest = this.#rest;
      const header = this.#open === undefined ? 6 : 2;
      if (rest.length < header) return undefined;
      if (header === 6 && rest[2] !== 0xd0) throw notDrda();
      const first = rest.readUInt16BE(0);
      const end = first & 0x7fff;
      if (end < header) throw notDrda();
      if (rest.length < end) return undefined;
      this.#open ??= { correlation: rest.readUInt16BE(4), isChained: (rest[3] & 0x40) !== 0, pieces: [] };
      this.#open.pieces.push(rest.subarray(header, end));
      this.#size += end - header;
      this.#rest = rest.subarray(end);
      if (this.#size > mostBytes)
        throw sqlFault('sql/too-large', `Expected a reply of at most ${mostBytes >> 20} MB, found a longer one.`);
      if ((first & 0x8000) !== 0) continue;
      const { correlation, isChained, pieces } = this.#open;
      this.#open = undefined;
      this.#size = 0;
      return { correlation, isChained, replies: objectsOf(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)) };
    }
  }
}

/** The objects one after the other: of a frame, or the parameters of a reply. */
export function objectsOf(data: Buffer): readonly Reply[] {
  const found: Reply[] = [];
  const bytes = new Bytes(data);
  while (bytes.left > 0) {
    const length = bytes.u16();
    const codePoint = bytes.u16();
    if ((length & 0x8000) === 0) {
      found.push({ codePoint, data: bytes.take(length - 4) });
      continue;
    }
    // A long object: the length of its data, or, without any, all that is left.
    const sizeBytes = (length & 0x7fff) - 4;
    const size = sizeBytes === 0 ? bytes.left : bytes.take(sizeBytes).reduce((sum, byte) => sum * 256 + byte, 0);
    found.push({ codePoint, data: bytes.take(size) });
  }
  return found;
}

function notDrda() {
  return sqlFault(
    'sql/encryption',
    'Expected a server that speaks DRDA, found another one, or one that wants TLS on this port. Check port and encrypt.',
  );
}
