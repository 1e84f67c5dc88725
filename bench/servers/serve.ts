import { renameSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { startMariadb, startPostgres, type TestServer, testDatabase, testLogin } from '../../test/support/servers.ts';
import { oracleHosts } from './oracle-hosts.ts';
import type { Reached, ServerKind } from './server.ts';
import { tdsHosts } from './tds-hosts.ts';

/**
 * A server in a process of its own, with a table `hosts` of so many rows. It writes how it is reached into a file, and ends when its
 * input does. Arguments: the kind, the rows, the file, and the folder for a database.
 */

const [kind, rows, file, folder] = process.argv.slice(2);
const served = await serve(kind as ServerKind, Number(rows));
writeFileSync(`${file}.new`, JSON.stringify(served.reached));
renameSync(`${file}.new`, file);
process.stdin.on('end', async () => {
  await served.stop();
  process.exit(0);
});
process.stdin.resume();

interface Served {
  readonly reached: Reached;
  readonly stop: () => Promise<void>;
}

async function serve(kind: ServerKind, count: number): Promise<Served> {
  switch (kind) {
    case 'tds':
      return standIn(await tdsHosts(count));
    case 'oracle':
      return standIn(await oracleHosts(count));
    case 'postgres':
      return filled(await startPostgres(), 'PostgreSQL Unicode', postgresTable(count));
    case 'mariadb':
      return filled(await startMariadb(), 'MariaDB Unicode', mariadbTable(count));
    case 'sqlite':
      return sqliteFile(`${folder}/hosts.db`, count);
  }
}

function standIn({ port, close }: { readonly port: number; readonly close: () => Promise<void> }): Served {
  return { reached: { port }, stop: close };
}

function filled(server: TestServer | string, driver: string, table: string): Served {
  if (typeof server === 'string') return { reached: { missing: server }, stop: async () => undefined };
  server.run(table);
  const connection = `Driver=${driver};Server=127.0.0.1;Port=${server.port};Database=${testDatabase}`;
  return { reached: { connection, ...testLogin }, stop: server.stop };
}

function postgresTable(count: number): string {
  return `CREATE TABLE hosts AS SELECT 16777220 + g AS id, 'pc-' || lpad(g::text, 8, '0') || '.emea.example' AS name, 'SN' || lpad((g::bigint * 7919 % 1000000007)::text, 10, '0') AS serial,
    'Microsoft Windows 11 Enterprise ' || g % 7 AS os, (8192 * (1 + g % 4))::bigint AS memory, 2 + g % 14 AS cores, 'EMEA' || g % 9 AS domain, 'Site number ' || g % 300 || ' in Europe' AS site,
    timestamptz '2026-01-01 00:00:00Z' + g * interval '1 second' AS scanned, ((g % 10000) / 100.0)::numeric(10, 2) AS cost FROM generate_series(0, ${count - 1}) g;
    ALTER TABLE hosts ADD PRIMARY KEY (id); GRANT SELECT ON hosts TO ${testLogin.user}; ANALYZE hosts`;
}

function mariadbTable(count: number): string {
  return `CREATE TABLE hosts (id int PRIMARY KEY, name varchar(80), serial varchar(20), os varchar(80), memory bigint, cores int, domain varchar(20), site varchar(80), scanned datetime, cost decimal(10, 2));
    INSERT INTO hosts SELECT 16777220 + seq, CONCAT('pc-', LPAD(seq, 8, '0'), '.emea.example'), CONCAT('SN', LPAD(seq * 7919 % 1000000007, 10, '0')), CONCAT('Microsoft Windows 11 Enterprise ', seq % 7),
    8192 * (1 + seq % 4), 2 + seq % 14, CONCAT('EMEA', seq % 9), CONCAT('Site number ', seq % 300, ' in Europe'), TIMESTAMPADD(SECOND, seq, '2026-01-01'), (seq % 10000) / 100 FROM seq_0_to_${count - 1}`;
}

function sqliteFile(path: string, count: number): Served {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE hosts (id INTEGER PRIMARY KEY, name VARCHAR(80), serial VARCHAR(20), os VARCHAR(80), memory BIGINT, cores INTEGER, domain VARCHAR(20), site VARCHAR(80), scanned VARCHAR(30), cost DECIMAL(10, 2));
    WITH RECURSIVE g(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM g WHERE n < ${count - 1})
    INSERT INTO hosts SELECT 16777220 + n, printf('pc-%08d.emea.example', n), printf('SN%010d', n * 7919 % 1000000007), 'Microsoft Windows 11 Enterprise ' || n % 7, 8192 * (1 + n % 4), 2 + n % 14,
    'EMEA' || n % 9, 'Site number ' || n % 300 || ' in Europe', strftime('%Y-%m-%dT%H:%M:%SZ', 1767225600 + n, 'unixepoch'), (n % 10000) / 100.0 FROM g`);
  database.close();
  return { reached: { connection: `Driver=SQLite3;Database=${path}` }, stop: async () => undefined };
}
