import { readFileSync, writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { adapters } from '../../adapters/index.ts';
import { failureOf, showFailure } from '../../core/cli/exit.ts';
import { parse } from '../../core/cli/parse.ts';
import type { Measured } from './measure-one.ts';

/** A process that reads the files that it is sent, one after the other: what a test asks, without a process for each. */
export interface Order {
  readonly path: string;
  readonly set: readonly string[];
}

const base = process.memoryUsage.rss();
process.on('message', async (order: Order) => {
  const found = await read(order);
  process.send?.(found);
});

async function read({ path, set }: Order): Promise<Measured> {
  const start = { time: performance.now(), cpu: process.cpuUsage() };
  forgetPeak();
  let rows = -1;
  let said = '';
  const output = new Writable({
    write: (chunk: Buffer, _, done) => {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++;
      done();
    },
  });
  const say = (text: string) => {
    if (said.length < 20_000) said += `${text}\n`;
  };
  const words = ['rows', path, ...set.flatMap((pair) => ['--set', `source.${pair}`])];
  const exitCode = await parse(words, {
    json: false,
    verbose: false,
    adapters,
    signal: AbortSignal.timeout(60_000),
    output,
    print: () => {},
    say,
    terminal: false,
  }).catch((error: unknown) => {
    const failure = failureOf(error, false);
    say(showFailure(failure, true));
    return failure.exitCode;
  });
  const { user, system } = process.cpuUsage(start.cpu);
  return {
    exitCode,
    rows: Math.max(0, rows),
    said,
    seconds: (performance.now() - start.time) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peak: (peakBytes() - base) / 2 ** 20,
  };
}

/** Linux forgets the most memory of a process when asked; elsewhere it is the most of all cases so far. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak only grows, so the promise is stricter there.
  }
}

function peakBytes(): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
