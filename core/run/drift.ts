import type { Fault } from '../errors/errors.ts';
import { typeText } from './compare-catalogs.ts';
import type { Held } from './hold-against.ts';

/** What has become of a mapping since its source was recorded; without a record, what it is like now. */
export interface Drift {
  readonly now: Held;
  /**
   * `breaks`: it can not be run, or nothing is known of an entity any more. `less`: it runs, with less than before. `same`: as before.
   * `absent`: its dataset is not there, and was not when the source was recorded.
   */
  readonly verdict: 'breaks' | 'less' | 'same' | 'absent';
  /** Columns that it read and that are gone: the next package is held, so that a person looks at it. */
  readonly gone: readonly string[];
  /** By entity, fields that got values and get none now. */
  readonly lost: ReadonlyMap<string, readonly string[]>;
  /** By entity, fields that get fewer values. */
  readonly fewer: ReadonlyMap<string, readonly string[]>;
  /** By entity, fields that get values again. */
  readonly back: ReadonlyMap<string, readonly string[]>;
  /** Entities of which nothing can be said any more. */
  readonly unknown: readonly string[];
  /** What some of the rows came from, and is gone. */
  readonly incomplete: readonly string[];
  /** Columns that it reads, and whose type has changed. */
  readonly types: readonly { readonly column: string; readonly was: string; readonly is: string }[];
  readonly faults: readonly Fault[];
}

export function driftOf(now: Held, before: Held | undefined): Drift {
  const lost = beyond(now.notCollected, before?.notCollected);
  const fewer = beyond(now.lessCollected, before?.lessCollected);
  const unknown = now.unknown.filter((entity) => !before?.unknown.includes(entity));
  const incomplete = now.incomplete.filter((view) => !before?.incomplete.includes(view));
  const types = (before?.columns ?? []).flatMap((was) => {
    const is = now.columns.find(({ name }) => same(name, was.name));
    const [old, fresh] = [was, is ?? was].map(({ type, name, serverType = '' }) =>
      typeText({ name, type, serverType }),
    );
    return old === fresh ? [] : [{ column: was.name, was: old, is: fresh }];
  });
  const gone = (before?.columns ?? []).flatMap(({ name }) =>
    now.columns.some((each) => same(each.name, name)) ? [] : [name],
  );
  const isBroken = now.faults.length > 0 || (before !== undefined && unknown.length > 0);
  // What the record lacked already is no news.
  const isAbsent = before !== undefined && isNotThere(before) && isNotThere(now);
  const isLess = [lost.size, fewer.size, unknown.length, incomplete.length, types.length, gone.length].some(
    (count) => count > 0,
  );
  return {
    now,
    verdict: isAbsent ? 'absent' : isBroken ? 'breaks' : isLess ? 'less' : 'same',
    gone,
    lost,
    fewer,
    back: before === undefined ? new Map() : beyond(before.notCollected, now.notCollected),
    unknown,
    incomplete,
    types,
    faults: now.faults,
  };
}

/** Its dataset can not be read: nothing of the mapping itself is wrong. */
function isNotThere({ faults, columns }: Held): boolean {
  return columns.length === 0 && faults.some(({ code }) => code.startsWith('sql/missing-'));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The fields of one that the other does not have. */
function beyond(
  fields: ReadonlyMap<string, readonly string[]>,
  others: ReadonlyMap<string, readonly string[]> = new Map(),
): ReadonlyMap<string, readonly string[]> {
  const left = [...fields].map(([entity, names]) => {
    return [entity, names.filter((name) => !others.get(entity)?.includes(name))] as const;
  });
  return new Map(left.filter(([, names]) => names.length > 0));
}
