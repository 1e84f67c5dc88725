import { nameColumns } from '../../core/adapter/columns.ts';
import { type EncodingName, sniffEncoding } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { ColumnTree } from './columns.ts';
import { findPlaces, type Layout, type Place } from './layout.ts';
import { type LineRange, surveyLines } from './line-rows.ts';
import { readRecords, stretch } from './read-part.ts';

/** What the first pass finds out of a dataset, and the part carries to whoever reads it. */
export interface Found {
  readonly name: string;
  readonly layout: Layout;
  readonly encoding: EncodingName;
  readonly paths: readonly (readonly string[])[];
  /** Where it can be cut, if it can. */
  readonly ranges: readonly LineRange[];
  readonly count: number;
}

/** The survey of the same file by another thread. */
export function parseFound(text: string): readonly Found[] {
  return JSON.parse(text);
}

/** The names of the columns: `os: { name }` is `os.name`. */
export function namesOf({ paths }: Found, note: (sentence: string) => void): readonly string[] {
  return nameColumns(
    paths.map((path) => path.join('.')),
    note,
  );
}

export async function surveyFile(
  file: InputFile,
  rows: string | undefined,
  note: (sentence: string) => void,
): Promise<readonly Found[]> {
  const { encoding: sniffed, because } = sniffEncoding(file.head);
  const encoding = sniffed.startsWith('utf-') ? sniffed : 'utf-8';
  if (encoding !== 'utf-8') note(`The encoding is ${encoding}: ${because}.`);
  const all: Found[] = [];
  for (const place of await findPlaces(file, encoding, rows, note)) {
    const found = await surveyPlace(file, encoding, place);
    if (found.paths.length === 0) throw empty(file, found.count);
    all.push(found);
  }
  return all;
}

async function surveyPlace(file: InputFile, encoding: EncodingName, { name, layout, found }: Place): Promise<Found> {
  const whole = { name, layout, encoding, ranges: [] };
  if (found !== undefined) return { ...whole, paths: found.tree.paths, count: found.rows };
  if (layout.kind === 'columns') return { ...whole, paths: layout.members.map(({ key }) => [key]), count: layout.rows };
  const tree = new ColumnTree(file.name);
  if (layout.kind === 'lines' && encoding === 'utf-8') {
    const chunks = file.gzip ? file.content() : stretch(file, 0, file.bytes);
    const { rows, ranges } = await surveyLines(chunks, tree, partBytes);
    // What is inflated can only be read from its beginning.
    return { ...whole, paths: tree.paths, count: rows, ranges: file.gzip ? [] : ranges };
  }
  let count = 0;
  for await (const some of readRecords(file, layout, encoding, { tree, wants: 'columns' })) count += some.length;
  return { ...whole, paths: tree.paths, count };
}

function empty(file: InputFile, count: number): SourceError {
  const what = count === 0 ? 'an empty list' : `${count} values without any`;
  return new SourceError('source/empty', `Expected objects with keys, found ${what}. Check the export.`, {
    place: { file: file.name },
  });
}

/** About how large parts are: a constant, so that they come from the source alone. */
const partBytes = 1 << 24;
