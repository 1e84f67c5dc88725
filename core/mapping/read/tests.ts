import type { Cell } from '../../adapter/batch.ts';
import { catalogue, lookUpCode } from '../../errors/catalogue.ts';
import { type Fault, fault, type Place } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { entities } from '../../model/entities/index.ts';
import { type Located, type LocatedEntry, type LocatedMap, plainValue } from '../format/located.ts';
import { outcomes } from '../format/mapping-shape.ts';
import type { MappingTest } from '../mapping.ts';

/** Reads the tests of a mapping: rows of cells, and what is expected of them. */
export function readTests(nodes: readonly Located[], faults: Fault[]): readonly MappingTest[] {
  return nodes.flatMap((node) => (node.kind === 'map' ? [readTest(node, faults)] : []));
}

function readTest(node: LocatedMap, faults: Fault[]): MappingTest {
  const get = (name: string) => node.entries.get(name)?.value;
  const row = get('row');
  const rows = get('rows');
  const given = row === undefined ? (rows?.kind === 'list' ? rows.items : []) : [row];
  if (given.length === 0)
    faults.push(fault('mapping/missing-property', 'A test needs row or rows.', { place: node.place }));
  const outcome = get('outcome');
  const found = outcomes.find((each) => outcome?.kind === 'scalar' && each === outcome.text);
  const expect = get('expect');
  const issues = get('issues');
  const name = get('name');
  if (expect?.kind === 'map') for (const [entity, entry] of expect.entries) checkExpected(entity, entry, faults);
  if (issues?.kind === 'list') for (const item of issues.items) checkCode(item, faults);
  return {
    name: name?.kind === 'scalar' ? name.text : '',
    place: node.place,
    rows: given.map(readRow),
    expect: new Map(
      expect?.kind === 'map' ? [...expect.entries].map(([entity, { value }]) => [entity, readExpected(value)]) : [],
    ),
    issues: issues?.kind === 'list' ? issues.items.map((item) => (item.kind === 'scalar' ? item.text : '')) : [],
    ...(found === undefined ? {} : { outcome: found }),
  };
}

/** What lines of records have besides the fields of the model. */
const notFields = ['custom', 'mode'];

/** A misspelt name could never be met. */
function checkExpected(name: string, { place, value }: LocatedEntry, faults: Fault[]): void {
  const entity = entities.get(name);
  if (entity === undefined) {
    const message = `The model has no entity "${name}".${didYouMean(name, entities.keys())}`;
    faults.push(fault('mapping/unknown-entity', message, { place }));
    return;
  }
  for (const record of value.kind === 'list' ? value.items : [value]) {
    if (record.kind !== 'map') continue;
    for (const [field, { place: at }] of record.entries) {
      if (notFields.includes(field) || Object.hasOwn(entity.fields, field)) continue;
      const message = `${name} has no field "${field}".${didYouMean(field, Object.keys(entity.fields))} Fields of your own go under custom.`;
      faults.push(fault('mapping/unknown-field', message, { place: at }));
    }
  }
}

function checkCode(node: Located, faults: Fault[]): void {
  if (node.kind !== 'scalar' || lookUpCode(node.text) !== undefined) return;
  const message = `There is no code "${node.text}".${didYouMean(node.text, Object.keys(catalogue))}`;
  faults.push(fault('mapping/wrong-value', message, { place: node.place }));
}

function readRow(node: Located): ReadonlyMap<string, { readonly cell: Cell; readonly place: Place }> {
  if (node.kind !== 'map') return new Map();
  return new Map([...node.entries].map(([name, { place, value }]) => [name, { cell: cellOf(value), place }]));
}

/** Cells are text as it is written, so 00123 keeps its zeros; null and true are what they are. */
function cellOf(node: Located): Cell {
  if (node.kind !== 'scalar') return JSON.stringify(plainValue(node));
  return node.value === null || typeof node.value === 'boolean' ? node.value : node.text;
}

function readExpected(node: Located): readonly ReadonlyMap<string, unknown>[] {
  if (node.kind === 'list') return node.items.flatMap(readExpected);
  if (node.kind !== 'map') return [];
  return [new Map([...node.entries].map(([name, { value }]) => [name, expectedValue(value)]))];
}

/** Numbers keep their digits as text: they are compared with what the package would have. */
function expectedValue(node: Located): unknown {
  if (node.kind === 'scalar')
    return typeof node.value === 'number' || typeof node.value === 'bigint' ? { number: node.text } : node.value;
  return node.kind === 'list'
    ? node.items.map(expectedValue)
    : Object.fromEntries([...node.entries].map(([name, { value }]) => [name, expectedValue(value)]));
}
