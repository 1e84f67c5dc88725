import test from 'ava';
import { typedCell } from '../../../core/adapter/batch.ts';
import type { BackEnd } from '../../../core/mapping/compile/record.ts';
import type { ColumnDecision } from '../../../core/mapping/evidence/decision.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import { bindDataset } from '../../../core/run/bind-dataset.ts';
import { dryRun } from '../../../core/run/dry-run.ts';
import { previewRow } from '../../../core/run/preview.ts';
import { bookSource } from './book-source.ts';
import { bench } from './importing.ts';

/** How the numbers and dates of a column are read where a mapping does not say it: as all of its values show. */

const signal = new AbortController().signal;
const file = { kind: 'file', id: 'one' };

/** A mapping of one custom field. */
function reading(expression: string, type = 'decimal', source = ''): string {
  return `
mapping: test/columns
source: { adapter: rows, zone: UTC${source} }
completeness: { Computer: additions }
records:
  - entity: Computer
    key: Id
    fields: { name: Id }
    custom: { read: { type: ${type}, value: '${expression}' } }
`;
}

async function readBook(expression: string, values: Parameters<typeof bookSource>[0], backEnd: BackEnd, type?: string) {
  const source = bookSource(values);
  const [dataset] = await source.discover();
  const made = await dryRun(parseMapping(reading(expression, type)), source, dataset, { signal, backEnd });
  const lines = (made.records.get('Computer') ?? []).map((line) => JSON.parse(line).custom?.read ?? null);
  return { lines, issues: made.issues.map(({ code }) => code) };
}

const { number, moment } = typedCell;
interface Case {
  readonly title: string;
  readonly expression: string;
  readonly values: readonly (readonly [text: string, kind: number])[];
  readonly gives: readonly (string | null)[];
  readonly type?: string;
}
const typed: readonly Case[] = [
  {
    title: 'numbers of a book go past the locale that is written',
    expression: 'Value | number("de")',
    values: [
      ['1.234', number],
      ['1.234', 0],
      ['1.5', number],
    ],
    gives: ['1.234', '1234', '1.5'],
  },
  {
    title: 'numbers of a book go past the locale that the texts show',
    expression: 'Value | trim | number',
    values: [
      ['1.234', number],
      ['1.234,50', 0],
      ['2,5', 0],
    ],
    gives: ['1.234', '1234.5', '2.5'],
  },
  {
    title: 'what is cleaned away stays away',
    expression: 'Value | blankIf("0") | number("de")',
    values: [
      ['0', number],
      ['1.5', number],
      ['0', 0],
    ],
    gives: [null, '1.5', null],
  },
  {
    title: 'a step that expects the text of a country gets it',
    expression: 'Value | replace(".", ",") | number("de")',
    values: [['1.5', number]],
    gives: ['1.5'],
  },
  {
    title: 'amounts with units, and numbers without',
    expression: 'Value | bytes("GB", locale: "de")',
    values: [
      ['1.5', number],
      ['1,5 GB', 0],
    ],
    gives: ['1610612736', '1610612736'],
  },
  {
    title: 'dates of a book go past the patterns',
    expression: 'Value | date("yyyy-dd-MM")',
    type: 'date',
    values: [
      ['2024-03-04', moment],
      ['2024-03-04', 0],
    ],
    gives: ['2024-03-04', '2024-04-03'],
  },
  {
    title: 'serial numbers among dates are days, and numbers of the form yyyyMMdd too',
    expression: 'Value | date',
    type: 'date',
    values: [
      ['45382', number],
      ['31.03.2024', 0],
      ['2024-04-01', moment],
      ['20240402', number],
    ],
    gives: ['2024-03-31', '2024-03-31', '2024-04-01', '2024-04-02'],
  },
  {
    title: 'times with AM and PM, and months by name',
    expression: 'Value | instant',
    type: 'instant',
    values: [
      ['3/31/2024 10:15 PM', 0],
      ['Apr 1, 2024', 0],
      ['45382.5', number],
    ],
    gives: ['2024-03-31T22:15:00Z', '2024-04-01T00:00:00Z', '2024-03-31T12:00:00Z'],
  },
];
for (const { title, expression, values, gives, type } of typed) {
  for (const backEnd of ['generated', 'closures'] as const) {
    test(`${title} (${backEnd})`, async (t) => {
      const { lines, issues } = await readBook(expression, values, backEnd, type);
      t.deepEqual([lines.map((each) => (each === null ? null : String(each))), issues], [gives, []]);
    });
  }
}

test('the steps of a row show the typed cell once', async (t) => {
  const source = bookSource([
    ['1.234', number],
    ['1,5', 0],
  ]);
  const datasets = await source.discover();
  const input = {
    source,
    datasets,
    options: {},
    directory: '',
    adapter: { name: 'x', summary: '', module: '', options: {}, open: async () => source },
  };
  const mapping = parseMapping(reading('Value | trim | number("de")'));
  const steps = async (row: number) =>
    (await previewRow(mapping, input, datasets[0], row, signal)).records[0].fields
      .find(({ field }) => field === 'read')
      ?.steps.map(({ step, value }) => `${step} ${value}`);
  t.deepEqual(await steps(1), ['Value 1.234', 'trim 1.234', 'number 1.234']);
  t.deepEqual(await steps(2), ['Value 1,5', 'trim 1,5', 'number 1.5']);
});

test('one value late in the file decides for all, in whatever parts it lies and by whatever number of threads', async (t) => {
  const row = (id: number, value: string): readonly string[] => [`pc-${id}`, value];
  const parts = [[row(1, '7'), row(2, '1.5')], [row(3, '12')], [row(4, '2,5'), row(5, '3,5'), row(6, '2.500')]];
  const digests = new Set<string>();
  for (const workers of [1, 2]) {
    const { result, records } = await bench(t).import(
      reading('Value | number'),
      { columns: ['Id', 'Value'], parts, identity: file },
      { workers },
    );
    digests.add(result.package.contentDigest);
    t.deepEqual(
      records.get('Computer')?.map(({ custom }) => JSON.stringify(custom)),
      ['{"read":"7"}', undefined, '{"read":"12"}', '{"read":"2.5"}', '{"read":"3.5"}', '{"read":"2500"}'],
    );
    t.is(result.package.reasons[0]?.code, 'hold/number-form');
    t.regex(result.package.reasons[0]?.message, /2 like "2,5" \(rows:4\) and 1 like "1.5" \(rows:2\)/);
  }
  t.is(digests.size, 1);
});

interface Word {
  readonly values: readonly string[];
  readonly source?: string;
  readonly held?: string;
  readonly first: string;
  readonly expression?: string;
  readonly type?: string;
}
const words: readonly Word[] = [
  { values: ['1.234'], held: 'hold/number-form', first: '1.234' },
  { values: ['1.234'], source: ', numbers: comma', first: '1234' },
  { values: ['1.234'], source: ', numbers: { Value: point }', first: '1.234' },
  { values: ['1.234', '1,5'], first: '1234' },
  { values: ['01/02/2024'], held: 'hold/date-order', first: '2024-02-01', expression: 'Value | date', type: 'date' },
  {
    values: ['01/02/2024'],
    source: ', dates: { Value: mdy }',
    first: '2024-01-02',
    expression: 'Value | date',
    type: 'date',
  },
  { values: ['2024-01-02'], first: '2024-01-02', expression: 'Value | date', type: 'date' },
  { values: ['31.12.55'], held: 'hold/date-order', first: '2055-12-31', expression: 'Value | date', type: 'date' },
  { values: ['31.12.55'], first: '1955-12-31', expression: 'Value | date(pivot: 50)', type: 'date' },
];
for (const { values, source = '', held, first, expression = 'Value | number', type } of words) {
  test(`${values.join(', ')} by ${expression}${source} is ${first}${held === undefined ? '' : `, and held by ${held}`}`, async (t) => {
    const rows = values.map((value, index) => [`pc-${index}`, value]);
    const made = await bench(t).import(reading(expression, type, source), {
      columns: ['Id', 'Value'],
      rows,
      identity: file,
    });
    t.deepEqual(
      made.result.package.reasons.map(({ code }) => code),
      held === undefined ? [] : [held],
    );
    t.deepEqual(made.records.get('Computer')?.[0].custom, { read: first });
  });
}

test('a word for a column that nothing leaves open is a fault', async (t) => {
  const mapping = reading('Value | number', 'decimal', ', numbers: { Valeu: comma }');
  await t.throwsAsync(bench(t).import(mapping, { columns: ['Id', 'Value'], rows: [], identity: file }), {
    message: /source\.numbers: no call leaves the column "Valeu" to its values\. Did you mean "Value"\?/,
  });
});

test('a person is asked once for each column, and the answer becomes part of the mapping', async (t) => {
  const asked: ColumnDecision[] = [];
  const ask = async (decision: ColumnDecision) => {
    asked.push(decision);
    return 'comma';
  };
  const mapping = parseMapping(reading('Value | number'));
  const made = await bench(t).import(
    mapping,
    { columns: ['Id', 'Value'], rows: [['pc-1', '1.234']], identity: file },
    { ask },
  );
  t.deepEqual(
    asked.map(({ answers }) => answers.map(({ word }) => word)),
    [['point', 'comma']],
  );
  t.is(made.result.status, 'sealed');
  t.deepEqual(made.records.get('Computer')?.[0].custom, { read: '1234' });
  t.not(made.result.package.mapping.digest, mapping.digest);
});

test('a database keeps numbers as numbers, so its texts are looked at only where the mapping says auto', async (t) => {
  const decide = async (expression: string) => {
    const source = bookSource([['1,5', 0]], 'oracle');
    const [dataset] = await source.discover();
    return (await bindDataset(parseMapping(reading(expression)), source, dataset, { signal })).decisions.length;
  };
  t.is(await decide('Value | number'), 0);
  t.is(await decide('Value | number("auto")'), 1);
});

test('values of masked columns are not shown', async (t) => {
  const mapping = `${reading('Value | number')}mask: [Value]\n`;
  const made = await bench(t).import(mapping, { columns: ['Id', 'Value'], rows: [['pc-1', '1.234']], identity: file });
  t.notRegex(JSON.stringify(made.result.package.reasons), /1\.234/);
});
