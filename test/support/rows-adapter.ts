import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { type ByteBatch, batchRows, type Cell, type CellBatch } from '../../core/adapter/batch.ts';
import type { BrokenRow, Column, Dataset, RepairedRow, Source } from '../../core/adapter/contract.ts';
import { defineAdapter } from '../../core/adapter/contract.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { option } from '../../core/options/option.ts';

/** A source of rows in a JSON file, cut into parts as a test wants them. A file of its own, so that worker threads can import it. */

export interface Rows {
  readonly columns: readonly Column[];
  readonly parts: readonly (readonly (readonly Cell[])[])[];
  /** How batches are laid out; of texts and nulls alone they may be bytes. */
  readonly layout?: 'cells' | 'bytes';
  /** Positions of rows that can not be decoded. */
  readonly broken?: readonly number[];
  /** Positions of rows that did not stand in the source as they are. */
  readonly repaired?: readonly number[];
  /** The part in which reading fails: `throws` a fault of the source; or each thread besides the main one `exits`. */
  readonly fails?: { readonly part: number; readonly how: 'throws' | 'exits' };
  /** A part of which reading never ends. */
  readonly hangs?: number;
  readonly identity?: { readonly kind: string; readonly id: string };
  /** What some of the rows would come from, and is not there. */
  readonly incomplete?: readonly string[];
}

/** Several datasets under their names, and names of those that should be there. */
export interface Site {
  readonly datasets: Readonly<Record<string, Rows>>;
  readonly absent?: readonly string[];
  readonly kind?: string;
}

const brokenRow: BrokenRow = {
  code: 'row/wrong-field-count',
  expected: '3 fields',
  found: '2 fields',
  text: 'canary-broken,x',
};

const repairedRow: RepairedRow = {
  expected: '3 fields',
  found: '2 fields',
  done: 'a blank was added for "Name"',
  text: 'canary-repaired,x',
};

const adapter = defineAdapter({
  name: 'rows',
  summary: 'Rows of a test.',
  module: import.meta.url,
  options: { path: option.text({ path: true, summary: 'The file.' }) },
  open: async ({ path }, { signal }) => {
    const found: Rows | Site = JSON.parse(readFileSync(String(path), 'utf8'), fromJson);
    return 'datasets' in found ? siteOf(found, signal) : sourceOf(found, signal);
  },
});
export default adapter;

/** Big integers and bytes are objects of one property. */
function fromJson(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('bigint' in value) return BigInt(String(value.bigint));
  return 'bytes' in value ? new Uint8Array(Buffer.from(String(value.bytes), 'hex')) : value;
}

function siteOf({ datasets, absent = [], kind = 'test' }: Site, signal: AbortSignal): Source {
  const sources = new Map(Object.entries(datasets).map(([name, rows]) => [name, sourceOf(rows, signal, name)]));
  const sourceNamed = (name: string): Source => {
    const found = sources.get(name);
    if (found === undefined) throw new Error(`There is no dataset ${name}.`);
    return found;
  };
  const absences = new Map(absent.map((name) => [name, new SourceError('source/empty', `There is no view ${name}.`)]));
  return {
    identity: { kind, name: 'site', id: 'one' },
    discover: async () => (await Promise.all([...sources.values()].map((each) => each.discover()))).flat(),
    absent: (name) => absences.get(name),
    absences: () => absences,
    parts: (name) => sourceNamed(name).parts(name),
    read: (part) => sourceNamed(part.dataset).read(part),
    close: async () => undefined,
  };
}

function sourceOf(
  { columns, parts, layout = 'cells', broken = [], repaired = [], fails, hangs, identity, incomplete = [] }: Rows,
  signal: AbortSignal,
  name = 'rows',
): Source {
  const dataset: Dataset = { name, columns, incomplete, origin: (position) => `${name}:${position}` };
  return {
    identity: { kind: identity?.kind ?? 'test', name: 'rows', id: identity?.id ?? 'one' },
    discover: async () => [dataset],
    async *parts() {
      for (const number of parts.keys()) yield { dataset: name, number };
    },
    async *read({ number }) {
      const before = parts.slice(0, number).reduce((sum, rows) => sum + rows.length, 0);
      const rows = parts[number];
      for (let at = 0; at < rows.length; at += batchRows) {
        const batch = batchOf(rows.slice(at, at + batchRows), columns.length, before + at, { broken, repaired });
        yield layout === 'cells' ? batch : asBytes(batch);
      }
      if (hangs === number) await aborted(signal);
      if (fails?.how === 'exits') {
        if (!isMainThread) process.exit(3);
        await aborted(signal);
      }
      if (fails?.part !== number) return;
      throw new SourceError('source/changed', 'The reading fails here.', { retryable: true });
    },
    close: async () => undefined,
  };
}

function batchOf(
  rows: readonly (readonly Cell[])[],
  width: number,
  before: number,
  odd: { readonly broken: readonly number[]; readonly repaired: readonly number[] },
): CellBatch {
  const positions = rows.map((_, index) => before + index + 1);
  const among = <Fault>(wanted: readonly number[], fault: Fault): ReadonlyMap<number, Fault> =>
    new Map(positions.flatMap((at, index) => (wanted.includes(at) ? [[index, fault] as const] : [])));
  return {
    layout: 'cells',
    rows: rows.length,
    width,
    positions,
    cells: rows.flat(),
    broken: among(odd.broken, brokenRow),
    repaired: among(odd.repaired, repairedRow),
  };
}

/** The same rows as a text format gives them: a text with quotes in it is of kind 2, one with a digit first is bare. */
function asBytes({ cells, ...rest }: CellBatch): ByteBatch {
  const texts = cells.map((cell) => (cell === null ? '' : String(cell).replaceAll('"', '""')));
  const kinds = cells.map((cell) =>
    cell === null ? 0 : String(cell).includes('"') ? 2 : /^\d/.test(String(cell)) ? 0 : 1,
  );
  const sizes = texts.map((text) => Buffer.byteLength(text));
  const ends = sizes.map(
    (
      (at) => (size: number) =>
        (at += size)
    )(0),
  );
  const bytes = Buffer.from(texts.join(''));
  return {
    ...rest,
    layout: 'bytes',
    bytes,
    starts: Uint32Array.from(ends, (end, index) => end - sizes[index]),
    ends: Uint32Array.from(ends),
    kinds: Uint8Array.from(kinds),
    unescape: (text) => text.replaceAll('""', '"'),
    doubled: 34,
    ascii: bytes.every((byte) => byte < 128),
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
