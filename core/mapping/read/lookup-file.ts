import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Fault, fault, type Place } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { foldNatural } from '../../model/key.ts';
import type { LocatedMap } from '../format/located.ts';
import { lookupFileShape } from '../format/mapping-shape.ts';
import { readText } from '../format/read-text.ts';
import { checkShape } from '../format/shape.ts';

/** Reads the table that `{ file, key, value }` names, from a csv file in the folder of the mapping or below. */
export function readLookupFile(
  node: LocatedMap,
  directory: string,
  faults: Fault[],
): ReadonlyMap<string, string | null> | undefined {
  const shapeFaults = checkShape(node, lookupFileShape, 'lookup');
  if (shapeFaults.length > 0) {
    faults.push(...shapeFaults);
    return undefined;
  }
  const property = (name: string) => {
    const value = node.entries.get(name)?.value;
    return { text: value?.kind === 'scalar' ? value.text : '', place: value?.place ?? node.place };
  };
  const { text: file, place } = property('file');
  const report = (message: string, at: Place = place): undefined =>
    void faults.push(fault('mapping/lookup-file', message, { place: at }));
  const read = readBeside(file, directory);
  if ('problem' in read) return report(`${file} ${read.problem}.`);
  const [header = [], ...rows] = parseSmallCsv(read.text);
  const at = (name: 'key' | 'value') => {
    const wanted = property(name);
    const index = header.indexOf(wanted.text);
    if (index < 0) report(`${file} has no column "${wanted.text}".${didYouMean(wanted.text, header)}`, wanted.place);
    return index;
  };
  const [key, value] = [at('key'), at('value')];
  if (key < 0 || value < 0) return undefined;
  const table = new Map<string, string | null>();
  for (const row of rows) {
    const [name, found] = [foldNatural(row[key] ?? ''), row[value] || null];
    const known = table.get(name);
    if (known !== undefined && known !== found)
      report(`${file} has two values for ${JSON.stringify(row[key])}; case does not count.`);
    table.set(name, known ?? found);
  }
  return table;
}

function readBeside(file: string, directory: string): ReturnType<typeof readText> {
  const path = resolve(directory, file);
  const outside = { problem: 'lies outside the folder of the mapping' };
  if (isOutside(directory, path)) return outside;
  try {
    if (!lstatSync(path).isFile()) return { problem: 'is not a file' };
    // A link among the folders on the way leads out as well.
    if (isOutside(realpathSync(directory), realpathSync(path))) return outside;
  } catch {
    // What is wrong with it is said by reading it.
  }
  return readText(path);
}

function isOutside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** Comma-separated text with doubled quotes: lookup files are our own format, written by the author of the mapping. */
function parseSmallCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\n|\r|$)/gy;
  for (let more = text !== ''; more; ) {
    const found = cell.exec(text);
    if (found === null) break;
    const [, quoted, bare, end] = found;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    more = end !== '' && (end === ',' || cell.lastIndex < text.length);
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
