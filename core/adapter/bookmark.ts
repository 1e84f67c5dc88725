import type { Part } from './contract.ts';

/**
 * Where a dataset was read up to, so that the next run reads what has changed since. A bookmark is JSON text that its source makes and
 * understands; what people write and read of it is here.
 *
 * - `rowversion`: the server counts the changes of rows; up to the oldest transaction that is still open.
 * - `scn`: the server's number of the change that a row, or its block, had last.
 * - `key`: a number that grows with each new row, for tables that only grow.
 * - `scans`: for each device what its scans were, compared by inequality: clocks of clients go wrong, and go back.
 */
export const bookmarkKinds = ['rowversion', 'scn', 'key', 'scans'] as const;
export type BookmarkKind = (typeof bookmarkKinds)[number];

/** How a dataset can be read since a bookmark. */
export interface DatasetBookmark {
  readonly kind: BookmarkKind;
  /** The column that a range is taken of. */
  readonly column: string;
  /** Changes with the query, its parameters and its columns: what was not read before has then no bookmark. */
  readonly reads: string;
}

/** Part of a dataset that is to be read, and where the next read goes on. */
export interface Changes {
  readonly dataset: string;
  /** `everything`, where changes alone can't be told. */
  readonly read: 'everything' | 'changes';
  /** What is read and why, in a sentence. */
  readonly because: string;
  /** The bookmark once this has been taken over; undefined where the source can't say it, or is not to. */
  readonly next?: string;
  /** Of changes: whether all rows are read that have the same value in the bookmark's column, such as all programs of a device. */
  readonly whole: boolean;
  /** Of changes: what is to be read. */
  readonly parts: readonly Part[];
}

/** A dataset that is to be read, and its bookmark, if there is one. */
export interface SinceBookmark {
  readonly dataset: string;
  readonly bookmark?: string;
}

/** A bookmark that a person has typed, as JSON text; undefined if it is none of this kind, or of a kind that nobody types. */
export function typedBookmark(kind: BookmarkKind, text: string): string | undefined {
  const value = kind === 'rowversion' ? rowversionText(text) : kind === 'scans' ? undefined : wholeNumberText(text);
  return value === undefined ? undefined : JSON.stringify(value);
}

/** What a person has to type for a kind. */
export const bookmarkForms: Readonly<Record<BookmarkKind, string>> = {
  rowversion: 'a rowversion of up to 16 hexadecimal digits, such as 0x00000000000007D1',
  scn: 'a whole number',
  key: 'a whole number',
  scans: 'nothing: it holds the scans of all devices, and can be cleared',
};

/** The value of a bookmark of a single value; undefined if it is damaged or of another kind. */
export function singleBookmark(kind: BookmarkKind, bookmark: string): string | undefined {
  const value = parsed(bookmark);
  if (typeof value !== 'string') return undefined;
  return kind === 'rowversion' ? rowversionText(value) : kind === 'scans' ? undefined : wholeNumberText(value);
}

/** What each device had: texts or nulls for each of the columns, by its key. */
export interface Scans {
  readonly columns: readonly string[];
  readonly devices: ReadonlyMap<number, readonly (string | null)[]>;
}

/** As JSON text: the keys as differences, and column after column, which is small once it is compressed. */
export function scansBookmark({ columns, devices }: Scans): string {
  const keys = [...devices.keys()].sort((a, b) => a - b);
  const values = columns.map((_, column) => keys.map((key) => devices.get(key)?.[column] ?? null));
  return JSON.stringify({ columns, keys: keys.map((key, index) => key - (keys[index - 1] ?? 0)), values });
}

/** Undefined if it is damaged or of another kind. */
export function parseScans(bookmark: string): Scans | undefined {
  const value = parsed(bookmark);
  if (typeof value !== 'object' || value === null) return undefined;
  const [columns, keys, values]: readonly unknown[] = ['columns', 'keys', 'values'].map((name) =>
    Reflect.get(value, name),
  );
  if (!isListOf(columns, isText) || !isListOf(keys, isWhole) || !isListOf(values, isTexts)) return undefined;
  const lists = values.filter((list) => list.length === keys.length);
  if (lists.length !== columns.length || values.length !== columns.length) return undefined;
  const devices = new Map<number, readonly (string | null)[]>();
  let key = 0;
  for (const [index, difference] of keys.entries()) {
    key += difference;
    devices.set(
      key,
      lists.map((list) => list[index]),
    );
  }
  return devices.size === keys.length ? { columns, devices } : undefined;
}

/** A bookmark in a few words. */
export function bookmarkSummary(kind: BookmarkKind, bookmark: string): string {
  if (kind !== 'scans') return singleBookmark(kind, bookmark) ?? 'damaged';
  const scans = parseScans(bookmark);
  if (scans === undefined) return 'damaged';
  const latest = scans.columns.map((name, column) => {
    let most: string | null = null;
    for (const values of scans.devices.values()) {
      const value = values[column];
      if (value !== null && (most === null || value > most)) most = value;
    }
    return `${name} up to ${most ?? 'none'}`;
  });
  return `${scans.devices.size} devices; ${latest.join(', ')}`;
}

function rowversionText(text: string): string | undefined {
  const [, digits] = /^\s*0x([0-9a-f]{1,16})\s*$/i.exec(text) ?? [];
  return digits === undefined ? undefined : `0x${digits.toUpperCase().padStart(16, '0')}`;
}

function wholeNumberText(text: string): string | undefined {
  return /^\s*-?\d{1,38}\s*$/.test(text) ? String(BigInt(text.trim())) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isTexts(value: unknown): value is (string | null)[] {
  return isListOf(value, isTextOrNull);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isListOf<Item>(value: unknown, is: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(is);
}
