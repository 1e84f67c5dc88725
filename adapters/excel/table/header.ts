import type { HeadRow } from './head.ts';
import { countsUp, isPlaceholder, isValue, typedColumns } from './kinds.ts';
import type { Area } from './row-sink.ts';

/** Which rows stand before a table, and which name its columns. */
export interface Header {
  /** How many rows stand above the column names. */
  readonly titles: number;
  /** How many rows name the columns; 0 if none does. */
  readonly rows: number;
}

/**
 * Finds the header of a sheet. Rows are left out above it only if what follows is clearly a table; else the first row names the
 * columns, or none does. `known`: how many rows stand above the names, where that is known.
 */
export function findHeader(rows: readonly HeadRow[], merges: readonly Area[], known?: number): Header {
  const titles = known ?? titlesAbove(rows, merges);
  const table = rows.slice(titles);
  if (titles === 0 && isData(table)) return { titles, rows: 0 };
  return { titles, rows: headerRows(table, merges) };
}

/** How many rows are titles and notes above a table: rows with little in them, before one that names columns of the rows below. */
function titlesAbove(rows: readonly HeadRow[], merges: readonly Area[]): number {
  const most = Math.min(rows.length - 1, mostTitles);
  for (let at = 1; at <= most; at++) {
    const row = rows[at];
    const columns = columnsOf(row, merges);
    if (!rows.slice(0, at).every((above) => isNote(above, columns.size, rows[at].position - rows[at - 1].position > 1)))
      continue;
    if (!namesColumns(row, columns) || !fits(rows, at, columns)) continue;
    let first = at;
    while (first > 0 && isSpan(rows[first - 1], rows[first], merges)) first--;
    return first;
  }
  return 0;
}

/** The columns that a row fills, with those that its merged cells cover. */
function columnsOf({ position, cells }: HeadRow, merges: readonly Area[]): ReadonlySet<number> {
  const columns = new Set(cells.keys());
  for (const { top, bottom, left, right } of merges)
    if (top === position && bottom === position && cells.has(left) && right - left < mostNames)
      for (let column = left; column <= right; column++) columns.add(column);
  return columns;
}

/** A row with little in it: at most half of what names the columns; a name and its value, if a blank row follows. */
function isNote({ cells }: HeadRow, names: number, gap: boolean): boolean {
  return cells.size * 2 <= names || (gap && cells.size <= 2 && names >= 3);
}

/** Distinct texts beside each other. */
function namesColumns({ cells }: HeadRow, columns: ReadonlySet<number>): boolean {
  const texts = [...cells.values()].map((text) => text.trim().toLowerCase());
  const span = Math.max(...columns) - Math.min(...columns) + 1;
  return (
    cells.size >= 2 &&
    columns.size <= mostNames &&
    span - columns.size <= columns.size / 4 &&
    new Set(texts).size === texts.length &&
    texts.every((text) => !isValue(text) && !isPlaceholder(text))
  );
}

/** The rows below fill these columns, and hardly any other. Where there are but two, or none has values, it takes more evidence. */
function fits(rows: readonly HeadRow[], at: number, columns: ReadonlySet<number>): boolean {
  const header = rows[at];
  const body = rows.slice(at + 1, at + 1 + looked);
  if (body.length === 0) return false;
  const names = columns.size;
  let [cells, inside] = [0, 0];
  for (const row of body) {
    cells += row.cells.size;
    for (const column of row.cells.keys()) if (columns.has(column)) inside++;
  }
  const half = body.filter((row) => row.cells.size * 2 >= names).length;
  const fullest = Math.max(...body.map((row) => row.cells.size));
  if (inside < cells * 0.9 || half * 3 < body.length * 2 || names * 3 < fullest * 2) return false;
  const isTyped = typedColumns(body).some((column) => columns.has(column));
  const gap = header.position - rows[at - 1].position > 1;
  if (names === 2) return isTyped && body.length >= 2;
  return gap || (isTyped ? body.length >= 2 : body.length >= 3);
}

/** A row of names over several columns each, right above those. */
function isSpan(above: HeadRow, row: HeadRow, merges: readonly Area[]): boolean {
  if (above.position !== row.position - 1) return false;
  const wide = merges.filter((area) => area.bottom === above.position && area.right > area.left);
  const width = row.cells.size;
  if (wide.some((area) => area.right - area.left + 1 < width && area.top === above.position)) return true;
  // Notes begin at the left, one beside the other.
  const columns = [...above.cells.keys()].sort((a, b) => a - b);
  return columns.length >= 2 && columns.some((column, index) => index > 0 && column - columns[index - 1] > 1);
}

/** The first row has what the others have: in each column of values a value. */
function isData(table: readonly HeadRow[]): boolean {
  const [first, ...body] = table;
  const values = [...first.cells.values()].filter((text) => isValue(text)).length;
  if (values === 0 || (countsUp(first) && !(body.length > 0 && body.every(countsUp)))) return false;
  const typed = typedColumns(body);
  const held = typed.filter((column) => first.cells.has(column));
  if (held.length > 0) return held.every((column) => isValue(first.cells.get(column) ?? ''));
  return typed.length === 0;
}

/** How many rows name the columns together. */
function headerRows(table: readonly HeadRow[], merges: readonly Area[]): number {
  let rows = 1;
  while (rows < mostHeaderRows && rows < table.length - 1 && isNamedBelow(table, rows, merges)) rows++;
  return rows;
}

/** Whether the row after the first `rows` ones names columns, too. */
function isNamedBelow(table: readonly HeadRow[], rows: number, merges: readonly Area[]): boolean {
  const upper = table[rows - 1];
  const lower = table[rows];
  if (lower.position !== upper.position + 1) return false;
  if ([...lower.cells.values()].some((text) => isPlaceholder(text))) return false;
  const isText = [...lower.cells.values()].every((text) => !isValue(text));
  const first = table[0].position;
  const tall = merges.some((area) => area.top >= first && area.top <= upper.position && area.bottom >= lower.position);
  if (tall) return isText || countsUp(lower);
  const wide = merges.filter(
    (area) => area.top === upper.position && area.bottom === upper.position && area.right > area.left,
  );
  const body = table.slice(rows + 1);
  const isUnder = [...lower.cells.keys()].every((column) => {
    const span = wide.find((area) => area.left <= column && column <= area.right);
    return span !== undefined || !upper.cells.has(column);
  });
  const spread = wide.some(
    (area) => [...lower.cells.keys()].filter((c) => area.left <= c && c <= area.right).length >= 2,
  );
  const missing = [...upper.cells.keys()].some((column) => !lower.cells.has(column));
  const under = new Set(lower.cells.values()).size;
  // Names under merged names, and nothing under the others, which the rows below have: these are no values.
  if (isUnder && spread && (isText || countsUp(lower)) && (missing || typedColumns(body).length > 0)) return true;
  // One name over all columns is a title, or the first of the rows.
  if (body.length < 2 || !isText || under < 2 || upper.cells.size < 2) return false;
  const typed = typedColumns(body);
  const counts = countsUp(upper);
  const blank = [...lower.cells.keys()].some((column) => !upper.cells.has(column));
  return (
    typed.length >= (blank ? 1 : 2) &&
    typed.every((column) => lower.cells.has(column) && (counts || !isValue(upper.cells.get(column) ?? '')))
  );
}

/** The names of the columns from `first` to `last`: `Disk` over `Size` and `Free` gives `Disk / Size` and `Disk / Free`. */
export function joinedNames(
  rows: readonly HeadRow[],
  first: number,
  last: number,
  merges: readonly Area[],
): readonly string[] {
  const names: string[][] = Array.from({ length: last - first + 1 }, () => []);
  for (const [index, { position, cells }] of rows.entries()) {
    const wide = merges.filter((area) => area.top <= position && position <= area.bottom && area.right > area.left);
    const below = rows[index + 1];
    let before = '';
    for (let column = first; column <= last; column++) {
      const own = (cells.get(column) ?? '').trim();
      if (own !== '') before = own;
      const span = wide.find((area) => area.left <= column && column <= area.right);
      // Without merged cells, a name holds for the columns up to the next one, where the row below has names.
      const held = span === undefined ? (wide.length > 0 ? '' : before) : (cells.get(span.left) ?? '').trim();
      const name = own !== '' || below === undefined || !below.cells.has(column) ? own : held;
      const parts = names[column - first];
      if (name !== '' && name !== parts.at(-1)) parts.push(name);
    }
  }
  // A name over several lines is one name.
  return names.map((parts) => parts.join(' / ').replace(/\s+/gu, ' '));
}

const mostTitles = 30;
const mostHeaderRows = 4;
const mostNames = 1000;
const looked = 100;
