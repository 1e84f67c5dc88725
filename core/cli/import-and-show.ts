import type { Dataset } from '../adapter/contract.ts';
import type { ColumnDecision } from '../mapping/evidence/decision.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Completeness } from '../package/content.ts';
import type { Input } from '../run/input.ts';
import type { Wish } from '../run/reading.ts';
import { importDataset } from '../run/run-import.ts';
import { openSpool } from '../spool/spool.ts';
import { askReading } from './ask.ts';
import type { Call } from './command.ts';
import { exitCodes } from './exit.ts';
import { showProgress } from './progress.ts';
import { resultJson, resultText } from './result-text.ts';
import { runSettings, spoolFolder } from './settings.ts';

export interface WhatToImport {
  readonly input: Input;
  readonly mapping: Mapping;
  readonly dataset: Dataset;
  readonly kind: 'run' | 'adHoc';
  readonly completeness?: Completeness;
  /** How much of the source is read. */
  readonly wish?: Wish;
}

/** Imports a dataset into the queue, with progress while it runs and the outcome at its end; gives the exit code. */
export async function importAndShow(
  { options, json, print, signal, terminal }: Call,
  what: WhatToImport,
): Promise<number> {
  const spool = openSpool(spoolFolder(options));
  const progress = showProgress(what.dataset, terminal && !json);
  const person = { input: process.stdin, output: process.stderr, signal };
  const ask = (decision: ColumnDecision) => {
    progress.stop();
    return askReading(decision, person);
  };
  try {
    const result = await importDataset({
      ...what,
      ...runSettings(options),
      spool,
      signal,
      progress: progress.rows,
      ...(terminal && !json ? { ask } : {}),
    });
    progress.stop();
    print(json ? JSON.stringify(resultJson(result), undefined, 2) : resultText(result, nameOf(what)));
    return result.status === 'held' ? exitCodes.held : exitCodes.ok;
  } finally {
    progress.stop();
    spool.close();
  }
}

/** The file, and which part of it, if it has several. */
export function nameOf({ input, dataset }: Pick<WhatToImport, 'input' | 'dataset'>): string {
  const { name } = input.source.identity;
  return input.datasets.length > 1 ? `${name} (${dataset.name})` : name;
}
