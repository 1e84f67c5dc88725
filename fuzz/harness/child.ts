import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzzers } from '../fuzzers.ts';
import type { Message, Order } from './messages.ts';
import { makeCase, type Outcome, runCase, shrink } from './run-case.ts';

/** The process that reads the cases: it may crash, hang or grow, and whoever started it will notice. */
process.once('message', (order: Order) => {
  work(order).then(
    () => process.disconnect(),
    (error: unknown) => tell({ kind: 'failed', error: error instanceof Error ? String(error.stack) : String(error) }),
  );
});

/** Every so many cases one is imported, too: that takes longer than reading it. */
const importEach = 12;
const measureEach = 100;

async function work({ formats, seed, from, count, out, saved }: Order): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-fuzz-'));
  const chosen = formats.map((name) => fuzzers[name]);
  const keeping = new Map(saved);
  try {
    for (let index = from; index < from + count; index++) {
      const fuzzer = chosen[index % chosen.length];
      const round = Math.floor(index / chosen.length);
      const caseSeed = `${seed}/${round}`;
      tell({ kind: 'start', index, format: fuzzer.name, seed: caseSeed });
      const made = await makeCase(fuzzer, caseSeed);
      const outcome = await runCase(made, folder, round % importEach === 0);
      const key = `${fuzzer.name}/${outcome.label}/${kindOf(outcome)}`;
      const fails = outcome.faults.length > 0 || outcome.verdict.wrong > 0;
      // A few examples of each failure are enough; shrinking takes time.
      if (fails && (keeping.get(key) ?? 0) < 3) {
        keeping.set(key, (keeping.get(key) ?? 0) + 1);
        const same = (other: Outcome): boolean => kindOf(other) === kindOf(outcome);
        const small = outcome.faults.some((fault) => fault.startsWith('memory'))
          ? made
          : await shrink(fuzzer, caseSeed, folder, same);
        save(out, `${fuzzer.name}-${caseSeed.replaceAll('/', '-')}`, small.name, small.bytes, outcome);
      }
      tell({ kind: 'done', index, format: fuzzer.name, seed: caseSeed, outcome, ...measured(index) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function kindOf({ faults, verdict }: Outcome): string {
  if (faults.length > 0) return faults[0].split('\n')[0].slice(0, 60);
  return verdict.wrong > 0 ? 'wrong' : 'right';
}

function save(out: string, name: string, file: string, bytes: Buffer, { label, verdict, faults }: Outcome): void {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, `${name}${file.slice(file.indexOf('.'))}`), bytes);
  writeFileSync(join(out, `${name}.txt`), [`fault: ${label}`, ...faults, verdict.what ?? ''].join('\n'));
}

/** Memory that is in use after a collection, now and then. */
function measured(index: number): { readonly memory?: number } {
  if (index % measureEach !== 0 || global.gc === undefined) return {};
  global.gc();
  const { heapUsed, external } = process.memoryUsage();
  return { memory: Math.round((heapUsed + external) / 1_048_576) };
}

function tell(message: Message): void {
  process.send?.(message);
}
