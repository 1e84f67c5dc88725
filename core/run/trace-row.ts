import { type Batch, type Cell, cellAt } from '../adapter/batch.ts';
import type { BrokenRow, Dataset, RepairedRow, Source } from '../adapter/contract.ts';
import type { Place } from '../errors/errors.ts';
import { rowFault, type Written } from '../mapping/compile/record.ts';
import type { Value } from '../mapping/functions/value.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { type TracedStep, traceExpression } from '../mapping/trace.ts';
import { Cut } from '../model/validate.ts';
import { slotValue } from './cell-value.ts';
import type { RunPlan } from './plan.ts';
import { compileRecords, type RunRecord } from './run-record.ts';

/** A row from its cells to its records, step by step. */
export interface TracedRow {
  readonly origin: string;
  readonly cells: readonly { readonly column: string; readonly cell: Cell }[];
  readonly records: readonly TracedRecord[];
  /** Why the row has no cells: it could not be decoded. */
  readonly broken?: BrokenRow;
  /** Its cells are not what stands in the file. */
  readonly repaired?: RepairedRow;
}

export interface TracedRecord {
  readonly entity: string;
  readonly name: string;
  /** `when` and its value; undefined if the record has no condition. */
  readonly when?: TracedField;
  readonly made: boolean;
  readonly fields: readonly TracedField[];
  /** The comparable text of the key. */
  readonly key: string;
  /** The line of the package, if the record can be written. */
  readonly line?: string;
}

export interface TracedField {
  readonly field: string;
  readonly expression: string;
  readonly place: Place;
  readonly steps: readonly TracedStep[];
  /** What is written: undefined if the field is left out. */
  readonly written: unknown;
  readonly fault?: { readonly code: string; readonly expected: string; readonly found: string };
}

/** Follows every row that is wanted, through the whole dataset. */
export async function* traceRows(
  source: Source,
  dataset: Dataset,
  bound: { readonly program: MappingProgram; readonly plan: RunPlan },
  wants: (batch: Batch, row: number) => boolean,
  signal: AbortSignal,
): AsyncGenerator<TracedRow> {
  const records = compileRecords(bound.program, bound.plan, 'closures');
  for await (const part of source.parts(dataset.name)) {
    for await (const batch of source.read(part)) {
      signal.throwIfAborted();
      for (let row = 0; row < batch.rows; row++) {
        if (!wants(batch, row)) continue;
        const broken = batch.broken?.get(row);
        yield broken === undefined
          ? traceRow(batch, row, dataset, bound.program, records)
          : { origin: dataset.origin(batch.positions[row]), cells: [], records: [], broken };
      }
    }
  }
}

function traceRow(
  batch: Batch,
  row: number,
  dataset: Dataset,
  program: MappingProgram,
  records: readonly RunRecord[],
): TracedRow {
  const first = row * batch.width;
  const cells = program.slots.map((slot) => slotValue(batch, first, slot));
  const repaired = batch.repaired?.get(row);
  return {
    origin: dataset.origin(batch.positions[row]),
    ...(repaired === undefined ? {} : { repaired }),
    cells: dataset.columns.map(({ name }, index) => ({ column: name, cell: cellAt(batch, first + index) })),
    records: records.flatMap((record) => itemsOf(record, cells).map((item) => traceRecord(record, cells, item))),
  };
}

function itemsOf({ program }: RunRecord, cells: readonly Value[]): readonly Value[] {
  if (program.each === undefined) return [null];
  const { value } = traceExpression(program.each, cells, null);
  return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
}

function traceRecord(record: RunRecord, cells: readonly Value[], item: Value): TracedRecord {
  const { rule, entity, when } = record.program;
  const condition =
    when === undefined || rule.when === undefined
      ? undefined
      : { trace: traceExpression(when, cells, item), text: rule.when };
  const made = condition === undefined || condition.trace.value === true;
  const out: Written[] = new Array(record.fields.length);
  const faults = new Map<number, TracedField['fault']>();
  record.fill(cells, item, out, (field, problem) => {
    const { code, expected, found } = rowFault(problem);
    faults.set(field, { code, expected, found });
    return undefined;
  });
  const fields = record.fields.map(({ rule: field, step }, index): TracedField => {
    const value = out[index];
    const fault = faults.get(index);
    const { steps } = traceExpression(step, cells, item);
    if (value instanceof Cut) out[index] = value.kept;
    return {
      field: field.name,
      expression: field.value.text,
      place: field.value.placeAt(0),
      steps,
      written: out[index],
      ...(fault === undefined ? {} : { fault }),
    };
  });
  return {
    entity: entity.name,
    name: rule.name,
    ...(condition === undefined
      ? {}
      : {
          when: {
            field: 'when',
            expression: condition.text.text,
            place: condition.text.placeAt(0),
            steps: condition.trace.steps,
            written: condition.trace.value,
          },
        }),
    made,
    fields,
    key: record.keyOf(out),
    ...(made && record.keyFields(out) !== undefined ? { line: record.lineOf(out) } : {}),
  };
}
