import type { Random } from './random.ts';

/** Damage that knows nothing of formats: what disks, networks and editors do to files. */
export type ChangeBytes = (bytes: Buffer, random: Random) => Buffer;

const extremes: readonly number[] = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

export const changeBytes: readonly ChangeBytes[] = [
  function flip(bytes, random) {
    const changed = Buffer.from(bytes);
    for (let count = random.int(1, 8); count > 0; count--)
      changed[random.int(0, changed.length - 1)] ^= 1 << random.int(0, 7);
    return changed;
  },
  function cutOff(bytes, random) {
    return bytes.subarray(0, random.int(1, bytes.length - 1));
  },
  function cutOut(bytes, random) {
    const from = random.int(0, bytes.length - 1);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + random.int(1, 200))]);
  },
  function repeat(bytes, random) {
    const from = random.int(0, bytes.length - 1);
    const piece = bytes.subarray(from, from + random.int(1, 400));
    return Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from)]);
  },
  function insert(bytes, random) {
    const at = random.int(0, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), random.bytes(random.int(1, 64)), bytes.subarray(at)]);
  },
  function overwrite(bytes, random) {
    const changed = Buffer.from(bytes);
    const at = random.int(0, changed.length - 1);
    changed.fill(random.pick([0, 0xff, 0x20]), at, Math.min(changed.length, at + random.int(1, 100)));
    return changed;
  },
  function extreme(bytes, random) {
    if (bytes.length < 8) return bytes;
    const changed = Buffer.from(bytes);
    changed.writeUInt32LE(random.pick(extremes), random.int(0, changed.length - 4));
    return changed;
  },
];
