import type { Dataset } from '../adapter/contract.ts';
import { grouped } from './grouped.ts';

/** A line on the terminal that says how far a run is: rows, rows a second, and the time that is left. */
export interface Progress {
  readonly rows: (rows: number) => void;
  /** Another dataset is read from now on. */
  readonly reading: (dataset: string) => void;
  readonly stop: () => void;
}

const silent: Progress = { rows: () => undefined, reading: () => undefined, stop: () => undefined };
const drawEveryMilliseconds = 100;

/** Draws on standard error until it is stopped; where there is no terminal, nothing. */
export function showProgress(datasets: readonly Dataset[], terminal: boolean): Progress {
  if (!terminal) return silent;
  const started = performance.now();
  let rows = 0;
  let drawn = 0;
  let name = '';
  const known = datasets.flatMap(({ rowsEstimate }) => rowsEstimate ?? []);
  const expected = known.length < datasets.length ? undefined : known.reduce((sum, each) => sum + each, 0);
  const draw = (): void => {
    const seconds = (performance.now() - started) / 1000;
    const rate = rows / Math.max(seconds, 0.001);
    const share = expected === undefined || expected === 0 ? undefined : Math.min(rows / expected, 1);
    const parts = [bar(share), `${grouped(rows)} rows`, `${grouped(Math.round(rate))} rows/s`];
    if (expected !== undefined && rate > 0) parts.push(`${duration(Math.max(0, expected - rows) / rate)} left`);
    if (name !== '') parts.push(name);
    // A line that wraps can't be drawn over.
    process.stderr.write(`\r\u001b[K${fitting(parts, (process.stderr.columns ?? 80) - 1)}`);
  };
  return {
    rows: (more) => {
      rows += more;
      const now = performance.now();
      if (now - drawn < drawEveryMilliseconds) return;
      drawn = now;
      draw();
    },
    reading: (dataset) => {
      name = dataset;
      draw();
    },
    stop: () => void process.stderr.write('\r\u001b[K'),
  };
}

/** The parts that fit into a width, without the bar where that makes room for what it shows. */
export function fitting(parts: readonly string[], width: number): string {
  const line = parts.join('  ');
  if (line.length <= width) return line;
  const numbers = parts.slice(1).join('  ');
  return numbers.length <= width ? numbers : numbers.slice(0, width);
}

function bar(share: number | undefined): string {
  if (share === undefined) return '';
  const full = Math.round(share * 24);
  return `[${'#'.repeat(full)}${'.'.repeat(24 - full)}] ${String(Math.floor(share * 100)).padStart(3)}%`;
}

export function duration(given: number): string {
  const seconds = Math.ceil(given);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
