import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { bookmarkJson, bookmarkNamed } from '../find-bookmarks.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary bookmark show`: all that is known of a bookmark, but for values of megabytes. */
export async function run({ args: [mapping], options, json, print }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const bookmark = bookmarkNamed(spool, mapping, options);
    if (json) {
      print(JSON.stringify(bookmarkJson(bookmark), undefined, 2));
      return 0;
    }
    const { of, dataset, kind, column, summary, moved, reconciled, package: by } = bookmark;
    const lines = [
      `${mapping}, ${of.name}, ${dataset}`,
      `  value      ${summary}`,
      `  kind       ${kind} of ${column}`,
      `  moved      ${moved} by ${by ?? 'a person'}`,
      `  full run   ${reconciled}`,
      `  mapping    ${bookmark.digest}`,
      `  source     ${bookmark.source}`,
    ];
    print(lines.join('\n'));
    return 0;
  } finally {
    spool.close();
  }
}
