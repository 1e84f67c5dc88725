import type { HeadRow } from './head.ts';
import { isValue } from './kinds.ts';

/**
 * How many rows at the end are none of the table: notes after a blank row that say what notes say, and totals that are the sum of
 * the column above. Whatever else stands there is a row.
 */
export function footerRows(body: readonly HeadRow[], firstColumn: number, width: number): number {
  if (width < 3) return 0;
  let count = 0;
  while (body.length - count > fewestRows && isNote(body, body.length - 1 - count, firstColumn)) count++;
  // Lines of one note follow each other; the first of them stands after a blank row.
  while (count > 0 && !hasGapAbove(body, body.length - count)) count--;
  const last = body.length - 1 - count;
  return last > fewestRows - 1 && isTotal(body, last) ? count + 1 : count;
}

function isNote(body: readonly HeadRow[], at: number, firstColumn: number): boolean {
  const { cells } = body[at];
  const [[column, text]] = cells;
  return cells.size === 1 && column === firstColumn && !isValue(text) && said.test(text.trim());
}

function hasGapAbove(body: readonly HeadRow[], at: number): boolean {
  return at > 0 && body[at].position - body[at - 1].position > 1;
}

/** A row that is called a total, has nothing but numbers beside its name, and at least one of them is the sum of those above it. */
function isTotal(body: readonly HeadRow[], at: number): boolean {
  const cells = [...body[at].cells];
  const texts = cells.filter(([, text]) => !isValue(text));
  if (texts.length !== 1 || cells.length < 2 || !isTotalName(texts[0][1])) return false;
  return cells.some(([column, text]) => {
    const sum = Number(text);
    const above = body
      .slice(0, at)
      .map((row) => row.cells.get(column))
      .filter((each) => each !== undefined)
      .map(Number);
    if (!Number.isFinite(sum) || sum === 0 || above.length < 2 || !above.every(Number.isFinite)) return false;
    const added = above.reduce((so, each) => so + each, 0);
    return Math.abs(added - sum) <= Math.abs(sum) * 1e-9;
  });
}

/** `Total`, `Grand total`, and what other languages say. */
export function isTotalName(text: string): boolean {
  return total.test(text.trim());
}

const fewestRows = 2;
const total =
  /^(?:grand |sub ?)?(?:totals?|sum|summe|gesamt|gesamtsumme|insgesamt|total g[ée]n[ée]ral|totale|totaal|suma|итого)\s*:?$/i;
const said = new RegExp(
  [
    String.raw`^\(?\d[\d.,' ]*(?:rows?|records?|lines?|entries|items|results?|zeilen|datens[äa]tze)\b`,
    '^(?:notes?|n\\.b\\.|legend|hinweise?|anmerkung(?:en)?|remarks?|disclaimer)\\b',
    '^\\*+\\s*\\S',
    '^[-=_*#\\s]*(?:end|ende|fin) (?:of|der|des|du|de)\\b',
    '^(?:generated|exported|printed|created|report|erstellt|exportiert|source|quelle|copyright|page|seite|confidential)\\b.*[:\\d]',
    '^(?:number of )?(?:rows|records|row count|record count)\\s*[:=]\\s*\\d+',
    '^©',
  ].join('|'),
  'i',
);
