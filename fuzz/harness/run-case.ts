import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzCase, Fuzzer, Reduction, Verdict } from './case.ts';
import { whole } from './case.ts';
import { ledgerFaults } from './ledger.ts';
import { randomOf } from './random.ts';
import { readFile } from './reading.ts';

/** What became of one case. */
export interface Outcome {
  readonly label: string;
  readonly verdict: Verdict;
  /** Broken promises: crashes, open ledgers and their like. */
  readonly faults: readonly string[];
  readonly refused?: string;
}

/** How many mebibytes more than before a single file may take. */
const mostGrowth = 256;

export async function makeCase(fuzzer: Fuzzer, seed: string, reduction: Reduction = whole): Promise<FuzzCase> {
  return fuzzer.make(randomOf(`${fuzzer.name}/${seed}`), reduction);
}

/** Reads a case and holds the product to its promises; `importing` says whether it is also imported. */
export async function runCase(made: FuzzCase, folder: string, importing: boolean): Promise<Outcome> {
  const path = join(folder, made.name);
  writeFileSync(path, made.bytes);
  const before = mebibytes();
  const reading = await readFile(path);
  const grown = mebibytes() - before;
  const verdict = made.judge(reading);
  const faults = [
    ...reading.faults,
    ...(grown > mostGrowth ? [`memory: it took ${grown} MiB more`] : []),
    ...(importing ? await ledgerFaults(path, reading) : []),
  ];
  const refused = reading.refused?.code;
  return { label: made.label, verdict, faults, ...(refused === undefined ? {} : { refused }) };
}

/** The most memory that this process ever had. */
function mebibytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Looks for a smaller case that fails in the same way: fewer rows, then fewer steps. */
export async function shrink(
  fuzzer: Fuzzer,
  seed: string,
  folder: string,
  fails: (outcome: Outcome) => boolean,
): Promise<FuzzCase> {
  let smallest = await makeCase(fuzzer, seed);
  const failing = async (reduction: Reduction): Promise<FuzzCase | undefined> => {
    const made = await makeCase(fuzzer, seed, reduction);
    return fails(await runCase(made, folder, false)) ? made : undefined;
  };
  let scale = 1;
  for (const smaller of [0.02, 0.1, 0.25, 0.5]) {
    const made = await failing({ scale: smaller, keep: () => true });
    if (made === undefined) continue;
    smallest = made;
    scale = smaller;
    break;
  }
  const dropped = new Set<number>();
  for (let step = 0; step < smallest.steps && smallest.steps > 1; step++) {
    dropped.add(step);
    const made = await failing({ scale, keep: (each) => !dropped.has(each) });
    if (made === undefined) dropped.delete(step);
    else smallest = made;
  }
  return smallest;
}
