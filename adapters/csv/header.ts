import { hasNames } from './begin.ts';
import { sameFields } from './borders.ts';
import { excerptOf } from './excerpts.ts';
import { columnKinds, filledOf, isPlaceholder, isValue, kindOf, typedColumns, wholeRuler } from './kinds.ts';
import { namesColumns } from './named.ts';
import { fitNames } from './names.ts';
import type { SampleRecord } from './sample.ts';

/** Which records of a table name its columns, and where its rows begin. */
export interface Header {
  /** How many records name the columns; 0 if none does. */
  readonly rows: number;
  /** The first record clearly names them. */
  readonly sure: boolean;
  /** A name for each column; blank where there is none. */
  readonly names: readonly string[];
  /** The fewest fields of a row: less than there are names, if all rows lack the last ones. */
  readonly least: number;
  /** The first record that is a row. */
  readonly body: number;
  /** What is left out or changed, for everybody; and what was decided, for those who ask. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

export interface StatedHeader {
  readonly header: 'auto' | 'first' | 'none';
  /** How many records name the columns; found if it is not given. */
  readonly headerRows: number | undefined;
}

/** `records`: from the first record of the table on. `width`: by which most of them agree. */
export function findHeader(records: readonly SampleRecord[], width: number, stated: StatedHeader): Header {
  const table = records.slice(0, evidenceRows).map(({ fields }) => fields);
  const isOpen = stated.header === 'auto' && stated.headerRows === undefined;
  const verdict = namesColumns(table);
  const { sure } = verdict;
  if (stated.header === 'none' || (isOpen && !verdict.named)) return unnamed(table, width, isOpen);
  const warnings: string[] = [];
  const notes: string[] = [];
  if (isOpen && !sure && table.length > 2) {
    const sentence = 'The first record is taken for the column names: it can not be told from a row.';
    (verdict.data > verdict.names ? warnings : notes).push(`${sentence} --set source.header=none reads it as a row.`);
  }
  const rows = Math.min(stated.headerRows ?? (isOpen ? headerRowsOf(table, width) : 1), table.length);
  if (rows > 1) warnings.push(`The first ${rows} records name the columns together.`);
  const given = rows > 1 ? joinRows(table.slice(0, rows)) : table[0];
  const { names, least, because } = fitNames(given, table.slice(rows), width);
  warnings.push(...because);
  const below = table[rows];
  const isRuled = below?.length === width && below.every((field) => ruler.test(field));
  if (isRuled || (below?.length === 1 && width > 1 && wholeRuler.test(below[0]))) {
    warnings.push('A ruled line stands below the column names and is no row.');
    return { rows, sure, names, least, body: rows + 1, warnings, notes };
  }
  if (isOpen && below !== undefined && areUnits(below, table.slice(rows + 1))) {
    warnings.push(`A record of units stands below the column names and is no row: ${excerptOf(below)}.`);
    return { rows, sure, names, least, body: rows + 1, warnings, notes };
  }
  return { rows, sure, names, least, body: rows, warnings, notes };
}

function unnamed(table: readonly (readonly string[])[], width: number, isFound: boolean): Header {
  const why = 'No record names the columns: the first one has numbers, dates or patterns where the others have them.';
  const names = Array.from({ length: Math.max(width, table[0].length) }, (_, at) => `Column ${at + 1}`);
  return { rows: 0, sure: false, names, least: width, body: 0, warnings: isFound ? [why] : [], notes: [] };
}

/** More records name the columns if they have text where all others have numbers or dates. */
function headerRowsOf(table: readonly (readonly string[])[], width: number): number {
  for (let rows = mostNamed; rows > 1; rows--) {
    const body = table.slice(rows);
    const upper = table.slice(1, rows);
    const typed = typedColumns(columnKinds(body));
    // One column is too little to take a row for names: its one value may be missing. Names over several columns are more.
    const spans = table[0].some((field) => field.trim() === '') || new Set(table[0]).size < table[0].length;
    if (body.length < 2 || typed.length === 0) continue;
    if (typed.length < (spans && rows < 4 ? 1 : 2) && !(rows === 2 && width > 2 && namesOthers(table.slice(1))))
      continue;
    const isNamed = upper.every((fields) => fields.length === width && goesOn(fields, typed));
    // The same names again are no second part of them.
    const isDistinct = upper.every((fields) => new Set(fields).size > 1 && !sameFields(fields, table[0]));
    const isUnits = upper.some((fields) => areUnits(fields, body) || fields.every((field) => ruler.test(field)));
    if (isNamed && isDistinct && !isUnits && typed.every((at) => !isValue(table[0][at] ?? ''))) return rows;
  }
  return isSpanning(table, width) ? 2 : 1;
}

/** Names that are unlike the values of other columns too. */
function namesOthers(table: readonly (readonly string[])[]): boolean {
  const { sure, names } = namesColumns(table);
  return sure && names > 2 && filledOf(table[0]).length === table[0].length;
}

/** Names above numbers or dates, or what goes on with some of them: then the others may be blank. */
function goesOn(fields: readonly string[], typed: readonly number[]): boolean {
  if (hasNames(fields, typed)) return true;
  const filled = typed.filter((at) => (fields[at] ?? '').trim() !== '');
  return filled.length > 1 && filled.length * 2 > typed.length && hasNames(fields, filled);
}

/** All text: a first record of names over several columns, and a full one below it that clearly names columns. */
function isSpanning([groups, names, ...body]: readonly (readonly string[])[], width: number): boolean {
  if (names === undefined || body.length < 3 || groups.length !== width || names.length !== width) return false;
  const blanks = width - filledOf(groups).length;
  const isFull = filledOf(names).length === width && new Set(names).size === width && !names.some(isValue);
  const isSpan = blanks > 0 && blanks * 3 >= width && filledOf(groups).length > 1 && !groups.some(isValue);
  return isSpan && isFull && namesColumns([names, ...body]).sure;
}

/** `Disk` over `Size` and `Free` is `Disk / Size` and `Disk / Free`. */
function joinRows(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(...rows.map((row) => row.length));
  const filled = rows.map((row, index) => {
    let before = '';
    return Array.from({ length: width }, (_, at) => {
      const own = (row[at] ?? '').trim();
      if (own !== '') before = own;
      // The last row has no spans: what is blank there is blank.
      return own !== '' || index === rows.length - 1 || (rows[index + 1][at] ?? '').trim() === '' ? own : before;
    });
  });
  return Array.from({ length: width }, (_, at) => {
    const parts = filled.map((row) => row[at]).filter((part) => part !== '');
    return parts.filter((part, index) => part !== parts[index - 1]).join(' / ');
  });
}

/** What stands in brackets or is a unit, above columns of numbers or dates; or kinds of values, one for each column. */
function areUnits(fields: readonly string[], body: readonly (readonly string[])[]): boolean {
  const filled = filledOf(fields).filter((field) => !isPlaceholder(field));
  if (filled.length === 0 || body.length === 0) return false;
  if (filled.length > 1 && filled.length === fields.length && filled.every((field) => typeName.test(field.trim())))
    return new Set(body.map((row) => row[0])).size > 1;
  // All in brackets, as no value is.
  const areEnclosed = filled.length > 1 && filled.every((field) => bracketed.test(field.trim()));
  if (areEnclosed && !body.some((row) => row.some((field) => bracketed.test(field.trim())))) return true;
  if (!filled.every((field) => unit.test(field.trim()))) return false;
  const typed = typedColumns(columnKinds(body));
  return typed.some((at) => kindOf(fields[at] ?? '') === 'text' && !isPlaceholder(fields[at]));
}

const evidenceRows = 200;
const mostNamed = 5;
const ruler = /^\s*:?[-=_]{2,}:?\s*$/;
const typeName =
  /^(?:text|string|str|char|varchar2?(?:\(\d+\))?|int|integer|bigint|smallint|number|numeric|decimal(?:\([\d, ]+\))?|float|double|real|bool|boolean|date|datetime|time|timestamp)$/i;
const bracketed = /^(?:\[[^\]]*\]|\([^)]*\))$/;
const unit =
  /^(?:\[[^\]]{1,20}\]|\([^)]{1,20}\)|in .{1,6}|[µmkcdn]?m[²³23]?|[kmµ]?g|t|lbs?|oz|ft|in|[mc]?l|[munµ]?s|sec|min|h|hrs?|days?|years?|[kmgtp]?i?b(?:\/s|ps)?|bytes?|bits?|[kmg]?hz|[km]?[vaw]|[km]?wh|°\s?[cf]?|[kmgh]?pa|bar|psi|%|€|\$|£|eur|usd|gbp|chf|pcs\.?|units?|stk\.?|stück|count|#|k€|km\/h|m\/s|rpm|ppm|db|mm²|cm²|km²|kb|mb|gb|tb)$/i;
