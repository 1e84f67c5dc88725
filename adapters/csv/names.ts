import { type ColumnKind, columnKinds, extentOf, filledOf, type Kind } from './kinds.ts';

/** Column names as many as there are columns. */
export interface FittedNames {
  /** Blank where a column has none. */
  readonly names: readonly string[];
  /** The fewest fields of a row: less than there are names, if all rows lack the last ones. */
  readonly least: number;
  readonly because: readonly string[];
}

type Rows = readonly (readonly string[])[];

/** Fits a header to the width by which nearly all rows agree: it may be shorter or longer, by a delimiter or by names. */
export function fitNames(given: readonly string[], body: Rows, width: number): FittedNames {
  const agreeing = body.filter((fields) => fields.length === width);
  const kept = { names: given, least: given.length, because: [] };
  if (body.length > 0 && given.length === width) return withoutBlankEnd(given, body) ?? kept;
  if (body.length === 0 || agreeing.length / body.length < 0.9) return kept;
  return given.length > width ? fewerFields(given, width) : moreFields(given, body, agreeing, width);
}

/** All lines end with delimiters, behind which nothing ever stands. */
function withoutBlankEnd(given: readonly string[], body: Rows): FittedNames | undefined {
  const count = extentOf(given);
  if (count === given.length || count < 2 || body.some((fields) => filledOf(fields.slice(count)).length > 0))
    return undefined;
  return { names: given.slice(0, count), least: count, because: [] };
}

function fewerFields(given: readonly string[], width: number): FittedNames {
  // Names that end with delimiters.
  if (extentOf(given) <= width) return { names: given.slice(0, width), least: width, because: [] };
  const facts = `The column names are ${given.length}, the records have ${width} fields`;
  const filled = filledOf(given);
  if (filled.length === width)
    return { names: filled, least: width, because: [`${facts}: blank names are no columns.`] };
  const last = given.length - width === 1 ? 'the last column is' : `the last ${given.length - width} columns are`;
  return { names: given, least: width, because: [`${facts}: ${last} blank.`] };
}

function moreFields(given: readonly string[], body: Rows, agreeing: Rows, width: number): FittedNames {
  const count = given.length;
  // Rows that end with delimiters.
  if (body.every((fields) => filledOf(fields.slice(count)).length === 0))
    return { names: given, least: count, because: [] };
  const facts = `The column names are ${count}, the records have ${width} fields`;
  if (count === width - 1) {
    const at = unnamedAt(given, agreeing, width);
    const which = at === 0 ? 'the first one names the row and' : at === width - 1 ? 'the last one' : `field ${at + 1}`;
    const names = [...given.slice(0, at), '', ...given.slice(at)];
    return { names, least: width, because: [`${facts}: ${which} has no name.`] };
  }
  const names = [...given, ...Array.from({ length: width - count }, () => '')];
  return { names, least: width, because: [`${facts}: the last ones have no name.`] };
}

/** Which column has no name: the one without which the others fit their values best; the first or the last if that says nothing. */
function unnamedAt(given: readonly string[], body: Rows, width: number): number {
  const kinds = columnKinds(body);
  const scores = Array.from({ length: width }, (_, at) => scoreOf(given, kinds, at));
  const usual = nameRows(body) && scores[0] >= scores[width - 1] ? 0 : width - 1;
  // A column in the middle takes more. A delimiter is missing before it, and its name stands in the one before.
  const best = scores.lastIndexOf(Math.max(...scores));
  return scores[best] > scores[usual] + 1 ? best : usual;
}

function scoreOf(given: readonly string[], kinds: readonly ColumnKind[], unnamed: number): number {
  return given.reduce((sum, name, at) => sum + affinity(name, kinds[at < unnamed ? at : at + 1].kind), 0);
}

/** The first fields are names or numbers of the rows, each once: R and pandas write and read tables so. */
function nameRows(body: Rows): boolean {
  const first = body.map(([field]) => field.trim());
  return !first.includes('') && new Set(first).size === first.length;
}

/** Whether a name fits the values below it: 1 if it does, -1 if it does not, 0 if it says nothing. */
function affinity(name: string, kind: Kind): number {
  if (kind === 'blank') return 0;
  const expected = expectations.find(([, pattern]) => pattern.test(name.trim()))?.[0];
  if (expected === undefined) return 0;
  return expected.includes(kind) ? 1 : -1;
}

/** What stands below names that say it. */
const expectations: readonly (readonly [readonly Kind[], RegExp])[] = [
  [['address'], /url|link|mail|^ip\b|ip ?address|website/i],
  [['date'], /^date|[ _]date$|datum|birth|joined|created|valid from/i],
  [['time', 'date'], /^time|[ _]time$|uhrzeit/i],
  [
    ['number'],
    /^(?:id|nr|no|number|#|key|index|row|pos)\.?$|[ _]id$|\b[A-Z]+ID$|qty|quantity|\bcount\b|price|preis|amount|betrag|cost|weight|^age$|^year$|population|salary|pieces|percent|discount|share/i,
  ],
  [
    ['text'],
    /name|type|descr|comment|^notes?|city|country|status|^state$|title|owner|person|street|category|serial|asset/i,
  ],
];
