import { excerpt } from '../../core/adapter/printable.ts';
import type { Dialect } from './dialect.ts';
import { firstRecords } from './sample.ts';
import type { Tail } from './tail.ts';
import { isLineEnd } from './walk.ts';

/** Lines behind the last row that are clearly none: how many bytes at the end of the content they take, and what they say. */
export interface Footer {
  readonly bytes: number;
  readonly lines: readonly string[];
}

/**
 * The footer in the last bytes of a content. A line is one only if it has no quotes, fewer fields than a row, fills one or two of them,
 * and says what footers say. Any other line that does not fit is a broken row.
 */
export function findFooter(
  { bytes: tail, whole }: Tail,
  dialect: Dialect,
  width: number,
  text: (bytes: Uint8Array) => string,
): Footer {
  const lines: string[] = [];
  let kept = tail.length;
  if (width < 2) return { bytes: 0, lines };
  for (let end = tail.length; end > 0 && lines.length < mostLines; ) {
    let to = end;
    while (to > 0 && isLineEnd(tail[to - 1])) to--;
    let from = to;
    while (from > 0 && !isLineEnd(tail[from - 1])) from--;
    // What stands before this line is not known.
    if (from === 0 && !whole) break;
    const line = tail.subarray(from, to);
    if (line.toString('latin1').trim() !== '') {
      if (line.length > mostBytes || line.includes(34) || line.includes(39) || !isFooter(line, dialect, width, text))
        break;
      lines.unshift(text(line));
      kept = from;
    }
    end = from;
  }
  return { bytes: tail.length - kept, lines };
}

export function noteFooter({ lines }: Footer): string {
  const shown = lines.map((line) => JSON.stringify(excerpt(line.trim(), 80))).join(', ');
  return lines.length === 1
    ? `The last line is no row: ${shown}.`
    : `The last ${lines.length} lines are no rows: ${shown}.`;
}

const mostLines = 10;
const mostBytes = 200;

function isFooter(line: Buffer, dialect: Dialect, width: number, text: (bytes: Uint8Array) => string): boolean {
  const [record] = firstRecords(line, dialect, { whole: true, most: 1, text });
  if (record === undefined || record.fields.length >= width) return false;
  const filled = record.fields.filter((field) => field.trim() !== '').length;
  return filled <= 2 && said.test(text(line).trim());
}

/** Counts, totals, ends of reports, rules. */
const said = new RegExp(
  [
    String.raw`^\(?\d[\d.,' ]*(?:rows?|records?|lines?|entries|items|results?|zeilen|datens[äa]tze)\b`,
    '^(?:grand |sub ?)?totals?\\b',
    '^(?:sum|summe|gesamt|gesamtsumme|total g[ée]n[ée]ral)\\b',
    '^[-=_*#\\s]*(?:end|ende|fin) (?:of|der|des|du|de)\\b',
    '^[-=_*#]{3,}$',
    '^-- ',
    '^# ',
    '^(?:generated|exported|printed|created|report|erstellt|exportiert|source|quelle|copyright|page|seite)\\b.*[:\\d]',
    '^(?:number of )?(?:rows|records|row count|record count)\\s*[:=]\\s*\\d+',
    '^©',
  ].join('|'),
  'i',
);
