import { entityNamed } from './entities/index.ts';

/**
 * The entities in an order in which each comes after those it refers to, and otherwise as they were given; or the entities of
 * a circle of references, each referring to the next. References to itself and to entities that are not given do not count.
 * `parentsOf` tells what an entity refers to, if it is not to be all that the model allows.
 */
export function referenceOrder(
  names: readonly string[],
  parentsOf: (name: string) => readonly string[] = parentsInModel,
): { readonly order: readonly string[] } | { readonly cycle: readonly string[] } {
  const wanted = new Set(names);
  const order = new Set<string>();
  const path: string[] = [];

  /** Puts an entity after its parents; gives a circle if one is found. */
  function place(name: string): readonly string[] | undefined {
    if (order.has(name)) return undefined;
    if (path.includes(name)) return path.slice(path.indexOf(name));
    path.push(name);
    for (const parent of parentsOf(name)) {
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

function parentsInModel(name: string): readonly string[] {
  const fields = Object.values(entityNamed(name)?.fields ?? {});
  return fields.flatMap((field) => (field.type === 'reference' ? [field.entity] : []));
}
