import { type Cell, cellText } from '../../adapter/batch.ts';
import type { Dataset } from '../../adapter/contract.ts';
import { memorySource } from '../../adapter/memory.ts';
import { dryRun } from '../../run/dry-run.ts';
import { parseLine } from '../../run/finalize/line.ts';
import type { Mapping } from '../mapping.ts';
import type { Draft } from './draft.ts';
import type { TestDraft } from './write.ts';

/** Runs a mapping over one row of its file, and keeps what comes out as what is expected. */
export async function draftTest(
  mapping: Mapping,
  { columns }: Dataset,
  cells: readonly Cell[],
  draft: Draft,
  signal: AbortSignal,
): Promise<TestDraft> {
  const used = new Set(draft.used);
  const row = columns.flatMap(({ name }, index): [string, string | boolean][] => {
    const cell = cells[index];
    if (!used.has(name) || cell === null || cell === undefined) return [];
    return [[name, typeof cell === 'boolean' ? cell : cellText(cell)]];
  });
  const given = new Map(row);
  const source = memorySource(
    'test',
    draft.used.map((name) => ({ name, type: 'text' })),
    [draft.used.map((name) => given.get(name) ?? null)],
  );
  const [dataset] = await source.discover();
  const made = await dryRun(mapping, source, dataset, { signal, backEnd: 'closures' });
  const [{ entity, fields }] = draft.records;
  const [line] = made.records.get(entity.name) ?? [];
  // A single row may decide the order of day and month otherwise than all of them do.
  const undecided = new Set(fields.flatMap((each) => (each.undecided ? [each.field] : [])));
  const record = line === undefined ? [] : parseLine(line).filter(({ name }) => !undecided.has(name));
  return { row, entity: entity.name, record, issues: made.issues.map(({ code }) => code) };
}
