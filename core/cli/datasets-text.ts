import { printable } from '../adapter/printable.ts';
import { type RowLedger, total } from '../run/ledger.ts';
import type { ImportResult } from '../run/run-import.ts';
import { grouped } from './grouped.ts';

/** The outcome of several mappings that were run together: a table by entity, one by dataset, and what is to be said of each. */
export function datasetsText({ package: sealed, records, datasets }: ImportResult): readonly string[] {
  const completeness = new Map(sealed.entities.map((each) => [each.entity, each.completeness]));
  const entities = [...records].map(([entity, { written, merged, rejected, filtered }]) => [
    entity,
    ...[written, merged, filtered, rejected].map(grouped),
    completeness.get(entity) ?? '',
  ]);
  const named = (mapping: string, sentences: readonly string[]) => sentences.map((each) => `${mapping}: ${each}`);
  return [
    ...table(['entity', 'written', 'merged', 'filtered', 'rejected', 'completeness'], entities),
    '',
    ...datasetTable(datasets),
    ...datasets.flatMap(({ mapping, absent }) => named(mapping, absent === undefined ? [] : [`not read. ${absent}`])),
    ...datasets.flatMap(({ mapping, decisions }) => named(mapping, decisions)),
    ...datasets.flatMap(({ mapping, unusedColumns: unused }) =>
      named(mapping, unused.length === 0 ? [] : [`not used: ${unused.map(printable).join(', ')}.`]),
    ),
  ];
}

/** What became of the rows of each dataset, and of all. */
export function datasetTable(
  datasets: readonly { readonly mapping: string; readonly rows: RowLedger }[],
): readonly string[] {
  const rows = datasets.map(({ mapping, rows: { read, mapped, filtered, rejected, merged } }) => [
    mapping,
    ...[read, mapped, total(filtered), total(rejected), total(merged)].map(grouped),
  ]);
  return table(['mapping', 'read', 'mapped', 'filtered', 'rejected', 'merged'], rows);
}

/** Columns under their names: numbers stand right. */
function table(names: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = names.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column].length)));
  const isNumber = (column: number) => rows.every((row) => /^[\d,]+$/.test(row[column]));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])));
  return [names, ...rows].map((row) => `  ${line(row).join('  ')}`.trimEnd());
}
