import type { Dialect } from './dialect.ts';
import { isLineEnd } from './walk.ts';
import type { Fill } from './window.ts';

/** A stretch of a content that holds no rows, though rows stand before and behind it: from, up to. */
export type Stretch = readonly [from: number, to: number];

/**
 * Fills from `offset` on, with the bytes of these stretches overwritten so that they decode as blank lines: lines count on, and the
 * decoder need not know of them.
 */
export function fillBlanked(fill: Fill, offset: number, stretches: readonly Stretch[], dialect: Dialect): Fill {
  if (stretches.length === 0) return fill;
  // A record of nothing but delimiters is none; one of blanks alone neither.
  const sign = dialect.more === undefined ? dialect.delimiter : 32;
  let behind = offset;
  return async (into, at, length) => {
    const came = await fill(into, at, length);
    const before = behind;
    behind += came;
    for (const [from, to] of stretches) {
      const end = Math.min(to, behind);
      for (let byte = Math.max(from, before); byte < end; byte++) {
        const place = at + byte - before;
        if (!isLineEnd(into[place])) into[place] = sign;
      }
    }
    return came;
  };
}

/** Those that lie in a range, as the text that a part carries, and back. */
export function stretchesText(stretches: readonly Stretch[], from: number, to: number): string {
  return stretches
    .filter(([begin, end]) => begin < to && end > from)
    .map((stretch) => stretch.join('-'))
    .join(' ');
}

export function readStretches(text: unknown): readonly Stretch[] {
  if (typeof text !== 'string' || text === '') return [];
  return text.split(' ').map((each) => {
    const [from, to] = each.split('-').map(Number);
    return [from, to];
  });
}
