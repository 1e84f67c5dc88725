import { join } from 'node:path';
import test from 'ava';
import { parseMapping } from '../../../core/mapping/load.ts';
import { previewDataset, previewRow } from '../../../core/run/preview.ts';
import { bench, inputOf, leftovers, type TestRows } from './importing.ts';

const mapping = parseMapping(`
mapping: test/preview
source: { adapter: rows }
completeness: { Computer: everything }
records:
  - entity: Computer
    when: Id != "skip"
    key: Id
    fields: { name: 'if(Name = null, null, Name | trim | upper)', memoryBytes: Memory }
`);
const rows: TestRows = {
  columns: ['Id', 'Name', 'Memory'],
  parts: [
    [
      ['1', ' a ', '5'],
      ['skip', 'b', null],
    ],
    [
      ['2', null, 'much'],
      ['3', 'c', null],
    ],
  ],
};
const { signal } = new AbortController();

test('a preview maps the first rows as a run does, and publishes nothing', async (t) => {
  const each = bench(t);
  const input = await inputOf(join(each.folder, 'input'), rows);
  const { rows: ledger, records, issues } = await previewDataset(mapping, input, input.datasets[0], 3, signal);
  t.like(ledger, { read: 3, mapped: 1, filtered: { 'Computer: Id != "skip"': 1 }, rejected: { 'row/required': 1 } });
  t.deepEqual(records.get('Computer'), ['{"key":"1","name":"A","memoryBytes":5}']);
  t.deepEqual(
    issues.map(({ code }) => code),
    ['row/not-a-number', 'row/required'],
  );
  t.deepEqual([...each.spool.list()], []);
  t.deepEqual(leftovers(each), []);
});

test('a row is followed step by step, branch not taken left out, to its line', async (t) => {
  const input = await inputOf(join(bench(t).folder, 'input'), rows);
  const traced = await previewRow(mapping, input, input.datasets[0], 1, signal);
  t.is(traced.origin, 'rows:1');
  const [record] = traced.records;
  t.is(record.line, '{"key":"1","name":"A","memoryBytes":5}');
  const name = record.fields.find(({ field }) => field === 'name');
  t.deepEqual(name?.steps, [
    { step: 'Name', value: ' a ' },
    { step: '=', value: false },
    { step: 'Name', value: ' a ' },
    { step: 'trim', value: 'a' },
    { step: 'upper', value: 'A' },
    { step: 'if', value: 'A' },
  ]);
});

test('the trace of a filtered row says why, that of a fault what was expected', async (t) => {
  const input = await inputOf(join(bench(t).folder, 'input'), rows);
  const skipped = await previewRow(mapping, input, input.datasets[0], 2, signal);
  t.like(skipped.records[0], { made: false, line: undefined });
  t.deepEqual(skipped.records[0].when?.written, false);
  const faulty = await previewRow(mapping, input, input.datasets[0], 3, signal);
  const memory = faulty.records[0].fields.find(({ field }) => field === 'memoryBytes');
  t.like(memory?.fault, { code: 'row/not-a-number', found: 'much' });
});

test('a row that is not there is refused with the nearest one', async (t) => {
  const input = await inputOf(join(bench(t).folder, 'input'), rows);
  await t.throwsAsync(previewRow(mapping, input, input.datasets[0], 9, signal), {
    message: /rows has no row 9\. The nearest one is 4\./,
  });
});

test('a row that could not be decoded is shown with its text and the reason', async (t) => {
  const input = await inputOf(join(bench(t).folder, 'input'), { ...rows, broken: [2] });
  const traced = await previewRow(mapping, input, input.datasets[0], 2, signal);
  t.like(traced, { origin: 'rows:2', cells: [], records: [], broken: { text: 'canary-broken,x' } });
});

test('a row that was repaired is shown with its text and what was done', async (t) => {
  const input = await inputOf(join(bench(t).folder, 'input'), { ...rows, repaired: [2] });
  const traced = await previewRow(mapping, input, input.datasets[0], 2, signal);
  t.is(traced.repaired?.text, 'canary-repaired,x');
  t.true(traced.records.length > 0);
});
