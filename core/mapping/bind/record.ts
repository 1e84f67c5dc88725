import { type Fault, fault } from '../../errors/errors.ts';
import type { Entity } from '../../model/define.ts';
import { entities } from '../../model/entities/index.ts';
import { moneyFieldOf } from '../../model/validate.ts';
import { compileClosure } from '../compile/closures.ts';
import { RowFault, type Type } from '../functions/value.ts';
import { article } from '../language/convert.ts';
import type { Step } from '../language/step.ts';
import type { ExpressionText, FieldRule, RecordRule } from '../mapping.ts';
import { missingColumn, missingOf, missingOfField, readsMasked } from '../missing-columns.ts';
import type { FieldProgram, RecordProgram } from '../program.ts';
import { type Bindings, bindExpression } from './expression.ts';
import { bindField } from './field.ts';

interface BoundRecord {
  readonly program?: RecordProgram;
  readonly notCollected: readonly string[];
  /** Its list or condition reads a column that is missing, among others. */
  readonly undecided: boolean;
}

/**
 * Binds the list, the condition and the fields of a record; gives nothing for an entity that the model does not have. Only the
 * first record of a mapping has to be there: `number` is its place.
 */
export function bindRecord(rule: RecordRule, number: number, bindings: Bindings): BoundRecord | undefined {
  const entity = entities.get(rule.entity);
  if (entity === undefined) return undefined;
  const item = rule.each !== undefined;
  const each = rule.each && bindCondition(rule.each, ['list'], false, bindings);
  const when = rule.when && bindCondition(rule.when, ['boolean'], item, bindings);
  const fields: FieldProgram[] = [];
  const notCollected: string[] = [];
  const missingIn = [each && missingOf(rule.each, bindings), when && missingOf(rule.when, bindings)];
  const undecided = missingIn.includes('some');
  let makeable = true;
  const unmet = (text: ExpressionText): void => {
    makeable = false;
    if (number === 0) bindings.faults.push(missingColumn(text, bindings));
  };
  if (rule.each && missingIn[0] === 'all') unmet(rule.each);
  if (rule.when && when && missingIn[1] === 'all' && !holds(when)) unmet(rule.when);
  for (const field of rule.fields) {
    const amount = field.custom === undefined ? moneyFieldOf(entity, field.name) : undefined;
    if (amount !== undefined) {
      checkAmount(amount, field, rule, bindings.faults);
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

/** Whether a condition all of whose columns are missing holds all the same. */
function holds(when: Step): boolean {
  try {
    return compileClosure(when)([], null) === true;
  } catch (problem) {
    if (problem instanceof RowFault) return false;
    throw problem;
  }
}

/** A currency is bound with its amount, so the amount has to be there. */
function checkAmount(amount: string, currency: FieldRule, { fields }: RecordRule, faults: Fault[]): void {
  if (fields.some(({ name, custom }) => custom === undefined && name === amount)) return;
  const message = `${currency.name} is the currency of ${amount}, which is not mapped.`;
  faults.push(fault('mapping/missing-field', message, { place: currency.place }));
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

function position(order: readonly string[], { rule }: FieldProgram): number {
  return rule.custom === undefined ? order.indexOf(rule.name) : order.length;
}
