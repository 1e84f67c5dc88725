import type { Dataset, Proposal, Source } from '../adapter/contract.ts';
import { findDataset } from '../adapter/datasets.ts';
import { ConfigError, type Fault, SourceError } from '../errors/errors.ts';
import { bindMapping } from '../mapping/bind/bind.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { planOf } from './plan-of.ts';
import { type ColumnType, proposeColumns } from './propose-columns.ts';

/** What a mapping finds in a source as it is now, before any row of it is read. */
export interface Held {
  readonly mapping: string;
  readonly dataset: string;
  /** About how many rows it has, where the source knows. */
  readonly rowsEstimate?: number;
  /** Columns that the mapping declares, and the dataset does not have. */
  readonly missing: readonly string[];
  /** Columns that the dataset would have if the source had all that it is made of. */
  readonly emptied: readonly string[];
  /** By entity, the fields that get no values because of them. */
  readonly notCollected: ReadonlyMap<string, readonly string[]>;
  /** By entity, the fields that get fewer values, since some of what they are made of is missing. */
  readonly lessCollected: ReadonlyMap<string, readonly string[]>;
  /** Entities of which nothing can be said: their keys or conditions are missing, or the whole dataset is. */
  readonly unknown: readonly string[];
  /** What some of the rows would come from, and is not there: that a record is absent then says nothing. */
  readonly incomplete: readonly string[];
  /** The columns that it reads, as they are. */
  readonly columns: readonly ColumnType[];
  /** What a person could write into the source file. */
  readonly proposals: readonly Proposal[];
  /** An overlay of the mapping that finds columns under other names, if there are such. */
  readonly overlay?: string;
  /** Why it can not be run. */
  readonly faults: readonly Fault[];
}

/** Holds a mapping against the datasets of an open source. */
export function holdAgainst(mapping: Mapping, source: Source, datasets: readonly Dataset[]): Held {
  const name = mapping.source.dataset ?? datasets.at(0)?.name ?? '';
  const none: Held = {
    mapping: mapping.name,
    dataset: name,
    missing: [],
    emptied: [],
    notCollected: new Map(),
    lessCollected: new Map(),
    unknown: [...new Set(mapping.records.map(({ entity }) => entity))],
    incomplete: [],
    columns: [],
    proposals: [],
    faults: [],
  };
  const absence = source.absent?.(name);
  if (absence !== undefined) return { ...none, faults: absence.faults };
  try {
    const dataset = findDataset(datasets, name, source.identity.name);
    const { program, faults } = bindMapping(mapping, dataset.columns);
    const { found, missing } = program.columns;
    const overlay = proposeColumns(mapping, dataset.columns, program.columns);
    const fewer = new Map<string, string[]>();
    for (const { rule, fields } of program.records) {
      const partial = fields.filter((field) => field.partial).map((field) => field.rule.name);
      if (partial.length > 0) fewer.set(rule.entity, [...(fewer.get(rule.entity) ?? []), ...partial]);
    }
    return {
      ...none,
      dataset: dataset.name,
      ...(dataset.rowsEstimate === undefined ? {} : { rowsEstimate: dataset.rowsEstimate }),
      missing: [...missing],
      emptied: dataset.emptied ?? [],
      notCollected: new Map([...program.notCollected].filter(([, fields]) => fields.length > 0)),
      lessCollected: fewer,
      unknown: [...program.unreadable],
      incomplete: dataset.incomplete ?? [],
      columns: [...found.values()].map(({ index }) => dataset.columns[index]),
      proposals: dataset.proposals ?? [],
      ...(overlay === undefined ? {} : { overlay }),
      faults: [...faults, ...planOf(program).faults],
    };
  } catch (error) {
    if (error instanceof ConfigError || error instanceof SourceError) return { ...none, faults: error.faults };
    throw error;
  }
}
