import type { Located, LocatedEntry, LocatedMap } from './located.ts';

/**
 * Lays a site's changes over the mapping that it extends: maps merge name by name, a null takes a name away, records meet by
 * entity (or `as`), everything else is replaced. Tests of both are kept.
 */
export function overlay(base: LocatedMap, changes: LocatedMap): LocatedMap {
  return mergeMaps(base, changes, (name, below, above) => {
    if (name === 'records') return mergeRecords(below, above);
    if (name === 'tests' && below.kind === 'list' && above.kind === 'list')
      return { ...above, items: [...below.items, ...above.items] };
    return merge(below, above);
  });
}

function merge(below: Located, above: Located): Located {
  return below.kind === 'map' && above.kind === 'map'
    ? mergeMaps(below, above, (_, lower, upper) => merge(lower, upper))
    : above;
}

function mergeMaps(
  below: LocatedMap,
  above: LocatedMap,
  meet: (name: string, below: Located, above: Located) => Located,
): LocatedMap {
  const entries = new Map<string, LocatedEntry>(below.entries);
  for (const [name, entry] of above.entries) {
    const lower = entries.get(name);
    if (isNull(entry.value)) entries.delete(name);
    else
      entries.set(
        name,
        lower === undefined ? entry : { place: entry.place, value: meet(name, lower.value, entry.value) },
      );
  }
  return { kind: 'map', place: above.place, entries };
}

function mergeRecords(below: Located, above: Located): Located {
  if (below.kind !== 'list' || above.kind !== 'list') return above;
  const items = [...below.items];
  for (const record of above.items) {
    const at = items.findIndex((item) => recordName(item) !== undefined && recordName(item) === recordName(record));
    if (at < 0) items.push(record);
    else items[at] = merge(items[at], record);
  }
  return { ...above, items };
}

/** The name by which a record is met: `as`, else its entity. */
function recordName(record: Located): string | undefined {
  if (record.kind !== 'map') return undefined;
  const name = record.entries.get('as') ?? record.entries.get('entity');
  return name?.value.kind === 'scalar' ? name.value.text : undefined;
}

function isNull(node: Located): boolean {
  return node.kind === 'scalar' && node.value === null;
}
