import test from 'ava';
import fc from 'fast-check';
import type { Cell } from '../../../core/adapter/batch.ts';
import { recordsClose, rowsClose } from '../../../core/run/ledger.ts';
import { bench, leftovers, processRows } from './importing.ts';

/** The same rows give the same content, however they are cut and whoever maps them; and every row is accounted for. */

const columns = ['Id', 'Name', 'Serial', 'Account', 'Relation'];

const shape = fc.record({
  when: fc.constantFrom('', 'Serial != "old"', 'Serial > 5', 'Name != null'),
  onReject: fc.constantFrom('row', 'record'),
  duplicates: fc.constantFrom('fill', 'last', 'reject'),
  required: fc.boolean(),
  mode: fc.constantFrom('upsert', 'lookup'),
  each: fc.boolean(),
  onIssue: fc.constantFrom('omit', 'reject'),
});
type MappingShape = typeof shape extends fc.Arbitrary<infer Shape> ? Shape : never;

function mappingOf({ when, onReject, duplicates, required, mode, each, onIssue }: MappingShape): string {
  return `
mapping: test/shapes
source: { adapter: rows }
completeness: { Computer: everything, User: everything, ComputerUser: perParent }
records:
  - entity: Computer
    ${when === '' ? '' : `when: ${when}`}
    onReject: ${onReject}
    duplicates: ${duplicates}
    key: Id
    fields:
      name: Name
      serialNumber: { value: Serial, required: ${required} }
      memoryBytes: { value: Serial, onIssue: ${onIssue} }
    custom: { __proto__: Name, constructor: { value: Id, type: integer } }
  - entity: User
    ${each ? 'each: split(Account, ",")' : ''}
    mode: ${mode}
    onReject: ${onReject}
    key: ${each ? 'item' : 'Account'}
    fields: { account: Account, manager: Relation }
  - entity: ComputerUser
    onReject: record
    fields: { computer: Id, user: Account, relation: Relation }
`;
}

const cell = (...values: readonly Cell[]): fc.Arbitrary<Cell> => fc.constantFrom(...values);
const row: fc.Arbitrary<readonly Cell[]> = fc.tuple(
  cell('1', '2', '3', '4', null, 'A', 'a '),
  cell('x', 'y', 'Y', null, 'long'.repeat(100)),
  cell('old', '7', '1', null, ''),
  cell('u', 'v', 'u,v', 'U', null),
  cell('primary', 'console', 'u', 'v', 'nonsense', null),
);

function cut(rows: readonly (readonly Cell[])[], into: number): readonly (readonly (readonly Cell[])[])[] {
  const size = Math.ceil(rows.length / into);
  return Array.from({ length: into }, (_, index) => rows.slice(index * size, (index + 1) * size));
}

test('one part, two or five: the same content, and ledgers that close', async (t) => {
  const broken = fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 1 });
  const rows = fc.array(row, { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(shape, rows, broken, async (mapping, given, lost) => {
      const contents = new Set<string>();
      for (const parts of [1, 2, 5]) {
        const backEnd = parts === 2 ? 'closures' : 'generated';
        const source = { columns, parts: cut(given, parts), broken: lost };
        const { finalized, shown } = await processRows(mappingOf(mapping), source, backEnd);
        contents.add(shown);
        const { rows: ledger, entities } = finalized;
        if (!rowsClose(ledger) || ledger.read !== given.length) throw new Error(`Rows: ${JSON.stringify(ledger)}`);
        for (const each of entities) {
          if (!recordsClose(each.ledger)) throw new Error(`${each.entity.name}: ${JSON.stringify(each.ledger)}`);
          const lines = each.blocks.reduce((sum, block) => sum + block.lines, 0);
          if (lines !== each.ledger.written) throw new Error(`${each.entity.name} has ${lines} lines.`);
        }
      }
      if (contents.size !== 1) throw new Error('The content depends on the parts.');
    }),
    { numRuns: 40 },
  );
  t.pass();
});

const plain = mappingOf({
  when: '',
  onReject: 'record',
  duplicates: 'fill',
  required: false,
  mode: 'upsert',
  each: true,
  onIssue: 'omit',
});
const manyRows = Array.from({ length: 500 }, (_, index): readonly Cell[] => [
  String(index % 400),
  `pc-${index % 7}`,
  String(index % 3),
  `u${index % 40}`,
  index % 50 === 0 ? 'nonsense' : 'primary',
]);

test('one thread or several: the same content', async (t) => {
  const { import: run } = bench(t);
  const rows = { columns, parts: cut(manyRows, 7), broken: [3, 400] };
  const alone = await run(plain, rows);
  const together = await run(plain, rows, { workers: 3 });
  t.is(together.result.package.contentDigest, alone.result.package.contentDigest);
  t.is(together.rejects, alone.rejects);
  t.is(together.result.rows.read, 500);
});

test('more threads than parts, and a source without rows', async (t) => {
  const { import: run } = bench(t);
  t.is((await run(plain, { columns, parts: cut(manyRows, 2) }, { workers: 4 })).result.rows.read, 500);
  t.is((await run(plain, { columns, parts: [] })).result.rows.read, 0);
  t.is((await run(plain, { columns, parts: [[], []] }, { workers: 2 })).result.rows.read, 0);
});

for (const workers of [1, 2]) {
  test(`a part that fails fails the run: ${workers} at work`, async (t) => {
    const each = bench(t);
    const rows = { columns, parts: cut(manyRows, 5), fails: { part: 3, how: 'throws' } as const };
    const fault = await t.throwsAsync(each.import(plain, rows, { workers }), { name: 'SourceError' });
    t.like(fault, { retryable: true, faults: [{ code: 'source/changed', message: 'The reading fails here.' }] });
    t.deepEqual([...each.spool.list()], []);
    t.deepEqual(leftovers(each), []);
    t.is((await each.import(plain, { columns, rows: manyRows })).result.status, 'sealed');
  });

  test(`an aborted run leaves no folder, no package and no lock: ${workers} at work`, async (t) => {
    const each = bench(t);
    const controller = new AbortController();
    const rows = { columns, parts: cut(manyRows, 5), hangs: 2 };
    const progress = () => controller.abort(new Error('Stopped by a test.'));
    await t.throwsAsync(each.import(plain, rows, { workers, signal: controller.signal, progress }), {
      message: 'Stopped by a test.',
    });
    t.deepEqual([...each.spool.list()], []);
    t.deepEqual(leftovers(each), []);
    t.is((await each.import(plain, { columns, rows: manyRows })).result.status, 'sealed');
  });
}

test('a thread that ends by itself fails the run instead of being waited for', async (t) => {
  const each = bench(t);
  const rows = { columns, parts: cut(manyRows, 4), fails: { part: 0, how: 'exits' } as const };
  await t.throwsAsync(each.import(plain, rows, { workers: 2 }), { message: /A worker thread has ended with code 3/ });
  t.deepEqual(leftovers(each), []);
});

test('a run that is aborted once all is mapped publishes nothing', async (t) => {
  const each = bench(t);
  const controller = new AbortController();
  let rows = 0;
  const progress = (more: number) => {
    rows += more;
    // The last batch: what follows is finalizing, packing and sealing.
    if (rows === manyRows.length) setImmediate(() => controller.abort(new Error('Stopped by a test.')));
  };
  await t.throwsAsync(each.import(plain, { columns, rows: manyRows }, { signal: controller.signal, progress }), {
    message: 'Stopped by a test.',
  });
  t.deepEqual(leftovers(each), []);
  t.deepEqual([...each.spool.list()], []);
});

test('names from files are only names: __proto__ as column, field and condition', async (t) => {
  const { import: run } = bench(t);
  const mapping = `
mapping: test/names
source: { adapter: rows, zone: UTC }
completeness: { Computer: everything }
records:
  - entity: Computer
    when: '[__proto__] != "skip"'
    key: constructor
    fields: { name: '[__proto__]', hardwareScanAt: '[hasOwnProperty] | instant("auto")' }
    custom: { __proto__: '[__proto__] | lookup("__proto__")', toString: constructor }
lookups: { __proto__: { __proto__: hit, constructor: built, a: b } }
`;
  const rows = {
    columns: ['constructor', '__proto__', 'hasOwnProperty'],
    parts: [
      [['1', '__proto__', '13.01.2024']],
      [
        ['2', 'constructor', null],
        ['3', 'skip', '13.02.2024'],
      ],
    ],
  };
  for (const workers of [1, 2]) {
    const { records, result } = await run(mapping, rows, { workers });
    const found = JSON.stringify(records.get('Computer'));
    t.is(
      found,
      '[{"key":"1","name":"__proto__","hardwareScanAt":"2024-01-13T00:00:00Z","custom":{"__proto__":"hit","toString":"1"}},{"key":"2","name":"constructor","hardwareScanAt":null,"custom":{"__proto__":"built","toString":"2"}}]',
    );
    t.deepEqual(result.rows.filtered, { 'Computer: [__proto__] != "skip"': 1 });
  }
});
