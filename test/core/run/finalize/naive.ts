import { keyText, referenceText } from '../../../../core/model/key.ts';
import type { Issue } from '../../../../core/run/issue.ts';
import { count, emptyRecordLedger, emptyRowLedger, type RecordLedger } from '../../../../core/run/ledger.ts';
import type { EntityPlan, ReferencePlan, RunPlan } from '../../../../core/run/plan.ts';
import { type Line, type Row, ruleName } from './parts.ts';

/** The same promises in the plainest way: everything in memory, one rule after another. Tests compare the two. */
export interface NaiveOutcome {
  readonly rows: ReturnType<typeof emptyRowLedger>;
  readonly ledgers: Record<string, RecordLedger>;
  readonly lines: Record<string, Line[]>;
  readonly issues: Issue[];
  readonly present: Line[];
  readonly rejects: { position: number; entity: string; code: string }[];
}

interface Known {
  line: Record<string, unknown>;
  readonly position: number;
  readonly isSubject: boolean;
  state: 'written' | 'merged' | 'rejected' | 'filtered';
  origin: number;
  /** The line that last differed from it. */
  differing?: string;
  readonly issues: Issue[];
  readonly omitted: Issue[];
  readonly left: string[];
}

export function naive(rows: readonly Row[], plan: RunPlan): NaiveOutcome {
  const outcome: NaiveOutcome = {
    rows: emptyRowLedger(),
    ledgers: {},
    lines: {},
    issues: [],
    present: [],
    rejects: [],
  };
  for (const { records = [], rejected = [] } of rows) {
    outcome.rows.read++;
    if (rejected.length > 0) count(outcome.rows.rejected, 'row/required');
    else if (records.some(({ isSubject }) => isSubject !== false)) outcome.rows.mapped++;
    else count(outcome.rows.filtered, ruleName);
  }
  const keys = new Map<string, { written: Set<string>; filtered: Set<string> }>();
  for (const each of plan.entities) naiveEntity(rows, each, plan, keys, outcome);
  return outcome;
}

function naiveEntity(
  rows: readonly Row[],
  each: EntityPlan,
  plan: RunPlan,
  keys: Map<string, { written: Set<string>; filtered: Set<string> }>,
  outcome: NaiveOutcome,
): void {
  const { entity, references } = each;
  const ledger = emptyRecordLedger();
  const records: Known[] = [];
  const ruled = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const position = index + 1;
    for (const { entity: name, line, isSubject = true } of row.records ?? []) {
      if (name !== entity.name) continue;
      const known: Known = {
        line: { ...line },
        position,
        isSubject,
        state: 'written',
        origin: position,
        issues: [],
        omitted: [],
        left: [],
      };
      records.push(known);
    }
    for (const { entity: name, key } of row.filtered ?? []) if (name === entity.name) ruled.add(keyText(entity, key));
    for (const { entity: name, key } of row.rejected ?? []) {
      if (name !== entity.name) continue;
      ledger.made++;
      ledger.rejected++;
      if (key !== undefined) outcome.present.push({ entity: name, key });
    }
  }
  ledger.made += records.length;

  const firsts = new Map<string, Known>();
  for (const record of records) {
    const key = keyText(entity, record.line);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, record);
    else mergeNaively(each, plan, first, record, outcome);
  }

  const renew = () => {
    const filtered = new Set(ruled);
    const written = new Set<string>();
    for (const { state, line } of records) {
      if (state === 'filtered') filtered.add(keyText(entity, line));
      if (state === 'written') written.add(keyText(entity, line));
    }
    keys.set(entity.name, { written, filtered });
  };
  const check = (reference: ReferencePlan) => {
    const target = plan.entities.find((other) => other.entity.name === reference.target)!.entity;
    const { written, filtered } = keys.get(reference.target)!;
    let went = 0;
    for (const record of records) {
      const value = record.line[reference.field];
      if (record.state !== 'written' || typeof value !== 'string' || written.has(referenceText(target, value)))
        continue;
      const isFiltered = filtered.has(referenceText(target, value));
      const outcomeOf = !reference.required ? 'omitted' : record.isSubject ? 'rowRejected' : 'recordRejected';
      const issue: Issue = {
        origin: `rows:${record.position}`,
        entity: entity.name,
        field: reference.field,
        code: 'row/dangling-reference',
        expected: `the key of a ${reference.target} in this import`,
        found: value,
        outcome: outcomeOf,
      };
      if (!reference.required) {
        record.left.push(reference.field);
        if (!isFiltered) record.omitted.push(issue);
        continue;
      }
      went++;
      record.state = isFiltered ? 'filtered' : 'rejected';
      if (isFiltered && record.isSubject) moveNaively(outcome, 'filtered', `parent ${reference.target}`);
      if (isFiltered) continue;
      record.issues.push(issue);
      if (record.isSubject) moveNaively(outcome, 'rejected', 'row/dangling-reference');
    }
    return went;
  };
  for (const reference of references) if (reference.target !== entity.name) check(reference);
  const self = references.filter(({ target }) => target === entity.name);
  for (let went = 1; went > 0; ) {
    went = 0;
    for (const reference of self) {
      if (!reference.required) continue;
      renew();
      went += check(reference);
    }
  }
  renew();
  for (const reference of self) if (!reference.required) check(reference);

  const lines: Line[] = [];
  for (const record of records) {
    const dangling = record.issues.some(({ code }) => code === 'row/dangling-reference');
    outcome.issues.push(...record.issues);
    if (record.state === 'written') outcome.issues.push(...record.omitted);
    ledger[record.state]++;
    if (dangling)
      outcome.present.push({
        entity: entity.name,
        key: Object.fromEntries(entity.key.map((name) => [name, record.line[name] ?? null])),
      });
    if (record.state === 'rejected' && record.isSubject) {
      const code = dangling ? 'row/dangling-reference' : 'row/duplicate-key';
      outcome.rejects.push({ position: record.position, entity: entity.name, code });
    }
    if (record.state !== 'written') continue;
    lines.push(Object.fromEntries(Object.entries(record.line).filter(([name]) => !record.left.includes(name))));
  }
  outcome.lines[entity.name] = lines;
  outcome.ledgers[entity.name] = ledger;
}

function mergeNaively(each: EntityPlan, plan: RunPlan, first: Known, later: Known, outcome: NaiveOutcome): void {
  const { entity, duplicates } = each;
  const isLookup = ({ line }: Known) => each.modes.includes('lookup') && line.mode === 'lookup';
  if (isLookup(first) !== isLookup(later)) {
    const [known, named] = isLookup(first) ? [later, first] : [first, later];
    const line = { ...known.line };
    for (const [name, value] of Object.entries(named.line)) line[name] ??= value;
    if (isLookup(first)) first.origin = later.position;
    first.line = line;
  } else {
    const conflicts = Object.keys(later.line).filter((name) => {
      const [one, other] = [first.line[name] ?? null, later.line[name] ?? null];
      return (
        one !== null &&
        other !== null &&
        !entity.key.includes(name) &&
        comparable(each, plan, name, one) !== comparable(each, plan, name, other)
      );
    });
    const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
    const refused = duplicates === 'reject' && conflicts.length > 0;
    const again = first.differing === JSON.stringify(later.line);
    if (duplicates === 'fill' && conflicts.length > 0) first.differing = JSON.stringify(later.line);
    for (const name of again ? [] : refused ? conflicts.slice(0, 1) : conflicts) {
      later.issues.push({
        origin: `rows:${later.position}`,
        other: `rows:${first.origin}`,
        entity: entity.name,
        field: name,
        code: 'row/duplicate-key',
        expected: text(first.line[name]),
        found: text(later.line[name]),
        outcome: refused
          ? later.isSubject
            ? 'rowRejected'
            : 'recordRejected'
          : duplicates === 'last'
            ? 'replaced'
            : 'kept',
      });
    }
    if (refused) {
      later.state = 'rejected';
      if (later.isSubject) moveNaively(outcome, 'rejected', 'row/duplicate-key');
      return;
    }
    for (const [name, value] of Object.entries(later.line)) {
      first.line[name] ??= value;
      if (duplicates === 'last' && conflicts.includes(name)) first.line[name] = value;
    }
  }
  later.state = 'merged';
  if (later.isSubject) moveNaively(outcome, 'merged', `${entity.name}(${entity.key.join(',')})`);
}

function comparable({ entity, references }: EntityPlan, plan: RunPlan, name: string, value: unknown): string {
  const target = plan.entities.find(
    (other) => other.entity.name === references.find(({ field }) => field === name)?.target,
  )?.entity;
  const field = target === undefined ? entity.fields[name] : target.fields[target.key[0]];
  const text = JSON.stringify(value);
  return field?.type === 'text' && field.compare === 'natural'
    ? JSON.stringify(String(value).trimEnd().toLowerCase())
    : text;
}

function moveNaively({ rows }: NaiveOutcome, kind: 'filtered' | 'rejected' | 'merged', name: string): void {
  rows.mapped--;
  count(rows[kind], name);
}
