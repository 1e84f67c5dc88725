import test from 'ava';
import { ConfigError, SourceError } from '../../../core/errors/errors.ts';
import { fromDb2, importWith } from './importing.ts';
import { type SiteTable, site, withRows } from './site.ts';

/** What is checked before a row is read, and after the last one. */

async function refusal(act: Promise<unknown>) {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof SourceError)) throw error;
    const [{ code, message }] = error.faults;
    return { code, message, retryable: error instanceof SourceError && error.retryable };
  }
}

test('a computer group that is not there is said before any row is read, with those that are', async (t) => {
  const found = await refusal(fromDb2(t, 'computers', site, { computerGroup: 33 }));
  t.is(found?.code, 'option/wrong-value');
  t.is(
    found?.message,
    'computerGroup: expected the id of a computer group, found 33. There are 0 (All Computers), 3 (EMEA), 4 (Nobody).',
  );
});

test('without a group there are no results, and the message says which there are', async (t) => {
  const found = await refusal(fromDb2(t, 'license-usage', site, { computerGroup: null }));
  t.is(found?.code, 'option/missing');
  t.regex(found?.message ?? '', /computerGroup.*There are 0 \(All Computers\), 3 \(EMEA\), 4 \(Nobody\)/);
});

test('a group of nobody is an empty one', async (t) => {
  const made = await fromDb2(t, 'computers', site, { computerGroup: 4 });
  t.like(made.rows, { read: 0 });
});

test('where the table of groups is not named, nothing is read', async (t) => {
  const tables = site.filter(({ name }) => name !== 'ilmt_computer_groups');
  const found = await refusal(fromDb2(t, 'computers', tables));
  t.is(found?.code, 'option/wrong-value');
  t.regex(found?.message ?? '', /ilmt_computer_groups under views/);
});

for (const [title, rows, found] of [
  ['runs', [['2024-03-31T01:00:00', null, null]], /one that runs/],
  ['failed', [['2024-03-31T01:00:00', '2024-03-31T02:00:00', 'Failed ']], /"Failed"/],
  ['never was', undefined, /none at all/],
] as const)
  test(`nothing is read after a data import that ${title}; it is tried again later`, async (t) => {
    const tables = withRows('ilmt_data_imports', (all) => (rows === undefined ? [] : [...all, ...rows]));
    const refused = await refusal(fromDb2(t, 'computers', tables, { retries: 0 }));
    t.is(refused?.code, 'sql/unfinished');
    t.true(refused?.retryable);
    t.regex(refused?.message ?? '', found);
  });

test('an import that ended while rows were read leaves no package', async (t) => {
  const later: readonly SiteTable[] = withRows('ilmt_data_imports', (all) => [
    ...all,
    ['2024-03-31T01:00:00', '2024-03-31T02:00:00', null],
  ]);
  const made = importWith(t, 'computers', (asked) => (asked === 1 ? site : later), { retries: 0 });
  const refused = await refusal(made);
  t.is(refused?.code, 'sql/unfinished');
  t.regex(refused?.message ?? '', /2024-03-30T02:10:00.* to be the last one.*2024-03-31T02:00:00/);
});

test('where nothing says whether an import runs, a note says so', async (t) => {
  const notes: string[] = [];
  const tables = site.filter(({ name }) => name !== 'ilmt_data_imports');
  const made = await importWith(t, 'computers', () => tables, {}, notes);
  t.like(made.rows, { mapped: 9 });
  t.true(
    notes.some((note) => note.includes('ilmt_data_imports')),
    notes.join('\n'),
  );
});

test('a day that is none is refused', async (t) => {
  const found = await refusal(fromDb2(t, 'computers', site, { asOf: '2024-02-30' }));
  t.deepEqual(
    [found?.code, found?.message],
    ['option/wrong-value', 'asOf: expected a day such as 2024-03-31, found "2024-02-30".'],
  );
});
