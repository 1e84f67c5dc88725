import type { Check } from './checked.ts';
import { choiceCheck } from './checks/choice.ts';
import { listCheck } from './checks/list.ts';
import { booleanCheck, decimalCheck, integerCheck } from './checks/numbers.ts';
import { keyTextCheck, textCheck } from './checks/text.ts';
import { dateCheck, instantCheck } from './checks/times.ts';
import type { Field, MoneyField } from './define.ts';

export type { Check, Checked, Money } from './checked.ts';
export { Cut } from './checked.ts';
export { moneyCheck, moneyFieldOf } from './checks/money.ts';

/**
 * Compiles a field into the check of its values. `key`: the field is a part of its entity's key, where a text that is too
 * long, or can not be written as it is, is a fault instead of being cut. A field of money is checked by `moneyCheck`.
 */
export function fieldCheck(field: Exclude<Field, MoneyField>, { key }: { readonly key: boolean }): Check {
  switch (field.type) {
    case 'text':
      return key ? keyTextCheck(field) : textCheck(field);
    case 'reference':
      return keyTextCheck(field);
    case 'integer':
      return integerCheck(field);
    case 'decimal':
      return decimalCheck(field);
    case 'boolean':
      return booleanCheck;
    case 'date':
      return dateCheck;
    case 'instant':
      return instantCheck;
    case 'choice':
      return choiceCheck(field.choices);
    case 'list':
      return listCheck(field);
  }
}
