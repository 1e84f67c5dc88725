import { modes as allModes, type Entity } from '../../model/define.ts';
import { keyText } from '../../model/key.ts';

/**
 * A line as its properties. Values stay JSON texts: what is not edited is written as it was read, to the byte, also
 * integers past 2^53 and names such as `__proto__`.
 */
export interface Property {
  readonly name: string;
  /** Its value, as JSON text. */
  readonly raw: string;
}

/** Cuts the text of a JSON object into its properties, in their order. */
export function parseLine(text: string): Property[] {
  const properties: Property[] = [];
  let at = blanks(text, 0);
  if (text[at] !== '{') throw notAnObject(text);
  at = blanks(text, at + 1);
  while (text[at] !== '}') {
    const nameEnd = stringEnd(text, at);
    const name: unknown = JSON.parse(text.slice(at, nameEnd));
    const colon = blanks(text, nameEnd);
    if (typeof name !== 'string' || text[colon] !== ':') throw notAnObject(text);
    const start = blanks(text, colon + 1);
    const end = valueEnd(text, start);
    properties.push({ name, raw: text.slice(start, end) });
    at = blanks(text, end);
    if (text[at] === ',') at = blanks(text, at + 1);
    else if (text[at] !== '}') throw notAnObject(text);
  }
  return properties;
}

export function formatLine(properties: readonly Property[]): string {
  return `{${properties.map(({ name, raw }) => `${JSON.stringify(name)}:${raw}`).join(',')}}`;
}

/** The JSON text of a property, or undefined if the line does not have it. */
export function rawOf(properties: readonly Property[], name: string): string | undefined {
  return properties.find((property) => property.name === name)?.raw;
}

/** A value as people read it: text without quotes, everything else as JSON. */
export function printed(raw: string): string {
  return raw.startsWith('"') ? String(JSON.parse(raw)) : raw;
}

/** The text by which the record is compared with others. */
export function lineKey(entity: Entity, properties: readonly Property[]): string {
  const record: Record<string, unknown> = Object.create(null);
  for (const name of entity.key) record[name] = JSON.parse(rawOf(properties, name) ?? 'null');
  return keyText(entity, record);
}

/** The key fields alone, as a JSON object. */
export function keyObject(entity: Entity, properties: readonly Property[]): string {
  return formatLine(entity.key.map((name) => ({ name, raw: rawOf(properties, name) ?? 'null' })));
}

/** The mode that a line carries; a line without one upserts. */
export function lineMode(properties: readonly Property[]): string {
  const raw = rawOf(properties, 'mode');
  return allModes.find((mode) => raw === `"${mode}"`) ?? 'upsert';
}

function blanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32) at++;
  return at;
}

function valueEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return stringEnd(text, start);
  if (first === '{' || first === '[') return nestedEnd(text, start);
  let at = start;
  while (at < text.length && !',}] \t\r\n'.includes(text[at])) at++;
  if (at === start) throw notAnObject(text);
  return at;
}

function nestedEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = stringEnd(text, at) - 1;
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  throw notAnObject(text);
}

function stringEnd(text: string, start: number): number {
  if (text[start] !== '"') throw notAnObject(text);
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slash = quote;
    while (text[slash - 1] === '\\') slash--;
    if ((quote - slash) % 2 === 0) return quote + 1;
  }
  throw notAnObject(text);
}

function notAnObject(text: string): SyntaxError {
  return new SyntaxError(`Expected a JSON object on a line of its own, got ${JSON.stringify(text.slice(0, 80))}.`);
}
