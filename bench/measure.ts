import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Measured {
  readonly seconds: { readonly median: number; readonly minimum: number; readonly maximum: number };
  readonly peakMegabytes: number;
  readonly rows: number;
}

/** How long a contender may take before it counts as hung. */
const timeLimitSeconds = 1800;

/** Runs contenders as whole processes, in turns, so that a machine whose speed drifts is unjust to all alike. One turn warms the cache. */
export function measure(
  contenders: readonly { readonly name: string; readonly args: readonly string[] }[],
  runs: number,
): readonly Measured[] {
  const samples = contenders.map((): { seconds: number; peakMegabytes: number; rows: number }[] => []);
  for (let turn = 0; turn <= runs; turn++) {
    contenders.forEach(({ name, args }, index) => {
      const sample = runOnce(name, args);
      if (turn > 0 || runs === 1) samples[index].push(sample);
    });
    if (runs === 1) break;
  }
  return samples.map((each) => {
    const seconds = each.map((sample) => sample.seconds).sort((a, b) => a - b);
    return {
      seconds: {
        median: seconds[Math.floor(seconds.length / 2)],
        minimum: seconds[0],
        maximum: seconds[seconds.length - 1],
      },
      peakMegabytes: Math.max(...each.map(({ peakMegabytes }) => peakMegabytes)),
      rows: each[0].rows,
    };
  });
}

function runOnce(name: string, args: readonly string[]): { seconds: number; peakMegabytes: number; rows: number } {
  const script = fileURLToPath(new URL(`./contenders/${name}.ts`, import.meta.url));
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, ...args],
    { encoding: 'utf8', timeout: timeLimitSeconds * 1000 },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  const { rows, peakMegabytes }: { rows: number; peakMegabytes: number } = JSON.parse(
    stdout.trim().split('\n').at(-1) ?? '',
  );
  return { seconds, peakMegabytes, rows };
}
