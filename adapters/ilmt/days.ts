import { configError } from '../../core/errors/errors.ts';

/** Days of the calendar as `2024-03-31`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** @throws ConfigError `option/wrong-value` if it is no day. */
export function daysBefore(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day)
    throw configError('option/wrong-value', `asOf: expected a day such as 2024-03-31, found ${JSON.stringify(day)}.`);
  return new Date(at - days * 86_400_000).toISOString().slice(0, 10);
}
