import { Ajv } from 'ajv';
import test from 'ava';
import { catalogSchema } from '../../../core/run/catalog-schema.ts';
import { catalogText, parseCatalog, type RecordedCatalog } from '../../../core/run/recorded-catalog.ts';
import { makeSite, tables } from '../../adapters/sql/site.ts';

const catalog: RecordedCatalog = {
  tributaryCatalog: 1,
  adapter: 'sccm',
  source: 'emea',
  product: 'SQL Server',
  version: '16.0',
  tables: [
    {
      schema: 'dbo',
      name: 'v_R_System',
      kind: 'view',
      columns: [
        { name: 'ResourceID', type: 'integer', serverType: 'int' },
        { name: '__proto__', type: 'text', serverType: 'nvarchar(256)' },
      ],
    },
  ],
  absent: ['v_GS_PROCESSOR'],
  datasets: [{ name: 'computers', leftOut: [], incomplete: [], columns: [] }],
  missing: [{ name: 'processors', code: 'sql/missing-object', message: 'Not there.' }],
};

test('a catalog is read back as it was recorded', (t) => {
  t.deepEqual(parseCatalog(catalogText(catalog), 'catalog.json'), catalog);
});

test('each column stands on its own line', (t) => {
  t.true(
    catalogText(catalog).includes('\n        { "name": "ResourceID", "type": "integer", "serverType": "int" },\n'),
  );
});

test('the schema takes what is recorded', (t) => {
  const check = new Ajv().compile(catalogSchema());
  t.true(check(JSON.parse(catalogText(catalog))));
  t.false(check({ ...catalog, rows: 5 }));
});

const wrong: readonly (readonly [what: string, text: string, code: string, said: RegExp])[] = [
  ['no JSON', 'catalog: 1', 'catalog/wrong-file', /datasets SOURCE --catalog/],
  ['other JSON', '{"name": "x"}', 'catalog/wrong-file', /tributaryCatalog: expected a count/],
  ['a list', '[]', 'catalog/wrong-file', /tributaryCatalog: expected a count/],
  ['an unknown property', catalogText({ ...catalog, ...{ rows: 5 } }), 'catalog/wrong-file', /found "rows"/],
  [
    'a column of an unknown type',
    catalogText(catalog).replace('"integer"', '"float"'),
    'catalog/wrong-file',
    /tables\[0\]\.columns\[0\]\.type: expected one of text/,
  ],
  ['a newer format', '{"tributaryCatalog": 2, "more": true}', 'catalog/newer-format', /Expected a catalog in format 1/],
];
for (const [what, text, code, said] of wrong)
  test(`${what} is refused`, (t) => {
    const error = t.throws(() => parseCatalog(text, 'catalog.json'));
    t.like(error, { faults: [{ code, place: { file: 'catalog.json' } }] });
    t.regex(error?.message ?? '', said);
  });

test('datasets --catalog records what the queries read, and nothing that would tell one server from another', async (t) => {
  const { at, call } = makeSite(t, { sql: `${tables} CREATE TABLE other (x INTEGER);` });
  const { exitCode, printed } = await call('datasets', at('emea.yaml'), '--catalog');
  t.is(exitCode, 0);
  const recorded = parseCatalog(printed, 'catalog.json');
  t.like(recorded, { adapter: 'sqlite', source: 'emea', absent: [], missing: [] });
  t.deepEqual(
    recorded.tables.map(({ name }) => name),
    ['v_GS_COMPUTER', 'v_R_System'],
  );
  t.deepEqual(recorded.tables[0].columns[1], { name: 'Model0', type: 'text', serverType: 'TEXT' });
  const again = await call('datasets', at('emea.yaml'), '--catalog');
  t.is(again.printed, printed);
});

test('a view that is not there is recorded as absent, with what may have taken its place', async (t) => {
  const { at, call } = makeSite(t, { sql: tables.replaceAll('v_R_System', 'v_R_System2') });
  const recorded = parseCatalog((await call('datasets', at('emea.yaml'), '--catalog')).printed, 'catalog.json');
  t.deepEqual(recorded.absent, ['v_R_System']);
  t.deepEqual(
    recorded.tables.map(({ name }) => name),
    ['v_GS_COMPUTER', 'v_R_System2'],
  );
  t.deepEqual(
    recorded.missing.map(({ name, code }) => [name, code]),
    [['computers', 'sql/missing-object']],
  );
});
