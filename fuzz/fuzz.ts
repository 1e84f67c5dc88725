import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzers, usual } from './fuzzers.ts';
import { Report } from './harness/report.ts';
import { supervise } from './harness/supervise.ts';

/**
 * Reads files that were made up, and holds the product to its promises: it neither crashes nor hangs nor grows, ledgers close,
 * and what was written is what is read. `npm run fuzz -- csv xlsx --seconds 60 --seed 7 --out FOLDER`
 */
const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: join(tmpdir(), 'tributary-findings') },
  },
  allowPositionals: true,
});

const unknown = positionals.filter((name) => !Object.hasOwn(fuzzers, name));
if (unknown.length > 0) {
  console.error(`There is no fuzzer ${unknown.join(', ')}. There are ${Object.keys(fuzzers).join(', ')}.`);
  process.exit(2);
}
const formats = positionals.length > 0 ? positionals : usual;
const count = values.count === undefined ? Number.POSITIVE_INFINITY : Number(values.count);
const seconds = Number(values.seconds ?? (values.count === undefined ? 60 : 86_400));

const report = new Report(fuzzers);
await supervise({ formats, seed: values.seed, out: values.out }, { seconds, count: Math.min(count, 1e12) }, (message) =>
  report.take(message),
);
console.log(report.table());
const failures = report.failures();
for (const failure of failures.slice(0, 40)) console.log(`\nBROKEN  ${failure}`);
console.log(`\n${failures.length} broken promises; examples of what is wrong are in ${values.out}`);
process.exitCode = failures.length > 0 ? 1 : 0;
