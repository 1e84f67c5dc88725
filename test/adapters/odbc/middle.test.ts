import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import odbc from '../../../adapters/odbc/adapter.ts';
import { openPackage, runImport, SourceError } from '../../../core/index.ts';
import { startPostgres, testDatabase, testLogin } from '../../support/servers.ts';
import { lacking } from './support.ts';

/** A real PostgreSQL that ends sessions, changes tables and has values that it can not convert, while a run reads it. */

const driverName = 'PostgreSQL Unicode';
const missing = lacking(driverName);
const server = missing ?? (await startPostgres());
if (typeof server === 'string') console.log(`# Faults of PostgreSQL in the middle are not tested: ${server}`);
const promise = typeof server === 'string' ? test.skip : test.serial;
const run = (sql: string) => (typeof server === 'string' ? undefined : server.run(sql));
const rows = 60_000;
const tables = `DROP TABLE IF EXISTS host; CREATE TABLE host (id int PRIMARY KEY, name text, size text);
  INSERT INTO host SELECT g, 'host ' || g, g % 900 FROM generate_series(1, ${rows}) g; GRANT SELECT ON host TO reader`;
const terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'";

process.env.ODBC_MIDDLE_PASSWORD ??= testLogin.password;
test.beforeEach(() => run(tables));
test.after.always(async () => {
  if (typeof server !== 'string') await server.stop();
});

const mapping = `
mapping: site/hosts
source: { adapter: odbc, dataset: hosts }
completeness: { Computer: everything }
records: [{ entity: Computer, key: id, fields: { name: name, memoryBytes: size } }]
`;
const selects = 'SELECT id, name, CAST(size AS int) AS size FROM host WHERE id > 0 ORDER BY id';

/** A run, in which something happens once so many rows have come. */
async function importing(t: ExecutionContext, query: string, after: number, act: () => void, connections = 1) {
  if (typeof server === 'string') throw new Error(server);
  const folder = mkdtempSync(join(tmpdir(), 'tributary-middle-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  mkdirSync(at('queries'));
  writeFileSync(at('queries/hosts.sql'), query);
  writeFileSync(at('hosts.yaml'), mapping);
  const connection = `Driver=${driverName};Server=127.0.0.1;Port=${server.port};Database=${testDatabase}`;
  writeFileSync(
    at('emea.yaml'),
    `source: emea\nadapter: odbc\nconnection: ${connection}\nuser: ${testLogin.user}\npassword: env:ODBC_MIDDLE_PASSWORD\nqueries: queries\nretrySeconds: 0\nmaxConnections: ${connections}\n`,
  );
  let come = 0;
  let isDone = false;
  const notes: string[] = [];
  const result = await runImport({
    adapters: { odbc: async () => ({ default: odbc }) as never },
    mapping: at('hosts.yaml'),
    source: at('emea.yaml'),
    spool: at('spool'),
    workers: connections,
    onRows: (more) => {
      come += more;
      if (isDone || come < after) return;
      isDone = true;
      act();
    },
    onNote: (sentence) => notes.push(sentence),
  });
  const opened = await openPackage(result.package.path);
  t.teardown(opened.close);
  return { result, notes, opened, retries: result.package.retries };
}

for (const [how, query] of [
  ['goes on behind the last key', `-- key: id, immutable\n${selects}`],
  ['starts again', selects],
])
  promise(
    `a session that is terminated in the middle: the dataset ${how}, and every row is in the package once`,
    async (t) => {
      const { result, notes, retries, opened } = await importing(t, query, 20_000, () => run(terminate));
      t.is(result.rows.mapped, rows);
      t.is(retries, 1);
      t.true(
        notes.some((note) => /emea\/hosts: sql\/(killed|dropped); /.test(note)),
        notes.join('\n'),
      );
      t.is(opened.manifest.tributary.consistency, query === selects ? 'snapshot' : 'statement');
    },
  );

promise('a session that is terminated while two read: every row is in the package once', async (t) => {
  const query = `-- key: id, immutable\n${selects}`;
  const { result } = await importing(t, query, 10_000, () => run(terminate), 2);
  t.is(result.rows.mapped, rows);
});

promise('a row whose value PostgreSQL can not convert is rejected by its key', async (t) => {
  run("UPDATE host SET size = 'many' WHERE id = 41000");
  const { result, opened } = await importing(t, `-- key: id, immutable\n${selects}`, 1, () => undefined);
  t.is(result.rows.mapped, rows - 1);
  const present = await Array.fromAsync(opened.present());
  t.deepEqual(
    present.map(({ key }) => key),
    [{ key: '41000' }],
  );
});

promise('a column that gets another type before it is read again ends the run', async (t) => {
  const change = `${terminate}; ALTER TABLE host RENAME COLUMN name TO title; ALTER TABLE host ADD name int`;
  const error = await t.throwsAsync(
    importing(t, selects, 20_000, () => run(change)),
    { instanceOf: SourceError },
  );
  t.is(error?.faults[0].code, 'sql/schema-changed');
});
