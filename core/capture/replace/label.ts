import type { Permutation } from './permutation.ts';

/** Replaces a word: a run of letters, digits, dashes and underscores. */
export type ReplaceLabel = (label: string) => string;

/**
 * A word becomes another of the same shape: a letter stands for a letter of its alphabet, a digit for a digit, upper case and what stands
 * between stay, and so do zeros in front. Words that differ by case alone stay so, and different words stay different.
 */
export function labelsBy(permute: Permutation): ReplaceLabel {
  const known = new Map<string, string>();
  return (label) => {
    const kept = known.get(label);
    if (kept !== undefined) return kept;
    const made = replaceLabel(label, permute);
    if (known.size >= mostKnown) known.clear();
    known.set(label, made);
    return made;
  };
}

/** They can be made again. */
const mostKnown = 50_000;

function replaceLabel(label: string, permute: Permutation): string {
  const [zeros] = /^0*/.exec(label) ?? [''];
  const rest = [...label.slice(zeros.length)];
  const signs = rest.map((character, index) => signOf(character, index === 0));
  const size = signs.reduce((product, { alphabet }) => product * BigInt(alphabet.length), 1n);
  const value = signs.reduce((sum, { alphabet, place }) => sum * BigInt(alphabet.length) + BigInt(place), 0n);
  const shape = signs.map((sign) => sign.name).join('');
  let left = permute(value, size, shape);
  const made = signs.map(() => '');
  for (let index = signs.length - 1; index >= 0; index--) {
    const { alphabet, isUpper } = signs[index];
    const character = alphabet[Number(left % BigInt(alphabet.length))];
    left /= BigInt(alphabet.length);
    made[index] = isUpper ? character.toUpperCase() : character;
  }
  return zeros + made.join('');
}

/** A character as one of an alphabet. What is no letter and no digit has an alphabet of its own, and stays. */
interface Sign {
  readonly name: string;
  readonly alphabet: readonly string[];
  readonly place: number;
  readonly isUpper: boolean;
}

const alphabets = [
  ['a', 'abcdefghijklmnopqrstuvwxyz'],
  ['0', '0123456789'],
  ['l', 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ'],
  ['w', 'ąćęłńśźżčďěňřšťůžőűğış'],
  ['g', 'αβγδεζηθικλμνξοπρστυφχψω'],
  ['k', 'абвгдежзийклмнопрстуфхцчшщъыьэюя'],
].map(([name, letters]) => ({ name, letters: [...letters] }));
const nonZero = [...'123456789'];

const signs: ReadonlyMap<string, Omit<Sign, 'isUpper'>> = new Map(
  alphabets.flatMap(({ name, letters }) =>
    letters.map((letter, place) => [letter, { name, alphabet: letters, place }] as const),
  ),
);

function signOf(character: string, isFirst: boolean): Sign {
  // A number keeps its length.
  if (isFirst && nonZero.includes(character))
    return { name: '1', alphabet: nonZero, place: Number(character) - 1, isUpper: false };
  const lower = character.toLowerCase();
  const sign = signs.get(lower);
  if (sign !== undefined) return { ...sign, isUpper: lower !== character };
  if (/\p{L}|\p{N}/u.test(character)) return otherSign(character);
  return { name: character, alphabet: [character], place: 0, isUpper: false };
}

/** Letters of other writings become Latin ones: then two words may become one. */
function otherSign(character: string): Sign {
  const { name, letters } = /\p{N}/u.test(character) ? alphabets[1] : alphabets[0];
  return {
    name: `${name}*`,
    alphabet: letters,
    place: (character.codePointAt(0) ?? 0) % letters.length,
    isUpper: false,
  };
}
