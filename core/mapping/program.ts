import type { Column } from '../adapter/contract.ts';
import { type Fault, fault } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { Entity, Field, Mode } from '../model/define.ts';
import { entities } from '../model/entities/index.ts';
import { foldNatural } from '../model/key.ts';
import { moneyCheck, moneyFieldOf } from '../model/validate.ts';
import { type BoundColumn, type BoundColumns, bindColumns } from './columns.ts';
import { customField } from './custom.ts';
import { decide } from './dates.ts';
import type { BindContext } from './functions/define.ts';
import type { Type, Value } from './functions/value.ts';
import { checkExpression, type Scope } from './language/check.ts';
import { article, type TypeName } from './language/convert.ts';
import type { Step } from './language/program.ts';
import { columnsOf } from './language/tree.ts';
import type { ExpressionText, FieldRule, Mapping, RecordRule } from './mapping.ts';

/** A mapping held against the columns of a dataset: everything resolved and typed, ready to be compiled. */
export interface MappingProgram {
  readonly mapping: Mapping;
  /** The columns that are read, by slot. */
  readonly slots: readonly BoundColumn[];
  readonly columns: BoundColumns;
  readonly records: readonly RecordProgram[];
  /** By entity, the fields all of whose columns are missing. */
  readonly notCollected: ReadonlyMap<string, readonly string[]>;
  /** Entities that no record can be made of, because key columns are missing. */
  readonly unreadable: readonly string[];
}

export interface RecordProgram {
  readonly rule: RecordRule;
  readonly entity: Entity;
  readonly each?: Step;
  readonly when?: Step;
  readonly fields: readonly FieldProgram[];
}

export interface FieldProgram {
  readonly rule: FieldRule;
  readonly field: Field;
  readonly step: Step;
  /** A null of a key or required field rejects the record. */
  readonly required: boolean;
  readonly key: boolean;
  /** Some of its columns are missing, so a null is not known to be empty: the field is left out. */
  readonly partial: boolean;
}

/**
 * Checks a mapping against columns. Without columns (offline) every name is taken as text, unless the mapping declares its
 * columns. The program is only fit to run if there are no faults.
 */
export function bindMapping(
  mapping: Mapping,
  columns: readonly Column[] | undefined,
  decisions: Decisions = noDecisions,
): { readonly program: MappingProgram; readonly faults: readonly Fault[] } {
  const used = usedColumns(mapping);
  const assumed = columns ?? assumedColumns(mapping, used);
  const bound = bindColumns(mapping, used, assumed);
  const slots: BoundColumn[] = [];
  const faults: Fault[] = [];
  const scope = { mapping, bound, slots, faults, columns: assumed, decisions };
  const records: RecordProgram[] = [];
  const unreadable: string[] = [];
  const notCollected = new Map<string, readonly string[]>();
  mapping.records.forEach((rule, number) => {
    const bind = bindRecord(rule, number, scope);
    if (bind === undefined) return;
    if (bind.program === undefined) unreadable.push(rule.entity);
    else records.push(bind.program);
    notCollected.set(rule.entity, [...(notCollected.get(rule.entity) ?? []), ...bind.notCollected]);
  });
  for (const [name, { required }] of mapping.columns) {
    if (required && bound.missing.has(name)) faults.push(missingColumn(name, mapping, assumed));
  }
  const written = new Set(records.map(({ entity }) => entity.name));
  const program = {
    mapping,
    slots,
    columns: bound,
    records,
    notCollected,
    unreadable: unreadable.filter((name) => !written.has(name)),
  };
  return { program, faults };
}

interface Bindings {
  readonly mapping: Mapping;
  readonly bound: BoundColumns;
  readonly slots: BoundColumn[];
  readonly faults: Fault[];
  readonly columns: readonly Column[];
  readonly decisions: Decisions;
}

/** By column, the date patterns that stand for "auto". */
export type Decisions = ReadonlyMap<string, readonly string[]>;
const noDecisions: Decisions = new Map();

interface BoundRecord {
  readonly program?: RecordProgram;
  readonly notCollected: readonly string[];
}

function bindRecord(rule: RecordRule, number: number, bindings: Bindings): BoundRecord | undefined {
  const entity = entities.get(rule.entity);
  if (entity === undefined) return undefined;
  const item = rule.each !== undefined;
  const each = rule.each && bindCondition(rule.each, ['list'], false, bindings);
  const when = rule.when && bindCondition(rule.when, ['boolean'], item, bindings);
  const fields: FieldProgram[] = [];
  const notCollected: string[] = [];
  let makeable = true;
  for (const field of rule.fields) {
    if (field.custom === undefined && moneyFieldOf(entity, field.name) !== undefined) continue;
    const program = bindField(field, rule, entity, item, bindings);
    const missing = missingOf(field.value, bindings);
    if (missing === 'all') {
      if (!program.required && bindings.mapping.drift === 'blank') fields.push(program);
      else notCollected.push(field.name);
      if (!program.required) continue;
      makeable = false;
      if (number === 0)
        bindings.faults.push(
          missingColumn(columnsOf(field.value.tree)[0], bindings.mapping, bindings.columns, field.value.placeAt(0)),
        );
    }
    fields.push({ ...program, partial: missing === 'some' });
  }
  checkRequiredFields(rule, entity, bindings.faults);
  // Entities are compared and written field by field in the order of the model, whatever the mapping's order.
  const order = Object.keys(entity.fields);
  fields.sort((a, b) => position(order, a) - position(order, b));
  const program = { rule, entity, ...(each ? { each } : {}), ...(when ? { when } : {}), fields };
  return makeable ? { program, notCollected } : { notCollected };
}

function position(order: readonly string[], { rule }: FieldProgram): number {
  return rule.custom === undefined ? order.indexOf(rule.name) : order.length;
}

function bindCondition(text: ExpressionText, wanted: readonly Type[], item: boolean, bindings: Bindings): Step {
  const { step, type } = bindExpression(text, item, bindings);
  if (type !== 'null' && !wanted.includes(type)) {
    const remedy =
      wanted[0] === 'list'
        ? 'split() makes a text a list.'
        : 'Compare it with something, or convert it with boolean().';
    bindings.faults.push(
      fault('mapping/wrong-type', `Expected ${article(wanted[0])}, found ${article(type)}. ${remedy}`, {
        place: text.placeAt(0),
      }),
    );
  }
  return step;
}

function bindField(
  rule: FieldRule,
  record: RecordRule,
  entity: Entity,
  item: boolean,
  bindings: Bindings,
): FieldProgram {
  const { step, type } = bindExpression(rule.value, item, bindings);
  const field =
    rule.custom === undefined && Object.hasOwn(entity.fields, rule.name)
      ? entity.fields[rule.name]
      : customField(rule.custom ?? 'text', rule.name);
  if (!fits(type, field)) {
    const message = `${rule.name} is ${article(fieldType(field))}, the expression gives ${article(type)}.${conversion(type, field)}`;
    bindings.faults.push(fault('mapping/wrong-type', message, { place: rule.value.placeAt(0) }));
  }
  const key = rule.custom === undefined && entity.key.includes(rule.name);
  const whole = field.type === 'money' ? bindMoney(step, rule, record, item, bindings) : step;
  return { rule, field, step: whole, key, required: isRequired(rule, field, entity, record.mode), partial: false };
}

/** An amount and its currency are mapped as two fields and checked as one. The step gives the list of both. */
function bindMoney(amount: Step, rule: FieldRule, record: RecordRule, item: boolean, bindings: Bindings): Step {
  const currency = record.fields.find(({ name, custom }) => custom === undefined && name === `${rule.name}Currency`);
  if (currency === undefined) {
    bindings.faults.push(
      fault(
        'mapping/missing-field',
        `${rule.name} is an amount of money: map ${rule.name}Currency too, for example as "EUR".`,
        { place: rule.place },
      ),
    );
    return amount;
  }
  const { step } = bindExpression(currency.value, item, bindings);
  const check = moneyCheck();
  const run = (given: Value, code: Value): Value => {
    const money = check(given, code);
    return money === null ? null : [money.amount, money.currency];
  };
  return { op: 'call', run, args: [amount, step], nulls: 'handle', of: rule.value.tree };
}

/** A required field of the key always is; elsewhere only a record that may be created needs it. */
function isRequired(rule: FieldRule, field: Field, entity: Entity, mode: Mode): boolean {
  if (rule.required) return true;
  if (rule.custom !== undefined) return false;
  return field.required === true && (entity.key.includes(rule.name) || mode === 'upsert' || mode === 'create');
}

function checkRequiredFields(rule: RecordRule, entity: Entity, faults: Fault[]): void {
  const mapped = new Set(rule.fields.filter(({ custom }) => custom === undefined).map(({ name }) => name));
  const creates = rule.mode === 'upsert' || rule.mode === 'create';
  for (const [name, field] of Object.entries(entity.fields)) {
    if (!field.required || mapped.has(name) || !(creates || entity.key.includes(name))) continue;
    faults.push(
      fault('mapping/missing-field', `${entity.name} needs ${name}: ${field.summary}`, { place: rule.place }),
    );
  }
  for (const names of entity.either ?? []) {
    if (!creates || names.some((name) => mapped.has(name))) continue;
    faults.push(
      fault('mapping/missing-field', `${entity.name} needs one of ${names.join(', ')}.`, { place: rule.place }),
    );
  }
}

function bindExpression(
  text: ExpressionText,
  item: boolean,
  bindings: Bindings,
): { readonly step: Step; readonly type: TypeName } {
  const { typed, faults } = checkExpression(decide(text.tree, bindings.decisions), scopeOf(item, bindings));
  for (const { code, message, offset } of faults)
    bindings.faults.push(fault(code, message, { place: text.placeAt(offset) }));
  return typed;
}

function scopeOf(item: boolean, { mapping, bound, slots, columns }: Bindings): Scope {
  return {
    item,
    context: bindContext(mapping),
    columnNames: () => [...new Set([...mapping.columns.keys(), ...columns.map(({ name }) => name)])],
    column: (name) => {
      if (bound.missing.has(name)) return 'missing';
      const column = bound.found.get(name);
      if (column === undefined) return undefined;
      const known = slots.findIndex((each) => each.name === name);
      return { slot: known < 0 ? slots.push(column) - 1 : known, type: column.type };
    },
  };
}

function bindContext({ lookups, source }: Mapping): BindContext {
  return {
    ...(source.zone === undefined ? {} : { zone: source.zone }),
    lookupNames: [...lookups.keys()],
    lookup: (name) => {
      const table = lookups.get(name);
      return table && { get: (key) => table.get(foldNatural(key)) };
    },
  };
}

function missingOf(text: ExpressionText, { bound }: Bindings): 'none' | 'some' | 'all' {
  const names = columnsOf(text.tree);
  const missing = names.filter((name) => bound.missing.has(name)).length;
  if (missing === 0) return 'none';
  return missing === names.length ? 'all' : 'some';
}

function missingColumn(
  name: string,
  mapping: Mapping,
  columns: readonly Column[],
  place = mapping.source.place(),
): Fault {
  const aliases = mapping.columns.get(name)?.aliases ?? [];
  const also = aliases.length > 0 ? ` (also known as ${aliases.slice(0, 4).join(', ')})` : '';
  return fault(
    'mapping/unknown-column',
    `The data have no column "${name}"${also}, which a key or required field needs.${didYouMean(
      name,
      columns.map((each) => each.name),
    )}`,
    { place },
  );
}

/** Every column that an expression of the mapping names. */
export function usedColumns(mapping: Mapping): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { each, when, fields } of mapping.records) {
    for (const text of [each, when, ...fields.map(({ value }) => value)]) {
      if (text !== undefined) for (const name of columnsOf(text.tree)) used.add(name);
    }
  }
  return used;
}

/** Offline, the declared columns are all there are; without a declaration any name is possible. */
function assumedColumns(mapping: Mapping, used: ReadonlySet<string>): readonly Column[] {
  const names = mapping.columns.size > 0 ? mapping.columns.keys() : used;
  return [...names].map((name) => ({ name, type: 'text' }));
}

/** Text is taken by any field in canonical form, a number by text too; otherwise the types must agree. */
function fits(type: TypeName, field: Field): boolean {
  if (type === 'null') return true;
  const wanted = fieldType(field);
  if (wanted === 'list') return type === 'list' || type === 'text';
  return type === wanted || type === 'text' || (wanted === 'text' && type === 'number');
}

function fieldType(field: Field): Type {
  switch (field.type) {
    case 'integer':
    case 'decimal':
    case 'money':
      return 'number';
    case 'choice':
    case 'reference':
      return 'text';
    default:
      return field.type;
  }
}

function conversion(type: TypeName, field: Field): string {
  if (field.type === 'date' && type === 'instant') return ' dayOf() gives the day of an instant in a zone.';
  if (field.type === 'instant' && type === 'date')
    return ' A day is no point in time: instant() reads one from a text.';
  return type === 'list' ? ' first() takes one element, join() makes a text of all.' : '';
}
