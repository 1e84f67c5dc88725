import { type Fault, fault } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { entities } from '../../model/entities/index.ts';
import { completenesses } from '../../package/content.ts';
import { digestOf } from '../digest.ts';
import type { Located, LocatedMap } from '../format/located.ts';
import { driftPolicies } from '../format/mapping-shape.ts';
import { asMap, choice, isTrue, items, names, scalarText, textOf } from '../format/nodes.ts';
import type { Amount, ColumnRule, Mapping, RecordRule } from '../mapping.ts';
import { writeOut } from '../write-out.ts';
import { readLookups } from './lookups.ts';
import { readRecord } from './record.ts';
import { readSource } from './source.ts';
import { readTests } from './tests.ts';

/** What could be read of a mapping, and every fault that was found on the way. With faults it is only fit to be checked. */
export interface Loaded {
  readonly mapping?: Mapping;
  readonly faults: readonly Fault[];
}

interface MappingFile {
  readonly file: string;
  /** By file, the folder in which its relative paths start; the file itself comes first. */
  readonly directories: ReadonlyMap<string, string>;
  /** Its text, if the file says everything by itself. */
  readonly text?: string;
}

/** Turns a document of the right shape into a mapping, and collects the faults of syntax, entities and fields. */
export function readMapping(document: LocatedMap, { file, directories, text }: MappingFile): Loaded {
  const faults: Fault[] = [];
  const records = items(document, 'records').map((record) => readRecord(asMap(record), faults));
  nameRecords(records, faults);
  const list = document.entries.get('records')?.value;
  if (list?.kind === 'list' && records.length === 0)
    faults.push(fault('mapping/wrong-value', 'records: expected at least one record.', { place: list.place }));
  const lookups = readLookups(document.entries.get('lookups')?.value, directories, faults);
  const completeness = new Map(
    names(document, 'completeness').map(([name, { value }]) => [name, choice(value, completenesses) ?? 'unknown']),
  );
  checkCompleteness(document, records, completeness, faults);
  const whole = text !== undefined && !lookups.fromFiles ? text : writeOut(document, lookups.tables);
  const mapping: Mapping = {
    file,
    name: textOf(document, 'mapping') ?? '',
    summary: textOf(document, 'summary') ?? '',
    text: whole,
    digest: digestOf(whole),
    source: readSource(document, file, directories.get(file) ?? '.', faults),
    completeness,
    scope: textOf(document, 'scope') ?? '',
    columns: new Map(names(document, 'columns').map(([name, { value }]) => [name, readColumn(value)])),
    drift: choice(document.entries.get('drift')?.value, driftPolicies) ?? 'evolve',
    records,
    lookups: lookups.tables,
    limits: readLimits(document),
    mask: readMask(document.entries.get('mask')?.value),
    tests: readTests(items(document, 'tests'), faults),
  };
  return { mapping, faults };
}

function nameRecords(records: readonly RecordRule[], faults: Fault[]): void {
  const seen = new Set<string>();
  for (const { name, place } of records) {
    if (seen.has(name))
      faults.push(
        fault('mapping/wrong-value', `Two records are called "${name}". Give one of them another name with as.`, {
          place,
        }),
      );
    seen.add(name);
  }
}

function checkCompleteness(
  document: LocatedMap,
  records: readonly RecordRule[],
  completeness: ReadonlyMap<string, unknown>,
  faults: Fault[],
): void {
  const place = document.entries.get('completeness')?.place;
  // A file without any has been told so.
  if (place === undefined || records.length === 0) return;
  const written = new Set(records.map(({ entity }) => entity));
  for (const name of written) {
    if (!entities.has(name) || completeness.has(name)) continue;
    faults.push(
      fault(
        'mapping/missing-property',
        `completeness.${name} is missing. Say what the absence of a record means: everything, perParent, additions or presence.`,
        { place },
      ),
    );
  }
  for (const [name, { place }] of names(document, 'completeness')) {
    if (!written.has(name))
      faults.push(
        fault(
          'mapping/unknown-entity',
          `completeness names ${name}, which no record writes.${didYouMean(name, written)}`,
          { place },
        ),
      );
  }
}

function readColumn(node: Located): ColumnRule {
  if (node.kind === 'list') return { aliases: node.items.map(scalarText), required: false };
  if (node.kind !== 'map') return { aliases: [], required: false };
  return { aliases: items(node, 'aliases').map(scalarText), required: isTrue(node.entries.get('required')?.value) };
}

function readLimits(document: LocatedMap): Mapping['limits'] {
  const limits = document.entries.get('limits')?.value;
  if (limits?.kind !== 'map') return {};
  const [rejects, shrink] = [textOf(limits, 'rejects'), textOf(limits, 'shrink')];
  return {
    ...(rejects === undefined ? {} : { rejects: amount(rejects) }),
    ...(shrink === undefined ? {} : { shrink: amount(shrink) }),
  };
}

function amount(text: string): Amount {
  return text.endsWith('%')
    ? { kind: 'share', percent: Number(text.slice(0, -1)) }
    : { kind: 'count', count: Number(text) };
}

function readMask(node: Located | undefined): Mapping['mask'] {
  if (node === undefined) return { personal: false, columns: [] };
  return node.kind === 'list'
    ? { personal: false, columns: node.items.map((item) => ({ name: scalarText(item), place: item.place })) }
    : { personal: true, columns: [] };
}
