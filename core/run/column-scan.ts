import { type Batch, cellAt, cellText } from '../adapter/batch.ts';
import type { Dataset, Part, Source } from '../adapter/contract.ts';
import { type BoundColumn, bindColumns } from '../mapping/columns.ts';
import { type OpenColumn, openColumns } from '../mapping/evidence/auto.ts';
import { DateEvidence } from '../mapping/evidence/date-evidence.ts';
import type { ColumnDecision, Example, ShowExample } from '../mapping/evidence/decision.ts';
import { NumberEvidence } from '../mapping/evidence/number-evidence.ts';
import type { Mapping, PerColumn } from '../mapping/mapping.ts';
import { dots } from './issue.ts';

/** A column whose writing the mapping leaves to its values. */
export interface WatchedColumn extends OpenColumn {
  readonly index: number;
}

/**
 * The columns of texts that the mapping leaves open. Where it says nothing, only files are looked at: databases keep numbers and
 * dates as such.
 */
export function watchedColumns(
  mapping: Mapping,
  source: Source,
  { columns, plainNumbers }: Dataset,
): readonly WatchedColumn[] {
  const open = openColumns(mapping);
  const { found } = bindColumns(mapping, new Set(open.map(({ column }) => column)), columns);
  const { kind } = source.identity;
  return open.flatMap((each) => {
    const column: BoundColumn | undefined = found.get(each.column);
    const isWritten = (kind === 'file' || kind === 'memory') && !(plainNumbers && each.reads === 'number');
    return column?.type === 'text' && (each.said || isWritten) ? [{ ...each, index: column.index }] : [];
  });
}

/** What the values of the columns show; it decides once the mapping's own word is known. */
export type Evidence = (mapping: Mapping) => readonly ColumnDecision[];

/** Looks at all values of the columns: a decision never comes from the first rows alone. Reads the dataset once. */
export async function scanColumns(
  watched: readonly WatchedColumn[],
  masked: ReadonlySet<number>,
  source: Source,
  dataset: Dataset,
  signal: AbortSignal,
): Promise<Evidence> {
  const seen = await seeAll(watched, source, dataset, signal);
  return (mapping) =>
    seen.flatMap(({ column, index, said, pivot, units, numbers, dates }) => {
      const show = shownWith(dataset, masked.has(index));
      const decision =
        numbers?.decide(wordFor(mapping.source.numbers, column), show, units) ??
        dates?.decide(wordFor(mapping.source.dates, column), show, pivot);
      // What every program understands is not worth a sentence, unless the mapping asks.
      return decision === undefined || (decision.plain && !said) ? [] : [decision];
    });
}

interface SeenColumn extends WatchedColumn {
  readonly numbers: NumberEvidence | undefined;
  readonly dates: DateEvidence | undefined;
}

/** All that the columns show; from the beginning again, if a part could not be read to its end and its source says so. */
async function seeAll(
  watched: readonly WatchedColumn[],
  source: Source,
  dataset: Dataset,
  signal: AbortSignal,
): Promise<readonly SeenColumn[]> {
  for (;;) {
    const seen = watched.map((column) => ({
      ...column,
      numbers: column.reads === 'number' ? new NumberEvidence(column.column) : undefined,
      dates: column.reads === 'date' ? new DateEvidence(column.column) : undefined,
    }));
    let reading: Part | undefined;
    try {
      for await (const part of watched.length === 0 ? [] : source.parts(dataset.name)) {
        reading = part;
        for await (const batch of source.read(part)) {
          signal.throwIfAborted();
          see(batch, seen);
        }
      }
      return seen;
    } catch (error) {
      const isAgain = reading !== undefined && !signal.aborted && (await source.readAgain?.(reading, error)) === true;
      if (!isAgain) throw error;
    }
  }
}

function see(batch: Batch, seen: readonly SeenColumn[]): void {
  for (let row = 0; row < batch.rows; row++) {
    const position = batch.positions[row];
    for (const { index, numbers, dates } of seen) {
      const at = row * batch.width + index;
      if (isTypedNumber(batch, at) && dates === undefined) continue;
      const cell = cellAt(batch, at);
      if (cell === null) continue;
      const text = cellText(cell);
      numbers?.see(text, position);
      dates?.see(text, position);
    }
  }
}

/** A cell that the program keeps as a number says nothing of how texts are written. */
function isTypedNumber(batch: Batch, at: number): boolean {
  if (batch.layout === 'bytes' && batch.valueAt === undefined) return batch.kinds[at] === 3;
  return typeof cellAt(batch, at) === 'number';
}

function wordFor<Word>(words: PerColumn<Word> | undefined, column: string): Word | undefined {
  return words?.columns.get(column) ?? words?.all;
}

function shownWith({ origin }: Dataset, masked: boolean): ShowExample {
  return ({ text, position }: Example) =>
    `${masked ? dots : JSON.stringify(text)}${position === 0 ? '' : ` (${origin(position)})`}`;
}
