import type { EncodingName } from '../../core/adapter/encoding.ts';
import { decoderOf } from '../../core/adapter/encodings/code-pages.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { excerpt } from '../../core/adapter/printable.ts';
import { configError, SourceError } from '../../core/errors/errors.ts';
import { didYouMean } from '../../core/errors/suggest.ts';
import type { ColumnTree } from './columns.ts';
import type { FoundColumns, Member } from './outer.ts';
import { JsonScanner, token } from './scanner.ts';
import { type Surveyed, surveyLists } from './walk.ts';

/** Where the records of a JSON file are: one a line, the elements of the list at a path, all texts at the top, or lists that are columns. */
export type Layout =
  | { readonly kind: 'lines' }
  | { readonly kind: 'list'; readonly path: readonly string[] }
  | { readonly kind: 'documents' }
  | {
      readonly kind: 'columns';
      readonly path: readonly string[];
      readonly rows: number;
      readonly members: readonly Member[];
    };

/** A dataset of the file; its columns if they are known already. */
export interface Place {
  readonly name: string;
  readonly layout: Layout;
  readonly found?: { readonly tree: ColumnTree; readonly rows: number };
}

/** The name of the dataset where there is only one. */
export const datasetName = 'rows';

/**
 * Finds the records, from the beginning of the file, and if that is an object, from its lists.
 * @throws ConfigError if there is no list at the path that was given.
 */
export async function findPlaces(
  file: InputFile,
  encoding: EncodingName,
  rows: string | undefined,
  note: (sentence: string) => void,
): Promise<readonly Place[]> {
  const text = decoderOf(encoding).decode(file.head);
  const head = withoutMarks(text);
  const first = head.charAt(0);
  if (first === '')
    throw new SourceError('source/empty', 'Expected JSON, found nothing but blanks. Check the export.', {
      place: { file: file.name },
    });
  if (first !== '{' && first !== '[') throw noJson(file, head);
  if (first === '[' && rows !== undefined)
    throw configError(
      'option/wrong-value',
      `rows: the file is a list itself; leave the path ${JSON.stringify(rows)} out.`,
    );
  if (hasLines(file.name, text, rows)) {
    note('The file has one JSON object a line.');
    return [{ name: datasetName, layout: { kind: 'lines' } }];
  }
  const surveyed = await surveyLists(file, encoding);
  if (first === '[') return [placeOf(surveyed.lists[0], datasetName)];
  return rows === undefined ? placesIn(surveyed, note) : [placeAt(file, surveyed, rows)];
}

/** Whether a file that begins so has one object a line. `rows`: where its records were said to be. */
export function hasLines(name: string, text: string, rows: string | undefined): boolean {
  const head = withoutMarks(text);
  return head.startsWith('{') && rows === undefined && (isNamedLines(name) || looksLikeLines(head));
}

function withoutMarks(text: string): string {
  return text.replace(/^[\s\ufeff\u001e]+/, '');
}

function noJson(file: InputFile, head: string): SourceError {
  const comment = /^(?:\/\/|\/\*|#)/.test(head) ? ', a comment, which JSON does not have' : '';
  return new SourceError(
    'source/unknown-format',
    `Expected JSON that begins with { or [, found ${JSON.stringify(excerpt(head, 20))}${comment}.`,
    { place: { file: file.name } },
  );
}

/** A line that is too long is a broken row there, and the others are read. */
export function isNamedLines(name: string): boolean {
  return /\.(?:ndjson|jsonl|jsonlines)(?:\.gz)?$/i.test(name);
}

/** All whole lines of the head begin like objects, there are several, and one of the first three is one. */
function looksLikeLines(head: string): boolean {
  const whole = head
    .split('\n')
    .map((line) => line.replace(/^\u001e/, '').trim())
    .filter((line) => line !== '');
  return whole.length > 1 && whole.every((line) => line.startsWith('{')) && whole.slice(0, 3).some(isJson);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function placesIn({ lists, columns, members, several }: Surveyed, note: (sentence: string) => void): readonly Place[] {
  if (several) {
    note('The file has several JSON texts: each is a record.');
    return [{ name: datasetName, layout: { kind: 'documents' } }];
  }
  const found = lists.filter(({ objects }) => objects > 0);
  if (found.length === 1) note(`The records are the elements of ${excerpt(found[0].path.join('.'))}.`);
  if (found.length > 0)
    return found.map((list) => placeOf(list, found.length === 1 ? datasetName : list.path.join('.')));
  if (columns.length > 0) {
    note('Each column is a list of its own; the lists are of the same length.');
    return columns.map((table) =>
      placeOfColumns(table, columns.length === 1 ? datasetName : table.path.join('.') || datasetName),
    );
  }
  const [only] = lists;
  if (members === 1 && lists.length === 1 && only.elements === 0) return [placeOf(only, datasetName)];
  note('The file is one JSON object without a list of objects: it is one record.');
  return [{ name: datasetName, layout: { kind: 'documents' } }];
}

function placeAt(file: InputFile, { lists, columns }: Surveyed, rows: string): Place {
  const list = lists.find(({ path }) => path.join('.') === rows);
  if (list !== undefined) return placeOf(list, datasetName);
  const table = columns.find(({ path }) => path.join('.') === rows);
  if (table !== undefined) return placeOfColumns(table, datasetName);
  const names = [...lists, ...columns].map(({ path }) => path.join('.'));
  const known = names.length === 0 ? 'it has none' : `it has ${names.slice(0, 10).join(', ')}`;
  const message = `rows: expected the path of a list in the file, got ${JSON.stringify(rows)}; ${known}.${didYouMean(rows, names)}`;
  throw configError('option/wrong-value', excerpt(message, 1000), { place: { file: file.name } });
}

function placeOf({ path, tree, elements }: Surveyed['lists'][number], name: string): Place {
  return { name, layout: { kind: 'list', path }, found: { tree, rows: elements } };
}

function placeOfColumns({ path, rows, members }: FoundColumns, name: string): Place {
  return { name, layout: { kind: 'columns', path, rows, members } };
}

/** How sure it is that this is JSON. */
export function recognizeJson(name: string, head: Uint8Array): number {
  const wide = head[1] === 0 || (head[0] === 0xff && head[1] === 0xfe);
  const text = new TextDecoder(wide ? 'utf-16le' : head[0] === 0 || head[0] === 0xfe ? 'utf-16be' : 'utf-8').decode(
    head,
  );
  const isNamed = /\.(?:json|ndjson|jsonl|jsonlines|json-seq|geojson)(?:\.gz)?$/i.test(name);
  // What is called so and has a comment before it is refused in words that say why.
  if (isNamed && /^\s*(?:\/[/*])/.test(text)) return 0.6;
  if (!/^[\s\u001e]*[[{]/.test(text)) return 0;
  if (isNamed) return 0.95;
  try {
    const scanner = new JsonScanner();
    scanner.push(Buffer.from(text));
    scanner.next();
    return scanner.next() === token.more ? 0.3 : 0.8;
  } catch {
    return 0;
  }
}
