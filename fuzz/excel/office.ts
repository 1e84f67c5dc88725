import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Fuzzer } from '../harness/case.ts';
import type { Reading, Table } from '../harness/reading.ts';
import { score } from '../harness/score.ts';
import { type Sheet, sheetOf, truthOf, type Value } from './book.ts';
import { xlsxParts } from './xlsx-parts.ts';
import { writeZip } from './zip.ts';

/** Books that LibreOffice has opened and saved in another format; it has to be installed, and takes seconds for each. */
export const office: Fuzzer = {
  name: 'office',
  make: (random, { scale }) => {
    const ending = random.fork('ending').pick(['xlsx', 'xls', 'ods', 'csv']);
    const sheet = asKept(sheetOf(random.fork('sheet'), scale));
    const book = writeZip({ entries: xlsxParts(sheet, random.fork('write')) });
    return {
      label: `LibreOffice: ${ending}`,
      name: `fuzz.${ending}`,
      bytes: converted(book, ending),
      steps: 1,
      judge: (reading) => (ending === 'csv' ? scoreCsv(sheet, reading) : score(truthOf(sheet), reading)),
    };
  },
  strict: (label) => !label.endsWith('csv'),
};

/** What LibreOffice itself changes is left out: seconds that it rounds, signs and numbers that it does not keep. */
function asKept(sheet: Sheet): Sheet {
  const kept = (value: Value): Value => {
    if (value.kind === 'text' && /^_x|\t|\n|\u0301/.test(value.text)) return { kind: 'text', text: 'kept' };
    if (value.kind === 'number' && (Math.abs(value.number) >= 1e15 || /\d{16,}/.test(value.text)))
      return { kind: 'number', number: 7, text: '7' };
    // In an ods it writes truth values that came from elsewhere as formulas of numbers.
    if (value.kind === 'boolean') return { kind: 'blank', text: '' };
    return value;
  };
  return { ...sheet, rows: sheet.rows.map((cells) => cells.map(kept)) };
}

/** A csv has what is shown of numbers and dates: only its texts can be compared. */
function scoreCsv({ columns, rows }: Sheet, reading: Reading) {
  const isText = columns.map((_, index) => rows.every((cells) => ['text', 'blank'].includes(cells[index].kind)));
  const only = <T>(cells: readonly T[]): readonly T[] => cells.filter((_, index) => isText[index] ?? false);
  const tables = reading.tables.map(
    (table): Table => ({
      ...table,
      columns: only(table.columns),
      rows: table.rows.map((row) => ({ ...row, cells: only(row.cells) })),
    }),
  );
  const truth = { columns: only(columns), rows: rows.map((cells) => [only(cells).map(({ text }) => text)]) };
  return score(truth, { ...reading, tables });
}

const filters: Readonly<Record<string, string>> = {
  xlsx: 'xlsx:Calc MS Excel 2007 XML',
  xls: 'xls:MS Excel 97',
  ods: 'ods:calc8',
  csv: 'csv:Text - txt - csv (StarCalc):44,34,76,1',
};

function converted(book: Buffer, ending: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-office-'));
  try {
    writeFileSync(join(folder, 'in.xlsx'), book);
    const profile = `-env:UserInstallation=${pathToFileURL(join(tmpdir(), 'tributary-office-profile')).href}`;
    const words = [
      profile,
      '--headless',
      '--convert-to',
      filters[ending],
      '--outdir',
      join(folder, 'out'),
      join(folder, 'in.xlsx'),
    ];
    const { status, error } = spawnSync('soffice', words, { timeout: 30_000 });
    if (status !== 0) throw new Error(`LibreOffice could not save: ${error?.message ?? `it ended with ${status}`}`);
    return readFileSync(join(folder, 'out', `in.${ending}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
