import type { Note } from './journal.ts';
import { lateIssue } from './late-issue.ts';
import { formatLine, keyObject, type Property, parseLine, printed, rawOf } from './line.ts';
import { writePresent } from './present.ts';
import { type EntityState, moveRow, originOf, type Run } from './state.ts';

/** A record at hand: its line as its part wrote it, and what its entry of keys says. */
export interface RecordAtHand {
  readonly dataset: number;
  readonly part: number;
  readonly record: number;
  readonly line: string;
  readonly position: number;
  readonly isSubject: boolean;
}

/**
 * Does to a record what its notes say, with everything that follows: issues, ledgers, keys that are present all the
 * same. Returns its new line, or undefined if it is not written.
 */
export function editRecord(run: Run, state: EntityState, at: RecordAtHand, notes: readonly Note[]): string | undefined {
  const goes = state.gone.has(at.record);
  let properties: readonly Property[] | undefined;
  for (const { kind, reference, text } of notes) {
    if (kind === 'issue') run.issues.line(text);
    else if (kind === 'refuse') reject(run, state, at, 'row/duplicate-key');
    else {
      properties = kind === 'line' ? parseLine(text) : (properties ?? parseLine(at.line));
      if (kind === 'reject') rejectDangling(run, state, at, properties, reference);
      else if (kind === 'filter') filterWithParent(run, state, at, reference);
      // The fields of a record that goes are of no interest.
      else if ((kind === 'omit' || kind === 'drop') && !goes) {
        properties = leaveOut(run, state, at, properties, reference, kind === 'omit');
      }
    }
  }
  if (goes) return undefined;
  return properties === undefined ? at.line : formatLine(properties);
}

function reject(
  run: Run,
  { plan, ledger }: EntityState,
  at: RecordAtHand,
  code: 'row/duplicate-key' | 'row/dangling-reference',
) {
  ledger.rejected++;
  ledger.written--;
  if (!at.isSubject) return;
  const { dataset, part, position } = at;
  moveRow(run, dataset, 'rejected', code);
  run.datasets[dataset].rejects++;
  run.rejects.lines.line(JSON.stringify({ dataset, part, position, entity: plan.entity.name, code }));
  run.rejects.count++;
}

function rejectDangling(
  run: Run,
  state: EntityState,
  at: RecordAtHand,
  properties: readonly Property[],
  index: number,
) {
  const { entity } = state.plan;
  danglingIssue(run, state, at, properties, index, at.isSubject ? 'rowRejected' : 'recordRejected');
  writePresent(run, entity.name, keyObject(entity, properties));
  reject(run, state, at, 'row/dangling-reference');
}

function filterWithParent(run: Run, { plan, ledger }: EntityState, at: RecordAtHand, index: number): void {
  ledger.filtered++;
  ledger.written--;
  if (at.isSubject) moveRow(run, at.dataset, 'filtered', `parent ${plan.references[index].target}`);
}

function leaveOut(
  run: Run,
  state: EntityState,
  at: RecordAtHand,
  properties: readonly Property[],
  index: number,
  isFault: boolean,
): readonly Property[] {
  if (isFault) danglingIssue(run, state, at, properties, index, 'omitted');
  const { field } = state.plan.references[index];
  return properties.filter(({ name }) => name !== field);
}

function danglingIssue(
  run: Run,
  { plan }: EntityState,
  { dataset, position }: RecordAtHand,
  properties: readonly Property[],
  index: number,
  outcome: 'omitted' | 'recordRejected' | 'rowRejected',
): void {
  const { field, target } = plan.references[index];
  const issue = lateIssue(run, {
    origin: originOf(run, dataset, position),
    entity: plan.entity.name,
    field,
    code: 'row/dangling-reference',
    expected: `the key of a ${target} in this import`,
    found: printed(rawOf(properties, field) ?? 'null'),
    outcome,
  });
  run.issues.line(issue);
}
