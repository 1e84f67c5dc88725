import { RowFault, type Value } from '../../mapping/functions/value.ts';
import type { Money } from '../checked.ts';
import type { Entity } from '../define.ts';
import { decimalCheck } from './numbers.ts';

/**
 * The check of an amount and its currency, which a mapping gives as two values: `unitPrice` and `unitPriceCurrency`.
 * An amount without a currency is a fault, a currency without an amount is nothing.
 */
export function moneyCheck(): (amount: Value, currency: Value) => Money | null {
  const checkAmount = decimalCheck({});
  return (amount, currency) => {
    const decimal = checkAmount(amount);
    return decimal === null ? null : { amount: decimal, currency: currencyCode(currency) };
  };
}

function currencyCode(value: Value): string {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
  if (!/^[A-Z]{3}$/.test(code)) {
    throw new RowFault('row/not-valid', 'a currency of ISO 4217 such as EUR', value === null ? '' : String(value));
  }
  return code;
}

/** The field of money whose currency a mapping gives under this name: `unitPrice` for `unitPriceCurrency`. */
export function moneyFieldOf(entity: Entity, name: string): string | undefined {
  if (!name.endsWith('Currency')) return undefined;
  const amount = name.slice(0, -'Currency'.length);
  return Object.hasOwn(entity.fields, amount) && entity.fields[amount].type === 'money' ? amount : undefined;
}
