import type { Entity } from './define.ts';
import { entityNamed } from './entities/index.ts';

/**
 * The entities in an order in which each comes after those it refers to, and otherwise as they were given; or the entities of
 * a circle of references, each referring to the next. References to itself and to entities that are not given do not count.
 */
export function referenceOrder(
  names: readonly string[],
  find: (name: string) => Entity | undefined = entityNamed,
): { readonly order: readonly string[] } | { readonly cycle: readonly string[] } {
  const wanted = new Set(names);
  const order = new Set<string>();
  const path: string[] = [];

  /** Puts an entity after its parents; gives a circle if one is found. */
  function place(name: string): readonly string[] | undefined {
    if (order.has(name)) return undefined;
    if (path.includes(name)) return path.slice(path.indexOf(name));
    path.push(name);
    for (const parent of parents(find(name))) {
      const cycle = parent !== name && wanted.has(parent) ? place(parent) : undefined;
      if (cycle) return cycle;
    }
    path.pop();
    order.add(name);
    return undefined;
  }

  for (const name of wanted) {
    const cycle = place(name);
    if (cycle) return { cycle };
  }
  return { order: [...order] };
}

function parents(entity: Entity | undefined): readonly string[] {
  if (entity === undefined) return [];
  return Object.values(entity.fields).flatMap((field) => (field.type === 'reference' ? [field.entity] : []));
}
