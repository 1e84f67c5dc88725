import test from 'ava';
import type { CatalogTable } from '../../../adapters/sql/driver.ts';
import { parseNeeds } from '../../../adapters/sql/needs.ts';
import { proposals } from '../../../adapters/sql/proposals.ts';
import type { NameElsewhere } from '../../../core/options/option.ts';

const needs = parseNeeds(
  `-- reads: v_GS_PROCESSOR (ResourceID int, GroupID? int, Name0?, NumberOfCores0? int)
-- reads: v_GS_PROCESSOR_64? (ResourceID int, Name0?)
-- reads: v_R_System (ResourceID int, Netbios_Name0?, Obsolete0? int)`,
  'x.sql',
);
const usual = ['ResourceID', 'GroupID', 'Name0', 'NumberOfCores0'];
const taken = new Set(['v_gs_processor', 'v_gs_processor_64', 'v_r_system']);
const dialect = { quoteName: (name: string) => `[${name}]` };

function table(written: string, columns: readonly string[] = usual, type: 'text' | 'integer' = 'text'): CatalogTable {
  const [schema, name] = written.split('.');
  return {
    schema,
    name,
    kind: 'view',
    columns: columns.map((each) => ({ name: each, type, serverType: '', nullable: true })),
  };
}

function changes(
  missing: readonly [string, string?],
  tables: readonly CatalogTable[],
  views: Readonly<Record<string, NameElsewhere>> = {},
): readonly string[] {
  const site = { tables, dialect, views: new Map(Object.entries(views)) };
  return proposals([missing], needs, site, taken).map(({ change }) => change);
}

const views: readonly (readonly [what: string, tables: readonly CatalogTable[], change: readonly string[]])[] = [
  ['a number behind its name', [table('dbo.v_GS_PROCESSOR2')], ['views: { v_GS_PROCESSOR: dbo.v_GS_PROCESSOR2 }']],
  ['another schema', [table('rep.v_GS_PROCESSOR')], ['views: { v_GS_PROCESSOR: rep.v_GS_PROCESSOR }']],
  [
    'a name in need of quotes',
    [table('my rep.v_GS_PROCESSOR')],
    ['views: { v_GS_PROCESSOR: "my rep.v_GS_PROCESSOR" }'],
  ],
  ['the history of the same class', [table('dbo.v_HS_PROCESSOR')], []],
  ['another view that queries read', [table('dbo.v_GS_PROCESSOR_64')], []],
  ['a view without a needed column', [table('dbo.v_GS_PROCESSOR2', ['Name0', 'GroupID', 'NumberOfCores0'])], []],
  ['a view with few of the columns', [table('dbo.v_GS_PROCESSOR2', ['ResourceID'])], []],
];
for (const [what, tables, change] of views)
  test(`${what} is ${change.length > 0 ? 'proposed' : 'not proposed'} for a view that is missing`, (t) => {
    t.deepEqual(changes(['v_GS_PROCESSOR'], tables), change);
  });

test('what the source file says already stays in the line', (t) => {
  const known = {
    v_R_System: { name: 'rep.v_Sys', columns: new Map([['Name 0', 'Name']]) },
    v_GS_PROCESSOR: { name: 'rep.gone', columns: new Map() },
  };
  t.deepEqual(changes(['rep.gone'], [table('rep.v_GS_PROCESSOR_NEW')], known), [
    'views: { v_R_System: { name: rep.v_Sys, columns: { "Name 0": Name } }, v_GS_PROCESSOR: rep.v_GS_PROCESSOR_NEW }',
  ]);
});

test('a column of another spelling is proposed for one that is missing', (t) => {
  t.deepEqual(changes(['v_R_System', 'Netbios_Name0'], [table('dbo.v_R_System', ['ResourceID', 'NetBios_Name00'])]), [
    'views: { v_R_System: { name: dbo.v_R_System, columns: { Netbios_Name0: NetBios_Name00 } } }',
  ]);
});

test('texts are not proposed for numbers', (t) => {
  const of = (type: 'text' | 'integer') => [table('dbo.v_R_System', ['ResourceID', 'Obsolete00'], type)];
  t.deepEqual(changes(['v_R_System', 'Obsolete0'], of('text')), []);
  t.is(changes(['v_R_System', 'Obsolete0'], of('integer')).length, 1);
});

test('a column that the query reads for another one is not proposed', (t) => {
  t.deepEqual(changes(['v_GS_PROCESSOR', 'Name0'], [table('dbo.v_GS_PROCESSOR', ['ResourceID', 'GroupID'])]), []);
});
