import type { Changes } from '../adapter/bookmark.ts';
import type { Source } from '../adapter/contract.ts';
import { identityOf } from '../adapter/identity.ts';
import { configError } from '../errors/errors.ts';
import type { Bookmark, NewBookmark } from '../spool/bookmarks.ts';
import type { RunKey } from '../spool/context.ts';
import type { Spool } from '../spool/spool.ts';
import { claimingChanges } from './changes.ts';
import type { Member } from './together.ts';

/**
 * How much of its source a run reads: all of it; what has changed since the bookmarks; or a range. What is wanted is one thing: a bookmark may be
 * missing, or be of another mapping or source, or everything may be due again. In case of doubt everything is read.
 */
export type Wish =
  /** Everything, and no bookmark moves. */
  | { readonly kind: 'everything' }
  /** Everything, and bookmarks move. */
  | { readonly kind: 'full' }
  /** What has changed, and everything again after so many days. */
  | { readonly kind: 'incremental'; readonly reconcileDays: number }
  /** From one value of the bookmark's column to another one, both among them. No bookmark moves. */
  | { readonly kind: 'range'; readonly from: string; readonly to: string };

/** How a run reads its datasets. */
export interface Reading {
  readonly kind: 'full' | 'incremental' | 'range';
  /** Sentences for people: what is read, and why. */
  readonly because: readonly string[];
  /** The source, of which the parts of a dataset are those that are to be read. */
  readonly source: Source;
  /** The mappings, of which each claims no more than what is read of its dataset lets it. */
  readonly members: readonly Member[];
  /** Where the next runs go on. */
  readonly bookmarks: readonly NewBookmark[];
}

export interface ReadingOptions {
  readonly source: Source;
  readonly spool: Spool;
  readonly key: RunKey;
  readonly now: Date;
}

/** Decides what is read of each dataset. Asked before anything is read. @throws ConfigError `bookmark/none`, `bookmark/wrong-value`. */
export async function planReading(wish: Wish, wanted: readonly Member[], options: ReadingOptions): Promise<Reading> {
  const { source } = options;
  if (wish.kind === 'everything') return whole(wanted, source, []);
  if (wish.kind === 'range') return readRange(wish, wanted, source);
  if (source.since === undefined || !wanted.some(({ dataset }) => dataset.bookmark !== undefined))
    return whole(wanted, source, ['Everything was read: no dataset of it declares a bookmark.']);
  return readSince(wish, wanted, options, source.since);
}

function whole(members: readonly Member[], source: Source, because: readonly string[]): Reading {
  return { kind: 'full', because, source, members, bookmarks: [] };
}

async function readRange(
  { from, to }: Extract<Wish, { kind: 'range' }>,
  wanted: readonly Member[],
  source: Source,
): Promise<Reading> {
  const found: Changes[] = [];
  for (const { dataset } of wanted) {
    if (source.between === undefined || dataset.bookmark === undefined)
      throw configError('bookmark/none', 'It declares no bookmark, so it has no column to take a range of.', {
        place: { file: `${source.identity.name}/${dataset.name}` },
      });
    found.push(await source.between(dataset.name, from, to));
  }
  return {
    kind: 'range',
    because: [...found.map(({ because }) => `A range was read: ${because}`), 'No bookmark moves.'],
    source: reading(source, found),
    members: withinReach(found, wanted),
    bookmarks: [],
  };
}

async function readSince(
  wish: Extract<Wish, { kind: 'full' | 'incremental' }>,
  wanted: readonly Member[],
  { source, spool, key, now }: ReadingOptions,
  since: NonNullable<Source['since']>,
): Promise<Reading> {
  const { id } = await identityOf(source);
  const known = [...new Set(wanted.map(({ dataset }) => dataset))].map((dataset) => ({
    dataset,
    digest: digestOf(wanted.filter((each) => each.dataset === dataset)),
    bookmark: spool.bookmark(key, dataset.name),
  }));
  // What was not read before can't be told by bookmarks of some of it, so one reason is enough for all.
  const why =
    wish.kind === 'full' ? 'that was asked for' : firstOf(known, (each) => whyFull(each, id, now, wish.reconcileDays));
  const found = await since(
    known.map(({ dataset: { name }, bookmark }) => {
      const value = why === undefined ? bookmark?.value : undefined;
      return { dataset: name, ...(value === undefined || value === null ? {} : { bookmark: value }) };
    }),
  );
  const isFull = found.every(({ read }) => read === 'everything');
  const because =
    why === undefined ? [...new Set(found.map((each) => each.because))] : [`Everything was read: ${why}.`];
  return {
    kind: isFull ? 'full' : 'incremental',
    because,
    source: reading(source, found),
    members: withinReach(found, wanted),
    bookmarks: known.flatMap(({ dataset, digest, bookmark }) => {
      const changes = found.find((each) => each.dataset === dataset.name);
      if (dataset.bookmark === undefined || changes?.next === undefined) return [];
      const isRead = changes.read === 'everything' || bookmark === undefined;
      const reconciled = isRead ? now.toISOString() : bookmark.reconciled;
      return [{ dataset: dataset.name, ...dataset.bookmark, digest, source: id, reconciled, value: changes.next }];
    }),
  };
}

/** Of the mappings that read a dataset. */
function digestOf(members: readonly Member[]): string {
  return members.map(({ mapping }) => mapping.digest).join(' ');
}

interface Known extends Pick<Member, 'dataset'> {
  readonly digest: string;
  readonly bookmark: Bookmark | undefined;
}

function firstOf<Item>(items: readonly Item[], say: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const said = say(item);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** Schedules are not exact: what is due within the hour is due. */
const slackMilliseconds = 3_600_000;

/** Why a bookmark is not enough; undefined if it is, or if the dataset has none and is always read whole. */
function whyFull(
  { dataset, digest, bookmark }: Known,
  id: string,
  now: Date,
  reconcileDays: number,
): string | undefined {
  const declared = dataset.bookmark;
  if (declared === undefined) return undefined;
  if (bookmark === undefined) return `${dataset.name} has no bookmark yet`;
  if (bookmark.value === null) return `the bookmark of ${dataset.name} was cleared`;
  if (bookmark.digest !== digest) return `the mapping of ${dataset.name} has changed`;
  if (bookmark.source !== id) return 'the source is another one';
  if (bookmark.kind !== declared.kind || bookmark.column !== declared.column || bookmark.reads !== declared.reads)
    return `${dataset.name} is read in another way: its query, its settings or what the source has of it changed`;
  const age = now.getTime() - Date.parse(bookmark.reconciled);
  if (Number.isNaN(age) || age < 0) return 'the clock went back since the last full run';
  if (age >= reconcileDays * 86_400_000 - slackMilliseconds)
    return `the last full run began at ${bookmark.reconciled.slice(0, 16)}Z, and one is due after ${reconcileDays} days`;
  return undefined;
}

/** The source, of which datasets have the parts that are to be read. */
function reading(source: Source, found: readonly Changes[]): Source {
  const changed = new Map(
    found.flatMap((each) => (each.read === 'changes' ? [[each.dataset, each.parts] as const] : [])),
  );
  if (changed.size === 0) return source;
  const parts: Source['parts'] = async function* (dataset) {
    const own = changed.get(dataset);
    if (own === undefined) yield* source.parts(dataset);
    else yield* own;
  };
  // With its getters: some things it knows only later.
  return Object.create(source, { parts: { value: parts } });
}

function withinReach(found: readonly Changes[], members: readonly Member[]): readonly Member[] {
  return members.map((member) => {
    const changes = found.find((each) => each.dataset === member.dataset.name);
    if (changes === undefined || changes.read === 'everything') return member;
    return {
      ...member,
      partial: true,
      mapping: claimingChanges(member.mapping, changes.whole ? member.dataset.bookmark?.column : undefined),
    };
  });
}
