import type { Field } from '../../model/define.ts';
import { digestKey, referenceText } from '../../model/key.ts';
import { type Conflict, type FoldRules, fold } from './fold.ts';
import { lateIssue } from './late-issue.ts';
import { formatLine, lineKey, type Property, parseLine, printed, rawOf } from './line.ts';
import type { Frame } from './partitions.ts';
import { datasetOf } from './records.ts';
import { type EntityState, moveRow, originOf, type Run, turn } from './state.ts';

/** The first record of a key, as it stands after folding. */
interface Kept {
  readonly record: number;
  /** Dataset and position of the row whose values stand. */
  dataset: number;
  position: number;
  line: string;
  changed: boolean;
  /** The line that was last found to differ: the same again says nothing new. A part may have left it out. */
  differing?: string;
}

interface Later {
  readonly record: number;
  readonly dataset: number;
  readonly position: number;
  readonly isSubject: boolean;
  readonly line: string;
}

/** What is kept, by the text of its key and by its line as it stands. */
interface Groups {
  readonly byKey: Map<string, Kept>;
  readonly byLine: Map<string, Kept>;
}

const framesPerTurn = 4096;

/**
 * Folds candidates into the first record of their key, in record order. Memory: one line for each key, not for each record.
 * Candidates of equal digests and different keys stay apart.
 */
export async function foldGroups(run: Run, state: EntityState, frames: Iterable<Frame>): Promise<void> {
  const rules = rulesOf(run, state);
  const groups: Groups = { byKey: new Map(), byLine: new Map() };
  const single = run.datasets.length === 1;
  let seen = 0;
  for (const { words, payload } of frames) {
    if (++seen % framesPerTurn === 0) await turn(run);
    const [record, position, flags] = words;
    const dataset = single ? 0 : datasetOf(state.records, record);
    const later: Later = { record, dataset, position, isSubject: (flags & 1) !== 0, line: payload.toString() };
    // Most duplicates are the first record over again: they need no parsing.
    if (groups.byLine.has(later.line)) countMerged(run, state, later);
    else foldByKey(run, state, rules, groups, later);
  }
  for (const { record, line, changed } of groups.byKey.values()) {
    if (!changed) continue;
    state.journal.note(record, 'line', 0, line);
    noteReferences(run, state, record, parseLine(line));
  }
}

function rulesOf(run: Run, state: EntityState): FoldRules {
  const order = new Map(Object.keys(state.plan.entity.fields).map((name, at) => [name, at]));
  return { plan: state.plan, order, natural: naturalFields(run, state) };
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

function foldByKey(run: Run, state: EntityState, rules: FoldRules, { byKey, byLine }: Groups, later: Later): void {
  const properties = parseLine(later.line);
  const key = lineKey(state.plan.entity, properties);
  const kept = byKey.get(key);
  if (kept === undefined) {
    const { record, dataset, position, line } = later;
    const first = { record, dataset, position, line, changed: false };
    byKey.set(key, first);
    byLine.set(first.line, first);
    return;
  }
  if (kept.differing === later.line) {
    countMerged(run, state, later);
    return;
  }
  const folded = fold(rules, parseLine(kept.line), properties);
  noteConflicts(run, state, kept, later, folded.conflicts);
  if (state.plan.duplicates === 'fill' && folded.conflicts.length > 0) kept.differing = later.line;
  if (state.plan.duplicates === 'reject' && folded.conflicts.length > 0) {
    refuse(state, later);
    return;
  }
  countMerged(run, state, later);
  if (folded.replaced) {
    kept.dataset = later.dataset;
    kept.position = later.position;
  }
  if (!folded.changed) return;
  byLine.delete(kept.line);
  kept.line = formatLine(folded.properties);
  kept.changed = true;
  byLine.set(kept.line, kept);
}

/** A conflict of values is an issue each; a record that is rejected for them has one, which names the first. */
function noteConflicts(run: Run, state: EntityState, kept: Kept, later: Later, conflicts: readonly Conflict[]): void {
  const { entity, duplicates } = state.plan;
  const rejected = later.isSubject ? 'rowRejected' : 'recordRejected';
  const outcome = { fill: 'kept', last: 'replaced', reject: rejected } as const;
  for (const { field, kept: expected, found } of duplicates === 'reject' ? conflicts.slice(0, 1) : conflicts) {
    const issue = lateIssue(run, {
      origin: originOf(run, later.dataset, later.position),
      other: originOf(run, kept.dataset, kept.position),
      entity: entity.name,
      field,
      code: 'row/duplicate-key',
      expected,
      found,
      outcome: outcome[duplicates],
    });
    state.journal.note(later.record, 'issue', 0, issue);
  }
}

function refuse({ gone, journal }: EntityState, { record }: Later): void {
  gone.set(record);
  journal.note(record, 'refuse');
}

function countMerged(run: Run, { gone, ledger, plan }: EntityState, { record, dataset, isSubject }: Later): void {
  gone.set(record);
  ledger.merged++;
  ledger.written--;
  if (isSubject) moveRow(run, dataset, 'merged', `${plan.entity.name}(${plan.entity.key.join(',')})`);
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
