import { sameFields } from './borders.ts';
import { filledOf } from './kinds.ts';
import type { SampleRecord } from './sample.ts';

/** Records between the rows that are none: column names that come again in other bytes, and what stands around them on each page. */
export interface Between {
  readonly repeats: readonly SampleRecord[];
  readonly pages: readonly SampleRecord[];
}

/**
 * `header`: the records with the column names; `rows`: the records of the table's body; `preamble`: what stands before the names.
 * A narrow record is of a page only if the names come again below it, or if it counts pages.
 */
export function findBetween(
  header: readonly SampleRecord[],
  rows: readonly SampleRecord[],
  preamble: readonly SampleRecord[],
  width: number,
): Between {
  const repeats: SampleRecord[] = [];
  const pages = new Set<SampleRecord>();
  const isRepeat = (at: number) =>
    header.every(({ fields }, row) => rows[at + row] !== undefined && sameFields(fields, rows[at + row].fields));
  if (width < 2 || header.length === 0) return { repeats, pages: [] };
  for (let at = 0; at < rows.length; at++) {
    if (isPageCount(rows[at].fields, width)) pages.add(rows[at]);
    if (!isRepeat(at)) continue;
    for (let above = at - 1; above >= 0 && at - above <= mostLines && isPageLine(rows[above], preamble, width); above--)
      pages.add(rows[above]);
    repeats.push(...rows.slice(at, at + header.length));
    at += header.length - 1;
  }
  return { repeats, pages: rows.filter((row) => pages.has(row)) };
}

function isPageLine({ fields }: SampleRecord, preamble: readonly SampleRecord[], width: number): boolean {
  if (preamble.some((note) => sameFields(note.fields, fields))) return true;
  return filledOf(fields).length === 1 && (fields.length < width || width > 2) && fields.length <= width;
}

function isPageCount(fields: readonly string[], width: number): boolean {
  const [first, ...others] = filledOf(fields);
  return first !== undefined && others.length === 0 && width > 2 && page.test(first.trim());
}

const mostLines = 10;
const page =
  /^[-–—\s]*(?:page|seite|página|pagina|strona|blatt)\s*:?\s*\d+(?:\s*(?:of|von|de|di|\/|z)\s*\d+)?[-–—\s]*$/i;
