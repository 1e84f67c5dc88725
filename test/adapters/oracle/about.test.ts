import test from 'ava';
import { withSession } from './driving.ts';
import { rowOf, type Written } from './tns-stand-in/cells.ts';
import type { AnswerColumn } from './tns-stand-in/replies.ts';
import type { Answer, Script } from './tns-stand-in/server.ts';

/** An answer of texts. */
function texts(...rows: readonly (readonly Written[])[]): Answer {
  const columns = (rows[0] ?? []).map((_, index): AnswerColumn => ({ name: `C${index}`, type: 'varchar2', size: 200 }));
  return { columns, rows: rows.map((row) => rowOf(columns, row)) };
}

const everybody = texts(['ORCL', 'ORCL_A', 'PDB1', 'AUDIT', 'orcl1', '+02:00']);
const answers =
  (known: readonly (readonly [RegExp, Answer])[]): Required<Script>['answer'] =>
  (sql) =>
    known.find(([pattern]) => pattern.test(sql))?.[1];

test('a server says what it is, and which containers are not open', async (t) => {
  const answer = answers([
    [/SYS_CONTEXT/, everybody],
    [/V\$VERSION/, texts(['Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production'])],
    [/V\$DATABASE/, texts(['42', 'READ WRITE', 'PRIMARY', 'YES'])],
    [/V\$CONTAINERS/, texts(['CDB$ROOT', 'READ WRITE'], ['PDB1', 'READ WRITE'], ['PDB2', 'MOUNTED'])],
  ]);
  await withSession({ answer }, async ({ connection, notes }) => {
    const { driver, ...info } = await connection.about();
    t.deepEqual(info, {
      product: 'Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production',
      version: '19.3.0.0.0',
      database: 'ORCL/PDB1',
      login: 'AUDIT',
      id: '42/ORCL_A/PDB1',
      zone: '+02:00',
    });
    t.regex(driver, /^oracledb \d+\.\d+\.\d+ \(thin\)$/);
    t.deepEqual(notes, [
      'The database is open as READ WRITE (PRIMARY, container PDB1).',
      'A container is not open and was not read: PDB2 (MOUNTED).',
    ]);
  });
});

test('a login that may see nothing of the database is told what that costs, and the rest is known', async (t) => {
  await withSession({ answer: answers([[/SYS_CONTEXT/, everybody]]) }, async ({ connection, notes }) => {
    const info = await connection.about();
    t.is(info.product, 'Oracle Database 19.3.0.0.0');
    t.is(info.id, 'no-dbid/ORCL_A/PDB1');
    t.regex(notes[0] ?? '', /may not read V\$DATABASE/);
  });
});

test('the catalog has tables and views with their columns, as the server writes their types', async (t) => {
  const row = (...values: Written[]) => values;
  const answer = answers([
    [
      /ALL_TAB_COLUMNS/,
      texts(
        row('HR', 'HOSTS', 'TABLE', '1200', 'ID', 'NUMBER', '10', '0', '22', 'N'),
        row('HR', 'HOSTS', 'TABLE', '1200', 'ANY', 'NUMBER', null, null, '22', 'Y'),
        row('HR', 'HOSTS', 'TABLE', '1200', 'WHOLE', 'NUMBER', null, '0', '22', 'Y'),
        row('HR', 'HOSTS', 'TABLE', '1200', 'NAME', 'VARCHAR2', null, null, '256', 'Y'),
        row('HR', 'HOSTS', 'TABLE', '1200', 'SEEN', 'TIMESTAMP(6) WITH TIME ZONE', null, '6', '13', 'Y'),
        row('HR', 'HOSTS', 'TABLE', '1200', 'SHAPE', 'SDO_GEOMETRY', null, null, '1', 'Y'),
        row('SYS', 'V_$OPTION', 'VIEW', null, 'VALUE', 'VARCHAR2', null, null, '64', 'Y'),
      ),
    ],
  ]);
  await withSession({ answer }, async ({ connection }) => {
    t.deepEqual(await connection.catalog(), [
      {
        schema: 'HR',
        name: 'HOSTS',
        kind: 'table',
        rowsEstimate: 1200,
        columns: [
          { name: 'ID', type: 'integer', serverType: 'NUMBER(10)', nullable: false },
          { name: 'ANY', type: 'decimal', serverType: 'NUMBER', nullable: true },
          { name: 'WHOLE', type: 'integer', serverType: 'NUMBER(38)', nullable: true },
          { name: 'NAME', type: 'text', serverType: 'VARCHAR2(256)', nullable: true },
          { name: 'SEEN', type: 'instant', serverType: 'TIMESTAMP(6) WITH TIME ZONE', nullable: true },
          { name: 'SHAPE', type: 'text', serverType: 'SDO_GEOMETRY', nullable: true },
        ],
      },
      {
        schema: 'SYS',
        name: 'V_$OPTION',
        kind: 'view',
        columns: [{ name: 'VALUE', type: 'text', serverType: 'VARCHAR2(64)', nullable: true }],
      },
    ]);
  });
});
