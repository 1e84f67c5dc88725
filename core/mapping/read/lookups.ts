import { type Fault, fault } from '../../errors/errors.ts';
import { foldNatural } from '../../model/key.ts';
import type { Located, LocatedMap } from '../format/located.ts';
import { readLookupFile } from './lookup-file.ts';

/** Tables for lookup(): written out in the mapping, or in a small csv file beside it. Keys are natural: case does not matter. */
export type Tables = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

/** `directories`: by mapping file, the folder where its lookup files are. A table of a base lies beside the base. */
export function readLookups(
  node: Located | undefined,
  directories: ReadonlyMap<string, string>,
  faults: Fault[],
): { readonly tables: Tables; readonly fromFiles: boolean } {
  const tables = new Map<string, ReadonlyMap<string, string | null>>();
  let fromFiles = false;
  for (const [name, { value }] of node?.kind === 'map' ? node.entries : []) {
    if (value.kind !== 'map') continue;
    fromFiles ||= isFile(value);
    const entry = value.entries.get('file')?.place.file ?? value.place.file;
    const table = isFile(value)
      ? readLookupFile(value, directories.get(entry) ?? '.', faults)
      : writtenOut(value, faults);
    // A table that could not be read is there all the same: one fault is enough.
    tables.set(name, table ?? new Map());
  }
  return { tables, fromFiles };
}

/** A table that has an entry for the word "file" is told from a reference to a file by what stands there. */
function isFile({ entries }: LocatedMap): boolean {
  const file = entries.get('file')?.value;
  if (file?.kind !== 'scalar') return false;
  return /\.csv$/i.test(file.text) || (entries.size === 3 && entries.has('key') && entries.has('value'));
}

function writtenOut(node: LocatedMap, faults: Fault[]): ReadonlyMap<string, string | null> {
  const table = new Map<string, string | null>();
  for (const [key, { place, value }] of node.entries) {
    if (value.kind !== 'scalar')
      faults.push(fault('mapping/wrong-value', `Expected a text for ${JSON.stringify(key)}.`, { place: value.place }));
    else if (table.has(foldNatural(key)))
      faults.push(
        fault('mapping/wrong-value', `${JSON.stringify(key)} is here twice; case does not count.`, { place }),
      );
    else table.set(foldNatural(key), value.value === null ? null : value.text);
  }
  return table;
}
