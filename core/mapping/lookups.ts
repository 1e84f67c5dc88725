import { lstatSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type Fault, fault, type Place } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import { foldNatural } from '../model/key.ts';
import type { Located, LocatedMap } from './format/located.ts';
import { lookupFileShape } from './format/mapping-shape.ts';
import { checkShape } from './format/shape.ts';

/** Tables for lookup(): written out in the mapping, or in a small csv file beside it. Keys are natural: case does not matter. */
export type Tables = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

const largestFileBytes = 16 << 20;

export function readLookups(
  node: Located | undefined,
  directory: string,
  faults: Fault[],
): { readonly tables: Tables; readonly fromFiles: boolean } {
  const tables = new Map<string, ReadonlyMap<string, string | null>>();
  if (node?.kind !== 'map') return { tables, fromFiles: false };
  for (const [name, { value }] of node.entries) {
    if (value.kind !== 'map') continue;
    const table = isFile(value) ? readFile(value, directory, faults) : writtenOut(value);
    if (table !== undefined) tables.set(name, table);
  }
  return { tables, fromFiles: [...node.entries.values()].some(({ value }) => isFile(value)) };
}

function isFile(node: Located): boolean {
  return node.kind === 'map' && node.entries.has('file') && node.entries.has('key') && node.entries.has('value');
}

function writtenOut(node: LocatedMap): ReadonlyMap<string, string | null> {
  return new Map(
    [...node.entries].map(([key, { value }]) => [
      foldNatural(key),
      value.kind === 'scalar' && value.value !== null ? value.text : null,
    ]),
  );
}

function readFile(
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
  const text = readBeside(file, directory, place, faults);
  if (text === undefined) return undefined;
  const [header = [], ...rows] = parseSmallCsv(text);
  const at = (name: 'key' | 'value') => {
    const wanted = property(name);
    const index = header.indexOf(wanted.text);
    if (index < 0)
      faults.push(
        fault('mapping/lookup-file', `${file} has no column "${wanted.text}".${didYouMean(wanted.text, header)}`, {
          place: wanted.place,
        }),
      );
    return index;
  };
  const [key, value] = [at('key'), at('value')];
  if (key < 0 || value < 0) return undefined;
  return new Map(rows.map((row) => [foldNatural(row[key] ?? ''), row[value] === '' ? null : (row[value] ?? null)]));
}

function readBeside(file: string, directory: string, place: Place, faults: Fault[]): string | undefined {
  const path = resolve(directory, file);
  const away = relative(directory, path);
  const report = (message: string): undefined => void faults.push(fault('mapping/lookup-file', message, { place }));
  if (away.startsWith('..') || resolve(away) === away) return report(`${file} lies outside the folder of the mapping.`);
  try {
    const found = lstatSync(path);
    if (!found.isFile()) return report(`${file} is not a file.`);
    if (found.size > largestFileBytes) return report(`${file} has more than ${largestFileBytes} bytes.`);
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    return report(
      `${file} can not be read (${cause instanceof Error && 'code' in cause ? cause.code : 'unknown cause'}).`,
    );
  }
}

/** Comma-separated text with doubled quotes: lookup files are our own format, written by the author of the mapping. */
export function parseSmallCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\n|\r|$)/gy;
  for (let found = cell.exec(text); found !== null && found.index < text.length; found = cell.exec(text)) {
    row.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
    if (found[3] === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
