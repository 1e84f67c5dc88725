import type { Batch } from '../../core/adapter/batch.ts';
import type { Fact, OpenContext, Part, Source } from '../../core/adapter/contract.ts';
import { printable } from '../../core/adapter/printable.ts';
import type { Connections } from './connections.ts';
import { Datasets } from './datasets.ts';
import type { Dialect, ServerInfo } from './driver.ts';
import { seamError } from './faults.ts';
import { byKey } from './keyed.ts';
import type { SeamOptions } from './options.ts';
import type { QueryFile } from './query-file.ts';

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

/** An open database: its datasets are queries and tables, each read as one part, one after the other. */
export function sqlSource(opened: SqlSourceOptions): Source {
  const { kind, name, info, connections, options, context } = opened;
  const datasets = new Datasets(opened);
  const told = (error: unknown, what: string): unknown =>
    context.signal.aborted ? context.signal.reason : seamError(error, what, options.secrets);
  return {
    identity: context.identity ?? { kind, name, id: info.id },
    async discover() {
      try {
        return (await datasets.all()).map(({ dataset }) => dataset);
      } catch (error) {
        throw told(error, name);
      }
    },
    absent: (dataset) => datasets.absent.get(dataset),
    absences: () => datasets.absent,
    about: () => factsOf(info),
    async catalog(formerly) {
      try {
        return await datasets.madeOf(info, formerly);
      } catch (error) {
        throw told(error, name);
      }
    },
    get consistency() {
      return connections.consistency;
    },
    async *parts(dataset) {
      try {
        yield { dataset: (await datasets.find(dataset)).name, number: 0 };
      } catch (error) {
        throw told(error, name);
      }
    },
    async *read(part: Part): AsyncGenerator<Batch> {
      const what = `${name}/${part.dataset}`;
      try {
        const { query, columns, key } = await datasets.find(part.dataset);
        const keyed = key === undefined ? query : { ...query, key: [key] };
        const rows = connections.read(keyed, columns, what);
        if (key === undefined) yield* rows;
        else yield* byKey(rows, columns, key, what);
      } catch (error) {
        throw told(error, what);
      }
    },
    close: () => connections.close(),
  };
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
    ['licence', info.licence],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: printable(value) }]));
}
