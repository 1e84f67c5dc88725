import { configError } from '../errors/errors.ts';
import { nearestName } from '../errors/suggest.ts';
import type { Bookmark } from '../spool/bookmarks.ts';
import type { Spool } from '../spool/spool.ts';
import type { Options } from './command.ts';

/** The bookmarks that a person has named. @throws ConfigError `bookmark/unknown` if there is none. */
export function bookmarksNamed(spool: Spool, mapping: string, options: Options): readonly Bookmark[] {
  const [of, dataset] = [options.text('of'), options.text('dataset')];
  const all = spool.bookmarks();
  const found = all.filter(
    (each) =>
      each.mapping === mapping &&
      (of === undefined || each.of.name === of) &&
      (dataset === undefined || each.dataset === dataset),
  );
  if (found.length > 0) return found;
  const names = [...new Set(all.map((each) => each.mapping))];
  const near = nearestName(mapping, names);
  const what = [of, dataset].filter((each) => each !== undefined).map((each) => ` and ${JSON.stringify(each)}`);
  throw configError(
    'bookmark/unknown',
    `There is no bookmark of ${JSON.stringify(mapping)}${what.join('')}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`} tributary bookmark list shows all.`,
  );
}

/** The one that a person has named, with its value. @throws ConfigError `bookmark/unknown` if there is none, or several. */
export function bookmarkNamed(spool: Spool, mapping: string, options: Options): Bookmark {
  const [first, ...others] = bookmarksNamed(spool, mapping, options);
  if (others.length > 0)
    throw configError(
      'bookmark/unknown',
      `${mapping} has several: ${[first, ...others].map(nameOf).join('; ')}. Choose one with --of and --dataset.`,
    );
  return spool.bookmark({ mapping, source: first.of }, first.dataset) ?? first;
}

function nameOf({ of, dataset }: Bookmark): string {
  return `${of.name}, ${dataset}`;
}

/** What programs are told of it: the value only where it is a single one. */
export function bookmarkJson(bookmark: Bookmark): Record<string, unknown> {
  const { mapping, of, dataset, kind, column, summary, moved, reconciled, package: by, value } = bookmark;
  return {
    mapping,
    source: of,
    dataset,
    kind,
    column,
    summary,
    cleared: value === null,
    moved,
    by,
    reconciled,
    mappingDigest: bookmark.digest,
    sourceId: bookmark.source,
  };
}
