// Loaded into each measured process, and into nothing else: leaves the most memory that it held, all threads together.
const { isMainThread } = require('node:worker_threads');
if (isMainThread) {
  const path = process.env.TRIBUTARY_BENCH_PEAK;
  // What it starts itself is not measured.
  delete process.env.TRIBUTARY_BENCH_PEAK;
  delete process.env.NODE_OPTIONS;
  process.on('exit', () => {
    if (path !== undefined) require('node:fs').writeFileSync(path, String(process.resourceUsage().maxRSS));
  });
}
