import type { Column } from '../../adapter/contract.ts';
import { type Fault, fault } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { type BoundColumn, bindColumns, usedColumns } from '../columns.ts';
import { openColumns } from '../evidence/auto.ts';
import type { Readings } from '../evidence/decision.ts';
import type { Mapping } from '../mapping.ts';
import { maskFaults } from '../mask.ts';
import { ambiguousColumn, requiredColumn } from '../missing-columns.ts';
import type { MappingProgram, RecordProgram } from '../program.ts';
import { bindRecord } from './record.ts';

/**
 * Checks a mapping against columns. Without columns (offline) every name is taken as text, unless the mapping declares its
 * columns. The program is only fit to run if there are no faults.
 */
export function bindMapping(
  mapping: Mapping,
  columns: readonly Column[] | undefined,
  readings: Readings = new Map(),
): { readonly program: MappingProgram; readonly faults: readonly Fault[] } {
  const used = usedColumns(mapping);
  const assumed = columns ?? assumedColumns(mapping, used);
  const bound = bindColumns(mapping, used, assumed);
  const slots: BoundColumn[] = [];
  const faults: Fault[] = [];
  const scope = { mapping, bound, slots, faults, columns: assumed, readings };
  const records: RecordProgram[] = [];
  const unreadable = new Set<string>();
  const undecided = new Set<string>();
  const notCollected = new Map<string, readonly string[]>();
  mapping.records.forEach((rule, number) => {
    const bind = bindRecord(rule, number, scope);
    if (bind === undefined) return;
    if (bind.program === undefined || bind.undecided) unreadable.add(rule.entity);
    if (bind.undecided) undecided.add(rule.entity);
    if (bind.program !== undefined) records.push(bind.program);
    notCollected.set(rule.entity, [...(notCollected.get(rule.entity) ?? []), ...bind.notCollected]);
  });
  for (const [name, { required }] of mapping.columns) {
    if (required && bound.missing.has(name)) faults.push(requiredColumn(name, mapping, assumed));
  }
  for (const [name, candidates] of bound.ambiguous) faults.push(ambiguousColumn(name, candidates, mapping));
  if (columns !== undefined) faults.push(...maskFaults(mapping, columns));
  faults.push(...wordFaults(mapping));
  const program = { mapping, slots, columns: bound, records, notCollected, unreadable, undecided };
  return { program, faults };
}

/** A word for a column that no call leaves open says nothing: most likely its name is misspelt. */
function wordFaults(mapping: Mapping): readonly Fault[] {
  const { dates, numbers, place } = mapping.source;
  const open = openColumns(mapping);
  return (
    [
      ['dates', 'date', dates],
      ['numbers', 'number', numbers],
    ] as const
  ).flatMap(([option, reads, words]) => {
    const known = open.flatMap((each) => (each.reads === reads ? [each.column] : []));
    return [...(words?.columns.keys() ?? [])].flatMap((name) => {
      if (known.includes(name)) return [];
      const message = `source.${option}: no call leaves the column ${JSON.stringify(name)} to its values.${didYouMean(name, known)}`;
      return [fault('mapping/unknown-column', message, { place: place(option) })];
    });
  });
}

/** Offline, the declared columns are all there are; without a declaration any name is possible. */
function assumedColumns(mapping: Mapping, used: ReadonlySet<string>): readonly Column[] {
  const names = mapping.columns.size > 0 ? mapping.columns.keys() : used;
  return [...names].map((name) => ({ name, type: 'text' }));
}
