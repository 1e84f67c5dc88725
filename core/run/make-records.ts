import { rowFault, type Written } from '../mapping/compile/record.ts';
import type { Value } from '../mapping/functions/value.ts';
import { Cut } from '../model/validate.ts';
import { dots, type Issue, type Outcome } from './issue.ts';
import type { RunRecord } from './run-record.ts';

/** A record while its row is decided: its values, what is wrong with them, and whether that rejects it. */
export interface Made {
  readonly record: RunRecord;
  readonly out: Written[];
  /** The code of the issue that rejects it. */
  rejected: string | undefined;
  readonly issues: NewIssue[];
}

/** An issue that does not know its row yet. */
export type NewIssue = Omit<Issue, 'origin'>;

/** Makes the records of a row, in the order of the mapping. `onFiltered` is told of those whose condition does not hold. */
export function makeRecords(
  records: readonly RunRecord[],
  cells: readonly Value[],
  onFiltered: (record: RunRecord, item: Value) => void,
): readonly Made[] {
  const made: Made[] = [];
  for (const record of records) makeEach(record, cells, made, onFiltered);
  return made;
}

/** The records of one rule: none, one, or one for each element of its list. */
function makeEach(
  record: RunRecord,
  cells: readonly Value[],
  made: Made[],
  onFiltered: (record: RunRecord, item: Value) => void,
): void {
  let items: readonly Value[];
  try {
    items = record.each === undefined ? once : listOf(record.each(cells, null));
  } catch (problem) {
    made.push(undecided(record, 'each', problem));
    return;
  }
  for (const item of items) {
    try {
      if (record.when !== undefined && record.when(cells, item) !== true) {
        onFiltered(record, item);
        continue;
      }
    } catch (problem) {
      made.push(undecided(record, 'when', problem));
      continue;
    }
    made.push(fill(record, cells, item));
  }
}

const once: readonly Value[] = [null];

function fill(record: RunRecord, cells: readonly Value[], item: Value): Made {
  const made: Made = { record, out: new Array(record.fields.length), rejected: undefined, issues: [] };
  record.fill(cells, item, made.out, (field, problem) => failField(made, field, problem));
  for (let index = 0; index < record.fields.length; index++) {
    const { rule, field, required, partial } = record.fields[index];
    const value = made.out[index];
    if (value instanceof Cut) {
      made.out[index] = value.kept;
      const most = field.type === 'text' ? `at most ${field.max} characters` : 'shorter texts';
      note(made, index, { code: 'row/cut', expected: most, found: value.full, outcome: 'cut' });
    } else if (value === null && partial) made.out[index] = undefined;
    if (!required || (value !== null && value !== undefined)) continue;
    // A value that failed has said so itself.
    if (value === null)
      note(made, index, {
        code: 'row/required',
        expected: `a value for ${rule.name}`,
        found: '',
        outcome: 'recordRejected',
      });
    made.rejected ??= 'row/required';
  }
  requireEither(made);
  return made;
}

/** A value that can not be converted: in a key or required field it rejects, elsewhere the field is left out. */
function failField(made: Made, index: number, problem: unknown): undefined {
  const { code, expected, found } = rowFault(problem);
  const { required, key, rule } = made.record.fields[index];
  const rejects = required || key || rule.onIssue === 'reject';
  note(made, index, { code, expected, found, outcome: rejects ? 'recordRejected' : 'omitted' });
  if (rejects) made.rejected ??= code;
  return undefined;
}

function requireEither(made: Made): void {
  const { record, out } = made;
  for (const { names, indexes } of record.either) {
    if (indexes.some((index) => out[index] !== null && out[index] !== undefined)) continue;
    const expected = `a value for ${names.join(' or ')}`;
    made.issues.push({
      entity: record.program.entity.name,
      field: names[0],
      code: 'row/required',
      expected,
      found: '',
      outcome: 'recordRejected',
    });
    made.rejected ??= 'row/required';
  }
}

/** A condition or list that fails rejects its record, whose key is not known then. */
function undecided(record: RunRecord, field: 'each' | 'when', problem: unknown): Made {
  const { code, expected, found } = rowFault(problem);
  const { entity, masked } = record.program;
  const issue = {
    entity: entity.name,
    field,
    code,
    expected,
    found: masked ? dots : found,
    outcome: 'recordRejected',
  } as const;
  return { record, out: [], rejected: code, issues: [issue] };
}

function note(
  { record, issues }: Made,
  index: number,
  what: { readonly code: Issue['code']; readonly expected: string; readonly found: string; readonly outcome: Outcome },
): void {
  const { rule, masked } = record.fields[index];
  issues.push({ entity: record.program.entity.name, field: rule.name, ...what, found: masked ? dots : what.found });
}

function listOf(value: Value): readonly Value[] {
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}
