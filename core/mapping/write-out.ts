import { stringify } from 'yaml';
import type { Located, LocatedMap } from './format/located.ts';
import type { Tables } from './lookups.ts';

/** A mapping as one text that needs no other file: overlays are applied, lookup files written out. Comments are lost. */
export function writeOut(document: LocatedMap, tables: Tables): string {
  const plain = new Map([...document.entries].map(([name, { value }]) => [name, writable(value)]));
  if (tables.size > 0) plain.set('lookups', new Map([...tables].map(([name, table]) => [name, new Map(table)])));
  return stringify(plain, { lineWidth: 0 });
}

function writable(node: Located): unknown {
  if (node.kind === 'list') return node.items.map(writable);
  if (node.kind === 'map') return new Map([...node.entries].map(([name, { value }]) => [name, writable(value)]));
  // A number is kept as it is written: 00123 as text, 16777220 as number.
  return typeof node.value === 'number' && String(node.value) !== node.text ? node.text : node.value;
}
