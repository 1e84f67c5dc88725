import { createHmac, hash } from 'node:crypto';

/** Puts a number below a size in the place of another, each in that of one: the same for the same secret and shape, and never itself. */
export type Permutation = (value: bigint, size: bigint, shape: string) => bigint;

/**
 * A permutation of the numbers below any size, keyed by a secret: rounds of Feistel over a rectangle that holds them, repeated until the
 * result is one of them. Nobody needs a table of what was replaced, so it takes no memory, and two captures with one secret agree.
 */
export function permutationBy(secret: Uint8Array): Permutation {
  // The digests below are of texts of a known form, behind a key that nobody has.
  const key = createHmac('sha256', secret).update('substitutes').digest('hex');
  const rectangles = new Map<string, Rectangle>();
  return (value, size, shape) => {
    if (size <= 1n) return value;
    const name = `${shape}\0${size}`;
    const rectangle = rectangles.get(name) ?? rectangleFor(size, `${key}${name}`);
    if (rectangles.size >= mostKnown) rectangles.clear();
    rectangles.set(name, rectangle);
    // One step on a single ring of all numbers has no number that stays.
    const next = (walk(value, rectangle, 'forth') + 1n) % size;
    return walk(next, rectangle, 'back');
  };
}

/** They can be made again. */
const mostKnown = 10_000;

/** Numbers in rows and columns: the least square, or nearly one, that has room for all. */
interface Rectangle {
  readonly size: bigint;
  readonly width: bigint;
  readonly height: bigint;
  /** What the digests begin with. */
  readonly start: string;
  /** How many hexadecimal digits make each number below the width and the height as likely as the others. */
  readonly digits: number;
}

function rectangleFor(size: bigint, start: string): Rectangle {
  const width = rootAbove(size);
  return { size, width, height: (size + width - 1n) / width, start, digits: width.toString(16).length + 16 };
}

function walk(value: bigint, rectangle: Rectangle, way: 'forth' | 'back'): bigint {
  let at = value;
  do at = rounds(at, rectangle, way);
  while (at >= rectangle.size);
  return at;
}

const roundCount = 8;

function rounds(value: bigint, rectangle: Rectangle, way: 'forth' | 'back'): bigint {
  const { width, height } = rectangle;
  let [column, row] = [value % width, value / width];
  for (let step = 0; step < roundCount; step++) {
    const round = way === 'forth' ? step : roundCount - 1 - step;
    if (round % 2 === 0) column = moved(column, noise(rectangle, round, row) % width, width, way);
    else row = moved(row, noise(rectangle, round, column) % height, height, way);
  }
  return row * width + column;
}

function moved(value: bigint, by: bigint, size: bigint, way: 'forth' | 'back'): bigint {
  return (way === 'forth' ? value + by : value - by + size) % size;
}

/** A number that nobody without the secret can tell. */
function noise({ start, digits }: Rectangle, round: number, value: bigint): bigint {
  let hex = '';
  for (let block = 0; hex.length < digits; block++)
    hex += hash('sha256', `${start}\0${round}\0${value}\0${block}`, 'hex');
  return BigInt(`0x${digits < 64 ? hex.slice(0, digits) : hex}`);
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
