import test from 'ava';
import fc from 'fast-check';
import { processRows } from '../importing.ts';

/** Rows as bytes take the fast path: it writes what the slow one writes, to the letter, whatever the rows hold. */

const columns = ['Id', 'Name', 'Serial', 'Seen', 'Day', 'Size', 'Kind', 'Note', 'Host'];

const shape = fc.record({
  when: fc.constantFrom('', 'Kind != "old"', 'Size > 5', 'Name != null', 'Serial = Name'),
  name: fc.constantFrom(
    'Name',
    'Name | trim',
    'Name | upper',
    'Name | lower | trim',
    'Name | upper | lower',
    'Name ?? Note',
  ),
  serial: fc.constantFrom(
    'Serial',
    'Serial | trim',
    'concat(Serial, Note)',
    '"fixed"',
    'if(Kind = "vm", Serial, null)',
  ),
  seen: fc.constantFrom('Seen | instant', 'Seen | instant(zone: "Europe/Berlin")', 'Seen | trim | instant'),
  size: fc.constantFrom('Size', 'Size * 1024', '12'),
  kind: fc.constantFrom('Kind | lookup("kinds", else: "unknown")', 'Kind', '"virtual"'),
  host: fc.constantFrom('Host', 'Host | upper'),
  required: fc.boolean(),
  duplicates: fc.constantFrom('fill', 'last', 'reject'),
  mode: fc.constantFrom('upsert', 'update'),
  onReject: fc.constantFrom('row', 'record'),
  second: fc.boolean(),
});
type MappingShape = typeof shape extends fc.Arbitrary<infer Shape> ? Shape : never;

function mappingOf(given: MappingShape): string {
  return `
mapping: test/bytes
source: { adapter: rows, zone: UTC }
completeness: { Computer: everything${given.second ? ', VirtualMachine: everything, InstallerEvidence: everything' : ''} }
records:
  - entity: Computer
    ${given.when === '' ? '' : `when: ${given.when}`}
    onReject: ${given.onReject}
    duplicates: ${given.duplicates}
    mode: ${given.mode}
    key: Id
    fields:
      name: ${JSON.stringify(given.name)}
      serialNumber: { value: ${JSON.stringify(given.serial)}, required: ${given.required} }
      lastSeenAt: ${JSON.stringify(given.seen)}
      hardwareScanAt: Day | instant
      memoryBytes: ${JSON.stringify(given.size)}
      kind: ${JSON.stringify(given.kind)}
      observedAt: Missing | instant
  ${
    given.second
      ? `- entity: InstallerEvidence
    onReject: record
    fields: { computer: Host, name: Name, version: Note, publisher: Serial | trim, installedAt: Day | instant }
  - entity: VirtualMachine
    key: Name
    fields: { computer: Id, host: ${given.host}, name: Name, vCpus: Size, powerState: Note }`
      : ''
  }
columns: { Missing: [] }
lookups: { kinds: { vm: virtual, metal: physical } }
`;
}

const text = (...usual: readonly string[]): fc.Arbitrary<string | null> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<string | null>(...usual) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<string | null>(
        null,
        '',
        ' ',
        '\t',
        ' a ',
        'a"b',
        'back\\slash',
        'tab\tin',
        'line\nend',
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '\u00a0a',
        'ß',
        'Ünicode',
        'İ',
        '日本',
        '😀',
        'a\u0000',
        '\u0001',
        'x'.repeat(300),
        'é '.repeat(200),
        '\u007f',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).map((value) => value.toWellFormed()) },
  );

const row = fc.tuple(
  text('1', '2', '3', '4', 'A', 'a'),
  text('pc-1', 'PC-1', 'pc-2'),
  text('S1', 's1', '0042'),
  text(
    '2024-03-31T22:15:00Z',
    '2024-03-31 22:15:00',
    '2024-02-30T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:00:00.5Z',
  ),
  text('2024-03-07', '2024-03-07T08:00:00Z', '0000-01-01T00:00:00Z'),
  text('8', '007', '-1', '1.5', '9007199254740993', '1e3'),
  text('vm', 'VM', 'metal', 'physical', 'old'),
  text('note', 'other'),
  text('1', '2', 'a', 'nobody'),
);

test('the bytes of a row give what its texts give', async (t) => {
  await fc.assert(
    fc.asyncProperty(shape, fc.array(row, { minLength: 1, maxLength: 30 }), async (given, rows) => {
      const mapping = mappingOf(given);
      const slow = await processRows(mapping, { columns, rows }, 'closures');
      const fast = await processRows(mapping, { columns, rows, layout: 'bytes' }, 'generated');
      if (slow.shown !== fast.shown) throw new Error(`${slow.shown}\n${fast.shown}`);
    }),
    { numRuns: 100 },
  );
  t.pass();
});

test('the blocks are the same, too: borders, and what merges at once, do not depend on the way of a row', async (t) => {
  const mapping = `
mapping: test/blocks
source: { adapter: rows, zone: UTC }
completeness: { Computer: everything, InstallerEvidence: everything }
records:
  - { entity: Computer, key: Id, fields: { name: Name, kind: '"virtual"', memoryBytes: Size * 2, osName: "concat(Name, Id)" } }
  - { entity: InstallerEvidence, fields: { computer: Id, name: Name, version: Note } }
`;
  const names = ['pc "one"', 'pc two', '\u00a0odd', 'l\u00f6ng '.repeat(100), 'back\\slash'];
  const rows = Array.from({ length: 30_000 }, (_, index) => {
    const id = index % 7 === 0 ? index - (index % 91) : index;
    return [
      String(id),
      names[id % 5],
      String(id % 11 === 0 ? id * 1000 : id % 13),
      index % 3000 === 7 ? 'x'.repeat(300_000) : 'note',
    ];
  });
  const given = { columns: ['Id', 'Name', 'Size', 'Note'], rows };
  const blocks = async (more: object, backEnd: 'closures' | 'generated') => {
    const {
      datasets: [{ parts }],
    } = await processRows(mapping, { ...given, ...more }, backEnd);
    return parts.flatMap(({ entities }) =>
      entities.map(({ entity, ledger, records }) => ({ entity, ledger, records })),
    );
  };
  const slow = await blocks({}, 'closures');
  t.true(slow.every(({ ledger, records }) => ledger.merged > 100 && records.blocks.length > 1));
  t.deepEqual(await blocks({}, 'generated'), slow);
  t.deepEqual(await blocks({ layout: 'bytes' }, 'generated'), slow);
});
