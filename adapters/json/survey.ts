import { nameColumns } from '../../core/adapter/columns.ts';
import { type EncodingName, sniffEncoding } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { ColumnTree } from './columns.ts';
import { findPlaces, hasLines, type Layout, type Place } from './layout.ts';
import { type LineRange, LineSurvey, type SurveyedLines } from './line-survey.ts';
import { readRecords } from './read-part.ts';

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
  passed?: PassedLines,
): Promise<readonly Found[]> {
  const { encoding, because } = encodingOf(file.head);
  if (encoding !== 'utf-8') note(`The encoding is ${encoding}: ${because}.`);
  const all: Found[] = [];
  for (const place of await findPlaces(file, encoding, rows, note)) {
    const found = await surveyPlace(file, encoding, place, passed);
    if (found.paths.length === 0) throw empty(file, found.count);
    all.push(found);
  }
  return all;
}

/** JSON is Unicode: what is not is found later. */
function encodingOf(head: Buffer): { readonly encoding: EncodingName; readonly because: string } {
  const { encoding, because } = sniffEncoding(head);
  return { encoding: encoding.startsWith('utf-') ? encoding : 'utf-8', because };
}

/** The survey of lines that is made while a file passes by. */
export class PassedLines {
  readonly tree: ColumnTree;
  readonly #survey: LineSurvey;
  #fault: { readonly cause: unknown } | undefined;

  constructor(file: string) {
    this.tree = new ColumnTree(file);
    this.#survey = new LineSurvey(this.tree, partBytes);
  }

  /** Undefined if the file that begins so has no lines in UTF-8. */
  static of(file: string, head: Buffer, rows: string | undefined): PassedLines | undefined {
    const { encoding } = encodingOf(head);
    return encoding === 'utf-8' && hasLines(file, head.toString(), rows) ? new PassedLines(file) : undefined;
  }

  push(chunk: Uint8Array): void {
    if (this.#fault !== undefined) return;
    try {
      this.#survey.push(chunk);
    } catch (cause) {
      this.#fault = { cause };
    }
  }

  /** @throws what was found too much. */
  finish(): SurveyedLines {
    if (this.#fault !== undefined) throw this.#fault.cause;
    return this.#survey.finish();
  }
}

async function surveyPlace(
  file: InputFile,
  encoding: EncodingName,
  { name, layout, found }: Place,
  passed: PassedLines | undefined,
): Promise<Found> {
  const whole = { name, layout, encoding, ranges: [] };
  if (found !== undefined) return { ...whole, paths: found.tree.paths, count: found.rows };
  if (layout.kind === 'columns') return { ...whole, paths: layout.members.map(({ key }) => [key]), count: layout.rows };
  if (layout.kind === 'lines' && encoding === 'utf-8') {
    const lines = passed ?? (await passAll(file));
    const { rows, ranges } = lines.finish();
    // What is inflated can only be read from its beginning.
    return { ...whole, paths: lines.tree.paths, count: rows, ranges: file.gzip ? [] : ranges };
  }
  const tree = new ColumnTree(file.name);
  let count = 0;
  for await (const some of readRecords(file, layout, encoding, { tree, wants: 'columns' })) count += some.length;
  return { ...whole, paths: tree.paths, count };
}

async function passAll(file: InputFile): Promise<PassedLines> {
  const lines = new PassedLines(file.name);
  for await (const chunk of file.content()) lines.push(chunk);
  return lines;
}

function empty(file: InputFile, count: number): SourceError {
  const what = count === 0 ? 'an empty list' : `${count} values without any`;
  return new SourceError('source/empty', `Expected objects with keys, found ${what}. Check the export.`, {
    place: { file: file.name },
  });
}

/** About how large parts are: a constant, so that they come from the source alone. */
const partBytes = 1 << 24;
