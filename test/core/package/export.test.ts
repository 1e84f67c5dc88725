import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ConfigError, StorageError } from '../../../core/errors/errors.ts';
import { exportPackage } from '../../../core/package/export.ts';
import { openPackage } from '../../../core/package/open.ts';
import { writePackage } from '../../../core/package/write.ts';
import { sampleContent } from './sample-content.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-export-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'x-'));

const users = Array.from({ length: 30_000 }, (_, index) => JSON.stringify({ key: `u${index}`, text: 'x'.repeat(60) }));

async function exported(compression: 'gzip' | 'zstd'): Promise<string> {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  await writePackage(path, sampleContent(folder, { compression, users }));
  await exportPackage(path, join(folder, 'out'));
  return join(folder, 'out');
}

test('the members become files, as they are stored', async (t) => {
  const out = await exported('gzip');
  t.deepEqual(readdirSync(out).sort(), [
    'Computer.ndjson.gz',
    'User.ndjson.gz',
    'blocks.ndjson',
    'datapackage.json',
    'issues.ndjson.gz',
    'mapping-test-computers.yaml',
    'present.ndjson.gz',
  ]);
  const manifest = JSON.parse(readFileSync(join(out, 'datapackage.json'), 'utf8'));
  for (const { path, bytes } of manifest.resources) t.is(readFileSync(join(out, path)).length, bytes, path);
});

test('a folder with files in it is refused', async (t) => {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  await writePackage(path, sampleContent(folder));
  const error = await t.throwsAsync(exportPackage(path, folder), { instanceOf: ConfigError });
  t.is(error.faults[0].code, 'package/not-empty');
});

test('a damaged member is not taken for a good one', async (t) => {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  await writePackage(path, sampleContent(folder, { users }));
  const opened = await openPackage(path);
  const { start, bytes } = opened.members.find(({ name }) => name === 'User.ndjson')!.entry;
  await opened.close();
  const zip = readFileSync(path);
  zip[start + (bytes >> 1)] ^= 1;
  writeFileSync(path, zip);
  const error = await t.throwsAsync(exportPackage(path, join(folder, 'out')), { instanceOf: StorageError });
  t.is(error.faults[0].code, 'package/digest');
});

for (const [compression, ending] of [
  ['gzip', 'gz'],
  ['zstd', 'zst'],
] as const) {
  test(`DuckDB reads what was exported, ${compression} as it stands`, async (t) => {
    const duckdb = await import('@duckdb/node-api').catch((error: Error) => error);
    if (duckdb instanceof Error) {
      t.log(`Skipped: the native part of DuckDB does not load here (${duckdb.message}).`);
      t.pass();
      return;
    }
    const out = await exported(compression);
    const instance = await duckdb.DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjects();
      const file = (name: string) => `read_ndjson('${join(out, `${name}.ndjson.${ending}`)}')`;
      const [counted] = await rows(`SELECT count(*) AS lines, count(DISTINCT key) AS keys FROM ${file('User')}`);
      t.deepEqual(counted, { lines: 30_000n, keys: 30_000n });
      const [first] = await rows(`SELECT key, name, "memoryBytes" FROM ${file('Computer')} LIMIT 1`);
      t.deepEqual(first, { key: '00123', name: 'PC-1', memoryBytes: 9007199254740993n });
      t.is((await rows(`SELECT * FROM ${file('issues')}`))[0].code, 'row/required');
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
}
