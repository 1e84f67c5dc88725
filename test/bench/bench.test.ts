import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { awkwardComputer, columns } from '../../bench/generate/computers.ts';
import { parts } from '../../bench/parts/index.ts';
import { stages } from '../../bench/profile/stages.ts';
import { table } from '../../bench/table.ts';

const root = join(import.meta.dirname, '..', '..');

interface Line {
  readonly work: string;
  readonly against: string;
  readonly goal: number | null;
  readonly ratio: number;
  readonly seconds: { readonly median: number; readonly minimum: number; readonly maximum: number };
  readonly peakMegabytes: number;
}

test('every part does its work and prints its lines; the JSON has just what it promises', (t) => {
  t.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-test-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const json = join(folder, 'bench.json');
  const { stdout } = bench(t, ['--rows', '100', '--runs', '1', '--json', json], 0);
  const lines: readonly Line[] = JSON.parse(readFileSync(json, 'utf8'));
  for (const line of lines) {
    t.deepEqual(Object.keys(line), ['work', 'against', 'goal', 'ratio', 'seconds', 'peakMegabytes']);
    t.deepEqual(Object.keys(line.seconds), ['median', 'minimum', 'maximum']);
    t.true(line.seconds.minimum > 0 && line.peakMegabytes > 10, line.work);
    t.true(stdout.includes(line.work) && stdout.includes(line.against));
  }
  const goals = lines.map(
    ({ work, against, goal }) => `${work.replace(/, [\d,]+ rows.*?(?=, size|$)/, '')} | ${against} | ${goal}`,
  );
  // Which drivers there are is the machine's affair.
  const isOfDatabase = (goal: string) => /stand-in|ODBC|SQL Server|Oracle/.test(goal);
  for (const goal of goals.filter(isOfDatabase)) t.regex(goal, / \| 0\.[89]$/);
  t.deepEqual(
    goals.filter((goal) => !isOfDatabase(goal)),
    [
      'csv to a sealed package (gzip) | DuckDB, NDJSON gzip | 5',
      'csv to a sealed package (gzip) | DuckDB, NDJSON | 1.4',
      'csv to a sealed package (zstd) | DuckDB, Parquet zstd | 1.2',
      'csv to a sealed package (gzip), size | DuckDB, NDJSON gzip | 0.8',
      'csv to a sealed package (zstd), size | DuckDB, Parquet zstd | 0.8',
      'csv with quotes and newlines to a sealed package (gzip) | DuckDB, NDJSON gzip | 5',
      'csv with quotes and newlines to a sealed package (gzip) | DuckDB, NDJSON | 1.4',
      'csv with quotes and newlines to a sealed package (zstd) | DuckDB, Parquet zstd | 1.2',
      'csv with quotes and newlines to a sealed package (gzip), size | DuckDB, NDJSON gzip | 0.8',
      'csv with quotes and newlines to a sealed package (zstd), size | DuckDB, Parquet zstd | 0.8',
      'csv decoded (rows --format ndjson) | csv-parse, arrays | 10',
      'xlsx to a sealed package | exceljs, streaming, reading only | 8',
      'xlsx to a sealed package | xlsx-to-csv (calamine, native), reading only | 1',
      'xls to a sealed package | SheetJS, reading only | 1',
      'ods to a sealed package | SheetJS, reading only | 1',
      'NDJSON to a sealed package | DuckDB, read_ndjson to NDJSON gzip | 4',
      'NDJSON to a sealed package | stream-json, values, reading only | 10',
      'NDJSON to a sealed package | stream-json, lines, reading only | null',
      'csv to a sealed package, two workers | one worker | 1.8',
      'memory: csv to a sealed package | 256 MB at most | 1',
      'memory: csv to a sealed package | 256 MB at most | 1',
      'memory: csv to a sealed package | 256 MB at most | 1',
      'tributary --version | node -e 0 and 80 ms | 1',
      'tributary check, one mapping | node -e 0 and 250 ms | 1',
    ],
  );
});

test('a profile says how long each stage took', (t) => {
  const { stdout } = bench(t, ['profile', 'version'], 0);
  for (const stage of ['load', ...Object.keys(stages), 'wait', 'all']) {
    t.regex(stdout, new RegExp(`^${stage.replace('+', '\\+')} +\\d`, 'm'));
  }
});

test('a part that is not there is refused, with those that are', (t) => {
  const { stderr } = bench(t, ['csv', 'tsv'], 2);
  t.regex(stderr, /There is no part tsv/);
  for (const name of parts.keys()) t.true(stderr.includes(name));
});

test('a stage names files that are there', (t) => {
  const named = Object.values(stages).flat();
  const missing = named.filter((beginning) =>
    beginning.endsWith('/')
      ? !existsSync(join(root, beginning))
      : globSync(`${beginning}.{ts,js}`, { cwd: root }).length === 0,
  );
  t.deepEqual(missing, []);
});

test('a third of the cells of the awkward csv have quotes and line ends', (t) => {
  const awkward = awkwardComputer(7).filter((cell) => /".*\n/.test(String(cell)));
  t.is(awkward.length * 3, columns.length);
});

test('what could not be measured says why', (t) => {
  const own = { seconds: { median: 1, minimum: 1, maximum: 1 }, peakMegabytes: 100 };
  const line = { work: 'w', against: 'a', goal: 1, ratio: null, own, reason: 'it is not installed' };
  t.regex(table([line]), /none +1x +\(it is not installed\)/);
});

/** Runs the bench on this checkout as it is, which needs no build. */
function bench(
  t: { readonly is: (actual: unknown, expected: unknown, message: string) => boolean },
  words: readonly string[],
  status: number,
) {
  const args = ['--disable-warning=ExperimentalWarning', 'bench/bench.ts', ...words, '--program', 'bin/tributary.js'];
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 280_000 });
  t.is(result.status, status, result.stderr);
  return result;
}
