import type { Batch } from '../../core/adapter/batch.ts';
import { nameColumns } from '../../core/adapter/columns.ts';
import type { Dataset, Fact, OpenContext, Part, Source } from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import { printable } from '../../core/adapter/printable.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { didYouMean } from '../../core/errors/suggest.ts';
import type { Connections } from './connections.ts';
import type { CatalogTable, Dialect, Query, ServerInfo, SqlColumn } from './driver.ts';
import { missingName, type SqlCode, seamError, sqlFault } from './faults.ts';
import { fitQuery } from './fit-query.ts';
import { byKey } from './keyed.ts';
import type { SeamOptions } from './options.ts';
import { parameterValue } from './parameters.ts';
import { type QueryFile, withoutOptional } from './query-file.ts';
import { parseStatement, queryOf } from './statement.ts';

export interface SqlSourceOptions {
  /** The name of the adapter. */
  readonly kind: string;
  readonly name: string;
  readonly info: ServerInfo;
  readonly dialect: Dialect;
  readonly connections: Connections;
  readonly queries: readonly QueryFile[];
  /** Whether the tables and views of the catalog are datasets, too. */
  readonly catalog: boolean;
  readonly options: SeamOptions;
  readonly context: OpenContext;
}

/** A dataset as it will be read. */
interface Readable {
  readonly name: string;
  readonly dataset: Dataset;
  readonly query: Query;
  readonly columns: readonly SqlColumn[];
  readonly key: string | undefined;
}

/** An open database: its datasets are queries and tables, each read as one part, one after the other. */
export function sqlSource({ kind, name, info, dialect, connections, ...rest }: SqlSourceOptions): Source {
  const { queries, catalog, options, context } = rest;
  const { note = () => undefined } = context;
  const absent = new Map<string, SourceError>();
  let found: Promise<readonly Readable[]> | undefined;
  const known = <Result>(result: Promise<Result>): Promise<Result> =>
    result.catch((error: unknown) => {
      throw context.signal.aborted ? context.signal.reason : seamError(error, name, options.secrets);
    });

  let listed: Promise<readonly CatalogTable[]> | undefined;
  const tables = () => {
    listed ??= connections.ask(name, (each) => each.catalog());
    return listed;
  };

  const ofQuery = async (file: QueryFile): Promise<Readable | undefined> => {
    const what = `${name}/${file.dataset}`;
    const fit =
      file.needs.length === 0 ? undefined : fitQuery(file.text, file.needs, await tables(), dialect.quoteName);
    if (fit?.kind === 'absent') {
      absent.set(file.dataset, lacking(fit, await tables(), what));
      return undefined;
    }
    const leftOut = [...(fit?.missing ?? [])];
    const incomplete = fit?.incomplete ?? [];
    for (let text = fit?.text ?? file.text; ; ) {
      const statement = parseStatement(text, file.file, { hints: options.hints, parameters: file.parameters });
      const query = queryOf(statement, dialect, (parameter) => parameterValue(parameter, options.values, file.file));
      try {
        const columns = named(await connections.ask(what, (each) => each.describe(query)), note);
        return readable(file.dataset, query, columns, {
          ...(file.summary === '' ? {} : { summary: file.summary }),
          ...(leftOut.length === 0 ? {} : { leftOut }),
          ...(incomplete.length === 0 ? {} : { incomplete }),
          key: columns.find((each) => each.name.toLowerCase() === file.key?.toLowerCase())?.name,
        });
      } catch (cause) {
        const error = context.signal.aborted ? cause : seamError(cause, what, options.secrets);
        if (!(error instanceof SourceError) || error.retryable || isClosed(error)) throw cause;
        const missing = missingName(error);
        const less = missing === undefined ? undefined : withoutOptional(text, missing);
        // The other datasets can be read all the same.
        if (missing === undefined || less === undefined) {
          absent.set(file.dataset, inQuery(error, what));
          return undefined;
        }
        leftOut.push(printable(missing));
        text = less;
      }
    }
  };

  const readable = (
    dataset: string,
    query: Query,
    columns: readonly SqlColumn[],
    {
      key,
      ...about
    }: Pick<Dataset, 'summary' | 'leftOut' | 'incomplete' | 'rowsEstimate'> & { readonly key?: string | undefined },
  ): Readable => {
    const origin = (position: number) => `${name}/${dataset}${key === undefined ? ':' : ` ${key}=`}${position}`;
    return { name: dataset, dataset: { name: dataset, columns, origin, ...about }, query, columns, key };
  };

  const ofTable = ({ schema, name: table, columns, rowsEstimate }: CatalogTable): Readable => {
    const quoted = [schema, table].filter((each) => each !== '').map((each) => dialect.quoteName(each));
    const list = columns.map((column) => dialect.quoteName(column.name)).join(', ');
    const query = { text: `SELECT ${list} FROM ${quoted.join('.')}` };
    const dataset = printable([schema, table].filter((each) => each !== '').join('.'));
    return readable(dataset, query, named(columns, note), rowsEstimate === undefined ? {} : { rowsEstimate });
  };

  const discover = async (): Promise<readonly Readable[]> => {
    const all: Readable[] = [];
    for (const file of queries) {
      const each = await ofQuery(file);
      if (each !== undefined) all.push(each);
    }
    const taken = new Set(queries.map(({ dataset }) => dataset));
    for (const table of catalog ? await tables() : []) {
      const each = ofTable(table);
      if (taken.has(each.name) || each.columns.length === 0) continue;
      taken.add(each.name);
      all.push(each);
    }
    return all;
  };
  const datasets = () => {
    found ??= known(discover());
    return found;
  };
  const find = async (dataset: string): Promise<Readable> => {
    const all = await datasets();
    const error = absent.get(dataset);
    if (error !== undefined) throw error;
    return findDataset(all, dataset, name);
  };

  return {
    identity: context.identity ?? { kind, name, id: info.id },
    discover: async () => (await datasets()).map(({ dataset }) => dataset),
    absent: (dataset) => absent.get(dataset),
    absences: () => absent,
    about: () => factsOf(info),
    get consistency() {
      return connections.consistency;
    },
    async *parts(dataset) {
      yield { dataset: (await find(dataset)).name, number: 0 };
    },
    async *read(part: Part): AsyncGenerator<Batch> {
      const { name: dataset, query, columns, key } = await find(part.dataset);
      const what = `${name}/${dataset}`;
      try {
        const keyed = key === undefined ? query : { ...query, key: [key] };
        const rows = connections.read(keyed, columns, what);
        if (key === undefined) yield* rows;
        else yield* byKey(rows, columns, key, what);
      } catch (error) {
        throw context.signal.aborted ? context.signal.reason : seamError(error, what, options.secrets);
      }
    },
    close: () => connections.close(),
  };
}

/** The columns with names that tell them apart. */
function named(columns: readonly SqlColumn[], note: (sentence: string) => void): readonly SqlColumn[] {
  const names = nameColumns(
    columns.map(({ name }) => name),
    note,
  );
  return columns.map((column, index) => ({ ...column, name: names[index] }));
}

/** Why a query can not be fitted to a database. */
function lacking(
  { code, missing }: { readonly code: SqlCode; readonly missing: string },
  tables: readonly CatalogTable[],
  what: string,
): SourceError {
  const [view, column] = missing.split('.');
  const columns = tables.find((table) => table.name.toLowerCase() === view.toLowerCase())?.columns ?? [];
  const near = didYouMean(
    column ?? view,
    (column === undefined ? tables : columns).map((each) => each.name),
  );
  const of = column === undefined ? `the view ${view}` : `a column ${column} in ${view}`;
  return sqlFault(code, `Expected ${of}, which is not there, or which this login may not read.${near}`, { name: what });
}

function isClosed({ faults }: SourceError): boolean {
  return faults.some(({ code }) => code === 'source/closed');
}

/** The error of a dataset, which names the dataset. */
function inQuery({ faults: [{ code, message, place }] }: SourceError, what: string): SourceError {
  const missing = place === undefined ? '' : ` (${place.file})`;
  return new SourceError(code, `${message}${message.includes(place?.file ?? '') ? '' : missing}`, {
    place: { file: what },
  });
}

function factsOf(info: ServerInfo): readonly Fact[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['server', info.product],
    ['version', info.version],
    ['database', info.database],
    ['login', info.login],
    ['encryption', info.encryption ?? 'none'],
    ['zone', info.zone],
    ['driver', info.driver],
    ['id', info.id],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: printable(value) }]));
}
