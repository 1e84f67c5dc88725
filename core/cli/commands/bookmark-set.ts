import { bookmarkForms, typedBookmark } from '../../adapter/bookmark.ts';
import { configError } from '../../errors/errors.ts';
import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { bookmarkJson, bookmarkNamed } from '../find-bookmarks.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary bookmark set`: the next incremental run goes on at this value. */
export async function run({ args: [mapping, text], options, json, print }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const bookmark = bookmarkNamed(spool, mapping, options);
    const value = typedBookmark(bookmark.kind, text);
    if (value === undefined)
      throw configError(
        'bookmark/wrong-value',
        `Expected ${bookmarkForms[bookmark.kind]}; got ${JSON.stringify(text.slice(0, 80))}.`,
      );
    const moved = spool.setBookmark(bookmark, value);
    print(
      json
        ? JSON.stringify(bookmarkJson(moved), undefined, 2)
        : `${mapping}, ${moved.of.name}, ${moved.dataset}: the next incremental run goes on at ${moved.summary}.`,
    );
    return 0;
  } finally {
    spool.close();
  }
}
