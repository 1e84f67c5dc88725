import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BookmarkKind, bookmarkKinds } from '../../core/adapter/bookmark.ts';
import type { Disclosure } from '../../core/adapter/contract.ts';
import { printable } from '../../core/adapter/printable.ts';
import { configError } from '../../core/errors/errors.ts';
import { disclosureOf } from './disclosure.ts';
import { type Need, parseNeeds } from './needs.ts';

/** A dataset as a .sql file that a data engineer can run by hand: its name is the dataset's, its first comment says what it is. */
export interface QueryFile {
  readonly dataset: string;
  /** As messages name it. */
  readonly file: string;
  readonly summary: string;
  /** `-- parameters: collection, days`: the options whose values are bound to `:collection` and `:days`. */
  readonly parameters: readonly string[];
  /** `-- key: ResourceID`: a column of whole numbers above zero by which the rows come in order, each once; origins name it. */
  readonly key: string | undefined;
  /**
   * `-- key: ResourceID, immutable`: its values never change and never pass to another row, so that reading can go on behind one of them
   * in another session, and ranges of them can be read alone.
   */
  readonly isImmutable: boolean;
  /** `-- bookmark: rowversion RowVersion`: how changes are told, and the column of the result that tells them. */
  readonly bookmark: { readonly kind: BookmarkKind; readonly column: string } | undefined;
  /** `-- reads: …` and `-- adds: …`: the views that it is fitted to, before it is asked for its columns. */
  readonly needs: readonly Need[];
  /** What people call its columns, where the source says so. */
  readonly labels?: ReadonlyMap<string, string>;
  /** The alias of a view that is in its place already, whatever it is called. */
  readonly settled?: string;
  /** `-- personal: Name0 name`, `-- plain: Model0`, `-- related: ResourceID device`: what may be passed on, and what belongs together. */
  readonly disclosure: Disclosure;
  readonly text: string;
}

/** The .sql files of a folder, by name. @throws ConfigError `sql/query-file` */
export function readQueries(folder: string): readonly QueryFile[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    return names.sort().map((name) => parseQueryFile(readFileSync(join(folder, name), 'utf8'), join(folder, name)));
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw configError('sql/query-file', `Expected a folder of .sql files that can be read, found ${cause.code}.`, {
      place: { file: printable(folder) },
      cause,
    });
  }
}

export function parseQueryFile(written: string, file: string): QueryFile {
  const text = written.replace(/^\ufeff/, '');
  const [, comment = ''] = /^\s*((?:--[^\n]*\n\s*)*)/.exec(text) ?? [];
  const lines = comment.split('\n').map((line) => line.replace(/^\s*--\s?/, '').trim());
  const said = (name: string) =>
    lines.flatMap((line) => {
      const [, value] = new RegExp(`^${name}:\\s*(.*)$`, 'i').exec(line) ?? [];
      return value === undefined ? [] : [value];
    });
  const summary = lines.filter(
    (line) => line !== '' && !/^(key|bookmark|parameters|reads|adds|grant|personal|plain|related):/i.test(line),
  );
  const [key] = said('key');
  return {
    dataset: basename(file, '.sql'),
    file: printable(file),
    summary: summary.join(' '),
    parameters: said('parameters').flatMap((list) => list.split(',').map((name) => name.trim())),
    ...(key === undefined ? { key, isImmutable: false } : keyOf(key, printable(file))),
    bookmark: said('bookmark')
      .map((value) => bookmarkIn(value, printable(file)))
      .at(0),
    needs: parseNeeds(text, printable(file)),
    disclosure: disclosureOf(said, printable(file)),
    text,
  };
}

function keyOf(written: string, file: string): Pick<QueryFile, 'key' | 'isImmutable'> {
  const [key, word] = written.split(',').map((each) => each.trim());
  if (word === undefined || /^immutable$/i.test(word)) return { key, isImmutable: word !== undefined };
  throw configError(
    'sql/query-file',
    `-- key: expected a column, perhaps followed by ", immutable", found ${JSON.stringify(written)}.`,
    { place: { file } },
  );
}

/** @throws ConfigError `sql/query-file` */
function bookmarkIn(said: string, file: string): QueryFile['bookmark'] {
  const [, word, column] = /^(\w+)\s+(\S+)$/.exec(said) ?? [];
  const kind = bookmarkKinds.find((each) => each === word);
  if (kind !== undefined && column !== undefined) return { kind, column };
  throw configError(
    'sql/query-file',
    `-- bookmark: expected one of ${bookmarkKinds.join(', ')} and a column, such as "rowversion RowVersion", found ${JSON.stringify(said.slice(0, 80))}.`,
    { place: { file } },
  );
}

/**
 * The same query without the lines that name what the database does not have, where they end with `-- optional`; undefined if
 * there are none. Its lines keep their numbers.
 */
export function withoutOptional(text: string, missing: string): string | undefined {
  const last = missing.split('.').at(-1) ?? '';
  for (const name of [missing, last].filter((each) => each !== '')) {
    const lines = text.split('\n');
    const left = lines.map((line) => (isOptional(line) && names(line, name) ? '' : line));
    if (left.some((line, index) => line !== lines[index])) return left.join('\n');
  }
  return undefined;
}

function isOptional(line: string): boolean {
  return /--\s*optional\s*$/i.test(line);
}

/** Whether a line has a name as a whole word, in any case. */
function names(line: string, name: string): boolean {
  const [code] = line.toLowerCase().split('--');
  const wanted = name.toLowerCase().replaceAll(/["[\]`]/g, '');
  const plain = code.replaceAll(/["[\]`]/g, '');
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + 1)) {
    const isWord = (character: string | undefined) => character !== undefined && /[\w$#@]/.test(character);
    if (!isWord(plain[at - 1]) && !isWord(plain[at + wanted.length])) return true;
  }
  return false;
}
