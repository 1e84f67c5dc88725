import type { Column } from '../adapter/contract.ts';
import { type Fault, fault } from '../errors/errors.ts';
import type { Entity, Field, Mode } from '../model/define.ts';
import { entities } from '../model/entities/index.ts';
import { foldNatural } from '../model/key.ts';
import { fieldCheck, moneyCheck, moneyFieldOf } from '../model/validate.ts';
import { type BoundColumn, type BoundColumns, bindColumns } from './columns.ts';
import { compileClosure } from './compile/closures.ts';
import { customField } from './custom.ts';
import { decide, undecidable } from './dates.ts';
import { conversion, fieldType, fits } from './field-type.ts';
import type { BindContext } from './functions/define.ts';
import { RowFault, type Type, type Value } from './functions/value.ts';
import { checkExpression, type Scope } from './language/check.ts';
import { article, type TypeName } from './language/convert.ts';
import type { Step } from './language/program.ts';
import { columnsOf } from './language/tree.ts';
import type { ExpressionText, FieldRule, Mapping, RecordRule } from './mapping.ts';
import { maskFaults } from './mask.ts';
import {
  ambiguousColumn,
  currencyOf,
  missingColumn,
  missingOf,
  missingOfField,
  readsMasked,
  requiredColumn,
} from './missing-columns.ts';

/** A mapping held against the columns of a dataset: everything resolved and typed, ready to be compiled. */
export interface MappingProgram {
  readonly mapping: Mapping;
  /** The columns that are read, by slot. */
  readonly slots: readonly BoundColumn[];
  readonly columns: BoundColumns;
  readonly records: readonly RecordProgram[];
  /** By entity, the fields all of whose columns are missing. */
  readonly notCollected: ReadonlyMap<string, readonly string[]>;
  /** Entities of which records can not be made or not be told apart, because columns of keys or conditions are missing. */
  readonly unreadable: ReadonlySet<string>;
  /** Those of them whose records are filtered by a condition of which a part is missing. */
  readonly undecided: ReadonlySet<string>;
}

export interface RecordProgram {
  readonly rule: RecordRule;
  readonly entity: Entity;
  readonly each?: Step;
  readonly when?: Step;
  readonly fields: readonly FieldProgram[];
  /** Its list or condition reads a column that is shown as dots. */
  readonly masked: boolean;
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
  /** Its values are shown as dots in issues. */
  readonly masked: boolean;
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
  const unreadable = new Set<string>();
  const undecided = new Set<string>();
  const notCollected = new Map<string, readonly string[]>();
  mapping.records.forEach((rule, number) => {
    const bind = bindRecord(rule, number, scope);
    if (bind === undefined) return;
    if (bind.program === undefined || bind.undecided) unreadable.add(rule.entity);
    if (bind.undecided) undecided.add(rule.entity);
    if (bind.program !== undefined) records.push(bind.program);
    notCollected.set(rule.entity, [...(notCollected.get(rule.entity) ?? []), ...bind.notCollected]);
  });
  for (const [name, { required }] of mapping.columns) {
    if (required && bound.missing.has(name)) faults.push(requiredColumn(name, mapping, assumed));
  }
  for (const [name, candidates] of bound.ambiguous) faults.push(ambiguousColumn(name, candidates, mapping));
  if (columns !== undefined) faults.push(...maskFaults(mapping, columns));
  const program = { mapping, slots, columns: bound, records, notCollected, unreadable, undecided };
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
  /** Its list or condition reads a column that is missing, among others. */
  readonly undecided: boolean;
}

function bindRecord(rule: RecordRule, number: number, bindings: Bindings): BoundRecord | undefined {
  const entity = entities.get(rule.entity);
  if (entity === undefined) return undefined;
  const item = rule.each !== undefined;
  const each = rule.each && bindCondition(rule.each, ['list'], false, bindings);
  const when = rule.when && bindCondition(rule.when, ['boolean'], item, bindings);
  const fields: FieldProgram[] = [];
  const notCollected: string[] = [];
  const missingIn = [each && missingOf(rule.each, bindings), when && missingOf(rule.when, bindings)];
  const undecided = missingIn.includes('some');
  const unmet = (text: ExpressionText): void => {
    makeable = false;
    if (number === 0) bindings.faults.push(missingColumn(text, bindings));
  };
  let makeable = true;
  if (rule.each && missingIn[0] === 'all') unmet(rule.each);
  if (rule.when && when && missingIn[1] === 'all' && !holds(when)) unmet(rule.when);
  for (const field of rule.fields) {
    const amount = field.custom === undefined ? moneyFieldOf(entity, field.name) : undefined;
    if (amount !== undefined) {
      if (!rule.fields.some(({ name, custom }) => custom === undefined && name === amount)) {
        const message = `${field.name} is the currency of ${amount}, which is not mapped.`;
        bindings.faults.push(fault('mapping/missing-field', message, { place: field.place }));
      }
      continue;
    }
    const program = bindField(field, rule, entity, item, bindings);
    const missing = missingOfField(field, rule, bindings);
    if (missing === 'all') {
      if (!program.required && bindings.mapping.drift === 'blank') fields.push(program);
      else notCollected.push(field.name);
      if (!program.required) continue;
      unmet(field.value);
    }
    fields.push({ ...program, partial: missing === 'some' });
  }
  checkRequiredFields(rule, entity, bindings.faults);
  // Entities are compared and written field by field in the order of the model, whatever the mapping's order.
  const order = Object.keys(entity.fields);
  fields.sort((a, b) => position(order, a) - position(order, b));
  const masked = [rule.each, rule.when].some((text) => text !== undefined && readsMasked(text, bindings));
  const program = { rule, entity, ...(each ? { each } : {}), ...(when ? { when } : {}), fields, masked };
  return makeable ? { program, notCollected, undecided } : { notCollected, undecided };
}

/** Whether a condition all of whose columns are missing holds all the same. */
function holds(when: Step): boolean {
  try {
    return compileClosure(when)([], null) === true;
  } catch (problem) {
    if (problem instanceof RowFault) return false;
    throw problem;
  }
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
  // Of a field that does not exist nothing more is said.
  const isKnown = rule.custom !== undefined || Object.hasOwn(entity.fields, rule.name);
  if (isKnown && !fits(type, field)) {
    const message = `${rule.name} is ${article(fieldType(field))}, the expression gives ${article(type)}.${conversion(type, field)}`;
    bindings.faults.push(fault('mapping/wrong-type', message, { place: rule.value.placeAt(0) }));
  }
  const key = rule.custom === undefined && entity.key.includes(rule.name);
  if (isKnown && fits(type, field)) checkConstant(step, rule, field, bindings.faults);
  const whole = field.type === 'money' ? bindMoney(step, rule, record, item, bindings) : step;
  const texts = [rule.value, currencyOf(rule, record)?.value, item ? record.each : undefined];
  const masked =
    (bindings.mapping.mask.personal && field.personal === true) ||
    texts.some((text) => text !== undefined && readsMasked(text, bindings));
  return {
    rule,
    field,
    step: whole,
    key,
    required: isRequired(rule, field, entity, record.mode),
    partial: false,
    masked,
  };
}

/** A value that is written out is the same in each row, so it is looked at before the first. */
function checkConstant(step: Step, rule: FieldRule, field: Field, faults: Fault[]): void {
  if (step.op !== 'literal' || step.value === null || field.type === 'money') return;
  try {
    fieldCheck(field, { key: false })(step.value);
  } catch (problem) {
    if (!(problem instanceof RowFault)) throw problem;
    const message = `${rule.name}: expected ${problem.expected}, found ${JSON.stringify(problem.found)}.`;
    faults.push(fault('mapping/wrong-value', message, { place: rule.value.placeAt(0) }));
  }
}

/** An amount and its currency are mapped as two fields and checked as one. The step gives the list of both. */
function bindMoney(amount: Step, rule: FieldRule, record: RecordRule, item: boolean, bindings: Bindings): Step {
  const currency = currencyOf(rule, record);
  if (currency === undefined) {
    const message = `${rule.name} is an amount of money: map ${rule.name}Currency too, for example as "EUR".`;
    bindings.faults.push(fault('mapping/missing-field', message, { place: rule.place }));
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
  for (const { nameStart } of undecidable(text.tree)) {
    const message = '"auto" is decided by the values of one column: read each column by itself, or give the patterns.';
    bindings.faults.push(fault('mapping/wrong-arguments', message, { place: text.placeAt(nameStart) }));
  }
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
