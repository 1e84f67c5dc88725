import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Adapter } from '../../core/adapter/contract.ts';
import { printable } from '../../core/adapter/printable.ts';
import { ConfigError, configError } from '../../core/errors/errors.ts';
import type { OptionSpec, OptionValues } from '../../core/options/option.ts';
import { checkViews } from './check-views.ts';
import { Connections } from './connections.ts';
import type { Driver } from './driver.ts';
import { seamError } from './faults.ts';
import type { FindQueries } from './found-queries.ts';
import type { Guard } from './guard.ts';
import { type SqlOptions, seamOptions } from './options.ts';
import { type QueryFile, readQueries } from './query-file.ts';
import { sqlSource } from './source.ts';
import { parseStatement } from './statement.ts';

export interface SqlAdapter<Spec extends OptionSpec & SqlOptions, Settings> {
  readonly name: string;
  readonly summary: string;
  /** `import.meta.url` of the file whose default export this adapter is. */
  readonly module: string;
  /** The options of the server, and `...sqlOptions`. */
  readonly options: Spec;
  /** The driver, or the one that the options choose. */
  readonly driver: Driver<Settings> | ((values: OptionValues<Spec>) => Driver<Settings>);
  /** What the driver is told. */
  settingsOf(values: OptionValues<Spec>): Settings;
  /** The folder with the queries of the product, from the folder of the adapter on: `queries`, or the one that the options choose. */
  readonly queries?: string | ((values: OptionValues<Spec>) => string);
  /** Values of parameters that are no options: what follows from these, or from the day. */
  readonly parametersOf?: (values: OptionValues<Spec>) => Readonly<Record<string, string | number | null>>;
  /** A folder like that, with queries that the guard asks and that are no datasets. */
  readonly asides?: string;
  /** Nobody has published what its tables are called: what the catalog has is proposed as lines of the source file. */
  readonly unpublished?: true;
  /** Datasets that follow from what the database has. */
  readonly finds?: FindQueries;
  /** Whether what a dataset gives can be relied on. */
  readonly guard?: (values: OptionValues<Spec>) => Guard;
  /** The tables and views of the catalog are datasets, too: for adapters of no product, or where the options say so. */
  readonly catalog?: true | ((values: OptionValues<Spec>) => boolean);
}

/** An adapter of a database, made of its driver. */
export function sqlAdapter<Spec extends OptionSpec & SqlOptions, Settings>(
  declared: SqlAdapter<Spec, Settings>,
): Adapter<Spec> {
  const { name, summary, module, options } = declared;
  return {
    name,
    summary,
    module,
    options,
    async open(values, context) {
      context.signal.throwIfAborted();
      const seam = seamOptions(values, declared.parametersOf?.(values));
      const driver = typeof declared.driver === 'function' ? declared.driver(values) : declared.driver;
      const shipped = typeof declared.queries === 'function' ? declared.queries(values) : declared.queries;
      const queries = queriesOf(seam.queries, shipped && folderOf(declared, shipped));
      const asides = declared.asides === undefined ? [] : readQueries(folderOf(declared, declared.asides));
      for (const { text, file, parameters } of queries) parseStatement(text, file, { hints: seam.hints, parameters });
      checkViews(seam.views, [...queries, ...asides]);
      const settings = settingsFrom(declared, values, seam.source);
      const { note } = context;
      const connections = new Connections({
        source: seam.source ?? name,
        connect: (signal) =>
          driver.connect(settings, { signal, timeouts: seam.timeouts, ...(note === undefined ? {} : { note }) }),
        timeouts: seam.timeouts,
        most: seam.maxConnections,
        signal: context.signal,
      });
      try {
        const [info, dialect] = await connections.ask(
          seam.source ?? name,
          async (connection) => [await connection.about(), connection.dialect ?? driver.dialect] as const,
          'connect',
        );
        return sqlSource({
          kind: name,
          name: printable(seam.source ?? info.database),
          info,
          dialect,
          connections,
          queries,
          asides,
          ...(declared.finds === undefined ? {} : { finds: declared.finds }),
          catalog: typeof declared.catalog === 'function' ? declared.catalog(values) : declared.catalog === true,
          options: seam,
          context,
          unpublished: declared.unpublished === true,
          ...(declared.guard === undefined ? {} : { guard: declared.guard(values) }),
        });
      } catch (error) {
        await connections.close();
        throw context.signal.aborted ? context.signal.reason : seamError(error, seam.source ?? name, seam.secrets);
      }
    },
  };
}

/** A driver with its settings made of other values: where an adapter can choose among drivers. */
export function withSettings<Values, Settings>(
  driver: Driver<Settings>,
  settingsOf: (values: Values) => Settings,
): Driver<Values> {
  return { ...driver, connect: (values, options) => driver.connect(settingsOf(values), options) };
}

/** What is missing stands in the source file, which may not have been named. */
function settingsFrom<Spec extends OptionSpec & SqlOptions, Settings>(
  { settingsOf }: Pick<SqlAdapter<Spec, Settings>, 'settingsOf'>,
  values: OptionValues<Spec>,
  source: string | undefined,
): Settings {
  try {
    return settingsOf(values);
  } catch (cause) {
    const [fault] = cause instanceof ConfigError ? cause.faults : [];
    if (source !== undefined || fault?.code !== 'option/missing') throw cause;
    const { place } = fault;
    const hint = 'The source file says how the server is reached: name it with --source FILE.';
    throw configError('option/missing', `${fault.message} ${hint}`, place === undefined ? {} : { place });
  }
}

/** A folder of an adapter: beside its source, or, of a built file, beside the folder of built files. */
function folderOf({ name, module }: { readonly name: string; readonly module: string }, folder: string): string {
  const folders = [`./${folder}`, `../adapters/${name}/${folder}`].map((each) => fileURLToPath(new URL(each, module)));
  return folders.find((each) => existsSync(each)) ?? folders[0];
}

/** The user's queries, and those of the product that have other names. */
function queriesOf(own: string | undefined, shipped: string | undefined): readonly QueryFile[] {
  const first = own === undefined ? [] : readQueries(own);
  const taken = new Set(first.map(({ dataset }) => dataset));
  const rest = shipped === undefined ? [] : readQueries(shipped);
  return [...first, ...rest.filter(({ dataset }) => !taken.has(dataset))];
}
