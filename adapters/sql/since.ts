import { cellAt, cellText } from '../../core/adapter/batch.ts';
import {
  bookmarkForms,
  type Changes,
  type DatasetBookmark,
  parseScans,
  type Scans,
  type SinceBookmark,
  scansBookmark,
  singleBookmark,
  typedBookmark,
} from '../../core/adapter/bookmark.ts';
import { configError } from '../../core/errors/errors.ts';
import { changesPart, firstCell, largestOf, mostValues, type Wanted } from './changes.ts';
import type { Connections } from './connections.ts';
import type { Datasets, Readable } from './datasets.ts';
import type { Dialect, SqlColumn } from './driver.ts';
import { missingName, sqlFault } from './faults.ts';

/** What has changed since bookmarks, and the next ones; by the kinds that queries declare. */

export interface SinceOptions {
  /** The name of the source. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly connections: Connections;
  readonly datasets: Datasets;
}

/** The query that gives the scans of devices, each column but the key something that differs when a device has to be read again. */
export const scansQuery = 'scans';

export async function changesSince(
  asked: readonly SinceBookmark[],
  options: SinceOptions,
): Promise<readonly Changes[]> {
  const { datasets } = options;
  const all: { readonly since: SinceBookmark; readonly readable: Readable }[] = [];
  for (const since of asked) all.push({ since, readable: await datasets.find(since.dataset) });
  // Before anything is read: the state that is read then has all that these numbers count.
  const marks = new Map<string, string | undefined>();
  for (const kind of ['rowversion', 'scn'] as const)
    if (all.some(({ readable }) => readable.bookmark?.kind === kind)) marks.set(kind, await markOf(kind, options));
  const devices = await changedDevices(all, options);
  const found: Changes[] = [];
  for (const { since, readable } of all) {
    const { bookmark } = readable;
    if (bookmark === undefined) found.push(everything(readable, 'its query declares no bookmark'));
    else if (bookmark.kind === 'scans') found.push(devices(readable));
    else found.push(await changesByNumber(since, readable, bookmark, marks.get(bookmark.kind), options));
  }
  return found;
}

/** Up to where changes are complete now; undefined if the server can't say, or not to this login. */
async function markOf(
  kind: 'rowversion' | 'scn',
  { connections, dialect, name }: SinceOptions,
): Promise<string | undefined> {
  const mark = dialect.marks?.[kind];
  if (mark === undefined) return undefined;
  try {
    const cell = await connections.ask(name, (connection) => firstCell(connection.read({ text: mark.now })));
    return cell === null ? undefined : markText(kind, cellText(cell));
  } catch (error) {
    if (missingName(error) === undefined) throw error;
    return undefined;
  }
}

/** The rows of a range of the bookmark's column. @throws ConfigError `bookmark/wrong-value`, `bookmark/none`. */
export async function changesBetween(
  dataset: string,
  from: string,
  to: string,
  { datasets, name }: SinceOptions,
): Promise<Changes> {
  const { bookmark } = await datasets.find(dataset);
  const place = { file: `${name}/${dataset}` };
  if (bookmark === undefined)
    throw configError('bookmark/none', 'Its query declares no bookmark, so it has no column to take a range of.', {
      place,
    });
  // Of scans, the range is one of devices.
  const kind = bookmark.kind === 'scans' ? 'key' : bookmark.kind;
  const [first, last] = [from, to].map((text) => {
    const value = typedBookmark(kind, text);
    if (value !== undefined) return singleBookmark(kind, value) ?? '';
    throw configError(
      'bookmark/wrong-value',
      `${bookmark.column}: expected ${bookmarkForms[kind]}, found ${JSON.stringify(text.slice(0, 80))}.`,
      { place },
    );
  });
  const bounds = [
    { sign: '>=', value: first },
    { sign: '<=', value: last },
  ] as const;
  return {
    dataset,
    read: 'changes',
    because: `${bookmark.column} from ${first} to ${last}.`,
    whole: bookmark.kind === 'scans',
    parts: [changesPart(dataset, { by: 'bounds', bounds })],
  };
}

function everything({ name }: Readable, why: string, next?: string): Changes {
  const because = `${name} was read whole: ${why}.`;
  return {
    dataset: name,
    read: 'everything',
    because,
    whole: true,
    parts: [],
    ...(next === undefined ? {} : { next }),
  };
}

function changes({ name }: Readable, because: string, next: string, wanted: Wanted, whole: boolean): Changes {
  return { dataset: name, read: 'changes', because, whole, parts: [changesPart(name, wanted)], next };
}

async function changesByNumber(
  { bookmark: before }: SinceBookmark,
  readable: Readable,
  { kind, column }: DatasetBookmark,
  mark: string | undefined,
  { connections, dialect, name }: SinceOptions,
): Promise<Changes> {
  let now = mark;
  if (kind === 'key') {
    const asked: SqlColumn = { name: 'largest', type: 'integer', serverType: 'bigint', nullable: true };
    const read = connections.read(largestOf(readable.query, column, dialect), [asked], `${name}/${readable.name}`);
    const cell = await firstCell(read);
    now = cell === null ? undefined : markText(kind, cellText(cell));
    if (cell !== null && now === undefined)
      throw sqlFault('sql/bad-value', `Expected whole numbers in ${column}, the key of the bookmark, found others.`, {
        name: `${name}/${readable.name}`,
      });
  }
  if (now === undefined)
    return everything(
      readable,
      kind === 'key' ? 'it had no rows' : `the server does not say its ${kind} to this login`,
    );
  const next = JSON.stringify(now);
  if (before === undefined) return everything(readable, 'there is no bookmark', next);
  const last = singleBookmark(kind, before);
  if (last === undefined) return everything(readable, 'its bookmark can not be read', next);
  if (BigInt(now) < BigInt(last))
    return everything(
      readable,
      `${column} went back from ${last} to ${now}, so the database is another one or rows have gone`,
      next,
    );
  // The number of a row may be told higher than it is, and lower later: a limit above would lose it.
  const upTo = {
    rowversion: [{ sign: '<', value: now }],
    key: [{ sign: '<=', value: now }],
    scn: [],
    scans: [],
  } as const;
  const bounds = [{ sign: kind === 'key' ? '>' : '>=', value: last }, ...upTo[kind]] as const;
  return changes(readable, `${readable.name}: ${column} since ${last}.`, next, { by: 'bounds', bounds }, false);
}

/** As a bookmark has it; undefined if the server gave something else. */
function markText(kind: DatasetBookmark['kind'], text: string): string | undefined {
  const hexadecimal = kind === 'rowversion' && !text.startsWith('0x') ? `0x${text}` : text;
  return singleBookmark(kind, JSON.stringify(hexadecimal));
}

interface Asked {
  readonly since: SinceBookmark;
  readonly readable: Readable;
}

/**
 * The devices that differ from those of the bookmarks. All datasets of a run take the same ones, so that each device that is read has all that
 * belongs to it.
 */
async function changedDevices(all: readonly Asked[], options: SinceOptions): Promise<(readable: Readable) => Changes> {
  const asked = all.filter(({ readable }) => readable.bookmark?.kind === 'scans');
  if (asked.length === 0) return (readable) => everything(readable, 'it has no scans');
  const now = await readScans(asked[0].readable.bookmark?.column ?? '', options);
  if ('lacks' in now) return (readable) => everything(readable, now.lacks);
  const next = scansBookmark(now);
  const differ = new Set<number>();
  let gone = 0;
  const seen = new Set<string>();
  for (const { since, readable } of asked) {
    if (since.bookmark !== undefined && seen.has(since.bookmark)) continue;
    seen.add(since.bookmark ?? '');
    if (since.bookmark === undefined) return (each) => everything(each, `${readable.name} has no bookmark`, next);
    const last = parseScans(since.bookmark);
    if (last === undefined || last.columns.join() !== now.columns.join())
      return (each) => everything(each, `the bookmark of ${readable.name} is of other scans`, next);
    for (const [device, values] of now.devices) {
      const before = last.devices.get(device);
      // Not "later than": a clock that was wrong once would keep its device out for years.
      if (before === undefined || values.some((value, index) => value !== before[index])) differ.add(device);
    }
    gone = Math.max(gone, [...last.devices.keys()].filter((device) => !now.devices.has(device)).length);
  }
  const [some, of] = [differ.size, now.devices.size];
  if (some > mostValues(options.dialect, of))
    return (readable) => everything(readable, `${some} of ${of} devices differ from the last run`, next);
  const because = `${some} of ${of} devices differ from the last run${gone === 0 ? '' : `; ${gone} are gone, which the next full run says`}.`;
  const values = [...differ].sort((a, b) => a - b);
  return (readable) => changes(readable, because, next, { by: 'values', values }, true);
}

async function readScans(
  column: string,
  { datasets, connections, name }: SinceOptions,
): Promise<Scans | { readonly lacks: string }> {
  const readable = await datasets.query(scansQuery);
  if (readable === undefined) {
    const [{ message }] = datasets.absent.get(scansQuery)?.faults ?? [{ message: 'there is none' }];
    return { lacks: `the scans can not be read (${message.replace(/\.$/, '')})` };
  }
  const { columns, query } = readable;
  const key = columns.findIndex((each) => each.name.toLowerCase() === column.toLowerCase());
  const compared = columns.flatMap((each, index) => (index === key ? [] : [{ name: each.name, index }]));
  const devices = new Map<number, readonly (string | null)[]>();
  const what = `${name}/${scansQuery}`;
  for await (const batch of connections.read(query, columns, what))
    for (let row = 0; row < batch.rows; row++) {
      const cell = (index: number) => cellAt(batch, row * batch.width + index);
      const device = cell(key);
      if (typeof device !== 'number' || devices.has(device))
        throw sqlFault(
          'sql/bad-value',
          `Expected each ${column} once and as a whole number, found ${String(device)}.`,
          { name: what },
        );
      devices.set(
        device,
        compared.map(({ index }) => {
          const value = cell(index);
          return value === null ? null : cellText(value);
        }),
      );
    }
  return { columns: compared.map((each) => each.name), devices };
}
