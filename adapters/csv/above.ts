import { excerptOf } from './excerpts.ts';
import type { Header } from './header.ts';
import { filledOf, isValue } from './kinds.ts';
import { namesColumns } from './named.ts';
import type { SampleRecord } from './sample.ts';

/**
 * Column names on the line above the rows, written with another delimiter than these: as many as there are columns, each once.
 * `found`: what the first row says of names. What it clearly names is not looked for elsewhere.
 */
export function namesAbove(
  preamble: readonly SampleRecord[],
  rows: readonly SampleRecord[],
  found: Header,
): Header | undefined {
  const above = preamble.at(-1);
  const [first] = rows;
  if (above === undefined || found.rows > 1 || found.sure) return undefined;
  if (above.fields.length !== 1 || above.nextLine !== first.line) return undefined;
  const table = rows.slice(0, evidenceRows).map(({ fields }) => fields);
  for (const sign of signs) {
    const names = above.fields[0].split(sign).map(unquoted);
    const areNames = filledOf(names).length === names.length && new Set(names).size === names.length;
    if (names.length !== first.fields.length || names.length < 2 || !areNames || names.some(isValue)) continue;
    if (!namesColumns([names, ...table]).named) continue;
    const sentence = `The column names are separated by ${JSON.stringify(sign)}, the rows are not: ${excerptOf([above.fields[0]])}.`;
    return { ...found, rows: 0, names, least: names.length, body: 0, warnings: [sentence], notes: [] };
  }
  return undefined;
}

function unquoted(name: string): string {
  return name.trim().replace(/^(["'])(.*)\1$/, '$2');
}

const evidenceRows = 100;
const signs = [';', ',', '\t', '|', ':', '^', '~'];
