/** Checks of parsed JSON: each gives a value its type, or throws what was expected where. */

/** What is wrong with a value that was read, and where it stands: `tributary.rows.read: expected a count, found "x"`. */
export class ShapeFault extends Error {
  override readonly name = 'ShapeFault';
}

export type Check<Value> = (value: unknown, where: string) => Value;

export const text: Check<string> = (value, where) =>
  typeof value === 'string' ? value : wrong(where, 'a text', value);

export const count: Check<number> = (value, where) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : wrong(where, 'a count', value);

export const boolean: Check<boolean> = (value, where) =>
  typeof value === 'boolean' ? value : wrong(where, 'true or false', value);

/** Any JSON. */
export const anything: Check<unknown> = (value) => value;

export function matching(pattern: RegExp, expected: string): Check<string> {
  return (value, where) => (typeof value === 'string' && pattern.test(value) ? value : wrong(where, expected, value));
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): Check<Choice> {
  return (value, where) =>
    choices.find((choice) => choice === value) ?? wrong(where, `one of ${choices.join(', ')}`, value);
}

export function list<Item>(item: Check<Item>): Check<Item[]> {
  return (value, where) =>
    Array.isArray(value) ? value.map((each, index) => item(each, `${where}[${index}]`)) : wrong(where, 'a list', value);
}

export function optional<Value>(check: Check<Value>): Check<Value | undefined> {
  return (value, where) => (value === undefined ? undefined : check(value, where));
}

export function nullable<Value>(check: Check<Value>): Check<Value | null> {
  return (value, where) => (value === null ? null : check(value, where));
}

/** A property that older files do not have is null. */
export function orNull<Value>(check: Check<Value>): Check<Value | null> {
  return (value, where) => (value === undefined || value === null ? null : check(value, where));
}

type Shape<Checks> = { [Name in keyof Checks]: Checks[Name] extends Check<infer Value> ? Value : never };

/** An object with these properties; others are left out. */
export function object<Checks extends Readonly<Record<string, Check<unknown>>>>(checks: Checks): Check<Shape<Checks>> {
  return (value, where) => {
    if (!isObject(value)) return wrong(where, 'an object', value);
    const entries = Object.entries(checks).map(([name, check]) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      return [name, check(given, where === '' ? name : `${where}.${name}`)] as const;
    });
    // Each declared property has just been given its declared type.
    return Object.fromEntries(entries) as Shape<Checks>;
  };
}

/** The same, and no others: for what people may have written. */
export function onlyObject<Checks extends Readonly<Record<string, Check<unknown>>>>(
  checks: Checks,
): Check<Shape<Checks>> {
  const known = object(checks);
  return (value, where) => {
    const other = isObject(value) ? Object.keys(value).find((name) => !Object.hasOwn(checks, name)) : undefined;
    if (other !== undefined)
      throw new ShapeFault(
        `${where || 'The document'}: expected ${Object.keys(checks).join(', ')}, found ${JSON.stringify(other)}`,
      );
    return known(value, where);
  };
}

/** An object whose names come from data; own properties, whatever they are called. */
export function dictionary<Value>(check: Check<Value>): Check<Record<string, Value>> {
  return (value, where) => {
    if (!isObject(value)) return wrong(where, 'an object', value);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, check(each, `${where}.${name}`)]));
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(where: string, expected: string, value: unknown): never {
  const found = value === undefined ? 'nothing' : JSON.stringify(value, (_, each) => shown(each)).slice(0, 80);
  throw new ShapeFault(`${where || 'The document'}: expected ${expected}, found ${found}`);
}

function shown(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
