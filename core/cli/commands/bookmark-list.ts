import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { bookmarkJson } from '../find-bookmarks.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary bookmark list`: one line a bookmark. */
export async function run({ options, json, print, say }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const bookmarks = spool.bookmarks();
    if (json) print(JSON.stringify({ bookmarks: bookmarks.map(bookmarkJson) }, undefined, 2));
    else
      for (const { mapping, of, dataset, kind, summary, moved } of bookmarks)
        print(`${mapping}  ${of.name}  ${dataset}  ${moved.slice(0, 19)}Z  ${kind}: ${summary}`);
    if (bookmarks.length === 0) say('There is no bookmark: no incremental run was accepted yet.');
    return 0;
  } finally {
    spool.close();
  }
}
