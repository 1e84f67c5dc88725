import { affixKind, arabicDecimal, arabicThousands, foldNumber } from '../functions/number-signs.ts';

/** A number as somebody wrote it, taken apart: what its signs can mean, and what stands around it. */

type Sign = ',' | '.' | "'" | ' ' | 'arabic';

/** The part that a sign plays; `either` for one sign with three digits behind it, as in 1,234. */
export type Role = `${'decimal' | 'group' | 'either'}${Sign}` | 'lakh';

export interface WrittenNumber {
  readonly roles: readonly Role[];
  /** The digits before the fraction. */
  readonly whole: string;
  /** Four digits or more stand together. */
  readonly ungrouped: boolean;
  readonly percent: boolean;
  /** A currency or a unit. */
  readonly affix: string;
}

/** Undefined for what is no number. */
export function writtenNumber(text: string): WrittenNumber | undefined {
  if (text.length > longest) return undefined;
  const [, lead, digits, trail] = shape.exec(foldNumber(text).replace(/^([-+(]?)(?=[.,]\d)/, '$10')) ?? [];
  if (digits === undefined) return undefined;
  const around = `${lead.replace(signsAround, ' ')} ${trail.replace(signsAround, ' ')}`.trim();
  const percent = around === '%';
  if (around !== '' && !percent && affixKind(around) === undefined) return undefined;
  const read = rolesIn(digits);
  return read && { ...read, percent, affix: percent ? '' : around };
}

// A longer text is a number of no use, and need not be searched.
const longest = 400;
const shape = /^([^\d.,]{0,12}|\D{0,12}\.\s?)(\d(?:[\d.,'\u2019 \u00a0\u202f\u2009\u066b\u066c]*\d)?)(\D{0,12})$/;
const signsAround = /[-+()\s]+/g;

function rolesIn(digits: string): Pick<WrittenNumber, 'roles' | 'whole' | 'ungrouped'> | undefined {
  const parts = digits.split(/\D/);
  if (parts.includes('')) return undefined;
  const signs = [...digits].filter((each) => !/\d/.test(each)).map(signOf);
  const [first] = signs;
  const last = signs.at(-1);
  if (first === undefined || last === undefined) return { roles: [], whole: digits, ungrouped: digits.length > 3 };
  if (signs.length === 1) return oneSign(first, parts);
  if (signs.every((sign) => sign === first)) {
    const roles = grouping(first, parts);
    return roles && { roles, whole: parts.join(''), ungrouped: false };
  }
  const groups = parts.slice(0, -1);
  const before = signs.slice(0, -1);
  if (!isDecimal(digits, last) || !before.every((sign) => sign === first) || first === last) return undefined;
  const roles = grouping(first, groups);
  return roles && { roles: [...roles, `decimal${last}`], whole: groups.join(''), ungrouped: false };
}

function oneSign(
  sign: Sign,
  parts: readonly string[],
): Pick<WrittenNumber, 'roles' | 'whole' | 'ungrouped'> | undefined {
  const [whole, rest] = parts;
  if (sign === "'" || sign === ' ') {
    const roles = grouping(sign, parts);
    return roles && { roles, whole: parts.join(''), ungrouped: false };
  }
  const unclear = sign !== 'arabic' && rest.length === 3 && whole.length <= 3 && !whole.startsWith('0');
  return { roles: [unclear ? `either${sign}` : `decimal${sign}`], whole, ungrouped: whole.length > 3 };
}

/** Groups of three digits, or as in India of two before the last one. */
function grouping(sign: Sign, groups: readonly string[]): readonly Role[] | undefined {
  const [first, ...others] = groups;
  const last = others.at(-1);
  if (first.startsWith('0') || last?.length !== 3) return undefined;
  if (first.length <= 3 && others.every(({ length }) => length === 3)) return [`group${sign}`];
  const lakhs = first.length <= 2 && others.slice(0, -1).every(({ length }) => length === 2);
  return sign === ',' && lakhs ? ['group,', 'lakh'] : undefined;
}

function isDecimal(digits: string, sign: Sign): boolean {
  return sign === ',' || sign === '.' || (sign === 'arabic' && digits.includes(arabicDecimal));
}

function signOf(sign: string): Sign {
  if (sign === ',' || sign === '.') return sign;
  if (sign === arabicDecimal) return 'arabic';
  return sign === "'" || sign === '\u2019' || sign === arabicThousands ? "'" : ' ';
}
