import test from 'ava';
import fc from 'fast-check';
import type { Column } from '../../../../core/adapter/contract.ts';
import { processRows } from '../importing.ts';

/** Rows of databases take the fast path, too, as bytes: it writes what the slow one writes of their values. */

const columns: readonly Column[] = [
  { name: 'Id', type: 'integer' },
  { name: 'Name', type: 'text' },
  { name: 'Serial', type: 'text' },
  { name: 'Seen', type: 'instant' },
  { name: 'Local', type: 'text' },
  { name: 'Day', type: 'date' },
  { name: 'Size', type: 'integer' },
  { name: 'Cost', type: 'decimal' },
  { name: 'Flag', type: 'boolean' },
  { name: 'Raw', type: 'bytes' },
  { name: 'Note', type: 'text' },
];

const shape = fc.record({
  when: fc.constantFrom('', 'Flag', 'Size > 5', 'Name != null', 'Serial = Name', 'Cost >= 1.5'),
  name: fc.constantFrom('Name', 'Name | trim', 'Name | upper', 'Name ?? Note', 'concat(Name, Size)'),
  serial: fc.constantFrom('Serial', 'Serial | trim', 'concat(Serial, Note)', 'Raw | text', 'Size | text'),
  seen: fc.constantFrom('Seen', 'Seen', 'Local | instant("yyyy-MM-dd HH:mm:ss", zone: "Europe/Berlin")'),
  size: fc.constantFrom('Size', 'Size * 1024', 'Size * 2 + 1'),
  required: fc.boolean(),
  second: fc.boolean(),
});

function mappingOf(given: typeof shape extends fc.Arbitrary<infer Shape> ? Shape : never): string {
  return `
mapping: test/cells
source: { adapter: rows, zone: UTC }
completeness: { Computer: everything${given.second ? ', InstallerEvidence: everything' : ''} }
records:
  - entity: Computer
    ${given.when === '' ? '' : `when: ${given.when}`}
    key: Id
    fields:
      name: ${JSON.stringify(given.name)}
      serialNumber: { value: ${JSON.stringify(given.serial)}, required: ${given.required} }
      lastSeenAt: ${JSON.stringify(given.seen)}
      memoryBytes: ${JSON.stringify(given.size)}
  ${
    given.second
      ? `- entity: InstallerEvidence
    onReject: record
    fields: { computer: Id, name: Name, version: Note, publisher: Serial | trim }`
      : ''
  }
`;
}

const texts = [
  'pc-1',
  'PC-1',
  '',
  ' ',
  ' a ',
  'a"b',
  'back\\slash',
  'line\nend',
  'ß',
  '日本',
  '😀',
  'a\u0000',
  '\ud800',
  '0042',
  'x'.repeat(300),
];
const text = fc.oneof(fc.constantFrom<string | null>(null, ...texts), fc.string({ unit: 'binary', maxLength: 8 }));
const whole = fc.constantFrom<number | bigint | null>(null, 0, 1, 2, 7, -1, 2 ** 53 - 1, 2n ** 60n, -(2n ** 70n));
const row = fc.tuple(
  fc.constantFrom<number | bigint | null>(null, 1, 2, 3, 4, 5, 2n ** 60n),
  text,
  text,
  fc.constantFrom(
    null,
    '2024-03-31T22:15:00Z',
    '2024-03-31T22:15:00.5Z',
    '2024-02-29T00:00:00.123456789Z',
    'infinity',
    '',
  ),
  fc.constantFrom(null, '2024-03-31 22:15:00', '2024-03-31 02:30:00', '2024-10-27 02:30:00', '2024-02-30 00:00:00'),
  fc.constantFrom(null, '2024-02-29', '0001-01-01'),
  whole,
  fc.constantFrom(null, '1.5', '-0.25', '12345678901234567.89', '0'),
  fc.constantFrom(null, true, false),
  fc.oneof(fc.constant(null), fc.uint8Array({ maxLength: 6 })),
  text,
);

test('the cells of a row give by way of bytes what they give by themselves', async (t) => {
  await fc.assert(
    fc.asyncProperty(shape, fc.array(row, { minLength: 1, maxLength: 40 }), async (given, rows) => {
      const mapping = mappingOf(given);
      const slow = await processRows(mapping, { columns, rows }, 'closures');
      const fast = await processRows(mapping, { columns, rows }, 'generated');
      if (slow.shown !== fast.shown) throw new Error(`${slow.shown}\n${fast.shown}`);
    }),
    { numRuns: 40 },
  );
  t.pass();
});
