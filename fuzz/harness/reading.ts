import { adapters } from '../../adapters/index.ts';
import { type Batch, type Cell, cellAt, cellText } from '../../core/adapter/batch.ts';
import type { Dataset } from '../../core/adapter/contract.ts';
import { lookUpCode } from '../../core/errors/catalogue.ts';
import { ConfigError, SourceError, StorageError, UploadError } from '../../core/errors/errors.ts';
import { type Input, openFileInput } from '../../core/run/input.ts';

/** All that the product says of a file: its tables, or why it was refused; and which promises it broke on the way. */
export interface Reading {
  readonly tables: readonly Table[];
  /** Sentences for everybody. */
  readonly warned: readonly string[];
  /** The code and message of a refusal. */
  readonly refused?: { readonly code: string; readonly message: string };
  /** Broken promises of the contract; none is ever allowed. */
  readonly faults: readonly string[];
}

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly ReadRow[];
}

export interface ReadRow {
  readonly position: number;
  /** Null is a blank cell. */
  readonly cells: readonly (string | null)[];
  /** The reason, if the row could not be decoded. */
  readonly broken?: string;
}

/** No more rows than this are kept of a file: a short hostile one may unfold to many. */
const mostRows = 20_000;

export async function readFile(path: string, set: Readonly<Record<string, string>> = {}): Promise<Reading> {
  const warned: string[] = [];
  const faults: string[] = [];
  const tables: Table[] = [];
  const signal = AbortSignal.timeout(60_000);
  let input: Input | undefined;
  try {
    input = await openFileInput(path, { adapters, signal, set, warn: (sentence) => void warned.push(sentence) });
    const declared = input.datasets.map(({ name }) => name);
    if (new Set(declared).size < declared.length) faults.push(`two datasets of one name: ${declared.join(', ')}`);
    for (const dataset of input.datasets) tables.push(await readTable(input, dataset, faults));
    return { tables, warned, faults };
  } catch (error) {
    return { tables, warned, ...refusal(error, faults) };
  } finally {
    await input?.source.close();
    faults.push(...pollution());
  }
}

async function readTable({ source }: Input, dataset: Dataset, faults: string[]): Promise<Table> {
  const columns = dataset.columns.map(({ name }) => name);
  if (new Set(columns).size < columns.length) faults.push(`two columns of one name: ${columns.join(', ')}`);
  const rows: ReadRow[] = [];
  for await (const part of source.parts(dataset.name)) {
    let last = 0;
    for await (const batch of source.read(part)) {
      faults.push(...batchFaults(batch, columns.length, last));
      last = Number(batch.positions[batch.rows - 1]);
      if (rows.length < mostRows) rows.push(...rowsOf(batch));
    }
  }
  return { name: dataset.name, columns, rows };
}

function batchFaults(batch: Batch, width: number, last: number): readonly string[] {
  const faults: string[] = [];
  if (batch.rows < 1 || batch.rows > 1000) faults.push(`a batch of ${batch.rows} rows`);
  if (batch.width !== width) faults.push(`a batch of ${batch.width} columns in a table of ${width}`);
  for (let row = 0; row < batch.rows; row++) {
    if (batch.positions[row] <= last) faults.push(`position ${batch.positions[row]} after ${last}`);
    last = batch.positions[row];
  }
  for (let index = 0; index < batch.rows * batch.width; index++) {
    if (!isCell(cellAt(batch, index))) faults.push(`cell ${index} is none: ${String(cellAt(batch, index))}`);
  }
  return faults.slice(0, 3);
}

function isCell(cell: Cell | undefined): boolean {
  if (typeof cell === 'number') return Number.isSafeInteger(cell);
  return cell === null || ['string', 'boolean', 'bigint'].includes(typeof cell) || cell instanceof Uint8Array;
}

function rowsOf(batch: Batch): readonly ReadRow[] {
  return Array.from({ length: batch.rows }, (_, row) => {
    const cells = Array.from({ length: batch.width }, (_, column) => {
      const cell = cellAt(batch, row * batch.width + column);
      return cell === null ? null : cellText(cell);
    });
    const fault = batch.broken?.get(row);
    return { position: batch.positions[row], cells, ...(fault === undefined ? {} : { broken: fault.code }) };
  });
}

/** Only the four classes of errors are thrown, with codes of the catalogue; all else is a crash. */
function refusal(error: unknown, faults: readonly string[]): Pick<Reading, 'faults'> & Partial<Reading> {
  const known = [ConfigError, SourceError, StorageError, UploadError].some((each) => error instanceof each);
  if (!known) return { faults: [...faults, `crash: ${error instanceof Error ? error.stack : String(error)}`] };
  const [first] = error instanceof ConfigError || error instanceof SourceError ? error.faults : [];
  if (first === undefined) return { faults: [...faults, `no fault of the source: ${String(error)}`] };
  const code = String(first.code);
  const missing = lookUpCode(code) === undefined ? [`the code ${code} is not in the catalogue`] : [];
  return { refused: { code, message: first.message }, faults: [...faults, ...missing] };
}

/** Whether a name of the file has reached what all objects share. */
function pollution(): readonly string[] {
  const names = Object.getOwnPropertyNames(Object.prototype);
  return names.length === 12 ? [] : [`Object.prototype was changed: ${names.join(', ')}`];
}
