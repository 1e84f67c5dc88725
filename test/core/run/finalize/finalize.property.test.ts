import test from 'ava';
import fc from 'fast-check';
import { recordsClose, rowsClose } from '../../../../core/run/ledger.ts';
import { duplicatePolicies } from '../../../../core/run/plan.ts';
import { planFor } from './model.ts';
import { type NaiveOutcome, naive } from './naive.ts';
import { type Line, outcomeOf, type Row, withFinalized } from './parts.ts';

/** Records of few keys, so that duplicates and references meet. */
const key = fc.constantFrom('a', 'A ', 'b', 'B', 'c', 'd', 'e', 'f');
const small = fc.constantFrom(null, '1', '2');

function line(fields: Record<string, fc.Arbitrary<unknown>>, required: readonly string[]): fc.Arbitrary<Line> {
  return fc.record(fields, { requiredKeys: [...required] }).map((made) => ({ ...made }));
}

const computerLine = line(
  {
    mode: fc.constantFrom('upsert', 'upsert', 'lookup'),
    key,
    name: small,
    model: fc.constantFrom(null, 'x', 'X ', 'y'),
    macs: fc.constantFrom(null, [], ['1'], ['1', '2']),
    price: fc.constantFrom(null, { amount: '1', currency: 'EUR' }, { amount: '2', currency: 'EUR' }),
    host: fc.option(key),
  },
  ['mode', 'key'],
);
const evidenceLine = line({ computer: key, name: small, version: small, user: fc.option(key) }, ['computer', 'name']);
const unitLine = line({ key, above: key, keeper: fc.option(key), peer: fc.option(key), computer: fc.option(key) }, [
  'key',
  'above',
]);

const record = fc.oneof(
  computerLine.map((made) => ({ entity: 'Computer', line: made })),
  evidenceLine.map((made) => ({ entity: 'Evidence', line: made })),
  unitLine.map((made) => ({ entity: 'Unit', line: made })),
);
const mapped = fc.tuple(fc.boolean(), fc.array(record, { minLength: 1, maxLength: 3 })).map(
  ([isFirst, records]): Row => ({
    records: records.map((each, at) => ({ ...each, isSubject: isFirst && at === 0 })),
  }),
);
const filtered = fc
  .tuple(fc.constantFrom('Computer', 'Unit'), key)
  .map(([entity, value]): Row => ({ filtered: [{ entity, key: { key: value } }] }));
const rejected = fc.option(key, { nil: undefined }).map(
  (value): Row => ({
    rejected: [value === undefined ? { entity: 'Computer' } : { entity: 'Computer', key: { key: value } }],
  }),
);
const row = fc.oneof(
  { weight: 12, arbitrary: mapped },
  { weight: 2, arbitrary: filtered },
  { weight: 1, arbitrary: rejected },
);

const cases = fc.record({
  rows: fc.array(row, { maxLength: 40 }),
  cuts: fc.array(fc.nat(40), { maxLength: 4 }),
  duplicates: fc.constantFrom(...duplicatePolicies),
  tiny: fc.boolean(),
  dealt: fc.constantFrom(0, 1000),
  followed: fc.constantFrom(0, 1000),
  compression: fc.constantFrom('gzip' as const, 'zstd' as const),
});

test('any records in any parts come out as the plain rules say', async (t) => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, cuts, duplicates, tiny, dealt, followed, compression }) => {
      const plan = planFor(duplicates);
      const borders = [0, ...cuts.filter((cut) => cut < rows.length).sort((one, other) => one - other), rows.length];
      const parts = borders.slice(1).map((border, at) => rows.slice(borders[at], border));
      const bounds = tiny ? { bounds: { digests: 2, dealt, followed, keys: 1, range: 2 } } : {};
      const made = await withFinalized({ plan, parts, options: { ...bounds, compression } }, (finalized) =>
        outcomeOf(finalized, compression),
      );
      const expected: NaiveOutcome = naive(rows, plan);
      t.deepEqual(plain(made), expected);
      t.true(rowsClose(made.rows));
      for (const ledger of Object.values(made.ledgers)) t.true(recordsClose(ledger));
    }),
    { numRuns: 100 },
  );
});

function plain(made: ReturnType<typeof outcomeOf>) {
  const lines = Object.fromEntries(
    Object.entries(made.lines).map(([name, each]) => [name, each.map((text) => JSON.parse(text))]),
  );
  const { rows, ledgers, issues, rejects } = made;
  return { rows, ledgers, lines, issues, rejects, present: made.present.map((text) => JSON.parse(text)) };
}
