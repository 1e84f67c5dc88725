import { formatFault } from '../errors/errors.ts';
import type { Held } from '../run/hold-against.ts';

/** What a source lacks for a mapping, and what that empties, in sentences. Nothing if it lacks nothing. */
export function heldText({ mapping, dataset, missing, notCollected, unknown, faults }: Held): readonly string[] {
  const columns = missing.length === 0 ? [] : [`${mapping}: ${dataset} has no ${missing.join(', ')}.`];
  const fields = [...notCollected].map(
    ([entity, names]) => `${mapping}: not collected of ${entity}: ${names.join(', ')}.`,
  );
  const entities = unknown.map((entity) => `${mapping}: nothing is known of ${entity}.`);
  return [...columns, ...fields, ...entities, ...faults.map(formatFault)];
}

/** The same for programs. */
export function heldJson({ notCollected, ...held }: Held): Record<string, unknown> {
  return { ...held, notCollected: Object.fromEntries(notCollected) };
}
