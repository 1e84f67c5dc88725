import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ExecutionContext } from 'ava';
import { ZipFile } from 'yazl';
import adapter from '../../../adapters/excel/adapter.ts';
import { type Cell, cellAt } from '../../../core/adapter/batch.ts';
import type { BrokenRow, Dataset } from '../../../core/adapter/contract.ts';
import { parseOptions } from '../../../core/options/parse.ts';

/** A folder that is removed when the test ends. */
async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'books-'));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  return path;
}

export async function fileWith(t: ExecutionContext, bytes: Uint8Array | string, name = 'hosts.xlsx'): Promise<string> {
  const path = join(await folder(t), name);
  await writeFile(path, bytes);
  return path;
}

/** What an import sees of a book: its datasets, the rows of one of them, and what was noted. */
export interface Seen {
  readonly datasets: readonly Dataset[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly origins: readonly string[];
  readonly broken: readonly BrokenRow[];
  readonly notes: readonly string[];
}

export async function read(path: string, options: Record<string, unknown> = {}, dataset?: string): Promise<Seen> {
  const notes: string[] = [];
  const values = parseOptions(adapter.options, { path, ...options }, { directory: '/' });
  const source = await adapter.open(values, { signal: new AbortController().signal, note: (note) => notes.push(note) });
  try {
    const datasets = await source.discover();
    const chosen = datasets.find((each) => each.name === dataset) ?? datasets[0];
    const rows: Cell[][] = [];
    const origins: string[] = [];
    const broken: BrokenRow[] = [];
    for await (const part of source.parts(dataset ?? chosen.name)) {
      for await (const batch of source.read(part)) {
        for (let row = 0; row < batch.rows; row++) {
          rows.push(Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column)));
          origins.push(chosen.origin(batch.positions[row]));
        }
        broken.push(...(batch.broken?.values() ?? []));
      }
    }
    return { datasets, columns: chosen.columns.map((column) => column.name), rows, origins, broken, notes };
  } finally {
    await source.close();
  }
}

export async function zipOf(parts: ReadonlyMap<string, string | Buffer>, compress = true): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of parts) zip.addBuffer(Buffer.from(content), name, { compress, mtime: new Date(0) });
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** A sheet of a hand-made book: its XML from sheetData on. */
export interface MadeSheet {
  readonly name: string;
  readonly data: string;
  readonly state?: string;
}

export interface Made {
  readonly sheets: readonly MadeSheet[];
  readonly shared?: string;
  readonly styles?: string;
  readonly workbookPr?: string;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The parts of a book whose XML is written by hand, in the order in which they come to lie in the zip. */
export function partsOf({ sheets, shared, styles, workbookPr = '' }: Made): Map<string, string | Buffer> {
  const listed = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" ${state === undefined ? '' : `state="${state}"`} r:id="rId${index + 1}"/>`,
  );
  const relations = [
    ...sheets.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
    ...(shared === undefined ? [] : [relation('rIdS', 'sharedStrings', 'sharedStrings.xml')]),
    ...(styles === undefined ? [] : [relation('rIdT', 'styles', '/xl/styles.xml')]),
  ];
  const parts = new Map<string, string | Buffer>();
  for (const [index, { data }] of sheets.entries())
    parts.set(`xl/worksheets/sheet${index + 1}.xml`, `${head}<worksheet xmlns="${main}">${data}</worksheet>`);
  if (shared !== undefined) parts.set('xl/sharedStrings.xml', `${head}<sst xmlns="${main}">${shared}</sst>`);
  if (styles !== undefined) parts.set('xl/styles.xml', `${head}<styleSheet xmlns="${main}">${styles}</styleSheet>`);
  parts.set(
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${office}">${workbookPr}<sheets>${listed.join('')}</sheets></workbook>`,
  );
  parts.set('xl/_rels/workbook.xml.rels', relationsOf(relations));
  parts.set('_rels/.rels', relationsOf([relation('rId1', 'officeDocument', 'xl/workbook.xml')]));
  parts.set('[Content_Types].xml', `${head}<Types/>`);
  return parts;
}

/** A book of one sheet from its rows in XML, and what stands behind them. */
export async function bookOf(rows: string, rest: Omit<Made, 'sheets'> & { behind?: string } = {}): Promise<Buffer> {
  const data = `<sheetData>${rows}</sheetData>${rest.behind ?? ''}`;
  return zipOf(partsOf({ sheets: [{ name: 'Data', data }], ...rest }));
}

/** Cell formats by number; style 0 is the general one, the given ones follow from 1. */
export function stylesOf(...codes: readonly string[]): string {
  const formats = codes.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escapeXml(code)}"/>`);
  const styles = codes.map((_, index) => `<xf numFmtId="${164 + index}"/>`);
  return `<numFmts>${formats.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
}

function relationsOf(relations: readonly string[]): string {
  return `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`;
}
