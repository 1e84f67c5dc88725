import type { Dataset, Source } from '../adapter/contract.ts';
import { type Code, lookUpCode } from '../errors/catalogue.ts';
import { SourceError } from '../errors/errors.ts';
import type { RecordedCatalog } from './recorded-catalog.ts';

/** A source as it was recorded: mappings can be held against it, and no row can be read of it. */
export function recordedSource({ adapter, source: name, datasets, missing }: RecordedCatalog): {
  readonly source: Source;
  readonly datasets: readonly Dataset[];
} {
  const found = datasets.map(
    (each): Dataset => ({
      ...each,
      columns: each.columns.map(({ serverType, ...column }) =>
        serverType === '' ? column : { ...column, serverType },
      ),
      origin: (position) => `${name}/${each.name}:${position}`,
    }),
  );
  const absent = new Map(
    missing.map(({ name: dataset, code, message }) => {
      const place = { file: `${name}/${dataset}` };
      return [dataset, new SourceError(isCode(code) ? code : 'source/unknown-dataset', message, { place })];
    }),
  );
  const refuse = (): never => {
    throw new Error('a recorded catalog has no rows');
  };
  return {
    datasets: found,
    source: {
      identity: { kind: adapter, name },
      discover: async () => found,
      absent: (dataset) => absent.get(dataset),
      absences: () => absent,
      parts: refuse,
      read: refuse,
      close: async () => undefined,
    },
  };
}

function isCode(code: string): code is Code {
  return lookUpCode(code) !== undefined;
}
