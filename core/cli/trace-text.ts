import { cellText } from '../adapter/batch.ts';
import type { RepairedRow } from '../adapter/contract.ts';
import type { Issue } from '../run/issue.ts';
import type { TracedField, TracedRecord, TracedRow } from '../run/trace-row.ts';

/** A traced row for people: the cells, then each record, field by field, step by step. */
export function showTracedRow({ origin, cells, records, broken, repaired }: TracedRow): string {
  if (broken !== undefined) {
    const { code, expected, found, text } = broken;
    return `${origin}  ${code}\n  The row is rejected as a whole: expected ${expected}, found ${found}.\n  ${JSON.stringify(text)}`;
  }
  const width = Math.max(...cells.map(({ column }) => column.length), 0);
  const shown = cells
    .filter(({ cell }) => cell !== null)
    .map(({ column, cell }) => `  ${column.padEnd(width)}  ${JSON.stringify(cellText(cell))}`);
  const head = repaired === undefined ? [origin] : [repairText(origin, repaired), `  ${JSON.stringify(repaired.text)}`];
  return [...head, ...shown, ...records.map(showRecord)].join('\n');
}

function showRecord(record: TracedRecord): string {
  const head = `\n  ${record.name}${record.name === record.entity ? '' : ` (${record.entity})`}${record.made ? '' : ': not made'}`;
  const parts = [head, ...(record.when === undefined ? [] : [showField(record.when)])];
  if (!record.made) return parts.join('\n');
  return [
    ...parts,
    ...record.fields.map(showField),
    ...(record.line === undefined ? [] : [`    = ${record.line}`]),
  ].join('\n');
}

function showField({ field, expression, place, steps, written, fault }: TracedField): string {
  const lines = steps.map(({ step, value }) => `        ${step.padEnd(22)} ${JSON.stringify(value)}`);
  const result =
    fault === undefined
      ? (JSON.stringify(written) ?? 'left out')
      : `${fault.code}: expected ${fault.expected}, found ${JSON.stringify(fault.found)}`;
  const at = place.line === undefined ? '' : `  (${place.file}:${place.line})`;
  return [`    ${field}: ${expression}${at}`, ...lines, `      -> ${result}`].join('\n');
}

type ShownIssue = Pick<Issue, 'origin' | 'entity' | 'expected' | 'found'> & {
  readonly code: string;
  readonly cell?: string | undefined;
  readonly field?: string | undefined;
  readonly done?: string | undefined;
};

/** What is wrong with a row, in two lines. */
export function issueText({ origin, cell, entity, field, code, expected, found, done }: ShownIssue): string {
  const at = field === undefined ? entity : `${entity}.${field}`;
  const repair = done === undefined ? '' : ` Repaired: ${done}.`;
  return `${cell ?? origin}  ${code}\n  ${at}: expected ${expected}, found ${JSON.stringify(found)}.${repair}`;
}

/** What was done to a row that did not stand in the file as it is read. */
export function repairText(origin: string, { expected, found, done }: Omit<RepairedRow, 'text'>): string {
  return `${origin}  row/repaired\n  Expected ${expected}, found ${found}. Repaired: ${done}.`;
}
