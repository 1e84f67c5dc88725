import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import csv from '../../adapters/csv/adapter.ts';
import excel from '../../adapters/excel/adapter.ts';
import type { Dataset, Source } from '../../core/adapter/contract.ts';
import { chooseMapping } from '../../core/mapping/fit.ts';
import { guessMapping } from '../../core/mapping/guess/guess.ts';
import { loadMapping, parseMapping } from '../../core/mapping/load.ts';
import type { Mapping } from '../../core/mapping/mapping.ts';
import { parseOptions } from '../../core/options/parse.ts';
import { recordsClose, rowsClose, total } from '../../core/run/ledger.ts';
import { type Processed, processDatasets } from '../../core/run/pipeline.ts';
import { shippedMappings } from './shipped.ts';

/** Every sample runs the straight path as its page says, and its ledger closes. */
const samples = join(import.meta.dirname, '../../samples');
const signal = new AbortController().signal;

async function open(t: ExecutionContext, path: string): Promise<Source> {
  const source = await (path.endsWith('.csv')
    ? csv.open(parseOptions(csv.options, { path }, { directory: samples }), { signal })
    : excel.open(parseOptions(excel.options, { path }, { directory: samples }), { signal }));
  t.teardown(() => source.close());
  return source;
}

async function run(t: ExecutionContext, mapping: Mapping, source: Source, dataset: Dataset): Promise<Processed> {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const options = {
    folder,
    workers: 1,
    compression: 'gzip',
    backEnd: 'generated',
    progress: () => undefined,
    signal,
  } as const;
  const processed = await processDatasets(
    [{ mapping, dataset }],
    source,
    { adapter: '', options: {}, directory: '' },
    options,
  );
  t.true(rowsClose(processed.finalized.rows));
  for (const { ledger } of processed.finalized.entities) t.true(recordsClose(ledger));
  return processed;
}

function written({ finalized }: Processed): Readonly<Record<string, number>> {
  return Object.fromEntries(finalized.entities.map(({ entity, ledger }) => [entity.name, ledger.written]));
}

function outcomes({ finalized: { rows } }: Processed): readonly number[] {
  return [rows.read, rows.mapped, total(rows.filtered), total(rows.rejected), total(rows.merged)];
}

test('the spreadsheet of computers', async (t) => {
  const source = await open(t, 'spreadsheet-computers/computers.xlsx');
  const choice = chooseMapping([], shippedMappings(), await source.discover());
  if (choice.kind !== 'chosen') return t.fail(choice.kind);
  t.is(choice.fit.mapping.name, 'spreadsheets/computers');
  t.is(choice.fit.score, choice.fit.dataset.columns.length);
  t.deepEqual(choice.otherDatasets, ['Notes']);
  const processed = await run(t, choice.fit.mapping, source, choice.fit.dataset);
  t.deepEqual(outcomes(processed), [21, 19, 0, 1, 1]);
  t.deepEqual(written(processed), {
    Computer: 19,
    VirtualMachine: 6,
    User: 8,
    ComputerUser: 11,
    Cluster: 1,
    ClusterMember: 2,
  });
  t.deepEqual(processed.finalized.issues.counts, {
    'row/required': 1,
    'row/not-an-instant': 2,
    'row/dangling-reference': 1,
  });
});

test('the list of installed software', async (t) => {
  const source = await open(t, 'spreadsheet-installer-evidence/installed-software.csv');
  const choice = chooseMapping([], shippedMappings(), await source.discover());
  if (choice.kind !== 'chosen') return t.fail(choice.kind);
  t.is(choice.fit.mapping.name, 'spreadsheets/installer-evidence');
  const processed = await run(t, choice.fit.mapping, source, choice.fit.dataset);
  t.deepEqual(outcomes(processed), [18, 15, 0, 2, 1]);
  t.deepEqual(written(processed), { InstallerEvidence: 15, Computer: 7, Instance: 3 });
  t.deepEqual(processed.finalized.issues.counts, { 'row/required': 3, 'row/not-an-instant': 1 });
});

test('the purchase orders, with decimal commas', async (t) => {
  const source = await open(t, 'purchase-orders/orders.csv');
  const [dataset] = await source.discover();
  const processed = await run(t, loadMapping(join(samples, 'purchase-orders/mapping.yaml')), source, dataset);
  t.deepEqual(outcomes(processed), [11, 9, 0, 2, 0]);
  t.like(written(processed), { PurchaseLine: 9, PurchaseOrder: 6, Vendor: 8, OrgUnit: 9, User: 4 });
  t.deepEqual(processed.finalized.issues.counts, { 'row/not-a-number': 1, 'row/required': 3, 'row/duplicate-key': 1 });
  t.true(processed.datasets[0].decisions.every(({ proven }) => proven));
});

test('the file that no mapping knows is guessed', async (t) => {
  const source = await open(t, 'unknown-inventory/inventar.csv');
  const [dataset] = await source.discover();
  t.is(chooseMapping([], shippedMappings(), [dataset]).kind, 'none');
  const fileName = basename('unknown-inventory/inventar.csv');
  const guess = await guessMapping(source, dataset, { adapter: 'csv', options: { path: fileName }, fileName, signal });
  if (guess === undefined) return t.fail();
  t.is(guess.entity, 'Computer');
  t.is(guess.questions.length, 3);
  const processed = await run(t, parseMapping(guess.text), source, dataset);
  t.deepEqual(outcomes(processed), [12, 12, 0, 0, 0]);
  t.deepEqual(written(processed), { Computer: 12, User: 6, ComputerUser: 6 });
  t.deepEqual(processed.finalized.issues.counts, {});
  t.deepEqual(processed.datasets[0].program.columns.unused, ['Takt (GHz)', 'Bemerkung']);
});

for (const path of [
  'spreadsheet-computers/computers.xlsx',
  'spreadsheet-installer-evidence/installed-software.csv',
  'purchase-orders/orders.csv',
]) {
  test(`${path} could also be guessed`, async (t) => {
    const source = await open(t, path);
    const [dataset] = await source.discover();
    const guess = await guessMapping(source, dataset, {
      adapter: 'csv',
      options: {},
      fileName: basename(path),
      signal,
    });
    if (guess === undefined) return t.fail();
    await run(t, parseMapping(guess.text), source, dataset);
    t.regex(guess.entity, /^(Computer|InstallerEvidence|PurchaseLine)$/);
  });
}
