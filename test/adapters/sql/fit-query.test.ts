import test from 'ava';
import type { CatalogTable } from '../../../adapters/sql/driver.ts';
import { fitQuery } from '../../../adapters/sql/fit-query.ts';
import { parseNeeds } from '../../../adapters/sql/needs.ts';
import { spelledIn } from '../../../adapters/sql/outer-list.ts';

const query = `-- Devices.
-- reads: v_R_System (ResourceID int, Name0, Obsolete0? int -> none)
-- reads: v_GS_PC_BIOS or v_GS_BIOS? (ResourceID int, SerialNumber0? -> Serial, Maker0?)
-- adds: v_More (ResourceID int, Name0)
SELECT
    s.ResourceID,
    CASE
        WHEN b.SerialNumber0 = '0' THEN NULL
        ELSE b.SerialNumber0
    END AS Serial,
    b.Maker0
FROM v_R_System AS s
LEFT JOIN v_GS_PC_BIOS AS b ON b.ResourceID = s.ResourceID
-- FROM v_R_System AS in_a_comment
WHERE COALESCE(s.Obsolete0, 0) = 0 AND s.Name0 IN (SELECT m.Name0 FROM v_More AS m)
ORDER BY s.ResourceID
`;
const needs = parseNeeds(query, 'devices.sql');
const dialect = { quoteName: (name: string) => `[${name}]` };
const all = {
  v_R_System: ['ResourceID', 'Name0', 'Obsolete0'],
  v_GS_PC_BIOS: ['ResourceID', 'SerialNumber0', 'Maker0'],
  v_More: ['ResourceID', 'Name0'],
};

function catalog(views: Readonly<Record<string, readonly string[]>>, schema = 'dbo'): readonly CatalogTable[] {
  return Object.entries(views).map(([name, columns]) => ({
    schema,
    name,
    kind: 'view',
    columns: columns.map((column) => ({ name: column, type: 'text', serverType: 'nvarchar(256)', nullable: true })),
  }));
}

function fitTo(views: Readonly<Record<string, readonly string[]>>) {
  return fitQuery(query, needs, { tables: catalog(views), dialect });
}

/** A site that calls the view of BIOSes, and perhaps columns of it, otherwise. */
function fitNamed(name: string, columns: Readonly<Record<string, string>> = {}) {
  const tables = [
    ...catalog({ v_R_System: all.v_R_System, v_More: all.v_More }),
    ...catalog({ 'My Bios': ['Id', 'Serial Number', 'Maker0'] }, 'INV'),
  ];
  const views = new Map([['V_GS_pc_bios', { name, columns: new Map(Object.entries(columns)) }]]);
  return fitQuery(query, needs, { tables, dialect, views });
}

test('a view that the source file says another name of is read by that, its columns by theirs, as the catalog spells them', (t) => {
  const fitted = fitNamed('inv.my bios', { ResourceID: 'ID', SerialNumber0: 'serial number' });
  if (fitted.kind === 'absent') return t.fail();
  t.deepEqual([fitted.missing, fitted.emptied], [[], []]);
  t.true(
    fitted.text.includes(
      'LEFT JOIN (SELECT t.[Id] AS ResourceID, t.[Serial Number] AS SerialNumber0, t.[Maker0] AS Maker0 FROM [INV].[My Bios] AS t) AS b ON',
    ),
    fitted.text,
  );
});

test('what the source file names and the catalog lacks is never left out in silence', (t) => {
  t.deepEqual(fitNamed('INV.Bios'), { kind: 'absent', code: 'sql/missing-object', missing: ['INV.Bios'] });
  t.deepEqual(fitNamed('My Bios', { ResourceID: 'Id', Maker0: 'x] FROM a; --' }), {
    kind: 'absent',
    code: 'sql/missing-column',
    missing: ['My Bios', 'x] FROM a; --'],
  });
});

test('nulls and empty tables are written in the words of the server', (t) => {
  const words = { ...dialect, nullType: (type: string) => type.replace('nvarchar', 'varchar'), oneRow: ' FROM DUMMY' };
  const fitted = fitQuery(query, needs, { tables: catalog({ v_R_System: all.v_R_System }), dialect: words });
  if (fitted.kind === 'absent') return t.fail();
  t.true(fitted.text.includes('CAST(NULL AS varchar(256)) AS Name0 FROM DUMMY WHERE 1 = 0) AS m'), fitted.text);
});

test('a query whose views are all there stays as it is written, letter for letter', (t) => {
  t.deepEqual(fitTo(all), { kind: 'fits', text: query, missing: [], emptied: [], incomplete: [] });
});

test('names of views and columns count without case', (t) => {
  const lower = Object.fromEntries(
    Object.entries(all).map(([name, columns]) => [name.toLowerCase(), columns.map((each) => each.toUpperCase())]),
  );
  t.deepEqual(fitTo(lower), { kind: 'fits', text: query, missing: [], emptied: [], incomplete: [] });
});

test('a condition on a column that is not there reads null, and nothing of the result is lost', (t) => {
  const fitted = fitTo({ ...all, v_R_System: ['ResourceID', 'Name0'] });
  if (fitted.kind === 'absent') return t.fail();
  t.deepEqual([fitted.missing, fitted.emptied], [['v_R_System.Obsolete0'], []]);
  t.is(
    fitted.text,
    query.replace(
      'FROM v_R_System AS s',
      'FROM (SELECT t.ResourceID, t.Name0, CAST(NULL AS int) AS Obsolete0 FROM v_R_System AS t) AS s',
    ),
  );
});

test('a column of the result that nothing gives any more is left out, with its commas', (t) => {
  const fitted = fitTo({ ...all, v_GS_PC_BIOS: ['ResourceID', 'SerialNumber0'] });
  if (fitted.kind === 'absent') return t.fail();
  t.deepEqual(fitted.emptied, ['Maker0']);
  t.true(fitted.text.includes('    END AS Serial\nFROM v_R_System AS s\n'), fitted.text);
});

test('a view that is not there is a table without rows, and all that it alone gave is left out', (t) => {
  const fitted = fitTo({ v_R_System: all.v_R_System, v_More: all.v_More });
  if (fitted.kind === 'absent') return t.fail();
  t.deepEqual([fitted.missing, fitted.emptied, fitted.incomplete], [['v_GS_PC_BIOS'], ['Serial', 'Maker0'], []]);
  t.true(fitted.text.includes('SELECT\n    s.ResourceID\nFROM v_R_System AS s\n'), fitted.text);
  t.regex(fitted.text, /LEFT JOIN \(SELECT CAST\(NULL AS int\) AS ResourceID, .* WHERE 1 = 0\) AS b ON/);
});

test('a view that has one of its other names is read by that, quoted', (t) => {
  const fitted = fitTo({ v_R_System: all.v_R_System, v_GS_BIOS: all.v_GS_PC_BIOS, v_More: all.v_More });
  if (fitted.kind === 'absent') return t.fail();
  t.deepEqual([fitted.missing, fitted.emptied], [[], []]);
  t.true(fitted.text.includes('LEFT JOIN [dbo].[v_GS_BIOS] AS b ON'), fitted.text);
});

test('a view whose rows are some of the result’s own leaves the dataset incomplete', (t) => {
  const fitted = fitTo({ v_R_System: all.v_R_System, v_GS_PC_BIOS: all.v_GS_PC_BIOS });
  t.like(fitted, { kind: 'fits', missing: ['v_More'], incomplete: ['v_More'] });
});

test('an optional view without the column that joins it is as good as missing', (t) => {
  const fitted = fitTo({ ...all, v_GS_PC_BIOS: ['SerialNumber0', 'Maker0'] });
  t.like(fitted, { kind: 'fits', missing: ['v_GS_PC_BIOS.ResourceID'], emptied: ['Serial', 'Maker0'] });
});

test('without a view or a column that it needs there is no dataset', (t) => {
  t.deepEqual(fitTo({ v_More: all.v_More }), { kind: 'absent', code: 'sql/missing-object', missing: ['v_R_System'] });
  t.deepEqual(fitTo({ ...all, v_R_System: ['ResourceID'] }), {
    kind: 'absent',
    code: 'sql/missing-column',
    missing: ['v_R_System', 'Name0'],
  });
});

test('a column that two views give is there as long as one of them does', (t) => {
  const two = `-- reads: v_A? (Id int, Name0?)
-- reads: v_B? (Id int, Title0? -> Name0)
SELECT
    x.Id,
    x.Name0
FROM v_A AS x
`;
  const of = parseNeeds(two, 'two.sql');
  t.like(fitQuery(two, of, { tables: catalog({ v_A: ['Id', 'Name0'] }), dialect }), { emptied: [] });
  t.like(fitQuery(two, of, { tables: catalog({ v_B: ['Id', 'Title0'] }), dialect }), { emptied: [] });
  t.like(fitQuery(two, of, { tables: catalog({ v_A: ['Id'] }), dialect }), { emptied: ['Name0'] });
});

test('lines on the same view add up', (t) => {
  const [need, ...others] = parseNeeds(
    '-- reads: v_A (Id int, Name0? -> none)\n-- reads: v_A (Name0?, Size0? bigint)\n',
    'one.sql',
  );
  t.deepEqual(others, []);
  t.deepEqual(
    need.columns.map(({ name, optional, type, results }) => [name, optional, type, results]),
    [
      ['Id', false, 'int', ['Id']],
      ['Name0', true, 'nvarchar(256)', ['Name0']],
      ['Size0', true, 'bigint', ['Size0']],
    ],
  );
});

for (const said of [
  '-- reads: v_A',
  '-- reads: v_A (Id) WITH (x)',
  '-- reads: v_A (Id; DROP)',
  '-- adds: dbo.v_A (Id)',
  '-- reads: v_A (Id text)',
  '-- reads: [v A] (Id)',
  '-- reads: v_A ()',
])
  test(`${said} is refused with its place`, (t) => {
    t.like(
      t.throws(() => parseNeeds(`-- Devices.\n${said}\nSELECT 1`, 'devices.sql')),
      { faults: [{ code: 'sql/query-file', place: { file: 'devices.sql', line: 2, column: 1 } }] },
    );
  });

/** A site that has a view of BIOSes in several places. */
function fitIn(schemas: readonly string[], views: Readonly<Record<string, string>> = {}, text = query) {
  const tables = [
    ...catalog({ v_R_System: all.v_R_System, v_More: all.v_More }),
    ...schemas.flatMap((schema) => catalog({ v_GS_PC_BIOS: all.v_GS_PC_BIOS }, schema)),
  ];
  const names = Object.entries(views).map(([name, other]) => [name, { name: other, columns: new Map() }] as const);
  return fitQuery(text, parseNeeds(text, 'devices.sql'), { tables, dialect, views: new Map(names) });
}

test('a view that the source file has in another schema is read there, whatever else has its name', (t) => {
  const fitted = fitIn(['dbo', 'reporting'], { v_GS_PC_BIOS: 'reporting.v_GS_PC_BIOS' });
  if (fitted.kind === 'absent') return t.fail();
  t.true(fitted.text.includes(' FROM [reporting].[v_GS_PC_BIOS] AS t) AS b ON'), fitted.text);
});

test('of several schemas dbo is read, in so many words', (t) => {
  const fitted = fitIn(['reporting', 'dbo']);
  if (fitted.kind === 'absent') return t.fail();
  t.true(fitted.text.includes('LEFT JOIN [dbo].[v_GS_PC_BIOS] AS b ON'), fitted.text);
});

test('of several schemas without dbo nobody guesses', (t) => {
  t.deepEqual(fitIn(['copy', 'reporting']), {
    kind: 'absent',
    code: 'sql/missing-object',
    missing: ['v_GS_PC_BIOS'],
    message:
      'v_GS_PC_BIOS is in the schemas copy and reporting. Say in the source file which one counts:\nviews: { v_GS_PC_BIOS: copy.v_GS_PC_BIOS }\nviews: { v_GS_PC_BIOS: reporting.v_GS_PC_BIOS }',
  });
});

test('a star stands for all other views, wherever they are', (t) => {
  const tables = catalog({ rep_v_R_System: all.v_R_System, rep_v_More: all.v_More, v_GS_PC_BIOS: ['ResourceID'] }, 'r');
  const views = new Map([['*', { name: 'r.rep_*', columns: new Map() }]]);
  const fitted = fitQuery(query, needs, { tables, dialect, views });
  if (fitted.kind === 'absent') return t.fail();
  t.regex(fitted.text, /FROM \[r\]\.\[rep_v_R_System\] AS t\) AS s/);
  // The view of the plain name is none of theirs.
  t.deepEqual(fitted.missing, ['v_GS_PC_BIOS']);
});

test('a query that states nothing reads other views too, where it names them as tables', (t) => {
  const tables = catalog({ v_Two: ['Name0'] }, 'r');
  const views = new Map([['v_One', { name: 'r.v_Two', columns: new Map() }]]);
  const plain = "SELECT v_One.Name0, 'FROM v_One' FROM v_One WHERE v_One.Name0 > '' -- FROM v_One\n";
  t.like(fitQuery(plain, [], { tables, dialect, views }), {
    text: plain.replace(' FROM v_One WHERE', ' FROM [r].[v_Two] [v_One] WHERE'),
  });
});

test('a view in a place that can not be replaced is refused, never read half', (t) => {
  const tables = catalog({ v_Two: ['Name0'] }, 'r');
  const views = new Map([['v_One', { name: 'r.v_Two', columns: new Map() }]]);
  const odd = 'SELECT 1 FROM v_One AS a WHERE f(v_One) > 1';
  t.like(
    t.throws(() => fitQuery(odd, [], { tables, dialect, views }, 'odd.sql')),
    { faults: [{ code: 'sql/query-file', place: { file: 'odd.sql' } }] },
  );
});

test('a text that looks like a view is none', (t) => {
  const text = query.replace("= '0'", "= 'FROM v_GS_PC_BIOS AS b'");
  const fitted = fitIn(['r'], { v_GS_PC_BIOS: 'r.v_GS_PC_BIOS' }, text);
  if (fitted.kind === 'absent') return t.fail();
  t.true(fitted.text.includes("= 'FROM v_GS_PC_BIOS AS b'"), fitted.text);
});

test('columns have the names that the query spells, however the server folds them', (t) => {
  const spelled = spelledIn(
    'SELECT\n    s.ResourceID,\n    CASE\n        WHEN a THEN b\n    END AS left_out\nFROM v_R_System AS s\n',
  );
  t.deepEqual(['RESOURCEID', 'resourceid', 'LEFT_OUT', 'Other'].map(spelled), [
    'ResourceID',
    'ResourceID',
    'left_out',
    'Other',
  ]);
});
