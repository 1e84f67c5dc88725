import { nameColumns } from '../../../core/adapter/columns.ts';
import type { Column } from '../../../core/adapter/contract.ts';
import { excerpt } from '../../../core/adapter/printable.ts';
import type { TablePlace } from './batch-sink.ts';
import { footerRows } from './footer.ts';
import { areaOfRows, type HeadRow, type HeadSink, textOfRows } from './head.ts';
import { findHeader, type Header, joinedNames } from './header.ts';
import { isValue, typedColumns } from './kinds.ts';
import { type Area, columnLetters } from './row-sink.ts';
import { blocksOf } from './split.ts';

/** A table in a sheet: its columns, and where it stands. */
export interface Table {
  /** What it is called beside the other tables of its sheet, if it is called anything. */
  readonly title: string | undefined;
  readonly columns: readonly Column[];
  readonly place: TablePlace;
  /** Sentences about what was decided, and those about what is left out. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** A table that the book itself knows: its area holds its names, rows and totals. */
export interface NamedTable {
  readonly name: string;
  readonly area: Area;
  readonly headerRows: number;
  readonly totalsRows: number;
}

export interface Stated {
  readonly headerRow: number | undefined;
  readonly skipHidden: boolean;
  /** Columns are called what the program shows in their header, not what it holds there. */
  readonly shown?: boolean;
}

/** The tables of a sheet. None: it has no cells, or none in the header row that was given. */
export function tablesOf(
  head: HeadSink,
  named: readonly NamedTable[],
  { headerRow, skipHidden }: Stated,
): readonly Table[] {
  const hidden = skipHidden ? head.hidden : new Set<number>();
  const { rows } = head;
  if (rows.length === 0) return [];
  if (headerRow === 0) return [tableIn(head, { rows, header: { titles: 0, rows: 0 }, hidden, stated: true })];
  if (headerRow !== undefined) {
    const titles = rows.findIndex((row) => row.position === headerRow);
    return titles < 0 ? [] : [tableIn(head, { rows, header: { titles, rows: 1 }, hidden, stated: true })];
  }
  const known = namedTables(head, named, hidden);
  if (known !== undefined) return known;
  const blocks = head.whole ? blocksOf(rows) : [{ title: undefined, titles: undefined, rows }];
  return blocks.map(({ title, titles, rows: own }, index) =>
    tableIn(head, {
      rows: own,
      header: findHeader(own, head.merges, titles),
      hidden,
      ...(blocks.length > 1 ? { title, first: index === 0, area: areaOfRows(own) } : {}),
    }),
  );
}

/** Whether merged cells, which a book may list behind its rows, could tell more about the column names. */
export function needsMerges(head: HeadSink): boolean {
  if (head.merges.length > 0) return false;
  const [upper, lower] = head.rows.slice(findHeader(head.rows, []).titles);
  if (lower === undefined || upper.cells.size > head.lastColumn - head.firstColumn) return false;
  return [...lower.cells.values()].every((text) => !isValue(text));
}

/**
 * The tables that the book itself knows, if they are what the sheet is about. Where more cells stand beside them, the sheet is read
 * as it is, and they are further datasets.
 */
function namedTables(
  head: HeadSink,
  named: readonly NamedTable[],
  hidden: ReadonlySet<number>,
): readonly Table[] | undefined {
  const tables = named.flatMap(({ name, area, headerRows, totalsRows }) => {
    const rows = head.rows.flatMap((row) =>
      row.position < area.top || row.position > area.bottom ? [] : cut(row, area),
    );
    if (rows.length === 0) return [];
    const names = rows.findIndex((row) => row.position >= area.top + headerRows);
    const header = { titles: 0, rows: names < 0 ? rows.length : names };
    const ends = { ...area, bottom: area.bottom - totalsRows };
    const table = tableIn(head, { rows, header, hidden, title: name, area: ends, stated: true });
    const totals = rows.filter((row) => row.position > ends.bottom);
    if (totalsRows === 0 || (head.whole && totals.length === 0)) return [table];
    const found = totals.length > 0 ? quoted(totals) : `row ${area.bottom}`;
    return [{ ...table, warnings: [`The totals of its table are left out: ${found}.`, ...table.warnings] }];
  });
  if (tables.length === 0) return undefined;
  const rest = head.rows.flatMap((row) => {
    const cells = [...row.cells].filter(([column]) => !named.some(({ area }) => contains(area, row.position, column)));
    return cells.length === 0 ? [] : [{ position: row.position, cells: new Map(cells) }];
  });
  const inside =
    head.rows.reduce((sum, row) => sum + row.cells.size, 0) - rest.reduce((sum, row) => sum + row.cells.size, 0);
  const outside = rest.reduce((sum, row) => sum + row.cells.size, 0);
  const lastOfTables = Math.max(...named.map(({ area }) => area.bottom));
  // What stands below the rows that are known may be rows that the table was not told of.
  const below = head.whole ? 0 : head.lastRow - lastOfTables;
  if (outside * 4 > inside || below * 4 > lastOfTables) {
    const { rows } = head;
    return [tableIn(head, { rows, header: findHeader(rows, head.merges), hidden }), ...tables];
  }
  if (rest.length === 0) return tables;
  const said = `${outside === 1 ? '1 cell outside of its table is' : `${outside} cells outside of its tables are`} left out: ${quoted(rest)}.`;
  return tables.map((table, index) => (index === 0 ? { ...table, warnings: [said, ...table.warnings] } : table));
}

function cut(row: HeadRow, { left, right }: Area): HeadRow[] {
  const cells = [...row.cells].filter(([column]) => column >= left && column <= right);
  return cells.length === 0 ? [] : [{ position: row.position, cells: new Map(cells) }];
}

function contains({ top, bottom, left, right }: Area, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

interface Cut {
  readonly rows: readonly HeadRow[];
  readonly header: Header;
  readonly hidden: ReadonlySet<number>;
  readonly title?: string | undefined;
  /** It is the first table of its sheet, and called like that. */
  readonly first?: boolean;
  /** The table is this area of the sheet, and what stands beside it is not its own. */
  readonly area?: Area;
  /** The header was given, so nothing is to be said of it. */
  readonly stated?: boolean;
}

function tableIn(head: HeadSink, { rows, header, hidden, title, first = false, area, stated = false }: Cut): Table {
  const [notes, warnings]: [string[], string[]] = [[], []];
  const titles = rows.slice(0, header.titles);
  const names = rows.slice(header.titles, header.titles + header.rows);
  const body = rows.slice(header.titles + header.rows);
  const used = areaOfRows([...names, ...body]);
  // What lies beyond the rows that are known is at least within these columns.
  const left = area?.left ?? (head.whole ? used.left : Math.min(used.left, head.firstColumn));
  const right = area?.right ?? (head.whole ? used.right : Math.max(used.right, head.lastColumn));
  const footers = stated || !head.whole || header.rows === 0 ? 0 : footerRows(body, left, right - left + 1);
  const footer = body.slice(body.length - footers);
  const repeated = stated || names.length === 0 ? [] : repeatedNames(names, body);
  if (!stated && header.rows === 0)
    notes.push('No row names the columns: the first one has numbers or dates where the others have them.');
  if (header.rows > 1)
    notes.push(`Rows ${names[0].position} to ${names[names.length - 1].position} name the columns together.`);
  else if (!stated && header.titles > 0) notes.push(`The column names are in row ${names[0].position}.`);
  // A title by which the table is called is not left out.
  if (!stated && titles.length > (title === undefined || first ? 0 : 1))
    warnings.push(`What stands above the column names is left out: ${quoted(titles)}.`);
  if (footer.length > 0) warnings.push(`What stands below the rows is left out: ${quoted(footer)}.`);
  if (repeated.length > 0) {
    const count = repeated.length === 1 ? '1 row that repeats' : `${repeated.length} rows that repeat`;
    warnings.push(`${count} the column names${repeated.length === 1 ? ' is' : ' are'} left out.`);
  }
  const columns = Array.from({ length: right - left + 1 }, (_, index) => left + index).filter(
    (column) => !hidden.has(column),
  );
  const shown = names.map((row) => head.shownRows.get(row.position) ?? row);
  const given = joinedNames(shown, left, right, head.merges);
  const written = nameColumns(
    columns.map((column) => given[column - left]),
    (sentence) => names.length > 0 && notes.push(sentence),
    (index) => `Column ${columnLetters(columns[index])}`,
  );
  const headerRow = names.at(-1)?.position ?? (area === undefined ? 0 : area.top - 1);
  return {
    title,
    columns: written.map((name) => ({ name, type: 'text' })),
    place: {
      headerRow,
      lastRow:
        area?.bottom ?? (footer.length > 0 ? body[body.length - footers - 1].position : Number.POSITIVE_INFINITY),
      firstColumn: left,
      width: columns.length,
      bounded: area !== undefined,
      ...(hidden.size === 0 ? {} : { columns, hidden }),
      ...(repeated.length === 0 ? {} : { skipped: new Set(repeated.map((row) => row.position)) }),
    },
    notes,
    warnings,
  };
}

/** Names that stand again among the rows: after a blank row, or where the others have values. */
function repeatedNames(names: readonly HeadRow[], body: readonly HeadRow[]): readonly HeadRow[] {
  const repeated = body.filter((row, index) => index > 0 && names.some((name) => isSame(row, name)));
  if (repeated.length === 0 || typedColumns(body.filter((row) => !repeated.includes(row))).length > 0) return repeated;
  return repeated.filter((row) => row.position - body[body.indexOf(row) - 1].position > 1);
}

function isSame(row: HeadRow, name: HeadRow): boolean {
  if (row.cells.size < 2 || row.cells.size !== name.cells.size) return false;
  for (const [column, text] of row.cells) if (name.cells.get(column) !== text) return false;
  return true;
}

function quoted(rows: readonly HeadRow[]): string {
  return JSON.stringify(excerpt(textOfRows(rows), 300));
}
