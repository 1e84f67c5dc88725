import type { Field } from '../../model/define.ts';
import { digestKey, referenceText } from '../../model/key.ts';
import { type FoldRules, fold } from './fold.ts';
import { lateIssue } from './late-issue.ts';
import { formatLine, lineKey, type Property, parseLine, printed, rawOf } from './line.ts';
import type { Frame } from './partitions.ts';
import { type EntityState, moveRow, type Run, turn } from './state.ts';

/** The first record of a key, as it stands after folding. */
interface Kept {
  readonly record: number;
  /** Position of the row whose values stand. */
  position: number;
  line: string;
  changed: boolean;
}

const subject = 1;
const framesPerTurn = 4096;

/**
 * Folds candidates into the first record of their key, in record order. Memory: one line for each key, not for each record.
 * Candidates of equal digests and different keys stay apart.
 */
export async function foldGroups(run: Run, state: EntityState, frames: Iterable<Frame>): Promise<void> {
  const rules: FoldRules = { plan: state.plan, natural: naturalFields(run, state) };
  const groups = new Map<string, Kept>();
  let seen = 0;
  for (const { words, payload } of frames) {
    if (++seen % framesPerTurn === 0) await turn(run);
    const [record, position, flags] = words;
    const line = payload.toString();
    const properties = parseLine(line);
    const key = lineKey(state.plan.entity, properties);
    const kept = groups.get(key);
    if (kept === undefined) groups.set(key, { record, position, line, changed: false });
    else foldInto(run, state, rules, kept, { record, position, flags, line, properties });
  }
  for (const { record, line, changed } of groups.values()) {
    if (!changed) continue;
    state.journal.note(record, 'line', 0, line);
    noteReferences(run, state, record, parseLine(line));
  }
}

/** Fields whose texts compare without case and trailing blanks: natural ones, and references to natural keys. */
function naturalFields(run: Run, { plan }: EntityState): Set<string> {
  const isNatural = (field: Field) => field.type === 'text' && field.compare === 'natural';
  const natural = new Set<string>();
  for (const [name, field] of Object.entries(plan.entity.fields)) if (isNatural(field)) natural.add(name);
  for (const { field, target } of plan.references) {
    const parent = run.done.get(target)?.plan.entity;
    if (parent !== undefined && isNatural(parent.fields[parent.key[0]])) natural.add(field);
  }
  return natural;
}

interface Later {
  readonly record: number;
  readonly position: number;
  readonly flags: number;
  readonly line: string;
  readonly properties: readonly Property[];
}

function foldInto(run: Run, state: EntityState, rules: FoldRules, kept: Kept, later: Later): void {
  const { ledger, journal, gone } = state;
  const { entity, duplicates } = state.plan;
  const isSubject = (later.flags & subject) !== 0;
  gone.set(later.record);
  const folded = later.line === kept.line ? undefined : fold(rules, parseLine(kept.line), later.properties);
  const conflicts = folded?.conflicts ?? [];
  const refused = duplicates === 'reject' && conflicts.length > 0;
  const outcome = !refused
    ? duplicates === 'last'
      ? 'replaced'
      : 'kept'
    : isSubject
      ? 'rowRejected'
      : 'recordRejected';
  for (const { field, kept: expected, found } of refused ? conflicts.slice(0, 1) : conflicts) {
    const issue = lateIssue(run, {
      origin: run.originOf(later.position),
      other: run.originOf(kept.position),
      entity: entity.name,
      field,
      code: 'row/duplicate-key',
      expected,
      found,
      outcome,
    });
    journal.note(later.record, 'issue', 0, issue);
  }
  if (refused) return void journal.note(later.record, 'refuse');
  ledger.merged++;
  ledger.written--;
  if (isSubject) moveRow(run, 'merged', `${entity.name}(${entity.key.join(',')})`);
  if (folded === undefined || !folded.changed) return;
  kept.line = formatLine(folded.properties);
  kept.changed = true;
  if (folded.replaced) kept.position = later.position;
}

/** The references of a merged line stand instead of those that its part wrote for it. */
function noteReferences(run: Run, state: EntityState, record: number, properties: readonly Property[]): void {
  const digest = new Uint32Array(2);
  state.merged.records.set(record);
  for (const [index, { field, target }] of state.plan.references.entries()) {
    const raw = rawOf(properties, field);
    const parent = run.done.get(target);
    if (raw === undefined || raw === 'null' || parent === undefined) continue;
    digestKey(referenceText(parent.plan.entity, printed(raw)), digest, 0);
    state.merged.references.entry(index, digest[0], digest[1], record, index);
  }
}
