import type { DatasetBookmark } from '../../core/adapter/bookmark.ts';
import { configError } from '../../core/errors/errors.ts';
import { didYouMean } from '../../core/errors/suggest.ts';
import { readsOf } from './changes.ts';
import type { Dialect, Query, SqlColumn } from './driver.ts';
import type { QueryFile } from './query-file.ts';

/** @throws ConfigError `sql/query-file` if the query does not give its key. */
export function keyOf({ key, file }: QueryFile, columns: readonly SqlColumn[]): string | undefined {
  return key === undefined ? undefined : columnOf('key', key, file, columns).name;
}

/** @throws ConfigError `sql/query-file` if the query, or the server, does not give it. */
export function bookmarkOf(
  { bookmark, file }: QueryFile,
  query: Query,
  columns: readonly SqlColumn[],
  dialect: Dialect,
): DatasetBookmark | undefined {
  if (bookmark === undefined) return undefined;
  const { kind } = bookmark;
  const { name } = columnOf('bookmark', bookmark.column, file, columns);
  if ((kind === 'rowversion' || kind === 'scn') && dialect.marks?.[kind] === undefined)
    throw configError('sql/query-file', `-- bookmark: this server has no ${kind}. Declare another kind, or none.`, {
      place: { file },
    });
  return { kind, column: name, reads: readsOf(query, columns) };
}

function columnOf(word: string, wanted: string, file: string, columns: readonly SqlColumn[]): SqlColumn {
  const found = columns.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  const names = columns.map(({ name }) => name);
  throw configError(
    'sql/query-file',
    `-- ${word}: expected a column of the query, found ${wanted}.${didYouMean(wanted, names)}`,
    { place: { file } },
  );
}
