import type { Batch } from '../adapter/batch.ts';
import type { Dataset } from '../adapter/contract.ts';
import { type ConfigError, configError } from '../errors/errors.ts';
import { nearestName } from '../errors/suggest.ts';
import { rowFault, type Written } from '../mapping/compile/record.ts';
import type { Value } from '../mapping/functions/value.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Entity } from '../model/define.ts';
import { foldKeyPart } from '../model/key.ts';
import { Cut } from '../model/validate.ts';
import type { Package } from '../package/open.ts';
import { bindDataset } from './bind-dataset.ts';
import { slotValue } from './cell-value.ts';
import type { Input } from './input.ts';
import type { OpenJob } from './job.ts';
import { compileRecords, type RunRecord } from './run-record.ts';
import { type TracedRecord, type TracedRow, traceRows } from './trace-row.ts';

/** A key as a person gives it: the single key itself, or the fields of a compound one. */
export type WantedKey = string | ReadonlyMap<string, string>;

/** `pc-1`, or `computer=pc-1,name=Office`. */
export function readKey(text: string, entity: Entity): WantedKey {
  const pairs = [...text.matchAll(/(?:^|,)([A-Za-z]+)=([^,]*)/g)].filter(([, name]) => entity.key.includes(name));
  return pairs.length === 0 ? text : new Map(pairs.map(([, name, value]) => [name, value]));
}

/**
 * The record of a package with this key; undefined if it was rejected, so that the package has its key alone.
 * @throws ConfigError `package/unknown-record`, with a near key, or if a part of a key is that of several records.
 */
export async function findRecord(
  opened: Package,
  entity: Entity,
  wanted: WantedKey,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const keys: string[] = [];
  const isWhole = entity.key.length === (typeof wanted === 'string' ? 1 : wanted.size);
  let found: Readonly<Record<string, unknown>> | undefined;
  for await (const record of opened.records(entity.name)) {
    if (hasKey(entity, wanted, (name) => record[name])) {
      if (isWhole) return record;
      if (found !== undefined) throw several(entity, found);
      found = record;
    }
    if (keys.length < 10_000) keys.push(String(record[entity.key[0]]));
  }
  if (found !== undefined) return found;
  for await (const present of opened.present()) {
    if (present.entity !== entity.name || !hasKey(entity, wanted, (name) => present.key[name])) continue;
    return undefined;
  }
  const near = typeof wanted === 'string' ? nearestName(wanted, keys) : undefined;
  throw configError(
    'package/unknown-record',
    `There is no ${entity.name} with this key.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`} The key is ${entity.key.join(', ')}.`,
  );
}

function several({ name, key }: Entity, found: Readonly<Record<string, unknown>>): ConfigError {
  const example = key.map((field) => `${field}=${String(found[field] ?? '')}`).join(',');
  return configError(
    'package/unknown-record',
    `Several ${name} records have this key. Give all of its fields, such as ${example}.`,
  );
}

/** Follows every row of the source that makes a record with this key, in order. */
export async function* explainRecord(
  mapping: Mapping,
  { source }: Input,
  dataset: Dataset,
  entity: Entity,
  wanted: WantedKey,
  signal: AbortSignal,
): AsyncGenerator<TracedRow> {
  const bound = await bindDataset(mapping, source, dataset, { signal });
  for await (const row of traceRows(source, dataset, bound, rowFinder(bound, entity, wanted), signal)) {
    const records = row.records.filter((record) => record.entity === entity.name && record.made);
    // Of the records that a list gives, only those with this key.
    yield { ...row, records: records.filter((record) => hasKey(entity, wanted, writtenIn(record))) };
  }
}

function writtenIn({ fields }: TracedRecord): (name: string) => unknown {
  // Fields of the model come before custom ones, which may have their names.
  return (name) => fields.find(({ field }) => field === name)?.written;
}

function rowFinder(
  { program, plan }: Pick<OpenJob, 'program' | 'plan'>,
  entity: Entity,
  wanted: WantedKey,
): (batch: Batch, row: number) => boolean {
  const records = compileRecords(program, plan, 'generated').filter(
    (record) => record.program.entity.name === entity.name,
  );
  return (batch, row) => {
    if (batch.broken?.has(row)) return false;
    const cells = program.slots.map((slot) => slotValue(batch, row * batch.width, slot));
    return records.some((record) => makes(record, cells, entity, wanted));
  };
}

function makes(record: RunRecord, cells: readonly Value[], entity: Entity, wanted: WantedKey): boolean {
  try {
    const list = record.each?.(cells, null);
    const items = record.each === undefined ? [null] : Array.isArray(list) ? list : [list ?? null];
    return items.some((item) => {
      if (record.when !== undefined && record.when(cells, item) !== true) return false;
      const out: Written[] = new Array(record.fields.length);
      record.fill(cells, item, out, (_, problem) => void rowFault(problem));
      return hasKey(entity, wanted, (name) => {
        const value = out[record.fields.findIndex(({ rule }) => rule.name === name && rule.custom === undefined)];
        return value instanceof Cut ? value.kept : value;
      });
    });
  } catch (problem) {
    rowFault(problem);
    return false;
  }
}

function hasKey(entity: Entity, wanted: WantedKey, valueOfField: (name: string) => unknown): boolean {
  const pairs = typeof wanted === 'string' ? [[entity.key[0], wanted] as const] : [...wanted];
  return pairs.every(
    ([name, value]) => foldKeyPart(entity.fields[name], valueOfField(name)) === foldKeyPart(entity.fields[name], value),
  );
}
