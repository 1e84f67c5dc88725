import { editDistance } from '../errors/suggest.ts';

/**
 * How likely one name stands where the other one stood: 1 if they differ in case and signs alone, 0 if they are of different things. Short
 * words of a name tell things apart, whatever else is alike: `v_GS_DISK` is no `v_HS_DISK`. It is for proposals that a person decides on.
 */
export function likeness(name: string, other: string): number {
  const [a, b] = [folded(name), folded(other)];
  if (a === b) return 1;
  if (differInShortWords(name, other)) return 0;
  const [bareA, bareB] = [withoutNumber(a), withoutNumber(b)];
  if (bareA === bareB && bareA.length >= 3) return 0.95;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 5 && long.includes(short)) return 0.5 + (0.4 * short.length) / long.length;
  const most = Math.floor(short.length / 6);
  const distance = editDistance(a, b, most + 1);
  return distance <= most ? 0.9 - distance / long.length : 0;
}

/** Those of which a name could be meant, the likeliest first. */
export function mostAlike<Item>(
  name: string,
  items: Iterable<Item>,
  nameOf: (item: Item) => string,
): readonly (readonly [item: Item, likeness: number])[] {
  const scored = [...items].map((item) => [item, likeness(name, nameOf(item))] as const);
  return scored.filter(([, score]) => score > 0).sort(([, a], [, b]) => b - a);
}

const folded = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
const withoutNumber = (name: string): string => name.replace(/\d+$/, '');

function differInShortWords(name: string, other: string): boolean {
  const [a, b] = [name, other].map((each) => each.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  if (a.length !== b.length) return false;
  return a.some((word, index) => word !== b[index] && Math.min(word.length, b[index].length) <= 2);
}
