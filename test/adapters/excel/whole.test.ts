import * as sheetjs from '@e965/xlsx';
import test from 'ava';
import { limits } from '../../../adapters/excel/limits.ts';
import type { Code } from '../../../core/errors/catalogue.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { fileWith, read, zipOf } from './books.ts';

function bookAs(type: 'biff8' | 'xlsb' | 'xlml'): Buffer {
  const book = sheetjs.utils.book_new();
  sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet([['a'], ['1']]), 'Data');
  return sheetjs.write(book, { type: 'buffer', bookType: type });
}

function ole(stream: string): Buffer {
  const container = sheetjs.CFB.utils.cfb_new();
  sheetjs.CFB.utils.cfb_add(container, `/${stream}`, Buffer.alloc(5000, 1));
  return Buffer.from(sheetjs.CFB.write(container, { type: 'buffer' }) as Uint8Array);
}

const refused: readonly (readonly [title: string, code: Code, book: () => Buffer | Promise<Buffer>])[] = [
  ['an encrypted xlsx that does not say how', 'source/damaged', () => ole('EncryptedPackage')],
  // Beginning of file, then a record that says how the rest is encrypted.
  ['an encrypted xls', 'source/password', () => Buffer.from('0908080000050500000000002f00040012345678', 'hex')],
  ['half an xls', 'source/damaged', () => bookAs('biff8').subarray(0, 1500)],
  ['an xls of noise', 'source/damaged', () => ole('Workbook')],
  ['a text document of Word', 'source/unknown-format', () => ole('WordDocument')],
  [
    'an xls that is too large',
    'source/too-large',
    () => Buffer.concat([bookAs('biff8'), Buffer.alloc(limits.wholeFileBytes)]),
  ],
  [
    'a DOCTYPE in XML of Excel 2003',
    'source/refused',
    () => Buffer.from(bookAs('xlml').toString().replace('?>', '?><!DOCTYPE x>')),
  ],
  ['XML of Excel 2003 that is cut off', 'source/damaged', () => bookAs('xlml').subarray(0, -40)],
  [
    'an xlsb that unfolds without end',
    'source/too-large',
    () =>
      zipOf(
        new Map<string, string | Buffer>([
          [
            '_rels/.rels',
            '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
          ],
          ['xl/workbook.bin', Buffer.alloc(70 << 20)],
        ]),
      ),
  ],
];
for (const [title, code, book] of refused) {
  test(`${title} is refused with ${code}`, async (t) => {
    const path = await fileWith(t, await book(), 'hosts.xls');
    const error = await t.throwsAsync(() => read(path), { instanceOf: SourceError });
    t.is(error?.faults[0].code, code, error?.message);
  });
}

test('an xls of many rows comes in batches, each row once', async (t) => {
  const book = sheetjs.utils.book_new();
  const rows = Array.from({ length: 3501 }, (_, index) => [`PC-${index}`, index % 7 === 1 ? null : index || 'count']);
  sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet(rows), 'Data');
  const seen = await read(await fileWith(t, sheetjs.write(book, { type: 'buffer', bookType: 'biff8' }), 'hosts.xls'));
  t.is(seen.rows.length, 3500);
  t.deepEqual(seen.rows[3499], ['PC-3500', '3500']);
  t.is(new Set(seen.origins).size, 3500);
});
