// Loaded into each measured process, and into nothing else: leaves the most memory that it held, all threads together, in kilobytes.
const { isMainThread } = require('node:worker_threads');
if (isMainThread) {
  const path = process.env.TRIBUTARY_BENCH_PEAK;
  // What it starts itself is not measured.
  delete process.env.TRIBUTARY_BENCH_PEAK;
  delete process.env.NODE_OPTIONS;
  process.on('exit', () => {
    if (path !== undefined) require('node:fs').writeFileSync(path, String(peak()));
  });
}

/** What Linux counts for this program alone: its count of resources begins with what the process that started it held. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const status = require('node:fs').readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s*(\d+)/m.exec(status)[1]);
}
