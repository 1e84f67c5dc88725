/**
 * The frame of a zip around members that are stored as they are, and whose size and check are known before they are written. The bytes are
 * those that yazl makes, in which packages were written before: a test holds both together.
 */

export interface StoredMember {
  readonly name: string;
  readonly bytes: number;
  readonly crc32: number;
  /** Whether size and check stand in its header, or behind its bytes as those of a stream do. */
  readonly told: 'before' | 'behind';
}

/** A member, and where its header starts. */
export interface PlacedMember extends StoredMember {
  readonly at: number;
}

/** The first moment that a zip knows, in any zone. */
const firstDate = 0x21;
const nameIsUtf8 = 1 << 11;
const toldBehind = 1 << 3;
const usualVersion = 20;
const version64 = 45;
/** Made on Unix, by version 6.3 of the format: a file that everybody may read. */
const madeBy = (3 << 8) | 63;
const mode = (0o100644 << 16) >>> 0;
/** Whatever reaches this is told in 64 bits, elsewhere. */
const most32 = 0xffffffff;

/** What stands before the bytes of a member. */
export function headerOf(member: StoredMember): Buffer {
  const name = Buffer.from(member.name);
  const [crc, bytes] = member.told === 'before' ? [member.crc32, member.bytes] : [0, 0];
  const header = fields(30, [
    [4, 0x04034b50],
    [2, usualVersion],
    [2, flagsOf(member)],
    [2, 0],
    [2, 0],
    [2, firstDate],
    [4, crc],
    [4, bytes],
    [4, bytes],
    [2, name.length],
    [2, 0],
  ]);
  return Buffer.concat([header, name]);
}

/** What stands behind the bytes of a member, if anything. */
export function trailerOf(member: PlacedMember): Buffer {
  const { told, crc32, bytes } = member;
  if (told === 'before') return Buffer.alloc(0);
  const size = isLarge(member) ? 8 : 4;
  return fields(8 + 2 * size, [
    [4, 0x08074b50],
    [4, crc32],
    [size, bytes],
    [size, bytes],
  ]);
}

/** What stands at the end: the directory of all members, which starts at `at`. */
export function directoryOf(members: readonly PlacedMember[], at: number): Buffer {
  const records = Buffer.concat(members.map(recordOf));
  const large = records.length >= most32 || at >= most32;
  const end = fields(22, [
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, members.length],
    [2, members.length],
    [4, Math.min(records.length, most32)],
    [4, Math.min(at, most32)],
    [2, 0],
  ]);
  return Buffer.concat([records, ...(large ? [largeEnd(members.length, records.length, at)] : []), end]);
}

function recordOf(member: PlacedMember): Buffer {
  const { crc32, bytes, at } = member;
  const name = Buffer.from(member.name);
  const large = isLarge(member);
  const more = large
    ? fields(28, [
        [2, 1],
        [2, 24],
        [8, bytes],
        [8, bytes],
        [8, at],
      ])
    : Buffer.alloc(0);
  const record = fields(46, [
    [4, 0x02014b50],
    [2, madeBy],
    [2, large ? version64 : usualVersion],
    [2, flagsOf(member)],
    [2, 0],
    [2, 0],
    [2, firstDate],
    [4, crc32],
    [4, large ? most32 : bytes],
    [4, large ? most32 : bytes],
    [2, name.length],
    [2, more.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, mode],
    [4, large ? most32 : at],
  ]);
  return Buffer.concat([record, name, more]);
}

/** The end in 64 bits, and where to find it. */
function largeEnd(members: number, bytes: number, at: number): Buffer {
  const record = fields(56, [
    [4, 0x06064b50],
    [8, 44],
    [2, madeBy],
    [2, version64],
    [4, 0],
    [4, 0],
    [8, members],
    [8, members],
    [8, bytes],
    [8, at],
  ]);
  const locator = fields(20, [
    [4, 0x07064b50],
    [4, 0],
    [8, at + bytes],
    [4, 1],
  ]);
  return Buffer.concat([record, locator]);
}

function flagsOf({ told }: StoredMember): number {
  return told === 'behind' ? nameIsUtf8 | toldBehind : nameIsUtf8;
}

function isLarge({ bytes, at }: PlacedMember): boolean {
  return bytes >= most32 || at >= most32;
}

/** Numbers one behind the other, little-endian, each with its width in bytes. */
function fields(length: number, values: readonly (readonly [width: number, value: number])[]): Buffer {
  const buffer = Buffer.alloc(length);
  let at = 0;
  for (const [width, value] of values) {
    if (width === 8) {
      buffer.writeBigUInt64LE(BigInt(value), at);
      at += 8;
    } else at = buffer.writeUIntLE(value, at, width);
  }
  return buffer;
}
