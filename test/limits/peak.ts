import { readFileSync, writeSync } from 'node:fs';

/** Loaded before a program: tells whoever started it how much memory and processor time it took from here on. */
const start = { rss: process.memoryUsage.rss(), cpu: process.cpuUsage() };

process.on('exit', () => {
  const { user, system } = process.cpuUsage(start.cpu);
  const peak = peakKibibytes() / 1024 - start.rss / 2 ** 20;
  try {
    writeSync(3, `${peak.toFixed(1)} ${((user + system) / 1e6).toFixed(2)}`);
  } catch {
    // Nobody listens.
  }
});

/** Linux counts what the parent had, too, in the usual figure. */
function peakKibibytes(): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
