import type { Dataset, Source } from '../adapter/contract.ts';
import { type ColumnDecision, type Readings, readingsOf } from '../mapping/evidence/decision.ts';
import { type Setting, withSource } from '../mapping/load.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { maskedColumns } from '../mapping/mask.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { scanColumns, type WatchedColumn, watchedColumns } from './column-scan.ts';
import { bindProgram } from './job.ts';
import type { RunPlan } from './plan.ts';
import type { Share } from './together.ts';

/** A mapping held against a dataset, and what only all values of the dataset could decide. */
export interface BoundDataset {
  readonly program: MappingProgram;
  readonly plan: RunPlan;
  readonly decisions: readonly ColumnDecision[];
  /** The decisions as a program takes them. */
  readonly readings: Readings;
  /** Columns that were not looked at: they are read as plain numbers and ISO dates, as long as nothing else comes. */
  readonly assumed: readonly WatchedColumn[];
}

/** Asks a person what the values do not tell; gives one of the words of the answers, or nothing. */
export type AskColumn = (decision: ColumnDecision) => Promise<string | undefined>;

export interface BindOptions {
  readonly signal: AbortSignal;
  readonly ask?: AskColumn;
  /** Take columns of which the mapping says nothing to be plain, without looking: the caller watches them, and binds again. */
  readonly assume?: boolean;
  /** What other mappings of the import mean for it. */
  readonly share?: Share | undefined;
}

/**
 * Decides what the mapping leaves to the values, and binds the mapping to the columns. What a person answers becomes part of
 * the mapping.
 * @throws ConfigError with every fault.
 */
export async function bindDataset(
  mapping: Mapping,
  source: Source,
  dataset: Dataset,
  { signal, ask, assume = false, share }: BindOptions,
): Promise<BoundDataset> {
  const watched = watchedColumns(mapping, source, dataset);
  if (assume && !watched.some(({ said }) => said))
    return { ...bindProgram(mapping, dataset, new Map(), share), decisions: [], readings: new Map(), assumed: watched };
  const masked = maskedColumns(mapping, dataset.columns);
  const decide = await scanColumns(watched, masked, source, dataset, signal);
  const answered = ask === undefined ? mapping : await answer(mapping, decide(mapping), ask);
  const decisions = decide(answered);
  const readings = readingsOf(decisions);
  return { ...bindProgram(answered, dataset, readings, share), decisions, readings, assumed: [] };
}

async function answer(mapping: Mapping, decisions: readonly ColumnDecision[], ask: AskColumn): Promise<Mapping> {
  const words = { date: new Map<string, string>(), number: new Map<string, string>() };
  for (const decision of decisions) {
    if (decision.proven || decision.answers.length < 2) continue;
    const word = await ask(decision);
    if (word !== undefined) words[decision.reads].set(decision.column, word);
  }
  const settings: Record<string, Setting> = {
    ...(words.date.size > 0 ? { dates: words.date } : {}),
    ...(words.number.size > 0 ? { numbers: words.number } : {}),
  };
  // What is read of the dataset stays the same.
  const { completeness, readBy } = mapping;
  return { ...withSource(mapping, settings), completeness, ...(readBy === undefined ? {} : { readBy }) };
}
