import { nameColumns } from '../../core/adapter/columns.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { Connections } from './connections.ts';
import type { Query, SqlColumn } from './driver.ts';
import { missingName, sqlFault } from './faults.ts';

/**
 * Asks again what columns a query gives: a dataset's own, or one that is made around it.
 * @throws SourceError `sql/schema-changed` if they are others than those that the mapping was held against.
 */
export async function requireSameColumns(
  connections: Connections,
  query: Query,
  columns: readonly SqlColumn[],
  what: string,
): Promise<void> {
  const found = await connections
    .ask(what, (each) => each.describe(query))
    .catch((error: unknown) => {
      const gone = missingName(error);
      if (gone === undefined || !(error instanceof SourceError) || isOfRights(error)) throw error;
      throw changed(`${gone || 'something'} is no longer there`, what, error);
    });
  const names = nameColumns(
    found.map(({ name }) => name),
    () => undefined,
  );
  const other = columns.findIndex(
    ({ name, type }, index) => names[index]?.toLowerCase() !== name.toLowerCase() || found[index]?.type !== type,
  );
  if (other < 0 && found.length === columns.length) return;
  const [was, is] = [columns[other], found[other]].map((each) => each && `${each.name} (${each.serverType})`);
  throw changed(
    other < 0 ? `there are ${found.length} columns in place of ${columns.length}` : `${was} is now ${is ?? 'gone'}`,
    what,
  );
}

function changed(how: string, what: string, cause?: unknown): SourceError {
  return sqlFault(
    'sql/schema-changed',
    `Expected the columns that were there at the beginning of the run, but ${how}. Run it again when nobody changes the tables.`,
    { name: what, cause },
  );
}

function isOfRights({ faults }: SourceError): boolean {
  return faults.some(({ code }) => code === 'sql/missing-right');
}
