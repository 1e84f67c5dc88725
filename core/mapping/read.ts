import { type Fault, fault } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { Entity, Mode } from '../model/define.ts';
import { modes } from '../model/define.ts';
import { entities } from '../model/entities/index.ts';
import { completenesses } from '../package/content.ts';
import { duplicatePolicies } from '../run/plan.ts';
import { digestOf } from './digest.ts';
import type { Located, LocatedEntry, LocatedMap, LocatedScalar } from './format/located.ts';
import { plainValue } from './format/located.ts';
import { customTypes, dateOrders, driftPolicies, updateRules } from './format/mapping-shape.ts';
import { ArgumentFault } from './functions/define.ts';
import { zoneNamed } from './functions/zones.ts';
import { parseExpression } from './language/parse.ts';
import { SyntaxFault } from './language/tokens.ts';
import { readLookups } from './lookups.ts';
import type { Amount, ColumnRule, ExpressionText, FieldRule, Mapping, MappingSource, RecordRule } from './mapping.ts';
import { readTests } from './read-tests.ts';
import { writeOut } from './write-out.ts';

/** What could be read of a mapping, and every fault that was found on the way. With faults it is only fit to be checked. */
export interface Loaded {
  readonly mapping?: Mapping;
  readonly faults: readonly Fault[];
}

interface Origin {
  readonly file: string;
  /** By file, the folder in which its relative paths start; the file itself comes first. */
  readonly directories: ReadonlyMap<string, string>;
  /** Its text, if the file says everything by itself. */
  readonly text?: string;
}

/** Turns a document of the right shape into a mapping, and collects the faults of syntax, entities and fields. */
export function readMapping(document: LocatedMap, { file, directories, text }: Origin): Loaded {
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

function readRecord(record: LocatedMap, faults: Fault[]): RecordRule {
  const entityName = textOf(record, 'entity') ?? '';
  const entity = entities.get(entityName);
  if (entity === undefined && entityName !== '') {
    const place = record.entries.get('entity')?.value.place ?? record.place;
    faults.push(
      fault(
        'mapping/unknown-entity',
        `The model has no entity "${entityName}".${didYouMean(entityName, entities.keys())}`,
        { place },
      ),
    );
  }
  const fields = names(record, 'fields').map(([name, entry]) => readField(name, entry, faults));
  const key = record.entries.get('key');
  if (key !== undefined) {
    if (fields.some(({ name }) => name === 'key'))
      faults.push(
        fault('mapping/wrong-value', 'The key is given twice: beside fields and in them.', { place: key.place }),
      );
    else fields.unshift(readField('key', key, faults));
  }
  for (const { name, place } of fields) {
    if (entity === undefined || isField(name, entity.fields)) continue;
    faults.push(
      fault(
        'mapping/unknown-field',
        `${entityName} has no field "${name}".${didYouMean(name, Object.keys(entity.fields))} Fields of your own go under custom.`,
        { place },
      ),
    );
  }
  const custom = names(record, 'custom').map(([name, entry]): FieldRule => {
    const type = entry.value.kind === 'map' ? choice(entry.value.entries.get('type')?.value, customTypes) : undefined;
    return { ...readField(name, entry, faults), custom: type ?? 'text' };
  });
  const each = expression(record.entries.get('each')?.value, faults);
  const when = expression(record.entries.get('when')?.value, faults);
  const match = items(record, 'match').map((node) => readMatch(node, entity, faults));
  return {
    entity: entityName,
    name: textOf(record, 'as') ?? entityName,
    place: record.place,
    ...(each === undefined ? {} : { each }),
    ...(when === undefined ? {} : { when }),
    mode: choice<Mode>(record.entries.get('mode')?.value, modes) ?? 'upsert',
    onReject: choice(record.entries.get('onReject')?.value, ['row', 'record'] as const) ?? 'row',
    duplicates: choice(record.entries.get('duplicates')?.value, duplicatePolicies) ?? 'fill',
    ...(match.length > 0 ? { match } : {}),
    fields: [...fields, ...custom],
  };
}

function readMatch(node: Located, entity: Entity | undefined, faults: Fault[]): string {
  const name = scalarText(node);
  if (entity !== undefined && !Object.hasOwn(entity.fields, name)) {
    const message = `${entity.name} has no field "${name}" to match by.${didYouMean(name, Object.keys(entity.fields))}`;
    faults.push(fault('mapping/unknown-field', message, { place: node.place }));
  }
  return name;
}

/** A field of the model, or the currency of one that is money. */
function isField(name: string, fields: Readonly<Record<string, { readonly type: string }>>): boolean {
  if (Object.hasOwn(fields, name)) return true;
  const amount = name.replace(/Currency$/, '');
  return amount !== name && Object.hasOwn(fields, amount) && fields[amount].type === 'money';
}

function readField(name: string, { place, value }: LocatedEntry, faults: Fault[]): FieldRule {
  const rules = value.kind === 'map' ? value.entries : new Map<string, LocatedEntry>();
  const text = expression(value.kind === 'map' ? rules.get('value')?.value : value, faults);
  return {
    name,
    place,
    value: text ?? { text: 'null', tree: parseExpression('null'), placeAt: () => place },
    required: isTrue(rules.get('required')?.value),
    update: choice(rules.get('update')?.value, updateRules) ?? 'always',
    onIssue: choice(rules.get('onIssue')?.value, ['omit', 'reject'] as const) ?? 'omit',
  };
}

function expression(node: Located | undefined, faults: Fault[]): ExpressionText | undefined {
  if (node === undefined || node.kind !== 'scalar' || node.text === '') return undefined;
  try {
    return { text: node.text, tree: parseExpression(node.text), placeAt: node.placeAt };
  } catch (cause) {
    if (!(cause instanceof SyntaxFault)) throw cause;
    faults.push(fault('mapping/syntax', cause.message, { place: node.placeAt(cause.offset) }));
    return undefined;
  }
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

function readSource(document: LocatedMap, file: string, directory: string, faults: Fault[]): MappingSource {
  const source = document.entries.get('source')?.value;
  const entries = source?.kind === 'map' ? source.entries : new Map<string, LocatedEntry>();
  const own = new Set(['adapter', 'dataset', 'zone', 'dates']);
  const text = (name: string) => {
    const node = entries.get(name)?.value;
    return node?.kind === 'scalar' ? { [name]: node.text } : {};
  };
  const dates = choice(entries.get('dates')?.value, dateOrders);
  const zone = entries.get('zone')?.value;
  if (zone?.kind === 'scalar' && zone.text !== '') checkZone(zone, faults);
  return {
    adapter: '',
    ...text('adapter'),
    ...text('dataset'),
    ...text('zone'),
    ...(dates === undefined ? {} : { dates }),
    options: Object.fromEntries(
      [...entries].filter(([name]) => !own.has(name)).map(([name, { value }]) => [name, plainValue(value)]),
    ),
    place: (option) => (option === undefined ? undefined : entries.get(option)?.place) ?? source?.place ?? { file },
    directory,
  };
}

function checkZone({ text, place }: LocatedScalar, faults: Fault[]): void {
  try {
    zoneNamed(text);
  } catch (cause) {
    if (!(cause instanceof ArgumentFault)) throw cause;
    faults.push(fault('mapping/wrong-value', cause.message, { place }));
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

function items(map: LocatedMap, name: string): readonly Located[] {
  const node = map.entries.get(name)?.value;
  return node?.kind === 'list' ? node.items : [];
}

function names(map: LocatedMap, name: string): readonly (readonly [string, LocatedEntry])[] {
  const node = map.entries.get(name)?.value;
  return node?.kind === 'map' ? [...node.entries] : [];
}

function asMap(node: Located): LocatedMap {
  return node.kind === 'map' ? node : { kind: 'map', place: node.place, entries: new Map() };
}

function textOf(map: LocatedMap, name: string): string | undefined {
  const node = map.entries.get(name)?.value;
  return node === undefined ? undefined : scalarText(node);
}

function isTrue(node: Located | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

function scalarText(node: Located): string {
  return node.kind === 'scalar' ? node.text : '';
}

function choice<const Choice extends string>(
  node: Located | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  return node?.kind === 'scalar' ? choices.find((each) => each === node.text) : undefined;
}
