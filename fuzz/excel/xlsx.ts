import * as sheetjs from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { changeBytes } from '../harness/bytes.ts';
import type { FuzzCase, Fuzzer, Reduction, Verdict } from '../harness/case.ts';
import type { Random } from '../harness/random.ts';
import { score } from '../harness/score.ts';
import { type Sheet, sheetOf, truthOf, type Value } from './book.ts';
import { type ChangeArchive, harmless } from './harmless.ts';
import { hostileXml, hostileZip } from './hostile.ts';
import { readZip } from './unzip.ts';
import { xlsxParts } from './xlsx-parts.ts';
import { type Archive, writeZip } from './zip.ts';

/** Books of known cells by several writers: as they are, changed without harm, and damaged. */
export const xlsx: Fuzzer = {
  name: 'xlsx',
  make: async (random, reduction) => {
    const sheet = sheetOf(random.fork('sheet'), reduction.scale);
    const [writer, write] = random.fork('writer').pick(writers);
    const archive: Archive = { entries: await write(sheet, random.fork('write')) };
    const kind = random.fork('kind').next();
    const of = (label: string, bytes: Buffer, steps: number, known: boolean): FuzzCase => ({
      label,
      name: 'fuzz.xlsx',
      bytes,
      steps,
      judge: (reading) => (known ? score(truthOf(sheet), reading) : unknown),
    });
    if (kind < 0.2) return of(`written by ${writer}`, writeZip(archive), 1, true);
    const change = (changes: readonly ChangeArchive[], most: number) =>
      apply(archive, changes, most, random, reduction);
    if (kind < 0.5) return of('changed without harm', writeZip(change(harmless, 6)), 6, true);
    if (kind < 0.8) return of('XML damaged', writeZip(change(hostileXml, 3)), 3, false);
    if (kind < 0.9) return of('zip damaged', writeZip(change(hostileZip, 2)), 2, false);
    const damage = random.fork('bytes');
    return of('bytes damaged', damage.pick(changeBytes)(writeZip(archive), damage), 1, false);
  },
  strict: (label) => label.startsWith('written by') || label === 'changed without harm',
};

export const unknown: Verdict = { exact: 0, rejected: 0, wrong: 0 };

export function apply(
  archive: Archive,
  changes: readonly ChangeArchive[],
  most: number,
  random: Random,
  { keep }: Reduction,
): Archive {
  const count = random.fork('count').int(1, most);
  let changed = archive;
  for (let step = 0; step < count; step++) {
    const each = random.fork(`change ${step}`);
    const change = each.pick(changes);
    if (keep(step)) changed = change(changed, each);
  }
  return changed;
}

const writers = [
  ['hand', async (sheet: Sheet, random: Random) => xlsxParts(sheet, random)],
  ['hand', async (sheet: Sheet, random: Random) => xlsxParts(sheet, random)],
  ['exceljs', async (sheet: Sheet) => readZip(await byExceljs(sheet))],
  ['SheetJS', async (sheet: Sheet) => readZip(bySheetjs(sheet, 'xlsx'))],
] as const;

async function byExceljs({ columns, rows }: Sheet): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.created = new Date(0);
  book.modified = new Date(0);
  const sheet = book.addWorksheet('Data');
  sheet.addRow([...columns]);
  for (const cells of rows) {
    const row = sheet.addRow(cells.map((value) => rawOf(value) ?? null));
    for (const [index, { kind }] of cells.entries()) {
      if (kind === 'date' || kind === 'instant') row.getCell(index + 1).numFmt = dateFormats[kind];
    }
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

const dateFormats = { date: 'yyyy-mm-dd', instant: 'yyyy-mm-dd hh:mm:ss' } as const;

function rawOf(value: Value): string | number | boolean | undefined {
  if (value.kind === 'boolean') return value.truth;
  if (value.kind === 'text') return escaped(value.text);
  return value.kind === 'blank' ? undefined : value.number;
}

/** Neither library marks texts that look like the escapes of the format: whoever uses them has to. */
function escaped(text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

/** The types of the library leave out the two versions of 1990. */
export type BookType = sheetjs.BookType | 'biff3' | 'biff4';

export function bySheetjs({ columns, rows }: Sheet, bookType: BookType): Buffer {
  const cells = rows.map((row) => row.map((value) => cellOf(value, bookType)));
  const sheet = sheetjs.utils.aoa_to_sheet([[...columns], ...cells]);
  const book = sheetjs.utils.book_new(sheet, 'Data');
  const options: object = { type: 'buffer', bookType, compression: true };
  const written: unknown = sheetjs.write(book, { type: 'buffer', ...options });
  if (!Buffer.isBuffer(written)) throw new Error(`SheetJS wrote no ${bookType}.`);
  return written;
}

function cellOf(value: Value, bookType: BookType): sheetjs.CellObject | null {
  switch (value.kind) {
    case 'blank':
      return null;
    case 'text':
      return { t: 's', v: bookType === 'xlsx' ? escaped(value.text) : value.text };
    case 'boolean':
      return { t: 'b', v: value.truth };
    case 'number':
      return { t: 'n', v: value.number };
    default:
      return { t: 'n', v: value.number, z: dateFormats[value.kind] };
  }
}
