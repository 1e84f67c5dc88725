import { readdirSync } from 'node:fs';
import test from 'ava';
import { type Bounds, usualBounds } from '../../../../core/run/finalize/state.ts';
import { recordsClose, rowsClose } from '../../../../core/run/ledger.ts';
import { planFor } from './model.ts';
import { outcomeOf, type Row, withFinalized } from './parts.ts';

const computers = (count: number, lineOf = (index: number): Record<string, unknown> => ({ key: `${index}` })): Row[] =>
  Array.from({ length: count }, (_, index) => ({ records: [{ entity: 'Computer', line: lineOf(index) }] }));

test('blocks without changes pass as their part wrote them; one that loses all its lines vanishes', async (t) => {
  // Blocks of three: the first stays, the second loses one line, the third all of them.
  const keys = ['0', '1', '2', '3', '0', '5', '1', '2', '3'];
  const parts = [computers(keys.length, (index) => ({ key: keys[index] }))];
  await withFinalized({ plan: planFor(), parts }, (finalized, [part]) => {
    const [{ blocks }] = finalized.entities;
    const { file, blocks: before } = part.entities[0].records;
    t.is(blocks.length, 2);
    t.deepEqual(blocks[0], { ...before[0], path: `${part.folder}/${file}` });
    t.is(blocks[1].lines, 2);
    t.not(blocks[1].path, blocks[0].path);
    t.deepEqual(
      outcomeOf(finalized).lines.Computer,
      ['0', '1', '2', '3', '5'].map((key) => `{"key":"${key}"}`),
    );
  });
});

test('different keys of one digest are no duplicates', async (t) => {
  const keys = ['a', 'b', 'c', 'a', 'b', 'd'];
  const parts = [computers(keys.length, (index) => ({ key: keys[index] }))];
  const outcome = await withFinalized({ plan: planFor(), parts, digestOf: () => [7, 7] }, (made) => outcomeOf(made));
  t.deepEqual(
    outcome.lines.Computer,
    ['a', 'b', 'c', 'd'].map((key) => `{"key":"${key}"}`),
  );
  t.is(outcome.ledgers.Computer.merged, 2);
});

test('one key over and over is more than is dealt out, and merges all the same', async (t) => {
  const keys = Array.from({ length: 9000 }, (_, index) => (index < 8990 ? 'same' : `${index % 5}`));
  const parts = [computers(keys.length, (index) => ({ key: keys[index], name: 'n' }))];
  const options = { bounds: { ...usualBounds, dealt: 0 } };
  const { ledgers } = await withFinalized({ plan: planFor(), parts, options }, (made) => outcomeOf(made));
  t.like(ledgers.Computer, { made: 9000, written: 6, merged: 8994 });
});

test('a field that the mapping masks is dots in late issues', async (t) => {
  const parts = [computers(2, (index) => ({ key: '1', name: `secret ${index}`, model: `m${index}`, host: 'gone' }))];
  const masked = (entity: string, field: string) => entity === 'Computer' && field === 'name';
  const { issues } = await withFinalized({ plan: planFor(), parts, options: { masked } }, (made) => outcomeOf(made));
  const found = issues.map(({ field, expected, found }) => [field, expected, found]);
  t.deepEqual(found, [
    ['host', 'the key of a Computer in this import', 'gone'],
    ['name', '•••', '•••'],
    ['model', 'm0', 'm1'],
  ]);
});

test('issues of parts come first, in their order, and the counts are of all', async (t) => {
  const parts = [
    computers(1),
    computers(1, () => ({ key: '0', name: 'a' })),
    computers(1, () => ({ key: '0', name: 'b' })),
  ];
  await withFinalized({ plan: planFor(), parts }, (finalized, results) => {
    const paths = finalized.issues.blocks.map(({ path }) => path);
    t.deepEqual(
      paths.slice(0, 3),
      results.map(({ folder }) => `${folder}/issues`),
    );
    t.is(paths.length, 4);
    t.deepEqual(finalized.issues.counts, { 'row/required': 3, 'row/duplicate-key': 1 });
  });
});

test('no parts give empty results', async (t) => {
  await withFinalized({ plan: planFor(), parts: [] }, (finalized) => {
    t.is(finalized.rows.read, 0);
    t.deepEqual(
      finalized.entities.map(({ blocks }) => blocks.length),
      [0, 0, 0],
    );
    t.deepEqual(finalized.present, { blocks: [], count: 0 });
  });
});

test('an aborted run ends with the reason', async (t) => {
  const reason = new Error('interrupted');
  const aborted = withFinalized(
    { plan: planFor(), parts: [computers(10)], options: { signal: AbortSignal.abort(reason) } },
    () => {},
  );
  t.is(await t.throwsAsync(aborted), reason);
});

test('a run can be aborted while it is under way', async (t) => {
  const abort = new AbortController();
  const reason = new Error('interrupted');
  const originOf = (position: number) => {
    if (position === 100) setImmediate(() => abort.abort(reason));
    return `${position}`;
  };
  const parts = [computers(20_000, (index) => ({ key: 'same', name: `${index}` }))];
  const aborted = withFinalized({ plan: planFor(), parts, originOf, options: { signal: abort.signal } }, () => {});
  t.is(await t.throwsAsync(aborted), reason);
});

test('a chain of ten thousand records goes when its root goes', async (t) => {
  const rows: Row[] = Array.from({ length: 10_000 }, (_, index) => ({
    records: [{ entity: 'Unit', line: { key: `${index}`, above: `${index + 1}` } }],
  }));
  const { ledgers, issues } = await withFinalized({ plan: planFor(), parts: [rows] }, (made) => outcomeOf(made));
  t.like(ledgers.Unit, { made: 10_000, written: 0, rejected: 10_000 });
  t.is(issues.length, 10_000);
});

const bounds: Record<string, Bounds | undefined> = {
  usual: undefined,
  small: { digests: 1000, dealt: 0, followed: 0, keys: 100, range: 100 },
};
for (const [name, each] of Object.entries(bounds)) {
  test(`two hundred thousand records, half of them duplicates, every tenth dangling: ${name} bounds`, async (t) => {
    const keys = 50_000;
    const rows: Row[] = Array.from({ length: 100_000 }, (_, index) => ({
      records: [
        { entity: 'Computer', line: { key: `${index % keys}`, name: index < 2 * keys - 10 ? 'n' : 'other' } },
        {
          entity: 'Evidence',
          line: { computer: `${index % 10 === 0 ? -1 : index % keys}`, name: `${index}` },
          isSubject: false,
        },
      ],
    }));
    const parts = [rows.slice(0, 1), rows.slice(1, 60_000), rows.slice(60_000)];
    const options = each === undefined ? {} : { bounds: each };
    await withFinalized({ plan: planFor(), parts, options }, (finalized, _, folder) => {
      const { rows: ledger, ledgers, issues, present, lines } = outcomeOf(finalized);
      t.true(rowsClose(ledger) && Object.values(ledgers).every(recordsClose));
      t.like(ledgers.Computer, { made: 100_000, written: 50_000, merged: 50_000 });
      t.like(ledgers.Evidence, { made: 100_000, written: 90_000, rejected: 10_000 });
      t.deepEqual([issues.length, present.length], [10_010, 10_000]);
      t.deepEqual(ledger, { ...ledger, mapped: 50_000, merged: { 'Computer(key)': 50_000 } });
      t.deepEqual([lines.Computer[7], lines.Evidence[7]], ['{"key":"7","name":"n"}', '{"computer":"8","name":"8"}']);
      t.deepEqual(readdirSync(folder).sort(), ['0.blocks', '1.blocks', 'late-issues', 'present']);
    });
  });
}
