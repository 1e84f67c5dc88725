import { isPlaceholder, isValue, type Kind, kindOf } from './kinds.ts';

/** Whether the first record of a table names its columns, with what speaks for it. */
export interface Verdict {
  readonly named: boolean;
  /** Clearly more speaks for it than against it. */
  readonly sure: boolean;
  /** What speaks for names, and against them. */
  readonly names: number;
  readonly data: number;
}

/**
 * Compares the first record with those below it, column by column: names differ from values in kind, pattern, length, case and
 * digits, and do not come again among them.
 */
export function namesColumns(table: readonly (readonly string[])[]): Verdict {
  const [first, ...others] = table;
  const body = others.filter((fields) => !isSame(fields, first)).slice(0, mostRows);
  if (body.length === 0) return aloneVerdict(first, others.length > 0);
  const counting = countsUp(first) && !body.every(countsUp);
  let names = 0;
  let data = 0;
  for (const [at, field] of first.entries()) {
    const rest = body.map((fields) => (fields[at] ?? '').trim()).filter((each) => each !== '');
    const vote = voteOf(field.trim(), rest, counting);
    if (vote > 0) names += vote;
    else data -= vote;
  }
  if (data > 0 && new Set(filled(first)).size < filled(first).length) data++;
  names += Math.min(2, first.filter((field) => usual.test(field.trim())).length);
  const named = !(data >= 2 && (names === 0 || data >= 3 * names));
  return { named, sure: named && names >= 2 && names >= 2 * data, names, data };
}

/** A record alone has names, unless half of it is numbers and dates, or a third of it, and one of these could be no name. */
function aloneVerdict(first: readonly string[], repeated: boolean): Verdict {
  const values = first.filter(isValue);
  const few = values.length * 2 <= filled(first).length;
  const fewer = values.length * 3 < filled(first).length || !values.some(isNoName);
  const named = repeated || countsUp(first) || (few && fewer);
  return { named, sure: false, names: 0, data: 0 };
}

/** Columns are called by years and small numbers, but not by amounts, dates and addresses. */
function isNoName(field: string): boolean {
  return !/^\d{1,4}$/.test(field.trim());
}

/** Positive for a name above the others, negative for one more of them. */
function voteOf(first: string, rest: readonly string[], counting: boolean): number {
  if (rest.length === 0 || first === '') return 0;
  const kinds = rest.map(kindOf);
  const kind = majority(kinds, 0.9);
  if (kind !== undefined && kind !== 'text') return typedVote(first, kind, counting);
  // Numbers and dates mixed are no text either.
  if (kinds.filter((each) => each === 'text').length * 10 <= kinds.length)
    return isValue(first) ? 0 : nameVote(first, 2);
  return isValue(first) ? 0 : textVote(first, rest);
}

function typedVote(first: string, kind: Kind, counting: boolean): number {
  const own = kindOf(first);
  if (own === kind) return kind === 'number' && counting ? 1 : -2;
  return own === 'text' ? nameVote(first, 2) : 1;
}

function nameVote(first: string, weight: number): number {
  return isPlaceholder(first) ? 0 : weight;
}

function textVote(first: string, rest: readonly string[]): number {
  const distinct = new Set(rest);
  if (distinct.has(first)) return -2;
  if (rest.length < 3) return 0;
  const shape = majority(rest.map(shapeOf), 0.9);
  if (shape !== undefined && /9/.test(shape) && distinct.size > 1) return shapeOf(first) === shape ? -2 : 2;
  const withDigits = rest.filter((field) => /\d/.test(field)).length / rest.length;
  if (withDigits >= 0.8 && !/\d/.test(first)) return 1;
  const length = majority(
    rest.map((field) => field.length),
    1,
  );
  if (length !== undefined && distinct.size > 1) return length === first.length ? -0.5 : 1;
  if (rest.length >= 4 && distinct.size * 2 <= rest.length) return 1;
  const shapeOfCase = majority(rest.map(caseOf), 0.9);
  if (shapeOfCase !== undefined && caseOf(first) !== shapeOfCase) return 1;
  return rest.every((field) => field.length > first.length * 1.5) ? 1 : 0;
}

/** `PC-0042` is `A-9`: kinds of signs, not how many, so that identifiers of one series are alike. */
function shapeOf(field: string): string {
  return field
    .slice(0, 60)
    .replace(/\p{Lu}+/gu, 'A')
    .replace(/\p{Ll}+/gu, 'a')
    .replace(/\d+/g, '9')
    .replace(/\s+/g, ' ');
}

function caseOf(field: string): string {
  if (field === field.toUpperCase()) return field === field.toLowerCase() ? 'none' : 'upper';
  return field === field.toLowerCase() ? 'lower' : /^\p{Lu}/u.test(field) ? 'title' : 'mixed';
}

function majority<Value>(values: readonly Value[], share: number): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const [value, count] of counts) if (count >= share * values.length) return value;
  return undefined;
}

/** `Site;2024;2025` and `;1;2;3` name columns: they count up, and two years do. */
function countsUp(fields: readonly string[]): boolean {
  const numbers = fields.filter((field) => /^\d+$/.test(field.trim())).map(Number);
  const years = numbers.every((year) => year > 1900 && year < 2100);
  if (numbers.length < (years ? 2 : 3)) return false;
  const step = numbers[1] - numbers[0];
  return (
    (step === 1 || (years && step !== 0)) && numbers.every((each, at) => at === 0 || each - numbers[at - 1] === step)
  );
}

function isSame(fields: readonly string[], others: readonly string[]): boolean {
  return fields.length === others.length && fields.every((field, at) => field.trim() === others[at].trim());
}

function filled(fields: readonly string[]): readonly string[] {
  return fields.map((field) => field.trim()).filter((field) => field !== '');
}

const mostRows = 200;

/** What columns are called in many files. */
const usual =
  /^(?:id|key|nr\.?|no\.?|#|code|name|first ?name|last ?name|vorname|nachname|date|datum|time|year|month|type|typ|status|state|city|ort|country|land|region|street|address|e-?mail|phone|price|preis|amount|quantity|qty|menge|total|value|wert|description|beschreibung|comments?|notes?|title|category|url|version|owner|model|serial|serial ?number|host ?name|department|location|manufacturer|vendor|product)$/i;
