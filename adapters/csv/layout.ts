import type { InputFile } from '../../core/adapter/file.ts';
import type { Form } from './content.ts';
import type { Dialect } from './dialect.ts';
import { encodingOf } from './encoding.ts';
import { tableFarDown } from './far.ts';
import { checkColumns } from './limits.ts';
import { firstRecords } from './sample.ts';
import { findTables, type Sampled, type StatedTables, type Table } from './tables.ts';
import { type Evidence, howWritten, readSample, type StatedWriting, type Written } from './written.ts';

/** How a text file is written, and which tables it has: stated by the options, or found from its first records. */
export interface Layout extends Form {
  readonly dialect: Dialect;
  /** One at least. Their offsets are those of the content, converted to UTF-8 where it has to be; only the last one's end may be open. */
  readonly tables: readonly Table[];
}

/** What the options of the adapter may say of it. */
export interface Stated extends StatedTables, StatedWriting {}

export async function layoutOf(file: InputFile, values: Stated, evidence: Evidence): Promise<Layout> {
  const written = await howWritten(file, values, evidence);
  const { encoding, mark, wrapped, leading, fit } = written;
  const tables = findTables(await allRecords(file, written), fit, values);
  const last = tables[tables.length - 1];
  const stretches = evidence.found === undefined && last.end === undefined ? (evidence.watch?.stretches ?? []) : [];
  const other = await tableFarDown(stretches, { encoding, mark, wrapped, dialect: fit.dialect }, last);
  if (other !== undefined) evidence.warn(other);
  const before = wrapped ? leading.bytes : mark + leading.bytes;
  return {
    encoding,
    mark,
    wrapped,
    dialect: fit.dialect,
    tables: tables.map((table) => moved(table, before, leading.lines)),
  };
}

/** All records of a small file: what its tables are is decided from the whole. Of a large one, those of its first bytes. */
async function allRecords(file: InputFile, written: Written): Promise<Sampled> {
  const { sample, whole, fit, encoding, leading } = written;
  const longer =
    whole || file.bytes > wholeBytes ? { sample, whole } : await longerSample(file, written, leading.bytes);
  const { text } = encodingOf(encoding);
  const records = firstRecords(longer.sample, fit.dialect, { whole: longer.whole, most: mostRecords, text });
  checkColumns(file.name, records);
  return { ...longer, whole: longer.whole && records.length < mostRecords, records };
}

async function longerSample(file: InputFile, form: Form, skipped: number): Promise<{ sample: Buffer; whole: boolean }> {
  const { sample, whole } = await readSample(file, form, wholeBytes * 2);
  return { sample: sample.subarray(skipped), whole };
}

/** A file up to this size is looked at as a whole, and so many records of it. */
const wholeBytes = 1 << 19;
const mostRecords = 50_000;

/** The table where it stands in the content. */
function moved(table: Table, bytes: number, lines: number): Table {
  return {
    ...table,
    offset: table.offset + bytes,
    firstLine: table.firstLine + lines,
    end: table.end === undefined ? undefined : table.end + bytes,
    blanked: table.blanked.map(([from, to]) => [from + bytes, to + bytes]),
  };
}
