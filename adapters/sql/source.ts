import type { Batch } from '../../core/adapter/batch.ts';
import type { Fact, OpenContext, Part, Source } from '../../core/adapter/contract.ts';
import { printable } from '../../core/adapter/printable.ts';
import { asksForChanges, readChanges } from './changes.ts';
import type { Connections } from './connections.ts';
import { Datasets } from './datasets.ts';
import type { Dialect, ServerInfo } from './driver.ts';
import { seamError } from './faults.ts';
import { firstRows, orAll } from './first-rows.ts';
import type { FindQueries } from './found-queries.ts';
import { type Guard, rowsFor } from './guard.ts';
import { KeptStates } from './kept-states.ts';
import type { SeamOptions } from './options.ts';
import type { QueryFile } from './query-file.ts';
import type { KeyRange } from './ranged.ts';
import { Reading } from './reading.ts';
import { Retries } from './retries.ts';
import { changesBetween, changesSince } from './since.ts';

export interface SqlSourceOptions {
  /** The name of the adapter. */
  readonly kind: string;
  readonly name: string;
  readonly info: ServerInfo;
  readonly dialect: Dialect;
  readonly connections: Connections;
  readonly queries: readonly QueryFile[];
  /** Those that only the guard asks. */
  readonly asides: readonly QueryFile[];
  readonly finds?: FindQueries;
  /** Whether the tables and views of the catalog are datasets, too. */
  readonly catalog: boolean;
  readonly options: SeamOptions;
  readonly context: OpenContext;
  readonly guard?: Guard;
  /** Nobody has published what its tables are called. */
  readonly unpublished?: boolean;
}

/** An open database: its datasets are queries and tables. */
export function sqlSource(opened: SqlSourceOptions): Source {
  const { kind, name, info, dialect, connections, options, context, guard } = opened;
  const { signal, note = () => undefined, warn = note } = context;
  const datasets = new Datasets(opened);
  const states = new KeptStates();
  /** Datasets that can only be read from their beginning, whatever their key. */
  const whole = new Set<string>();
  const retries = new Retries({ ...options.retries, signal, note: warn });
  const readingOf = async ({ dataset, number }: Part, most?: number): Promise<Reading> => {
    const found = await datasets.find(dataset);
    const readable = most === undefined ? found : firstRows(found, most, dialect);
    const what = `${name}/${dataset}`;
    const id = `${dataset}#${number}`;
    const isFirst = !states.has(id);
    const onState = states.begin(id);
    const onWhole = () => whole.add(dataset);
    return new Reading({
      readable,
      what,
      dialect,
      connections,
      retries,
      isFirst,
      onState,
      onWhole,
      note: warn,
    });
  };
  const changesOf = async (part: Part) => {
    if (!asksForChanges(part)) return undefined;
    const onState = states.begin(`${part.dataset}#${part.number}`);
    return readChanges(part, await datasets.find(part.dataset), {
      connections,
      dialect,
      what: `${name}/${part.dataset}`,
      onState,
    });
  };
  const untilDone = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(await retries.next(name, error, 'what has changed is asked again'))) throw error;
      }
    }
  };
  const borders = new Map<string, Promise<readonly number[]>>();
  /** Found once, so that the parts stay the same; none where one connection reads all rows in turn. */
  const bordersOf = async (dataset: string): Promise<readonly number[]> => {
    const { key, isImmutable } = await datasets.find(dataset);
    if (key === undefined || !isImmutable || options.maxConnections < 2) return [];
    const asked =
      borders.get(dataset) ?? readingOf({ dataset, number: -1 }).then((each) => each.borders(key, partRows));
    borders.set(dataset, asked);
    return asked;
  };
  const held = async (dataset: string, when: 'before' | 'after') => {
    const rowsOf = rowsFor(datasets, connections, name);
    await guard?.({ dataset, parameters: await datasets.parametersOf(dataset), when, rowsOf, note });
  };
  const told = (error: unknown, what: string): unknown =>
    context.signal.aborted ? context.signal.reason : seamError(error, what, options.secrets);
  return {
    identity: context.identity ?? { kind, name, id: info.id },
    async discover() {
      try {
        return await datasets.listed();
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
    async proposed() {
      try {
        return await datasets.proposed(opened.unpublished === true);
      } catch (error) {
        throw told(error, name);
      }
    },
    get consistency() {
      return states.consistency;
    },
    get retries() {
      return retries.count;
    },
    async *parts(dataset, most = Number.POSITIVE_INFINITY) {
      try {
        // A few rows are in the first part.
        const borders = most <= partRows ? [] : await bordersOf(dataset);
        if (borders.length > 0) states.apart();
        yield* partsBetween(dataset, borders);
      } catch (error) {
        throw told(error, name);
      }
    },
    async *read(part: Part, most?: number): AsyncGenerator<Batch> {
      const what = `${name}/${part.dataset}`;
      try {
        await held(part.dataset, 'before');
        const changed = await changesOf(part);
        if (changed !== undefined) yield* changed;
        else if (most === undefined || part.range !== undefined) yield* (await readingOf(part)).rows(rangeOf(part));
        else yield* orAll((await readingOf(part, most)).rows(), async () => (await readingOf(part)).rows());
        await held(part.dataset, 'after');
      } catch (error) {
        throw told(error, what);
      }
    },
    async readAgain(part, error) {
      const { isImmutable } = await datasets.find(part.dataset);
      // Otherwise that has been tried while it was read.
      const isOurs = !isImmutable || whole.has(part.dataset) || asksForChanges(part);
      return isOurs && (await retries.next(`${name}/${part.dataset}`, error, 'all of it is read again'));
    },
    async since(asked) {
      try {
        for (const { dataset } of asked) await held(dataset, 'before');
        return await untilDone(() => changesSince(asked, { name, dialect, connections, datasets }));
      } catch (error) {
        throw told(error, name);
      }
    },
    async between(dataset, from, to) {
      try {
        return await changesBetween(dataset, from, to, { name, dialect, connections, datasets });
      } catch (error) {
        throw told(error, name);
      }
    },
    close: () => connections.close(),
  };
}

/** A constant, so that the parts of a dataset depend on its rows alone. */
const partRows = 50_000;

function* partsBetween(dataset: string, borders: readonly number[]): Generator<Part> {
  for (let number = 0; number <= borders.length; number++) {
    const range = {
      ...(number === 0 ? {} : { after: borders[number - 1] }),
      ...(number === borders.length ? {} : { upTo: borders[number] }),
    };
    yield { dataset, number, ...(borders.length === 0 ? {} : { range }) };
  }
}

function rangeOf({ range = {} }: Part): KeyRange {
  const { after, upTo } = range;
  return {
    ...(typeof after === 'number' ? { after } : {}),
    ...(typeof upTo === 'number' ? { upTo } : {}),
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
