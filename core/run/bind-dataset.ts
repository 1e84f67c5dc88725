import type { Dataset, Source } from '../adapter/contract.ts';
import type { DateDecision } from '../mapping/dates.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { decideDates } from './date-scan.ts';
import { bindProgram } from './job.ts';
import type { RunPlan } from './plan.ts';

/** A mapping held against a dataset, and what only all values of the dataset could decide. */
export interface BoundDataset {
  readonly program: MappingProgram;
  readonly plan: RunPlan;
  readonly decisions: readonly DateDecision[];
  /** The decisions as a program takes them: by column, the date patterns that stand for "auto". */
  readonly patterns: ReadonlyMap<string, readonly string[]>;
}

/**
 * Decides what the mapping leaves to the values, and binds the mapping to the columns.
 * @throws ConfigError with every fault.
 */
export async function bindDataset(
  mapping: Mapping,
  source: Source,
  dataset: Dataset,
  signal: AbortSignal,
): Promise<BoundDataset> {
  const decisions = await decideDates(mapping, source, dataset, signal);
  const patterns = new Map(decisions.map((each) => [each.column, each.patterns]));
  return { ...bindProgram(mapping, dataset, patterns), decisions, patterns };
}
