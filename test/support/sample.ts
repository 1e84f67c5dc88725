import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { parse } from 'yaml';
import { temporaryFolder, tributary } from './cli.ts';

/** The samples: each a tutorial, and held byte by byte by `expected/`. */
export const samplesFolder = fileURLToPath(new URL('../../samples', import.meta.url));

/** Folders with data to import; `hostile` belongs to the adapters' suite. */
export function sampleNames(): readonly string[] {
  return readdirSync(samplesFolder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name !== 'hostile' ? [entry.name] : [],
  );
}

/** Imports the data file of a sample the way its reader would, and gives every file of the outcome by name. */
export async function runSample(name: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(samplesFolder, name);
  const temporary = temporaryFolder();
  try {
    const spool = ['--spool', temporary.at('spool')];
    if (readdirSync(folder).includes('capture')) return await runCapture(name, temporary, spool);
    const mapping = readdirSync(folder).includes('mapping.yaml') ? ['--mapping', join(folder, 'mapping.yaml')] : [];
    const imported = await tributary(
      ['import', join(folder, dataFile(folder)), '--yes', '--json', ...mapping, ...spool],
      { cwd: temporary.path },
    );
    if (imported.exitCode !== 0 && imported.exitCode !== 5) throw new Error(`${name}: ${imported.stderr}`);
    const result: Result = JSON.parse(imported.stdout);
    const files = await outcome(result, temporary, 'out', spool);
    const { annotated } = result.issues;
    if (annotated === null || !readdirSync(folder).includes('corrections.yaml')) return files;
    files.set('annotated.txt', await shownNotes(annotated));
    const corrected = temporary.at('corrected.xlsx');
    await correct(annotated, join(folder, 'corrections.yaml'), corrected);
    const back = await tributary(['import', '--corrections', corrected, '--json', ...spool]);
    if (back.exitCode !== 0) throw new Error(`${name}: ${back.stderr}`);
    const second = await outcome(JSON.parse(back.stdout), temporary, 'corrected', spool);
    for (const [file, text] of second) files.set(`corrected-${file}`, text);
    return files;
  } finally {
    temporary.remove();
  }
}

/** Runs the shipped mappings of the product that a sample is named after over its capture, as one import. */
async function runCapture(
  name: string,
  temporary: ReturnType<typeof temporaryFolder>,
  spool: readonly string[],
): Promise<Map<string, string>> {
  const mappings = join(samplesFolder, '../mappings', name);
  const words = ['run', mappings, '--source', join(samplesFolder, name, 'capture'), '--json', ...spool];
  const { exitCode, stdout, stderr } = await tributary(words);
  // What is made of a capture is held.
  if (exitCode !== 5) throw new Error(`${name}: ${stderr}`);
  return outcome(JSON.parse(stdout), temporary, 'out', spool);
}

type Result = Readonly<Record<string, unknown>> & {
  readonly package: { readonly id: string };
  readonly mapping: { readonly name: string };
  readonly datasets: readonly { readonly decisions: unknown; readonly unusedColumns: unknown }[];
  readonly issues: { readonly annotated: string | null };
};

/** What an import said, and the members of its package, each as text. */
async function outcome(
  result: Result,
  temporary: ReturnType<typeof temporaryFolder>,
  out: string,
  spool: readonly string[],
): Promise<Map<string, string>> {
  const exported = await tributary(['queue', 'export', result.package.id, temporary.at(out), ...spool]);
  if (exported.exitCode !== 0) throw new Error(`${result.package.id}: ${exported.stderr}`);
  const { status, mapping: used, ledger, records, completeness, held, datasets } = result;
  const [{ decisions, unusedColumns }] = datasets;
  const summary = { status, mapping: used.name, ledger, records, completeness, held, decisions, unusedColumns };
  const files = new Map([['result.json', `${JSON.stringify(summary, undefined, 2)}\n`]]);
  for (const file of readdirSync(temporary.at(out)).sort()) {
    if (!file.endsWith('.ndjson.gz')) continue;
    const text = gunzipSync(readFileSync(temporary.at(join(out, file)))).toString('utf8');
    files.set(file.replace(/\.gz$/, ''), text);
  }
  return files;
}

/** The coloured cells of an annotated copy with their notes, and the reasons of its rows. */
async function shownNotes(path: string): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const lines: string[] = [];
  for (const sheet of book.worksheets) {
    sheet.eachRow((row) =>
      row.eachCell({ includeEmpty: true }, (cell) => {
        const { note, fill, value } = cell;
        const text = typeof note === 'object' ? (note.texts ?? []).map((each) => each.text).join('') : (note ?? '');
        const colour = fill?.type === 'pattern' && fill.pattern === 'solid' ? ` [${fill.fgColor?.argb ?? ''}]` : '';
        if (text !== '' || colour !== '') lines.push(`${sheet.name}!${cell.address}${colour} ${JSON.stringify(text)}`);
        if (typeof value === 'string' && /imported[:,]/i.test(value) && !value.startsWith('row '))
          lines.push(`${sheet.name}!${cell.address} ${value}`);
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Types into the copy what the list of corrections says, and saves it elsewhere. */
async function correct(copy: string, list: string, to: string): Promise<void> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(copy);
  const typed: Readonly<Record<string, string>> = parse(readFileSync(list, 'utf8'));
  for (const [place, value] of Object.entries(typed)) {
    const [sheet, cell] = place.split('!');
    const found = book.getWorksheet(sheet);
    if (found === undefined) throw new Error(`${copy} has no sheet ${sheet}.`);
    found.getCell(cell).value = value;
  }
  await book.xlsx.writeFile(to);
}

function dataFile(folder: string): string {
  const found = readdirSync(folder).filter((name) => /\.(csv|xlsx|xls|ods|json|ndjson)(\.gz)?$/.test(name));
  if (found.length !== 1) throw new Error(`${folder} has ${found.length} data files, and should have one.`);
  return found[0];
}
