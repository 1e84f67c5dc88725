/** The oldest protection of books: characters of the password laid over the bytes of each record. */

/** Takes the protection from bytes of one record, in place; `start` and `end` are where the record has its content. */
export type TakeOff = (bytes: Buffer, from: number, start: number, end: number) => void;

/** Undefined if the password does not give the key and the hash that the book has. */
export function createXor(password: string, key: number, hash: number): TakeOff | undefined {
  const characters = Buffer.from(password, 'latin1').subarray(0, 15);
  if (keyOf(characters) !== key || hashOf(characters) !== hash) return undefined;
  const pad = Buffer.concat([characters, filling]).subarray(0, 16);
  const keys = pad.map((byte, index) => rotate(byte ^ ((index & 1) === 0 ? key & 0xff : key >> 8), 2, 8));
  return (bytes, from, start, end) => {
    // Where in the characters a record begins depends on its place and its length.
    for (let at = from; at < end; at++) bytes[at] = rotate(bytes[at], 3, 8) ^ keys[(at + end - start) & 15];
  };
}

function keyOf(characters: Buffer): number {
  if (characters.length === 0) return 0;
  let key = 0;
  let base = 0x8000;
  let end = 0xffff;
  for (const character of characters.toReversed()) {
    for (let bit = 0; bit < 8; bit++) {
      base = turned(base);
      end = turned(end);
      if (((character & 0x7f) >> bit) & 1) key ^= base;
    }
  }
  return key ^ end;
}

function turned(number: number): number {
  const next = rotate(number, 1, 16);
  return (next & 1) === 1 ? next ^ 0x1020 : next;
}

function hashOf(characters: Buffer): number {
  let hash = characters.length === 0 ? 0 : characters.length ^ 0xce4b;
  for (const [index, character] of characters.entries()) hash ^= rotate(character, (index + 1) % 15, 15);
  return hash;
}

function rotate(number: number, by: number, bits: number): number {
  const mask = 2 ** bits - 1;
  return ((number << by) | ((number & mask) >> (bits - by))) & mask;
}

const filling = Buffer.from('bbffffbaffffb98000be0f00bf0f00', 'hex');
