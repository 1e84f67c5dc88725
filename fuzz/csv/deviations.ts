import type { Random } from '../harness/random.ts';
import { type Dialect, type Line, writeRecord } from './document.ts';

/** A record that deviates, and the cells that a person would take it for, where they differ from the true ones. */
export interface Deviation {
  readonly line: Line;
  readonly accept?: readonly (readonly string[])[];
}

export function tooFew(fields: readonly string[], _dialect: Dialect, random: Random): Deviation {
  const at = random.int(1, fields.length - 1);
  const seen = fields.map((field, index) => (index === at ? '' : field));
  return { line: { fields: fields.filter((_, index) => index !== at) }, accept: [seen] };
}

export function withoutBlankEnd(fields: readonly string[]): Deviation | undefined {
  const last = fields.findLastIndex((field) => field !== '');
  return last === fields.length - 1 ? undefined : { line: { fields: fields.slice(0, last + 1) } };
}

/** A delimiter inside of a field that is not quoted. */
export function tooMany(fields: readonly string[], { delimiter }: Dialect): Deviation | undefined {
  if (!fields.some((field) => field.includes(delimiter))) return undefined;
  return { line: { text: fields.join(delimiter) } };
}

export function strayQuote(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = fields.findIndex((field) => field.includes('"') && !field.startsWith('"'));
  return at < 0 ? undefined : { line: replaced(fields, at, fields[at], dialect) };
}

export function quoteNotEscaped(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = fields.findIndex((field) => /[^"]"[^"]/.test(field));
  return at < 0 ? undefined : { line: replaced(fields, at, `"${fields[at]}"`, dialect) };
}

/** The opening quote stands, the closing one is lost. */
export function quoteNotClosed(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = textField(fields);
  if (at < 0) return undefined;
  const text = `"${fields[at]}`;
  return { line: replaced(fields, at, text, dialect), accept: [fields, withField(fields, at, text)] };
}

export function textBehindQuote(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = textField(fields);
  if (at < 0 || !fields[at].includes(' ')) return undefined;
  const text = fields[at].replace(/^(\w+) /, '"$1" ');
  return { line: replaced(fields, at, text, dialect), accept: [fields, withField(fields, at, text)] };
}

export function otherDelimiter(fields: readonly string[], { delimiter }: Dialect): Deviation {
  return { line: { fields, delimiter: delimiter === ';' ? ',' : ';' } };
}

export function lateQuotes(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = textField(fields);
  return at < 0 ? undefined : { line: replaced(fields, at, `"${fields[at]}"`, dialect) };
}

function textField(fields: readonly string[]): number {
  return fields.findIndex((field, index) => index > 0 && /^[A-Za-z ]{3,}$/.test(field));
}

function withField(fields: readonly string[], at: number, text: string): readonly string[] {
  return fields.map((field, index) => (index === at ? text : field));
}

/** A record with one field written as it is given, the others as the dialect has them. */
function replaced(fields: readonly string[], at: number, text: string, dialect: Dialect): Line {
  const written = fields.map((field, index) => (index === at ? text : writeRecord([field], dialect)));
  return { text: written.join(dialect.delimiter) };
}
