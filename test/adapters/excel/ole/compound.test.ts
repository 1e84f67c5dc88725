import * as sheetjs from '@e965/xlsx';
import test from 'ava';
import { openCompound } from '../../../../adapters/excel/ole/compound.ts';
import { SourceError } from '../../../../core/errors/errors.ts';

const content = (length: number) => Buffer.from(Array.from({ length }, (_, index) => index * 7));

function containerOf(streams: Readonly<Record<string, Buffer>>): Buffer {
  const container = sheetjs.CFB.utils.cfb_new();
  for (const [name, bytes] of Object.entries(streams)) sheetjs.CFB.utils.cfb_add(container, `/${name}`, bytes);
  const written: unknown = sheetjs.CFB.write(container, { type: 'buffer' });
  return Buffer.isBuffer(written) ? written : Buffer.alloc(0);
}

for (const length of [0, 1, 63, 64, 65, 4095, 4096, 4097, 600_000]) {
  test(`a stream of ${length} bytes is what was written`, (t) => {
    const bytes = content(length);
    const container = openCompound('x.xls', containerOf({ Small: content(10), Workbook: bytes, Other: content(5000) }));
    t.deepEqual(container.stream('workbook'), bytes);
    t.is(container.stream('Missing'), undefined);
  });
}

test('a table of chains of more than 109 sectors goes on in sectors of its own', (t) => {
  const bytes = content(8_000_000);
  t.deepEqual(openCompound('x.xls', containerOf({ Workbook: bytes })).stream('Workbook'), bytes);
});

test('the sectors of a stream may lie anywhere', (t) => {
  const bytes = containerOf({ Workbook: content(5000) });
  const { table, start } = chainOf(bytes, 'Workbook');
  // The second and the third sector of the stream change places.
  const [second, third] = [start + 1, start + 2];
  const copy = Buffer.from(bytes);
  bytes.copy(copy, 512 + second * 512, 512 + third * 512, 512 + (third + 1) * 512);
  bytes.copy(copy, 512 + third * 512, 512 + second * 512, 512 + (second + 1) * 512);
  copy.writeUInt32LE(third, table + start * 4);
  copy.writeUInt32LE(second, table + third * 4);
  copy.writeUInt32LE(third + 1, table + second * 4);
  t.deepEqual(openCompound('x.xls', copy).stream('Workbook'), content(5000));
});

test('a stream that is cut off is given as far as it goes', (t) => {
  const bytes = containerOf({ Workbook: content(5000) });
  const { table, start } = chainOf(bytes, 'Workbook');
  bytes.writeUInt32LE(0xfffffffe, table + (start + 1) * 4);
  t.deepEqual(openCompound('x.xls', bytes).stream('Workbook'), content(5000).subarray(0, 1024));
});

const damages: readonly (readonly [title: string, change: (bytes: Buffer) => Buffer, found: RegExp])[] = [
  [
    'a chain that runs in a circle',
    (bytes) => {
      const { table, start } = chainOf(bytes, 'Workbook');
      bytes.writeUInt32LE(start, table + (start + 2) * 4);
      return bytes;
    },
    /runs in a circle/,
  ],
  ['a header that is cut off', (bytes) => bytes.subarray(0, 100), /header is cut off/],
  ['nothing behind the header', (bytes) => bytes.subarray(0, 512), /list of streams is missing/],
  [
    'sectors of no size that there is',
    (bytes) => {
      bytes.writeUInt16LE(40, 30);
      return bytes;
    },
    /2\^40 bytes/,
  ],
];
for (const [title, change, found] of damages) {
  test(`damaged: ${title}`, (t) => {
    const bytes = change(containerOf({ Workbook: content(5000) }));
    const error = t.throws(() => openCompound('x.xls', bytes).stream('Workbook'), { instanceOf: SourceError });
    t.is(error?.faults[0].code, 'source/damaged');
    t.regex(error?.message ?? '', found);
  });
}

/** Where the table of chains lies in the file, and where a stream begins. */
function chainOf(bytes: Buffer, name: string): { readonly table: number; readonly start: number } {
  const entry = bytes.indexOf(Buffer.from(name, 'utf16le'));
  return { table: 512 + bytes.readUInt32LE(76) * 512, start: bytes.readUInt32LE(entry + 116) };
}
