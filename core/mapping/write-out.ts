import { Scalar, stringify } from 'yaml';
import type { Located, LocatedMap } from './format/located.ts';
import type { Tables } from './read/lookups.ts';

/** A mapping as one text that needs no other file: overlays are applied, lookup files written out. Comments are lost. */
export function writeOut(document: LocatedMap, tables: Tables): string {
  const plain = new Map([...document.entries].map(([name, { value }]) => [name, writable(value)]));
  if (tables.size > 0) plain.set('lookups', new Map([...tables].map(([name, table]) => [name, writableTable(table)])));
  return stringify(plain, { lineWidth: 0 });
}

/** Case does not count in tables, and a key "file" could be taken for a reference to one. */
function writableTable(table: ReadonlyMap<string, string | null>): ReadonlyMap<string, string | null> {
  return new Map([...table].map(([key, value]) => [key === 'file' ? 'File' : key, value]));
}

function writable(node: Located): unknown {
  if (node.kind === 'list') return node.items.map(writable);
  if (node.kind === 'map') return new Map([...node.entries].map(([name, { value }]) => [name, writable(value)]));
  // A number is kept as it is written: 00123 as text, 16777220 as number.
  if (typeof node.value === 'number') return String(node.value) === node.text ? node.value : node.text;
  if (typeof node.value === 'string') return node.value;
  // True and ~ stay as they are spelled: where an expression is expected, the spelling is what counts.
  return Object.assign(new Scalar(node.value), { source: node.text });
}
