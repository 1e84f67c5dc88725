import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { bookmarkJson, bookmarksNamed } from '../find-bookmarks.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary bookmark clear`: the next run reads everything. */
export async function run({ args: [mapping], options, json, print }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const cleared = bookmarksNamed(spool, mapping, options).map((each) => spool.setBookmark(each, null));
    if (json) print(JSON.stringify({ cleared: cleared.map(bookmarkJson) }, undefined, 2));
    else
      for (const { of, dataset } of cleared)
        print(`${mapping}, ${of.name}, ${dataset}: cleared. The next run reads everything.`);
    return 0;
  } finally {
    spool.close();
  }
}
