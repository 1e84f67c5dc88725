import type { Checked, Money } from './checked.ts';
import type { Field } from './define.ts';

type Write = (value: Checked | Money) => string;

/** Compiles a field into the function that gives the JSON text of its checked values. */
export function jsonText({ type }: Pick<Field, 'type'>): Write {
  switch (type) {
    case 'text':
    case 'reference':
      return quoted;
    case 'integer':
      // Digits beyond the safe integers came as text, and stand bare: JSON has no limit of its own.
      return String;
    case 'boolean':
      return String;
    case 'decimal':
    case 'date':
    case 'instant':
    case 'choice':
      return quotedPlain;
    case 'list':
      return JSON.stringify;
    case 'money':
      return money;
  }
}

/** The JSON text of a text. */
export function quoteText(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Most texts need no escape, and searching for one is cheaper than JSON.stringify. Pairs of surrogates may take the longer way. */
const needsEscape = /["\\\x00-\x1f\ud800-\udfff]/;

const quoted: Write = (value) => (value === null ? 'null' : quoteText(String(value)));

/** What a check has brought into its form has nothing to escape. */
const quotedPlain: Write = (value) => (value === null ? 'null' : `"${value}"`);

const money: Write = (value) => {
  if (value === null || typeof value !== 'object' || !('amount' in value)) return 'null';
  return `{"amount":"${value.amount}","currency":"${value.currency}"}`;
};
