import type { Located, LocatedEntry, LocatedMap } from './located.ts';

/** What stands under a name, if it is of the kind that is wanted: the shape is checked apart, with its faults. */

export function items(map: LocatedMap, name: string): readonly Located[] {
  const node = map.entries.get(name)?.value;
  return node?.kind === 'list' ? node.items : [];
}

export function names(map: LocatedMap, name: string): readonly (readonly [string, LocatedEntry])[] {
  const node = map.entries.get(name)?.value;
  return node?.kind === 'map' ? [...node.entries] : [];
}

export function asMap(node: Located): LocatedMap {
  return node.kind === 'map' ? node : { kind: 'map', place: node.place, entries: new Map() };
}

export function textOf(map: LocatedMap, name: string): string | undefined {
  const node = map.entries.get(name)?.value;
  return node === undefined ? undefined : scalarText(node);
}

export function isTrue(node: Located | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

export function scalarText(node: Located): string {
  return node.kind === 'scalar' ? node.text : '';
}

export function choice<const Choice extends string>(
  node: Located | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  return node?.kind === 'scalar' ? choices.find((each) => each === node.text) : undefined;
}
