import test from 'ava';
import { parseQueryFile, readQueries, withoutOptional } from '../../../adapters/sql/query-file.ts';
import { ConfigError } from '../../../core/errors/errors.ts';

const text = `-- Clients with a scan,
-- one row each.
-- key: ResourceID
-- parameters: collection, days
SELECT s.ResourceID, -- key: not this
  s.A0, -- optional
  s.[B0], -- optional
  b.A00,
  s.C0
FROM v_R_System s
LEFT JOIN dbo.v_B b ON b.ID = s.ID -- optional
`;

test('a file says its dataset, what it is, its key and its parameters', (t) => {
  const { dataset, summary, key, parameters } = parseQueryFile(`\ufeff${text}`, 'queries/computers.sql');
  t.is(dataset, 'computers');
  t.is(summary, 'Clients with a scan, one row each.');
  t.is(key, 'ResourceID');
  t.deepEqual(parameters, ['collection', 'days']);
});

test('a file without comments is only its query', (t) => {
  const { summary, key, parameters } = parseQueryFile('SELECT 1', 'a.sql');
  t.deepEqual([summary, key, parameters], ['', undefined, []]);
});

const left: readonly (readonly [missing: string, line: number])[] = [
  ['A0', 6],
  ['s.A0', 6],
  ['a0', 6],
  ['B0', 7],
  ['v_B', 11],
  ['dbo.v_B', 11],
  ['other.dbo.v_b', 11],
];
for (const [missing, line] of left) {
  test(`${missing} takes its optional line with it, and no other`, (t) => {
    const before = text.split('\n');
    const after = withoutOptional(text, missing)?.split('\n');
    t.deepEqual(after, before.with(line - 1, ''));
  });
}

for (const missing of ['C0', 'v_R_System', 'A00', 'A', ''])
  test(`without ${missing || 'a name'} nothing can be left out`, (t) =>
    t.is(withoutOptional(text, missing), undefined));

test('a folder that is not there is said', (t) => {
  const error = t.throws(() => readQueries('no/such/folder'), { instanceOf: ConfigError, message: /sql\/query-file/ });
  t.deepEqual(error?.faults[0].place, { file: 'no/such/folder' });
});
