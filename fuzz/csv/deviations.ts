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

/** A delimiter is missing before a field that is quoted, as it holds another one. */
export function gluedQuote(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = fields.findIndex((field, index) => index > 0 && field.includes(dialect.delimiter));
  if (at < 0) return undefined;
  const written = fields.map((field) => writeRecord([field], dialect));
  const glued = [...written.slice(0, at - 1), written[at - 1] + written[at], ...written.slice(at + 1)];
  return { line: { text: glued.join(dialect.delimiter) } };
}

/** A line end in a field that is not quoted. It stands for a blank or for nothing: the value may have it, or not. */
export function brokenValue(fields: readonly string[], { delimiter }: Dialect, random: Random): Deviation | undefined {
  const places = fields.flatMap((field, index) => (field.length > 3 && !/[", ]/.test(field) ? [index] : []));
  if (places.length === 0 || fields.some((field) => field.includes(delimiter))) return undefined;
  const at = random.pick(places);
  const half = fields[at].length >> 1;
  const broken = withField(fields, at, `${fields[at].slice(0, half)}\n${fields[at].slice(half)}`);
  return { line: { text: broken.join(delimiter) }, accept: [fields, broken] };
}

/** Blanks behind the delimiters of one line. */
export function paddedLine(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  if (fields.some((field) => field.includes('"'))) return undefined;
  return { line: { text: fields.map((field) => writeRecord([field], dialect)).join(`${dialect.delimiter} `) } };
}

/** All fields of one line in single quotes. */
export function otherQuotes(fields: readonly string[], { delimiter }: Dialect): Deviation {
  return { line: { text: fields.map((field) => `'${field.replaceAll("'", "''")}'`).join(delimiter) } };
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
