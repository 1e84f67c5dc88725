import type { Dataset } from '../adapter/contract.ts';
import type { ColumnDecision } from '../mapping/evidence/decision.ts';
import type { Completeness } from '../package/content.ts';
import type { Input } from '../run/input.ts';
import type { Wish } from '../run/reading.ts';
import { type AbsentMember, importDatasets, type Member } from '../run/run-import.ts';
import { openSpool } from '../spool/spool.ts';
import { askReading } from './ask.ts';
import type { Call } from './command.ts';
import { exitCodes } from './exit.ts';
import { showProgress } from './progress.ts';
import { resultJson, resultText } from './result-text.ts';
import { runSettings, spoolFolder } from './settings.ts';

export interface WhatToImport {
  readonly input: Input;
  readonly members: readonly Member[];
  /** Mappings whose datasets the source does not have. */
  readonly absent?: readonly AbsentMember[];
  /** What the package of several mappings is called. */
  readonly name?: string;
  readonly kind: 'run' | 'adHoc';
  readonly completeness?: Completeness;
  /** How much of the source is read. */
  readonly wish?: Wish;
}

/** Imports datasets into the queue, with progress while it runs and the outcome at its end; gives the exit code. */
export async function importAndShow(
  { options, json, print, signal, terminal }: Call,
  what: WhatToImport,
): Promise<number> {
  const spool = openSpool(spoolFolder(options));
  const datasets = what.members.map(({ dataset }) => dataset);
  const progress = showProgress(datasets, terminal && !json);
  const person = { input: process.stdin, output: process.stderr, signal };
  const ask = (decision: ColumnDecision) => {
    progress.stop();
    return askReading(decision, person);
  };
  try {
    const result = await importDatasets({
      ...what,
      ...runSettings(options),
      spool,
      signal,
      progress: progress.rows,
      ...(datasets.length > 1 ? { onDataset: ({ name }: Dataset) => progress.reading(name) } : {}),
      ...(terminal && !json ? { ask } : {}),
    });
    progress.stop();
    print(json ? JSON.stringify(resultJson(result), undefined, 2) : resultText(result, namesOf(what)));
    return result.status === 'held' ? exitCodes.held : exitCodes.ok;
  } finally {
    progress.stop();
    spool.close();
  }
}

function namesOf({ input, members: [{ dataset }, ...others] }: WhatToImport): string {
  return others.length === 0 ? nameOf({ input, dataset }) : input.source.identity.name;
}

/** The file, and which part of it, if it has several. */
export function nameOf({ input, dataset }: { readonly input: Input; readonly dataset: Dataset }): string {
  const { name } = input.source.identity;
  return input.datasets.length > 1 ? `${name} (${dataset.name})` : name;
}
