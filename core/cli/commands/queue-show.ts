import { total } from '../../run/ledger.ts';
import type { SealedPackage } from '../../spool/entry.ts';
import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { datasetTable } from '../datasets-text.ts';
import { grouped } from '../grouped.ts';
import { ledgerText, rejectFiles } from '../result-text.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary queue show`: all that the queue knows of a package. */
export async function run({ args: [id], options, json, print }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const sealed = spool.show(id);
    const history = spool.history(sealed.id);
    const corrections = spool.correctionsOf(sealed.id);
    if (json) {
      print(JSON.stringify({ ...sealed, corrections: corrections.map(({ id }) => id), history }, undefined, 2));
      return 0;
    }
    const lines = [
      `${sealed.id}: ${sealed.state}`,
      ...sealed.reasons.map(({ code, message }) => `  ${code}  ${message}`),
      `  mapping   ${sealed.mapping.name} (${sealed.mapping.digest})`,
      `  source    ${sealed.source.name} (${sealed.source.id})`,
      `  datasets  ${sealed.datasets.map(({ dataset, absent }) => `${dataset}${absent ? ' (missing)' : ''}`).join(', ')}`,
      `  read      ${sealed.read.from} to ${sealed.read.to}`,
      `  package   ${sealed.path} (${grouped(sealed.bytes)} bytes, sha256 ${sealed.sha256})`,
      ...correctionLines(sealed, corrections),
      '',
      ...sealed.entities.map(
        ({ entity, records, completeness }) =>
          `  ${entity.padEnd(20)}${grouped(records).padStart(12)}  ${completeness}`,
      ),
      '',
      ...(sealed.datasets.length === 1 ? [ledgerText(sealed.rows)] : datasetTable(sealed.datasets)),
      '',
      ...Object.entries(sealed.issues).map(([code, count]) => `  ${grouped(count)} ${code}`),
      ...history.map(({ at, event, detail }) => `  ${at}  ${event} ${detail}`),
    ];
    print(lines.join('\n'));
    return 0;
  } finally {
    spool.close();
  }
}

/** What waits to be corrected, and what was. */
function correctionLines(
  { rows, rejectsPath, annotatedPath, corrects }: SealedPackage,
  corrections: readonly SealedPackage[],
): readonly string[] {
  const rejected = total(rows.rejected);
  return [
    ...(corrects === null ? [] : [`  corrects  ${corrects.package}`]),
    ...(rejectsPath === null ? [] : [`  rejects   ${rejectsPath}`]),
    ...(annotatedPath === null ? [] : [`  copy      ${annotatedPath}`]),
    ...(rejectsPath === null && annotatedPath === null
      ? []
      : [
          corrections.length === 0
            ? `  pending   ${grouped(rejected)} ${rejected === 1 ? 'row was' : 'rows were'} rejected; tributary import --corrections ${annotatedPath ?? (rejectsPath === null ? '' : rejectFiles(rejectsPath).join(' or '))}`
            : `  pending   of ${grouped(rejected)} rejected rows ${corrections.length === 1 ? 'a correction has' : 'corrections have'} come:`,
        ]),
    ...corrections.map(
      ({ id, state, rows: own }) =>
        `    ${id}: ${state}, ${grouped(own.read)} read, ${grouped(total(own.rejected))} rejected again`,
    ),
  ];
}
