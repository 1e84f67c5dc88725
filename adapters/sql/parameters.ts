import { configError } from '../../core/errors/errors.ts';

/** The value of a parameter: that of the option of its name. An option that nobody has set is null. */
export function parameterValue(
  name: string,
  values: ReadonlyMap<string, unknown>,
  file: string,
): string | number | bigint | null {
  const value = values.get(name);
  if (typeof value === 'string' || typeof value === 'number') return value;
  if ((value === undefined || value === null) && values.has(name)) return null;
  throw configError(
    'sql/query-file',
    `Expected parameters that are called like an option with a text or a number, found ${JSON.stringify(name)}.`,
    { place: { file } },
  );
}
