import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateCsv } from './generate.ts';
import { type Measured, measure } from './measure.ts';

/**
 * The same work done by Tributary and its peers, side by side in one run: rows a second, peak memory, ratios.
 * `npm run bench -- --rows 100000,1000000 --runs 5 --json FILE`
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000,10000000' },
    runs: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
  allowPositionals: true,
});

interface Line extends Measured {
  readonly work: string;
  readonly against: string;
  /** How many times as fast as the other one Tributary is. */
  readonly ratio: number;
}

const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
const lines: Line[] = [];
console.log(
  `Node ${process.version}, ${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), medians of ${values.runs}\n`,
);
try {
  for (const text of values.rows.split(',')) {
    const rows = Number(text);
    const csv = join(folder, `${rows}.csv`);
    const output = join(folder, 'output');
    mkdirSync(output, { recursive: true });
    await generateCsv(csv, rows);
    // csv-parse needs minutes for ten million rows; one run of each tells enough there.
    const runs = rows > 2_000_000 ? 1 : Number(values.runs);
    const contenders = [
      { name: 'tributary', args: [csv, output, '2'], label: 'two workers' },
      { name: 'tributary', args: [csv, output, '1'], label: 'one worker' },
      { name: 'duckdb', args: [csv, output], label: 'DuckDB, NDJSON gzip' },
      { name: 'csv-parse', args: [csv, output], label: 'csv-parse, NDJSON gzip' },
    ];
    const [own, ...others] = measure(contenders, runs);
    lines.push({ work: `csv to package, ${rows} rows`, against: 'itself', ratio: 1, ...own });
    others.forEach((other, index) => {
      lines.push({
        work: `csv to package, ${rows} rows`,
        against: contenders[index + 1].label,
        ratio: other.seconds.median / own.seconds.median,
        ...other,
      });
    });
    print(lines.slice(-contenders.length), rows);
    rmSync(csv);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(lines, undefined, 2)}\n`);

function print(group: readonly Line[], rows: number): void {
  console.log(
    `${'csv to package'.padEnd(28)}${String(rows).padStart(10)} rows   median     min     max    rows/s   peak MB   as fast`,
  );
  for (const { against, seconds, peakMegabytes, ratio } of group) {
    const [median, minimum, maximum] = [seconds.median, seconds.minimum, seconds.maximum].map((each) =>
      each.toFixed(2).padStart(8),
    );
    const rate = String(Math.round(rows / seconds.median)).padStart(10);
    console.log(
      `${against.padEnd(43)}${median}${minimum}${maximum}${rate}${String(peakMegabytes).padStart(10)}${ratio.toFixed(2).padStart(9)}x`,
    );
  }
  console.log();
}
