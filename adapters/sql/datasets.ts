import type { DatasetBookmark } from '../../core/adapter/bookmark.ts';
import { nameColumns } from '../../core/adapter/columns.ts';
import type { Dataset, OpenContext, SourceCatalog, SourceTable } from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import { printable } from '../../core/adapter/printable.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { inQuery, isClosed, lacking, namesIn, viewAndColumn } from './absence.ts';
import { combineProposals, type Meant } from './combine-proposals.ts';
import type { Connections } from './connections.ts';
import { bookmarkOf, keyOf } from './declared-columns.ts';
import type { CatalogTable, Dialect, Query, ServerInfo, SqlColumn } from './driver.ts';
import { missingName, seamError } from './faults.ts';
import { fitQuery } from './fit-query.ts';
import { type FindQueries, type FoundQuery, labelled } from './found-queries.ts';
import { rowsFor } from './guard.ts';
import type { SeamOptions } from './options.ts';
import { spelledIn } from './outer-list.ts';
import { parameterValue } from './parameters.ts';
import { proposals, proposalText } from './proposals.ts';
import { proposeViews } from './propose-views.ts';
import { type QueryFile, withoutOptional } from './query-file.ts';
import { rowsEstimate } from './rows-estimate.ts';
import { sourceCatalog } from './source-catalog.ts';
import { qualified } from './stand-in-view.ts';
import { parseStatement, queryOf } from './statement.ts';
import { tableNamed } from './table-named.ts';

/** A dataset as it will be read. */
export interface Readable {
  readonly name: string;
  readonly dataset: Dataset;
  readonly query: Query;
  readonly columns: readonly SqlColumn[];
  readonly key: string | undefined;
  /** Its key never changes: reading may go on behind a value of it in another session. */
  readonly isImmutable: boolean;
  /** When its columns were asked for, on the clock of this process. */
  readonly describedAt: number;
  readonly bookmark: DatasetBookmark | undefined;
}

export interface DatasetsOptions {
  /** The name of the source. */
  readonly name: string;
  readonly info: Pick<ServerInfo, 'database'>;
  readonly dialect: Dialect;
  readonly connections: Connections;
  readonly queries: readonly QueryFile[];
  /** Queries that are no datasets. */
  readonly asides: readonly QueryFile[];
  readonly finds?: FindQueries;
  /** Whether the tables and views of the catalog are datasets, too. */
  readonly catalog: boolean;
  readonly options: SeamOptions;
  readonly context: OpenContext;
}

/** What can be read of a database: queries as the database can answer them, and tables. It is asked once, and no row is read. */
export class Datasets {
  /** Those that the database can not give, with the reason. */
  readonly absent = new Map<string, SourceError>();
  readonly #from: DatasetsOptions;
  readonly #queries = new Map<string, Promise<Readable | undefined>>();
  #found: Promise<readonly Readable[]> | undefined;
  #tables: Promise<readonly CatalogTable[]> | undefined;
  #table: Promise<CatalogTable | undefined> | undefined;
  /** All that was proposed, by what it says. */
  readonly #meant = new Map<string, Meant>();
  #more: Promise<readonly FoundQuery[]> | undefined;

  constructor(from: DatasetsOptions) {
    this.#from = from;
  }

  /** All of them, for those who look; or the one that is wanted alone, if it is a query. */
  async listed(): Promise<readonly Dataset[]> {
    const only = await this.#only();
    if (only !== undefined) return only.map(({ dataset }) => dataset);
    const all = (await this.#discovered()).map(({ dataset }) => dataset);
    const more = (await this.#foundQueries()).filter(({ file }) => all.every(({ name }) => name !== file.dataset));
    return [...all, ...more.map((each) => this.#ofFound(each))];
  }

  /** @throws ConfigError `source/unknown-dataset`, or the SourceError of one that is absent. */
  async find(dataset: string): Promise<Readable> {
    const only = dataset === this.#from.context.dataset ? await this.#only() : undefined;
    const file = only === undefined ? await this.#foundQuery(dataset) : undefined;
    const described = file === undefined ? only : await this.#ofQueries([file]);
    const all = described ?? (await this.#discovered());
    const error = this.absent.get(dataset);
    if (error !== undefined) throw error;
    const found = all.find(({ name }) => name === dataset);
    return found ?? findDataset(all, findDataset(await this.listed(), dataset, this.#from.name).name, this.#from.name);
  }

  /** What the queries read of the database, by its catalog. */
  async madeOf(info: ServerInfo, formerly?: readonly SourceTable[]): Promise<SourceCatalog> {
    const { queries, options } = this.#from;
    return sourceCatalog(queries, await this.#catalog(), info, formerly, options.views);
  }

  /** What the source file could say of views; of all, if nobody has published what the tables of the product are called. */
  async proposed(isUnpublished: boolean): Promise<string | undefined> {
    const { dialect, options, queries } = this.#from;
    if (!isUnpublished) return combineProposals([...this.#meant.values()], options.views);
    const site = { tables: await this.#catalog(), dialect, views: options.views };
    return proposeViews(
      queries.flatMap(({ needs }) => needs),
      site,
    );
  }

  /** One query alone; undefined if there is none of that name, or the database can not give it. */
  async query(dataset: string): Promise<Readable | undefined> {
    const { queries, asides } = this.#from;
    const file = [...asides, ...queries].find((each) => each.dataset === dataset);
    if (file === undefined) return undefined;
    const [found] = await this.#ofQueries([file]);
    // It is not missed by those who look for datasets.
    if (asides.includes(file)) this.absent.delete(dataset);
    return found;
  }

  /** The parameters of a query; a table has none. */
  async parametersOf(dataset: string): Promise<readonly string[]> {
    const file = this.#from.queries.find((each) => each.dataset === dataset) ?? (await this.#foundQuery(dataset));
    return file?.parameters ?? [];
  }

  /** The dataset that is wanted, if one is and there is a query or a table of its name: the others are not looked for, which may cost time. */
  async #only(): Promise<readonly Readable[] | undefined> {
    const { queries, context, catalog } = this.#from;
    const { dataset } = context;
    if (dataset === undefined) return undefined;
    const file = queries.find((each) => each.dataset === dataset) ?? (await this.#foundQuery(dataset));
    if (file !== undefined) return this.#ofQueries([file]);
    this.#table ??= catalog ? tableNamed(dataset, this.#from) : Promise.resolve(undefined);
    const table = await this.#table;
    return table && [this.#ofTable(table)];
  }

  #discovered(): Promise<readonly Readable[]> {
    this.#found ??= this.#discover();
    return this.#found;
  }

  async #foundQuery(dataset: string): Promise<QueryFile | undefined> {
    if (this.#from.queries.some((each) => each.dataset === dataset)) return undefined;
    return (await this.#foundQueries()).find(({ file }) => file.dataset === dataset)?.file;
  }

  #foundQueries(): Promise<readonly FoundQuery[]> {
    this.#more ??= this.#look();
    return this.#more;
  }

  async #look(): Promise<readonly FoundQuery[]> {
    const { finds, dialect, asides, options, connections, name } = this.#from;
    if (finds === undefined) return [];
    return finds({
      tables: await this.#catalog(),
      dialect,
      views: options.views,
      aside: (wanted) => asides.find(({ dataset }) => dataset === wanted),
      rowsOf: rowsFor(this, connections, name),
    });
  }

  /** A dataset that was found, by its catalog. */
  #ofFound({ file: { dataset, summary, disclosure }, columns }: FoundQuery): Dataset {
    return this.#readable(dataset, { text: '' }, this.#named(columns), { summary, disclosure, isFound: true }).dataset;
  }

  async #discover(): Promise<readonly Readable[]> {
    const { queries, catalog } = this.#from;
    const all = [...(await this.#ofQueries(queries))];
    const taken = new Set(queries.map(({ dataset }) => dataset));
    for (const table of catalog ? await this.#catalog() : []) {
      const each = this.#ofTable(table);
      if (taken.has(each.name) || each.columns.length === 0) continue;
      taken.add(each.name);
      all.push(each);
    }
    return all;
  }

  async #ofQueries(files: readonly QueryFile[]): Promise<readonly Readable[]> {
    const all: Readable[] = [];
    for (const file of files) {
      const described = this.#queries.get(file.dataset) ?? this.#ofQuery(file);
      this.#queries.set(file.dataset, described);
      const each = await described;
      if (each !== undefined) all.push(each);
    }
    return all;
  }

  /** A query, first fitted to the catalog, then without the lines that it can do without. */
  async #ofQuery(file: QueryFile): Promise<Readable | undefined> {
    const { name, info, dialect, connections, options, context } = this.#from;
    const what = `${name}/${file.dataset}`;
    const isFitted = file.needs.length > 0 || options.views.size > 0;
    const tables = isFitted ? await this.#catalog() : [];
    const site = { tables, dialect, views: options.views, settled: file.settled };
    const fit = isFitted ? fitQuery(file.text, file.needs, site, file.file) : undefined;
    const about = rowsEstimate(file.needs, site);
    if (fit?.kind === 'absent') {
      this.absent.set(
        file.dataset,
        lacking(fit, await this.#proposals(file, [fit.missing]), what, printable(info.database)),
      );
      return undefined;
    }
    const proposed = await this.#proposals(file, (fit?.missing ?? []).map(viewAndColumn));
    // Whoever reads this one dataset sees no list of what it lacks.
    if (context.dataset !== undefined)
      for (const each of proposed) context.warn?.(`${what}: ${each.missing} is not there. ${proposalText(each)}`);
    const leftOut = [...(fit?.missing ?? [])];
    const incomplete = fit?.incomplete ?? [];
    for (let text = fit?.text ?? file.text; ; ) {
      const statement = parseStatement(text, file.file, { hints: options.hints, parameters: file.parameters });
      const query = queryOf(statement, dialect, (parameter) => parameterValue(parameter, options.values, file.file));
      try {
        const described = await connections.ask(what, (each) => each.describe(query), 'firstRow');
        const columns = labelled(this.#named(described, spelledIn(text)), file);
        return this.#readable(file.dataset, query, columns, {
          ...(file.summary === '' ? {} : { summary: file.summary }),
          ...(about === undefined ? {} : { rowsEstimate: about }),
          ...(leftOut.length === 0 ? {} : { leftOut }),
          ...(fit === undefined || fit.emptied.length === 0 ? {} : { emptied: fit.emptied }),
          ...(proposed.length === 0 ? {} : { proposals: proposed }),
          ...(incomplete.length === 0 ? {} : { incomplete }),
          disclosure: file.disclosure,
          key: keyOf(file, columns),
          isImmutable: file.isImmutable,
          bookmark: bookmarkOf(file, query, columns, dialect),
        });
      } catch (cause) {
        const error = context.signal.aborted ? cause : seamError(cause, what, options.secrets);
        if (!(error instanceof SourceError) || error.retryable || isClosed(error)) throw cause;
        const missing = missingName(error);
        const less = missing === undefined ? undefined : withoutOptional(text, missing);
        // The other datasets can be read all the same.
        if (missing === undefined || less === undefined) {
          this.absent.set(file.dataset, inQuery(error, await this.#instead(file, error), what));
          return undefined;
        }
        leftOut.push(printable(missing));
        text = less;
      }
    }
  }

  #ofTable({ schema, name: table, columns, rowsEstimate }: CatalogTable): Readable {
    const { quoteName } = this.#from.dialect;
    const names = [schema, table].filter((each) => each !== '');
    const list = columns.map((column) => quoteName(column.name)).join(', ');
    const query = { text: `SELECT ${list} FROM ${qualified({ schema, name: table }, this.#from.dialect)}` };
    const about = { ...(rowsEstimate === undefined ? {} : { rowsEstimate }), isFound: true } as const;
    return this.#readable(printable(names.join('.')), query, this.#named(columns), about);
  }

  #readable(
    dataset: string,
    query: Query,
    columns: readonly SqlColumn[],
    {
      key,
      isImmutable = false,
      bookmark,
      ...about
    }: Pick<
      Dataset,
      'summary' | 'leftOut' | 'emptied' | 'proposals' | 'incomplete' | 'rowsEstimate' | 'disclosure' | 'isFound'
    > & {
      readonly key?: string | undefined;
      readonly isImmutable?: boolean;
      readonly bookmark?: DatasetBookmark | undefined;
    },
  ): Readable {
    const of = `${this.#from.name}/${dataset}`;
    const origin = (position: number) => `${of}${key === undefined ? ':' : ` ${key}=`}${position}`;
    const changing = bookmark === undefined ? {} : { bookmark };
    return {
      name: dataset,
      dataset: {
        name: dataset,
        columns,
        origin,
        readers: this.#from.options.maxConnections,
        ...(key === undefined ? {} : { key }),
        ...about,
        ...changing,
      },
      query,
      columns,
      key,
      isImmutable,
      bookmark,
      describedAt: performance.now(),
    };
  }

  async #proposals(file: QueryFile, missing: readonly (readonly [string, string?])[]): Promise<readonly Meant[]> {
    if (missing.length === 0) return [];
    const { dialect, options, queries } = this.#from;
    const site = { tables: await this.#catalog(), dialect, views: options.views };
    const taken = queries.flatMap(({ needs }) => needs.flatMap(({ names }) => names.map((each) => each.toLowerCase())));
    const meant = proposals(missing, file.needs, site, new Set(taken));
    for (const each of meant) this.#meant.set(each.change, each);
    return meant;
  }

  /**
   * What could be meant by a view that the server does not find: perhaps it is in a schema that this login does not look in. A catalog that is
   * not needed for anything else is not read for that.
   */
  async #instead(file: QueryFile, error: SourceError): Promise<readonly Meant[]> {
    const missing = error.faults[0].code === 'sql/missing-object' ? missingName(error) : undefined;
    const [name = ''] = namesIn(missing ?? '').reverse();
    const isKnown = this.#tables !== undefined || file.needs.length > 0 || this.#from.catalog;
    try {
      return name === '' || !isKnown ? [] : await this.#proposals(file, [[name]]);
    } catch (cause) {
      if (cause instanceof SourceError && !cause.retryable && !isClosed(cause)) return [];
      throw cause;
    }
  }

  #catalog(): Promise<readonly CatalogTable[]> {
    const { connections, name } = this.#from;
    this.#tables ??= connections.ask(name, (each) => each.catalog());
    return this.#tables;
  }

  /** The columns with names that tell them apart. */
  #named(columns: readonly SqlColumn[], spelled = (name: string) => name): readonly SqlColumn[] {
    const { note = () => undefined } = this.#from.context;
    const names = nameColumns(
      columns.map(({ name }) => spelled(name)),
      note,
    );
    return columns.map((column, index) => ({ ...column, name: names[index] }));
  }
}
