import { createHmac } from 'node:crypto';

/** Puts a number below a size in the place of another, each in that of one: the same for the same secret and shape, and never itself. */
export type Permutation = (value: bigint, size: bigint, shape: string) => bigint;

/**
 * A permutation of the numbers below any size, keyed by a secret: rounds of Feistel over a rectangle that holds them, repeated until the
 * result is one of them. Nobody needs a table of what was replaced, so it takes no memory, and two captures with one secret agree.
 */
export function permutationBy(secret: Uint8Array): Permutation {
  return (value, size, shape) => {
    // One step on a single ring of all numbers has no number that stays.
    if (size <= 1n) return value;
    const rectangle = { width: rootAbove(size), size, shape };
    const next = (walk(secret, value, rectangle, 'forth') + 1n) % size;
    return walk(secret, next, rectangle, 'back');
  };
}

interface Rectangle {
  readonly width: bigint;
  readonly size: bigint;
  readonly shape: string;
}

function walk(secret: Uint8Array, value: bigint, rectangle: Rectangle, way: 'forth' | 'back'): bigint {
  let at = value;
  do at = rounds(secret, at, rectangle, way);
  while (at >= rectangle.size);
  return at;
}

const roundCount = 8;

function rounds(secret: Uint8Array, value: bigint, { width, size, shape }: Rectangle, way: 'forth' | 'back'): bigint {
  const height = (size + width - 1n) / width;
  let [column, row] = [value % width, value / width];
  for (let step = 0; step < roundCount; step++) {
    const round = way === 'forth' ? step : roundCount - 1 - step;
    const sign = way === 'forth' ? 1n : -1n;
    if (round % 2 === 0) column = wrapped(column + sign * noise(secret, shape, round, row, width), width);
    else row = wrapped(row + sign * noise(secret, shape, round, column, height), height);
  }
  return row * width + column;
}

function wrapped(value: bigint, size: bigint): bigint {
  return ((value % size) + size) % size;
}

/** A number below a limit that nobody without the secret can tell; twice as many bits as the limit has make all as likely. */
function noise(secret: Uint8Array, shape: string, round: number, value: bigint, limit: bigint): bigint {
  const digits = Math.ceil(limit.toString(16).length * 2);
  let hex = '';
  for (let block = 0; hex.length < digits; block++)
    hex += createHmac('sha256', secret).update(`${shape}\0${round}\0${value}\0${block}`).digest('hex');
  return BigInt(`0x${hex}`) % limit;
}

/** The smallest whole number whose square is not below another. */
function rootAbove(square: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) / 2n;
    if (next >= root) break;
    root = next;
  }
  return root * root < square ? root + 1n : root;
}
