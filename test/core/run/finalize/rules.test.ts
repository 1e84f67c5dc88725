import test from 'ava';
import { recordsClose, rowsClose } from '../../../../core/run/ledger.ts';
import type { DuplicatePolicy } from '../../../../core/run/plan.ts';
import { planFor } from './model.ts';
import { type Line, type Outcome, outcomeOf, type Row, withFinalized } from './parts.ts';

/** One rule each: rows in, what is written, and what else there is to say. Every row is a part of its own, and then all are one part. */
interface Case {
  readonly promise: string;
  readonly duplicates?: DuplicatePolicy;
  readonly rows: readonly Row[];
  readonly entity: string;
  readonly lines: readonly Line[];
  /** Written, merged, rejected, filtered. */
  readonly ledger: readonly [number, number, number, number];
  readonly rowLedger: Partial<Outcome['rows']>;
  readonly issues?: readonly Partial<Outcome['issues'][number]>[];
  readonly present?: readonly Line[];
  readonly rejects?: Outcome['rejects'];
}

const computer = (line: Line, isSubject = true): Row => ({ records: [{ entity: 'Computer', line, isSubject }] });
const evidence = (line: Line, isSubject = true): Row => ({ records: [{ entity: 'Evidence', line, isSubject }] });
const unit = (line: Line, isSubject = true): Row => ({ records: [{ entity: 'Unit', line, isSubject }] });
const without = (key: string, entity = 'Computer'): Row => ({ filtered: [{ entity, key: { key } }] });

const cases: readonly Case[] = [
  {
    promise: 'identical duplicates merge without an issue',
    rows: [computer({ key: '1', name: 'a' }), computer({ key: '1', name: 'a' }), computer({ key: '1', name: 'a' })],
    entity: 'Computer',
    lines: [{ key: '1', name: 'a' }],
    ledger: [1, 2, 0, 0],
    rowLedger: { mapped: 1, merged: { 'Computer(key)': 2 } },
  },
  {
    promise: 'a merged record that is not the subject leaves its row mapped',
    rows: [computer({ key: '1' }), computer({ key: '1' }, false)],
    entity: 'Computer',
    lines: [{ key: '1' }],
    ledger: [1, 1, 0, 0],
    rowLedger: { mapped: 1, merged: {} },
  },
  {
    promise: 'natural keys are one without case and trailing blanks, and the first spelling stays',
    rows: [computer({ key: 'Pc ' }), computer({ key: 'pC', name: 'a' })],
    entity: 'Computer',
    lines: [{ key: 'Pc ', name: 'a' }],
    ledger: [1, 1, 0, 0],
    rowLedger: { mapped: 1 },
  },
  {
    promise: 'a value fills a gap, null fills absence, and neither is an issue',
    rows: [
      computer({ key: '1', name: null }),
      computer({ key: '1', name: 'a', model: null }),
      computer({ key: '1', name: null }),
    ],
    entity: 'Computer',
    lines: [{ key: '1', name: 'a', model: null }],
    ledger: [1, 2, 0, 0],
    rowLedger: { mapped: 1 },
  },
  {
    promise: 'a conflict keeps the first value and names both rows',
    rows: [computer({ key: '1', name: 'a' }), computer({ key: '1', name: 'b', model: 'm' })],
    entity: 'Computer',
    lines: [{ key: '1', name: 'a', model: 'm' }],
    ledger: [1, 1, 0, 0],
    rowLedger: { mapped: 1 },
    issues: [
      {
        origin: 'rows:2',
        other: 'rows:1',
        field: 'name',
        expected: 'a',
        found: 'b',
        outcome: 'kept',
        code: 'row/duplicate-key',
      },
    ],
  },
  {
    promise: 'with last, a later value replaces the first, but null does not',
    duplicates: 'last',
    rows: [computer({ key: '1', name: 'a' }), computer({ key: '1', name: 'b' }), computer({ key: '1', name: null })],
    entity: 'Computer',
    lines: [{ key: '1', name: 'b' }],
    ledger: [1, 2, 0, 0],
    rowLedger: { mapped: 1 },
    issues: [{ origin: 'rows:2', other: 'rows:1', expected: 'a', found: 'b', outcome: 'replaced' }],
  },
  {
    promise: 'with last, a value that comes back wins again',
    duplicates: 'last',
    rows: [computer({ key: '1', name: 'a' }), computer({ key: '1', name: 'b' }), computer({ key: '1', name: 'a' })],
    entity: 'Computer',
    lines: [{ key: '1', name: 'a' }],
    ledger: [1, 2, 0, 0],
    rowLedger: { mapped: 1 },
    issues: [
      { expected: 'a', found: 'b' },
      { expected: 'b', found: 'a' },
    ],
  },
  {
    promise: 'with reject, a differing record is rejected with one issue, and fills no gaps',
    duplicates: 'reject',
    rows: [
      computer({ key: '1', name: 'a', model: 'm' }),
      computer({ key: '1', name: 'b', model: 'n', macs: [] }),
      computer({ key: '1' }),
    ],
    entity: 'Computer',
    lines: [{ key: '1', name: 'a', model: 'm' }],
    ledger: [1, 1, 1, 0],
    rowLedger: { mapped: 1, rejected: { 'row/duplicate-key': 1 }, merged: { 'Computer(key)': 1 } },
    issues: [{ origin: 'rows:2', other: 'rows:1', field: 'name', outcome: 'rowRejected' }],
    rejects: [{ position: 2, entity: 'Computer', code: 'row/duplicate-key' }],
  },
  {
    promise: 'with reject, a record that is not the subject goes alone',
    duplicates: 'reject',
    rows: [computer({ key: '1', name: 'a' }), computer({ key: '1', name: 'b' }, false)],
    entity: 'Computer',
    lines: [{ key: '1', name: 'a' }],
    ledger: [1, 0, 1, 0],
    rowLedger: { mapped: 1, rejected: {} },
    issues: [{ outcome: 'recordRejected' }],
  },
  {
    promise: 'a lookup yields to an upsert without a conflict, whichever comes first',
    rows: [
      computer({ mode: 'lookup', key: '1', name: 'named', model: 'm' }),
      computer({ mode: 'upsert', key: '1', name: 'a' }),
      computer({ mode: 'lookup', key: '1', name: 'again' }),
      computer({ mode: 'upsert', key: '1', name: 'b' }),
    ],
    entity: 'Computer',
    lines: [{ mode: 'upsert', key: '1', name: 'a', model: 'm' }],
    ledger: [1, 3, 0, 0],
    rowLedger: { mapped: 1 },
    issues: [{ origin: 'rows:4', other: 'rows:2', expected: 'a', found: 'b' }],
  },
  {
    promise: 'lists and money compare as wholes, custom fields one by one',
    rows: [
      computer({ key: '1', macs: ['1'], price: { amount: '1', currency: 'EUR' }, custom: { a: '1', b: null } }),
      computer({ key: '1', macs: ['1'], price: { amount: '1', currency: 'EUR' }, custom: { a: '1', b: '2' } }),
      computer({ key: '1', macs: ['1', '2'], price: { amount: '1', currency: 'USD' }, custom: { a: '3', c: '4' } }),
    ],
    entity: 'Computer',
    lines: [{ key: '1', macs: ['1'], price: { amount: '1', currency: 'EUR' }, custom: { a: '1', b: '2', c: '4' } }],
    ledger: [1, 2, 0, 0],
    rowLedger: { mapped: 1 },
    issues: [
      { field: 'macs', expected: '["1"]', found: '["1","2"]' },
      { field: 'price', expected: '{"amount":"1","currency":"EUR"}', found: '{"amount":"1","currency":"USD"}' },
      { field: 'custom.a', expected: '1', found: '3' },
    ],
  },
  {
    promise: 'a required reference to nowhere rejects, and the key counts as present',
    rows: [computer({ key: '1' }), evidence({ computer: '1', name: 'a' }), evidence({ computer: '2', name: 'b' })],
    entity: 'Evidence',
    lines: [{ computer: '1', name: 'a' }],
    ledger: [1, 0, 1, 0],
    rowLedger: { mapped: 2, rejected: { 'row/dangling-reference': 1 } },
    issues: [
      { origin: 'rows:3', field: 'computer', found: '2', outcome: 'rowRejected', code: 'row/dangling-reference' },
    ],
    present: [{ entity: 'Evidence', key: { computer: '2', name: 'b' } }],
    rejects: [{ position: 3, entity: 'Evidence', code: 'row/dangling-reference' }],
  },
  {
    promise: 'an optional reference to nowhere is left out with an issue, one to a filtered record without',
    rows: [
      computer({ key: '1' }),
      without('2'),
      evidence({ computer: '1', name: 'a', user: '3', version: '1' }),
      evidence({ computer: '1', name: 'b', user: '2', version: '2' }),
    ],
    entity: 'Evidence',
    lines: [
      { computer: '1', name: 'a', version: '1' },
      { computer: '1', name: 'b', version: '2' },
    ],
    ledger: [2, 0, 0, 0],
    rowLedger: { mapped: 3 },
    issues: [{ origin: 'rows:3', field: 'user', found: '3', outcome: 'omitted' }],
  },
  {
    promise: 'children go with a filtered parent, and are not dangling',
    rows: [without('1'), evidence({ computer: '1', name: 'a' }), evidence({ computer: '1', name: 'b' }, false)],
    entity: 'Evidence',
    lines: [],
    ledger: [0, 0, 0, 2],
    rowLedger: { mapped: 0, filtered: { 'Thing: when': 2, 'parent Computer': 1 } },
  },
  {
    promise: 'grandchildren go with a filtered grandparent, whatever their order',
    rows: [
      unit({ key: '3', above: '2' }),
      unit({ key: '2', above: '1' }),
      without('1', 'Unit'),
      unit({ key: '4', above: '4', peer: '3' }),
    ],
    entity: 'Unit',
    lines: [{ key: '4', above: '4' }],
    ledger: [1, 0, 0, 2],
    rowLedger: { mapped: 1, filtered: { 'Thing: when': 1, 'parent Unit': 2 } },
  },
  {
    promise: 'a rejected record takes along those that require it, level by level',
    rows: [unit({ key: '3', above: '2' }), unit({ key: '2', above: '1' }), unit({ key: '4', above: '4', peer: '3' })],
    entity: 'Unit',
    lines: [{ key: '4', above: '4' }],
    ledger: [1, 0, 2, 0],
    rowLedger: { mapped: 1, rejected: { 'row/dangling-reference': 2 } },
    issues: [
      { origin: 'rows:1', found: '2', outcome: 'rowRejected' },
      { origin: 'rows:2', found: '1', outcome: 'rowRejected' },
      { origin: 'rows:3', field: 'peer', found: '3', outcome: 'omitted' },
    ],
    present: [
      { entity: 'Unit', key: { key: '3' } },
      { entity: 'Unit', key: { key: '2' } },
    ],
    rejects: [
      { position: 1, entity: 'Unit', code: 'row/dangling-reference' },
      { position: 2, entity: 'Unit', code: 'row/dangling-reference' },
    ],
  },
  {
    promise: 'where a rule filtered another record of the key that was rejected, its children are filtered',
    rows: [unit({ key: '1', above: '9' }), without('1', 'Unit'), unit({ key: '2', above: '1' })],
    entity: 'Unit',
    lines: [],
    ledger: [0, 0, 1, 1],
    rowLedger: {
      mapped: 0,
      rejected: { 'row/dangling-reference': 1 },
      filtered: { 'Thing: when': 1, 'parent Unit': 1 },
    },
    issues: [{ origin: 'rows:1', found: '9' }],
    present: [{ entity: 'Unit', key: { key: '1' } }],
    rejects: [{ position: 1, entity: 'Unit', code: 'row/dangling-reference' }],
  },
  {
    promise: 'a circle of records that require each other stays',
    rows: [unit({ key: '1', above: '2' }), unit({ key: '2', above: '1' })],
    entity: 'Unit',
    lines: [
      { key: '1', above: '2' },
      { key: '2', above: '1' },
    ],
    ledger: [2, 0, 0, 0],
    rowLedger: { mapped: 2 },
  },
  {
    promise: 'a reference that came by merging is checked for the record that stays',
    rows: [
      computer({ key: '1' }),
      computer({ key: '1', host: '9' }),
      computer({ key: '2', host: '1' }),
      computer({ key: '2', host: '8' }),
    ],
    entity: 'Computer',
    lines: [{ key: '1' }, { key: '2', host: '1' }],
    ledger: [2, 2, 0, 0],
    rowLedger: { mapped: 2 },
    issues: [
      { origin: 'rows:1', field: 'host', found: '9', outcome: 'omitted' },
      { origin: 'rows:4', field: 'host', expected: '1', found: '8', outcome: 'kept' },
    ],
  },
  {
    promise: 'keys that parts rejected are present, and those that no one could read are counted',
    rows: [{ rejected: [{ entity: 'Computer', key: { key: '\u2028 "1"' } }] }, { rejected: [{ entity: 'Computer' }] }],
    entity: 'Computer',
    lines: [],
    ledger: [0, 0, 2, 0],
    rowLedger: { mapped: 0, rejected: { 'row/required': 2 } },
    present: [{ entity: 'Computer', key: { key: '\u2028 "1"' } }],
  },
];

for (const each of cases) {
  test(each.promise, async (t) => {
    for (const parts of [each.rows.map((row) => [row]), [each.rows]]) {
      const outcome = await withFinalized({ plan: planFor(each.duplicates), parts }, (finalized) =>
        outcomeOf(finalized),
      );
      const [written, merged, rejected, filtered] = each.ledger;
      t.deepEqual(
        outcome.lines[each.entity].map((line) => JSON.parse(line)),
        [...each.lines],
      );
      t.like(outcome.ledgers[each.entity], { written, merged, rejected, filtered });
      t.like(outcome.rows, each.rowLedger);
      t.is(outcome.issues.length, each.issues?.length ?? 0);
      each.issues?.forEach((issue, at) => void t.like(outcome.issues[at], issue));
      t.deepEqual(
        outcome.present.map((line) => JSON.parse(line)),
        [...(each.present ?? [])],
      );
      t.deepEqual(outcome.rejects, each.rejects ?? []);
      t.true(rowsClose(outcome.rows));
      for (const ledger of Object.values(outcome.ledgers)) t.true(recordsClose(ledger));
    }
  });
}
