import { readdirSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { printable } from '../adapter/printable.ts';
import { type RowLedger, total } from '../run/ledger.ts';
import type { ImportResult } from '../run/run-import.ts';
import type { SealedPackage } from '../spool/entry.ts';
import { datasetsText } from './datasets-text.ts';
import { grouped } from './grouped.ts';

/** The outcome of an import, for people and for programs. */

/** What `--json` prints. */
export function resultJson(result: ImportResult): Record<string, unknown> {
  const { status, package: sealed, rows, records, issues, seconds } = result;
  return {
    status,
    package: {
      id: sealed.id,
      path: sealed.path,
      sha256: sealed.sha256,
      bytes: sealed.bytes,
      contentDigest: sealed.contentDigest,
    },
    mapping: sealed.mapping,
    source: sealed.source,
    reading: result.reading,
    ledger: ledgerJson(rows),
    records: Object.fromEntries([...records].map(([entity, { written }]) => [entity, written])),
    recordLedger: Object.fromEntries(records),
    completeness: Object.fromEntries(sealed.entities.map(({ entity, completeness }) => [entity, completeness])),
    issues: {
      counts: issues,
      total: total(issues),
      file: sealed.path,
      member: 'issues.ndjson.gz',
      rejects: sealed.rejectsPath,
      annotated: sealed.annotatedPath,
    },
    ...(sealed.corrects === null ? {} : { corrects: sealed.corrects }),
    held: sealed.reasons,
    datasets: result.datasets.map((each) => ({ ...each, rows: ledgerJson(each.rows) })),
    seconds: Math.round(seconds * 1000) / 1000,
    rowsPerSecond: Math.round(rows.read / Math.max(seconds, 0.001)),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Totals, and the same broken down by rule, code and key. */
export function ledgerJson({ read, mapped, filtered, rejected, merged }: RowLedger): Record<string, unknown> {
  return {
    read,
    mapped,
    filtered: total(filtered),
    rejected: total(rejected),
    merged: total(merged),
    by: { filtered, rejected, merged },
  };
}

/** The summary in sentences, and the ledger. `name`: what was read, as a person calls it. */
export function resultText(result: ImportResult, name: string): string {
  const { package: sealed, rows, issues, seconds, datasets } = result;
  const isAlone = datasets.length === 1;
  const by = isAlone
    ? `the mapping ${sealed.mapping.name}`
    : `the ${datasets.length} mappings of ${sealed.mapping.name}`;
  const lines = [
    `${grouped(rows.read)} rows of ${name} were read in ${seconds.toFixed(1)} s with ${by}.`,
    ...result.reading.because,
    ...(isAlone ? datasetText(result) : ['', ...datasetsText(result)]),
    ...issueLines(issues, sealed),
    ...result.annotation,
    '',
    ...(result.status === 'known' ? ['These corrections were imported before:'] : []),
    ...(sealed.state === 'held'
      ? [
          'The package is held:',
          ...sealed.reasons.map(({ code, message }) => `  ${code}  ${message}`),
          `Let it go with: tributary queue release ${sealed.id}`,
        ]
      : [`Sealed: ${sealed.id}`]),
    `  ${fromHere(sealed.path)} (${grouped(sealed.bytes)} bytes)`,
  ];
  return lines.join('\n');
}

/** What came of a single mapping. */
function datasetText({ records, rows, datasets: [{ decisions, unusedColumns }] }: ImportResult): readonly string[] {
  const written = [...records]
    .filter(([, { written: each }]) => each > 0)
    .map(([entity, { written: each }]) => `${grouped(each)} ${entity}`);
  return [
    written.length === 0 ? 'No record was written.' : `Written: ${written.join(', ')}.`,
    ...decisions,
    ...(unusedColumns.length === 0 ? [] : [`Not used: ${unusedColumns.map(printable).join(', ')}.`]),
    '',
    ledgerText(rows),
  ];
}

export function ledgerText({ read, mapped, filtered, rejected, merged }: RowLedger): string {
  const line = (name: string, value: number, by: Readonly<Record<string, number>> = {}): string => {
    const details = Object.entries(by).map(([reason, each]) => `${grouped(each)} ${reason}`);
    return `  ${name.padEnd(9)}${grouped(value).padStart(12)}${details.length === 0 ? '' : `   ${details.join('; ')}`}`;
  };
  return [
    line('read', read),
    line('mapped', mapped),
    line('filtered', total(filtered), filtered),
    line('rejected', total(rejected), rejected),
    line('merged', total(merged), merged),
  ].join('\n');
}

function issueLines(issues: Readonly<Record<string, number>>, sealed: SealedPackage): readonly string[] {
  if (total(issues) === 0) return [];
  const counts = Object.entries(issues).map(([code, each]) => `${grouped(each)} ${code}`);
  return ['', `Issues: ${counts.join(', ')}. tributary explain CODE tells more.`, ...toCorrect(sealed)];
}

/** Where bad rows can be corrected, and how they come back. */
function toCorrect({ rejectsPath, annotatedPath }: SealedPackage): readonly string[] {
  const call = (path: string) => `  tributary import --corrections ${fromHere(path)}`;
  const [copy, rejects] = [annotatedPath, rejectsPath];
  if (copy === null)
    return rejects === null ? [] : ['Correct the rejected rows, and import them:', ...rejectFiles(rejects).map(call)];
  const also = rejects === null ? [] : [`The rejected rows are also in ${fromHere(rejects)}`];
  return ['Correct the coloured cells in the copy of the book, and import it:', call(copy), ...also];
}

/** The files with rejected rows: one, or of several mappings those of a folder. */
export function rejectFiles(path: string): readonly string[] {
  if (path.endsWith('.csv')) return [path];
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name));
}

/** A path as a person would type it here: relative, if what it names lies below the current folder. */
function fromHere(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') || isAbsolute(near) ? path : near;
}
