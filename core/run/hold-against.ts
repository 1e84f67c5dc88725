import type { Dataset, Source } from '../adapter/contract.ts';
import { findDataset } from '../adapter/datasets.ts';
import { ConfigError, type Fault, SourceError } from '../errors/errors.ts';
import { bindMapping } from '../mapping/bind/bind.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { planOf } from './plan-of.ts';

/** What a mapping finds in a source as it is now, before any row of it is read. */
export interface Held {
  readonly mapping: string;
  readonly dataset: string;
  /** Columns that the mapping declares, and the dataset does not have. */
  readonly missing: readonly string[];
  /** By entity, the fields that get no values because of them. */
  readonly notCollected: ReadonlyMap<string, readonly string[]>;
  /** Entities of which nothing can be said: their keys or conditions are missing, or the whole dataset is. */
  readonly unknown: readonly string[];
  /** Why it can not be run. */
  readonly faults: readonly Fault[];
}

/** Holds a mapping against the datasets of an open source. */
export function holdAgainst(mapping: Mapping, source: Source, datasets: readonly Dataset[]): Held {
  const name = mapping.source.dataset ?? datasets.at(0)?.name ?? '';
  const entities = [...new Set(mapping.records.map(({ entity }) => entity))];
  const none = { mapping: mapping.name, dataset: name, missing: [], notCollected: new Map(), unknown: entities };
  const absence = source.absent?.(name);
  if (absence !== undefined) return { ...none, faults: absence.faults };
  try {
    const { columns } = findDataset(datasets, name, source.identity.name);
    const { program, faults } = bindMapping(mapping, columns);
    return {
      mapping: mapping.name,
      dataset: name,
      missing: [...program.columns.missing],
      notCollected: new Map([...program.notCollected].filter(([, fields]) => fields.length > 0)),
      unknown: [...program.unreadable],
      faults: [...faults, ...planOf(program).faults],
    };
  } catch (error) {
    if (error instanceof ConfigError || error instanceof SourceError) return { ...none, faults: error.faults };
    throw error;
  }
}
