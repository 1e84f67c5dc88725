import test from 'ava';
import { type SmallTable, smallDatabase } from './small-database.ts';
import { connected, faultOf } from './support.ts';
import { columns, error, row, type Step } from './tds-stand-in/script.ts';
import { standInType as type } from './tds-stand-in/types.ts';

/** What the server says of queries, of its tables, and of itself: never a row of anybody's. */

const tables: readonly SmallTable[] = [
  {
    name: 'Computers',
    columns: [
      { name: 'ResourceID', type: type.int, serverType: 'int' },
      { name: 'Name0', type: type.nvarchar(256), serverType: 'nvarchar(256)' },
      { name: 'Price', type: type.decimal(18, 4), serverType: 'decimal(18,4)' },
      { name: 'Seen', type: type.datetime2(7), serverType: 'datetime2(7)' },
      { name: 'Picture', type: type.varbinaryMax, serverType: 'varbinary(max)' },
    ],
    rows: () => [],
  },
  { name: 'v_R_System', columns: [{ name: 'Is_Virtual0', type: type.bit, serverType: 'bit' }], rows: () => [] },
];

const described = [
  { name: 'ResourceID', type: 'integer', serverType: 'int', nullable: true },
  { name: 'Name0', type: 'text', serverType: 'nvarchar(256)', nullable: true },
  { name: 'Price', type: 'decimal', serverType: 'decimal(18,4)', nullable: true },
  { name: 'Seen', type: 'text', serverType: 'datetime2(7)', nullable: true },
  { name: 'Picture', type: 'bytes', serverType: 'varbinary(max)', nullable: true },
] as const;

const query = { text: 'SELECT * FROM Computers' };

test('the columns of a query are asked of the server, with types in both words', async (t) => {
  const connection = await connected(t, smallDatabase(tables));
  t.deepEqual(await connection.describe(query), described);
});

test('the text of the query is a parameter of the question', async (t) => {
  const seen: unknown[] = [];
  const small = smallDatabase(tables);
  const connection = await connected(t, (statement) => {
    if (statement.text.includes('dm_exec_describe')) seen.push(...statement.parameters.values());
    return small(statement);
  });
  await connection.describe({ ...query, parameters: ['x', 1] });
  t.deepEqual(seen, [query.text, '@p1 nvarchar(4000), @p2 bigint']);
});

test('a server without that function is asked by its procedure', async (t) => {
  const connection = await connected(t, ({ text }) => {
    if (!text.startsWith('EXEC sp_describe_first_result_set')) return undefined;
    const named = (name: string) => ({ name, type: type.nvarchar(128) });
    return [
      columns(named('is_hidden'), named('name'), { name: 'is_nullable', type: type.bit }, named('system_type_name')),
      row('0', 'Name0', false, 'nvarchar(256)'),
    ];
  });
  t.deepEqual(await connection.describe(query), [
    { name: 'Name0', type: 'text', serverType: 'nvarchar(256)', nullable: false },
  ]);
});

const isTable = (text: string) => text.endsWith(') q WHERE 1 = 0');
const noTable = error(8156, "The column 'Name0' was specified multiple times for 'q'.");

test('a server without either is asked for no row of the query', async (t) => {
  const asked: string[] = [];
  const connection = await connected(t, ({ text }) => {
    asked.push(text);
    return isTable(text) ? [columns(...tables[0].columns)] : undefined;
  });
  t.deepEqual(await connection.describe({ text: 'SELECT * FROM Computers ORDER BY Name0' }), described);
  t.true(asked.at(-1)?.startsWith('SELECT * FROM (\nSELECT * FROM Computers\n) q'));
});

test('an old server is asked to describe a query that can be no table, without running it', async (t) => {
  const connection = await connected(t, ({ text }) => {
    if (isTable(text)) return [noTable];
    return text.startsWith('SET FMTONLY ON') && text.endsWith('SET FMTONLY OFF')
      ? [columns(...tables[0].columns)]
      : undefined;
  });
  t.deepEqual(await connection.describe(query), described);
});

for (const [what, refusal] of [
  ['knows no parameters', error(33557097, 'column "@p1" does not exist')],
  ['needs rights of its own', error(33557097, 'permission denied for schema cm_ex1_dbo')],
] as const) {
  test(`a server whose procedure ${what} is asked in the next way`, async (t) => {
    const connection = await connected(t, ({ text }) => {
      if (text.startsWith('EXEC sp_describe_first_result_set')) return [refusal];
      return isTable(text) ? [columns(...tables[0].columns)] : undefined;
    });
    t.deepEqual(await connection.describe({ ...query, parameters: ['x'] }), described);
  });
}

test('a server that runs the query all the same is left at its first rows', async (t) => {
  const endless = function* (): Generator<Step> {
    yield columns({ name: 'n', type: type.int });
    for (;;) yield row(1);
  };
  const connection = await connected(t, ({ text }) => {
    if (isTable(text)) return [noTable];
    return text.startsWith('SET FMTONLY ON') ? endless() : undefined;
  });
  const [column] = await connection.describe(query);
  t.is(column.name, 'n');
});

test('the way that went well is the first one for the next query', async (t) => {
  const asked: string[] = [];
  const connection = await connected(t, ({ text }) => {
    asked.push(text);
    return isTable(text) ? [columns(...tables[0].columns)] : undefined;
  });
  await connection.describe(query);
  asked.length = 0;
  await connection.describe(query);
  t.deepEqual(asked.map(isTable), [true]);
});

for (const [number, message, code, place] of [
  [208, "Invalid object name 'v_GS_PROCESSOR'.", 'sql/missing-object', 'v_GS_PROCESSOR'],
  [207, "Invalid column name 'Is_Virtual0'.", 'sql/missing-column', 'Is_Virtual0'],
  [
    229,
    "The SELECT permission was denied on the object 'v_R_User', database 'CM_EX1', schema 'dbo'.",
    'sql/missing-right',
    'v_R_User',
  ],
  [4104, 'The multi-part identifier "s.Foo0" could not be bound.', 'sql/missing-column', 's.Foo0'],
] as const) {
  test(`error ${number} while describing is ${code}, with the name`, async (t) => {
    const refusing = (steps: readonly Step[]) =>
      connected(t, ({ text }) => (/describe|FMTONLY|1 = 0/.test(text) ? steps : undefined));
    const asRow = [
      columns(
        { name: 'name', type: type.nvarchar(128) },
        { name: 'system_type_name', type: type.nvarchar(256) },
        { name: 'is_nullable', type: type.bit },
        { name: 'error_number', type: type.int },
        { name: 'error_message', type: type.nvarchar(4000) },
      ),
      row(null, null, null, number, message),
    ];
    for (const steps of [asRow, [error(number, message)]]) {
      const connection = await refusing(steps);
      const fault = await faultOf(t, connection.describe(query));
      t.like(fault, { code, place, retryable: false });
      await connection.close();
    }
  });
}

test('the catalog has tables and views with their columns, and about how many rows tables have', async (t) => {
  const connection = await connected(t, smallDatabase(tables));
  t.deepEqual(await connection.catalog(), [
    { schema: 'dbo', name: 'Computers', kind: 'table', columns: described, rowsEstimate: 3 },
    {
      schema: 'dbo',
      name: 'v_R_System',
      kind: 'view',
      columns: [{ name: 'Is_Virtual0', type: 'boolean', serverType: 'bit', nullable: true }],
    },
  ]);
});

test('a login that may not see the number of rows sees the tables', async (t) => {
  const small = smallDatabase(tables);
  const connection = await connected(t, (statement) =>
    statement.text.includes('sys.partitions') ? [error(229, 'The SELECT permission was denied.')] : small(statement),
  );
  t.deepEqual(
    (await connection.catalog()).map(({ name, rowsEstimate }) => [name, rowsEstimate]),
    [
      ['Computers', undefined],
      ['v_R_System', undefined],
    ],
  );
});

test('what the server says of itself', async (t) => {
  const connection = await connected(t, smallDatabase(tables));
  const { driver, ...about } = await connection.about();
  t.deepEqual(about, {
    product: 'Microsoft SQL Server 2022 (16.0.4135.4)',
    version: '16.0.4135.4',
    database: 'CM_EX1',
    login: 'reader',
    id: 'sql01\\sccm/cm_ex1/0f8fad5b-d9cb-469f-a165-70867728950e',
    zone: '+02:00',
  });
  t.regex(driver, /^mssql \d+\.\d+\.\d+ \(tedious \d+\.\d+\.\d+\)$/);
});

test('a database of an availability group is the same on each of its servers', async (t) => {
  const group = { group_database_id: '6F9619FF-8B86-D011-B42D-00C04FC964FF' };
  const connection = await connected(t, smallDatabase(tables, group));
  t.is((await connection.about()).id, '6f9619ff-8b86-d011-b42d-00c04fc964ff');
});

test('a server that says next to nothing of itself is still one', async (t) => {
  const connection = await connected(t, () => undefined);
  t.like(await connection.about(), { product: 'SQL Server', version: '', database: '', login: '' });
});
