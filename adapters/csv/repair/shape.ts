/**
 * What a value looks like, from afar to close: its kind, its shape with runs of any length (`A-9`), its exact shape (`A3-9 4`). Each
 * view says how likely the closer one is where nothing else is known of a column, so that what a column has shown can be weighed
 * against what it has not. Likelihoods are natural logarithms.
 */
export interface Shape {
  readonly kind: string;
  readonly coarse: string;
  readonly fine: string;
  /** Of the kind among all kinds, of `coarse` in its kind, of `fine` in `coarse`, of the value in `fine`. */
  readonly likely: readonly [kind: number, coarse: number, fine: number, value: number];
}

export function shapeOf(value: string): Shape {
  const special = value.length > longestShape ? undefined : specials.find(([, pattern]) => pattern.test(value));
  if (special !== undefined) {
    const [kind, , perSign] = special;
    return { kind, coarse: kind, fine: kind, likely: [anyKind, 0, 0, -value.length * perSign] };
  }
  const kind = kindOf(value);
  if (value.length > longestShape) {
    return { kind, coarse: kind, fine: kind, likely: [anyKind, 0, -4, -value.length * signCost.text] };
  }
  return shapeOfRuns(value, kind);
}

/** Past this, values are text of which only the kind says something. */
const longestShape = 150;
const anyKind = -Math.log(12);

const specials: readonly (readonly [kind: string, pattern: RegExp, perSign: number])[] = [
  ['uuid', /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i, 2.4],
  ['hardware address', /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i, 1.9],
  ['network address', /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/, 2],
  ['mail address', /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/, 3],
  ['link', /^[a-z]{2,6}:\/\/[^\s]+$/i, 3],
];

const kinds: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['integer', /^[-+]?\d+$/],
  ['number', /^[-+(]?[$€£]?\s?\d[\d.,' ]*(?:[eE][-+]?\d+)?\s?[%$€£)]?$/],
  ['time', /^[\d:.,/-]*\d[\d:.,/-]*(?:[T ][\d:.,]+)?(?:Z|[+-]\d\d:?\d\d)?$/],
  ['word', /^\p{L}+$/u],
  ['words', /^\p{L}[\p{L}.'-]*(?: [\p{L}.'&-]+)*$/u],
  ['code', /^[\p{L}\p{N}_./:#+-]+$/u],
];

function kindOf(value: string): string {
  const padded = value.trim() === value ? '' : 'padded ';
  const kind = kinds.find(([, pattern]) => pattern.test(value.trim()))?.[0];
  // Signs that separate or enclose elsewhere are a kind of text of their own.
  return padded + (kind ?? (/["';|\t\r\n]|,\S/.test(value) ? 'text with signs' : 'text'));
}

/** What signs cost, by their group, and what it costs to go on with another run. */
const signCost = { digit: Math.log(10), letter: Math.log(10), other: Math.log(40), text: 2.85 };
const nextRun = Math.log(3);

/** Runs of digits, capitals and small letters; all else as it stands. Words with blanks between them are words, however many. */
function shapeOfRuns(value: string, kind: string): Shape {
  let [runs, fine, fineLikely, valueLikely] = ['', '', 0, 0];
  for (let at = 0; at < value.length; ) {
    const group = groupOf(value, at);
    let end = at + 1;
    if (group === undefined) {
      runs += value[at];
      fine += value[at];
    } else {
      while (end < value.length && groupOf(value, end) === group) end++;
      const length = end - at;
      runs += group;
      fine += group + length;
      fineLikely -= Math.log(length * (length + 1));
      valueLikely -= length * (group === '9' ? signCost.digit : signCost.letter);
    }
    at = end;
  }
  const coarse = runs.replace(/[Aa9]+(?: [Aa9]+)+/g, (words) => (/[Aa]/.test(words) ? severalWords : words));
  fineLikely -= (runs.length - coarse.length) * nextRun;
  return { kind, coarse, fine, likely: [anyKind, coarseCost(coarse), fineLikely, valueLikely] };
}

/** Stands for words in a shape. */
const severalWords = 'w';

function coarseCost(coarse: string): number {
  let likely = 0;
  for (const sign of coarse) likely -= nextRun + (/[Aa9w]/.test(sign) ? 0 : sign === ' ' ? 1 : signCost.other);
  return likely;
}

/** A shape of letters, digits and signs, and not of words that may be any. */
export function isStrictShape(coarse: string): boolean {
  return !coarse.includes(severalWords) && /[Aa9]/.test(coarse);
}

function groupOf(value: string, at: number): '9' | 'A' | 'a' | undefined {
  const code = value.charCodeAt(at);
  if (code >= 48 && code <= 57) return '9';
  if (code >= 65 && code <= 90) return 'A';
  if (code >= 97 && code <= 122) return 'a';
  if (code < 0xc0) return undefined;
  const sign = value[at];
  return sign.toLowerCase() === sign ? (sign.toUpperCase() === sign ? undefined : 'a') : 'A';
}
