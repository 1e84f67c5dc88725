import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What `tributary rows` made of a file, in a process of its own. */
export interface Measured {
  readonly exitCode: number;
  readonly rows: number;
  readonly said: string;
  /** From start to end, the start of Node included. */
  readonly seconds: number;
  /** Processor time beyond the start of the process. */
  readonly cpuSeconds: number;
  /** The most memory beyond the start of the process, in MiB. */
  readonly peak: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the command as people do, with what its first line gives to Node. */
export async function measure(path: string, set: readonly string[] = [], signal?: AbortSignal): Promise<Measured> {
  const words = [
    '--max-semi-space-size=8',
    '--disable-warning=ExperimentalWarning',
    `--import=${new URL('./peak.ts', import.meta.url).href}`,
    fileURLToPath(new URL('../../bin/tributary.js', import.meta.url)),
    'rows',
    path,
    ...set.flatMap((pair) => ['--set', `source.${pair}`]),
  ];
  const begin = performance.now();
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, MALLOC_ARENA_MAX: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    signal,
  });
  let rows = -1;
  child.stdout?.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++;
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    if (said.length < 20_000) said += chunk;
  });
  let report = '';
  child.stdio[3]?.on('data', (chunk) => {
    report += chunk;
  });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? -1));
  });
  const [peak = Number.NaN, cpu = Number.NaN] = report.split(' ').map(Number);
  return {
    exitCode,
    rows: Math.max(0, rows),
    said,
    seconds: (performance.now() - begin) / 1000,
    cpuSeconds: cpu,
    peak,
  };
}
