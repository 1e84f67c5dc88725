/** Chance that a seed decides: the same seed gives the same choices on every machine. */
export interface Random {
  /** From 0 up to, but not with, 1. */
  readonly next: () => number;
  /** A whole number from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(values: readonly T[]) => T;
  /** Some of the values, at least one, in their order. */
  readonly some: <T>(values: readonly T[], most: number) => readonly T[];
  readonly bytes: (length: number) => Buffer;
  /** Another stream of choices: what is drawn from it does not move this one. */
  readonly fork: (name: string) => Random;
}

export function randomOf(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(values: readonly T[]): T => values[int(0, values.length - 1)];
  return {
    next,
    int,
    pick,
    chance: (share) => next() < share,
    some: (values, most) => {
      const wanted = new Set(Array.from({ length: int(1, most) }, () => int(0, values.length - 1)));
      return values.filter((_, index) => wanted.has(index));
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(0, 255))),
    fork: (name) => randomOf(`${seed}/${name}`),
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum >>> 0;
}
