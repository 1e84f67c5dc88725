import { type Fault, fault } from '../../errors/errors.ts';
import type { Entity, Field, Mode } from '../../model/define.ts';
import { fieldCheck, moneyCheck } from '../../model/validate.ts';
import { customField } from '../custom.ts';
import { conversion, fieldType, fits } from '../field-type.ts';
import { RowFault, type Value } from '../functions/value.ts';
import { article } from '../language/convert.ts';
import type { Step } from '../language/step.ts';
import type { FieldRule, RecordRule } from '../mapping.ts';
import { currencyOf, readsMasked } from '../missing-columns.ts';
import type { FieldProgram } from '../program.ts';
import { type Bindings, bindExpression } from './expression.ts';

/** Binds the expression of a field, and holds its type against that of the field. */
export function bindField(
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
  const isFit = fits(type, field, step.op === 'literal');
  if (isKnown && !isFit) {
    const message = `${rule.name} is ${article(fieldType(field))}, the expression gives ${article(type)}.${conversion(type, field)}`;
    bindings.faults.push(fault('mapping/wrong-type', message, { place: rule.value.placeAt(0) }));
  }
  const key = rule.custom === undefined && entity.key.includes(rule.name);
  if (isKnown && isFit) checkConstant(step, rule, field, bindings.faults);
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
