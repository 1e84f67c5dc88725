import { excerpt, printable } from '../../../core/adapter/printable.ts';
import type { Sheet } from '../book.ts';
import type { SheetTables } from './read-tables.ts';
import type { Table } from './tables.ts';

/** A table of a sheet, under the name by which it is chosen. */
export interface Entry {
  readonly name: string;
  readonly sheet: Sheet;
  readonly table: Table;
  readonly of: SheetTables;
}

/** The tables of a sheet by name: the first one has the sheet's own, the others their titles behind it, or their numbers. */
export function entriesOf(sheet: Sheet, of: SheetTables, taken: ReadonlySet<string>): readonly Entry[] {
  const used = new Set([...taken].map(foldName));
  return of.tables.map((table, index) => {
    if (index === 0) return { name: sheet.name, sheet, table, of };
    const title = table.title?.trim().replace(/\s+/gu, ' ') ?? '';
    const wanted = title === '' ? `${sheet.name} table ${index + 1}` : `${sheet.name} / ${excerpt(title, 60)}`;
    let name = printable(wanted);
    for (let count = 2; used.has(foldName(name)); count++) name = `${wanted} (${count})`;
    used.add(foldName(name));
    return { name, sheet, table, of };
  });
}

/** By its name; as in the programs, no two differ by case alone. */
export function named<Named extends { readonly name: string }>(all: readonly Named[], name: string): Named | undefined {
  return all.find((each) => each.name === name) ?? all.find((each) => foldName(each.name) === foldName(name));
}

/** The sheets that may have a table of this name. */
export function sheetsWith(sheets: readonly Sheet[], name: string): readonly Sheet[] {
  const sheet = named(sheets, name);
  if (sheet !== undefined) return [sheet];
  const folded = foldName(name);
  return sheets.filter((each) => [' / ', ' table '].some((mark) => folded.startsWith(foldName(each.name) + mark)));
}

export function foldName(name: string): string {
  return name.trim().toLowerCase();
}

/** What an import leaves out by reading this table, for everybody to know. */
export function leftOutBy(entry: Entry, all: readonly Entry[]): readonly string[] {
  const sheet = `Sheet ${JSON.stringify(entry.sheet.name)}`;
  const others = all.filter((each) => each !== entry).map((each) => JSON.stringify(each.name));
  const sentences = entry.table.warnings.map((sentence) => `${sheet}: ${sentence}`);
  if (others.length > 0 && entry === all[0] && entry.table.place.bounded)
    sentences.push(
      `${sheet} has ${all.length} tables, and the first one is read. Each is a dataset to be chosen by its name: ${others.slice(0, 10).join(', ')}${others.length > 10 ? ' and so on' : ''}.`,
    );
  return sentences;
}
