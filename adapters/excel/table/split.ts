import type { HeadRow } from './head.ts';
import { isValue, typedColumns } from './kinds.ts';

/** A part of a sheet that is a table of its own, with the line of text right above it. */
export interface Block {
  readonly title: string | undefined;
  /** How many rows stand above its column names; undefined where that is to be found. */
  readonly titles: number | undefined;
  readonly rows: readonly HeadRow[];
}

/**
 * The tables of a sheet, one under another or side by side. A sheet is divided only if each piece is clearly a table with column
 * names of its own: blank rows and columns alone divide nothing.
 */
export function blocksOf(rows: readonly HeadRow[]): readonly Block[] {
  const under = blocksUnder(rows);
  if (under.length > 1) return under;
  const beside = blocksBeside(rows);
  return beside.length > 1 ? beside : [{ title: undefined, titles: undefined, rows }];
}

function blocksUnder(rows: readonly HeadRow[]): readonly Block[] {
  const pieces: HeadRow[][] = [];
  for (const row of rows) {
    const piece = pieces.at(-1);
    const before = piece?.at(-1);
    if (piece === undefined || before === undefined || row.position - before.position > 1) pieces.push([row]);
    else piece.push(row);
  }
  const blocks: Block[] = [];
  let lines: HeadRow[] = [];
  for (const piece of pieces) {
    const titled = [...lines, ...piece];
    const start = titled.findIndex((row) => row.cells.size > 1);
    // A line of its own is the title of what follows.
    if (start < 0) {
      lines = titled;
      continue;
    }
    lines = [];
    const table = titled.slice(start);
    if (start > mostLines || !isTable(table)) return [];
    blocks.push({ title: start === 0 ? undefined : firstText(titled[start - 1]), titles: start, rows: titled });
  }
  // Names like those above go on with the same table.
  const [first, ...others] = blocks;
  if (first === undefined || lines.length > 0) return [];
  const names = namesOf(first.rows);
  return others.some((block) => block.title === undefined && namesOf(block.rows) === names) ? [] : blocks;
}

function blocksBeside(rows: readonly HeadRow[]): readonly Block[] {
  const used = new Set<number>();
  for (const { cells } of rows) for (const column of cells.keys()) used.add(column);
  const columns = [...used].sort((a, b) => a - b);
  const spans: { left: number; right: number }[] = [];
  for (const column of columns) {
    const span = spans.at(-1);
    if (span !== undefined && column - span.right === 1) span.right = column;
    else spans.push({ left: column, right: column });
  }
  if (spans.length < 2 || spans.length > mostBeside) return [];
  const blocks = spans.map(({ left, right }) => {
    const cut = rows.flatMap(({ position, cells }) => {
      const own = new Map([...cells].filter(([column]) => column >= left && column <= right));
      return own.size === 0 ? [] : [{ position, cells: own }];
    });
    const start = cut.findIndex((row) => row.cells.size > 1);
    return { title: start > 0 ? firstText(cut[start - 1]) : undefined, titles: start, rows: cut };
  });
  const isEach = blocks.every(({ rows: cut, titles }) => titles >= 0 && titles <= 1 && isTable(cut.slice(titles)));
  if (!isEach) return [];
  // Rows that begin and end together, under names that differ, are rows of one table with a blank column.
  const [first, ...others] = blocks;
  const differs = others.every(
    (block) =>
      namesOf(block.rows) === namesOf(first.rows) ||
      (block.title !== undefined && first.title !== undefined) ||
      Math.abs(lastOf(block.rows) - lastOf(first.rows)) > 1,
  );
  return differs ? blocks : [];
}

/** Distinct names, rows below that have no gap and no more cells, and a column of values under a name. */
function isTable(rows: readonly HeadRow[]): boolean {
  const [header, ...body] = rows;
  const names = [...header.cells.values()].map((text) => text.trim().toLowerCase());
  const columns = [...header.cells.keys()];
  const span = Math.max(...columns) - Math.min(...columns) + 1;
  if (names.length < 2 || span !== names.length || new Set(names).size < names.length) return false;
  if (body.length < 2 || names.some(isValue)) return false;
  if (body.some((row) => row.cells.size * 2 < names.length)) return false;
  if (body.some((row) => [...row.cells.keys()].some((column) => !header.cells.has(column)))) return false;
  return typedColumns(body).length > 0;
}

function namesOf(rows: readonly HeadRow[]): string {
  const header = rows.find((row) => row.cells.size > 1);
  return [...(header?.cells.values() ?? [])].map((text) => text.trim().toLowerCase()).join('\n');
}

function firstText({ cells }: HeadRow): string {
  const [text = ''] = cells.values();
  return text;
}

function lastOf(rows: readonly HeadRow[]): number {
  return rows[rows.length - 1].position;
}

const mostLines = 3;
const mostBeside = 20;
