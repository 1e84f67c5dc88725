import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whole processes, measured from outside. */

/** A process that does some work. */
export interface Run {
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What it did, from what it printed; what it prints goes nowhere if this is not given. Throws if it did something else. */
  readonly did?: (printed: string) => { readonly bytes?: number };
  /** Removes what it wrote, after each run. */
  readonly clean?: () => void;
  /** It is so short that a look at its memory would show: that is done in a run that is not counted. */
  readonly brief?: boolean;
  /** Why it can't be run here. */
  readonly missing?: string | undefined;
}

export interface Measured {
  readonly seconds: { readonly median: number; readonly minimum: number; readonly maximum: number };
  readonly peakMegabytes: number;
  /** The size of the file that it wrote, if it wrote one. */
  readonly bytes?: number | undefined;
}

/** Where measured processes may leave something, and how often each of them runs. */
export interface Turns {
  readonly runs: number;
  readonly folder: string;
}

/**
 * Runs all of them in turns, so that a machine whose speed drifts is unjust to all alike. One turn before warms caches; it is left out
 * where one run is all that is asked for. What is missing is undefined.
 */
export function measureAll(all: readonly Run[], { runs, folder }: Turns): readonly (Measured | undefined)[] {
  const samples = all.map((): Sample[] => []);
  for (let turn = runs === 1 ? 1 : 0; turn <= runs; turn++) {
    all.forEach((run, index) => {
      if (run.missing !== undefined) return;
      const sample = runOnce(run, folder, run.brief !== true);
      if (turn > 0) samples[index].push(sample);
    });
  }
  return all.map((run, index) => {
    if (run.missing !== undefined) return undefined;
    const looks = run.brief === true ? [runOnce(run, folder, true)] : samples[index];
    return summary(samples[index], looks);
  });
}

export interface Sample {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly bytes?: number | undefined;
}

function summary(samples: readonly Sample[], looks: readonly Sample[]): Measured {
  const seconds = samples.map((sample) => sample.seconds).sort((a, b) => a - b);
  const middle = seconds.length >> 1;
  return {
    seconds: {
      median: seconds.length % 2 === 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2,
      minimum: seconds[0],
      maximum: seconds[seconds.length - 1],
    },
    peakMegabytes: Math.max(...looks.map(({ peakMegabytes }) => peakMegabytes)),
    bytes: samples[0].bytes,
  };
}

/** How long a process may take before it counts as hung. */
const timeLimitSeconds = 1800;

/** Runs it once. `options`: more options of Node, for its main process. */
export function runOnce(run: Run, folder: string, withPeak: boolean, options: readonly string[] = []): Sample {
  const peak = join(folder, 'peak');
  const started = performance.now();
  const { status, signal, error, stdout, stderr } = spawnSync(run.command, run.args, {
    encoding: 'utf8',
    stdio: ['ignore', run.did === undefined ? 'ignore' : 'pipe', 'pipe'],
    env: environment(folder, withPeak ? peak : undefined, options),
    timeout: timeLimitSeconds * 1000,
    maxBuffer: 64 << 20,
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) {
    throw new Error(`${run.label} ended with ${error?.message ?? signal ?? `exit code ${status}`}:\n${stderr}`);
  }
  const bytes = run.did?.(stdout).bytes;
  run.clean?.();
  const kilobytes = withPeak ? Number(readFileSync(peak, 'utf8')) : 0;
  rmSync(peak, { force: true });
  return { seconds, peakMegabytes: Math.round(kilobytes / 1024), bytes };
}

/** The same for all: the Node that runs the bench, a cache folder of its own, and no options of somebody else. */
function environment(folder: string, peak: string | undefined, options: readonly string[]): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _, TRIBUTARY_SPOOL: __, ...inherited } = process.env;
  const preload = fileURLToPath(new URL('peak.cjs', import.meta.url));
  return {
    ...inherited,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    XDG_CACHE_HOME: join(folder, 'cache'),
    LOCALAPPDATA: join(folder, 'cache'),
    NODE_OPTIONS: [...options, ...(peak === undefined ? [] : [`--require=${JSON.stringify(preload)}`])].join(' '),
    ...(peak === undefined ? {} : { TRIBUTARY_BENCH_PEAK: peak }),
  };
}
