import test from 'ava';
import { fromDb2, fromSqlServer } from './importing.ts';

/**
 * The same rows from SQL Server, by the real driver over a socket to a stand-in, and from a stand-in for DB2: the queries run in SQLite, and each
 * answers in its own types.
 */

for (const mapping of [
  'computers',
  'hosts',
  'processors',
  'virtual-machines',
  'host-pools',
  'software-instances',
  'license-usage',
  'license-usage-per-server',
])
  test(`${mapping}: both databases give the same package`, async (t) => {
    const [sqlServer, db2] = [await fromSqlServer(t, mapping), await fromDb2(t, mapping)];
    t.deepEqual(db2, sqlServer);
    t.true([...db2.records.values()].flat().length >= 3);
  });
