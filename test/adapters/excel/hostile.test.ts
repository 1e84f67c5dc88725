import test from 'ava';
import { limits } from '../../../adapters/excel/limits.ts';
import { type Code, catalogue } from '../../../core/errors/catalogue.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { bookOf, fileWith, partsOf, read, zipOf } from './books.ts';

const good = '<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="A2" t="str"><v>1</v></c></row>';
const sheets = [{ name: 'Data', data: `<sheetData>${good}</sheetData>` }];
const shared = '<si><t>a</t></si>';
const styles = '<cellXfs><xf numFmtId="0"/></cellXfs>';

/** A good book with one of its parts changed. */
async function changed(part: string, change: (content: string) => string | Buffer): Promise<Buffer> {
  const parts = partsOf({ sheets, shared, styles });
  parts.set(part, change(String(parts.get(part))));
  return zipOf(parts);
}

const doctype = (xml: string) => xml.replace('?>', '?><!DOCTYPE x [<!ENTITY e "boom">]>');

const refused: readonly (readonly [title: string, code: Code, book: () => Promise<Buffer>])[] = [
  ['a DOCTYPE in a sheet', 'source/refused', () => changed('xl/worksheets/sheet1.xml', doctype)],
  ['a DOCTYPE in the shared strings', 'source/refused', () => changed('xl/sharedStrings.xml', doctype)],
  ['a DOCTYPE in the styles', 'source/refused', () => changed('xl/styles.xml', doctype)],
  ['a DOCTYPE in the list of sheets', 'source/refused', () => changed('xl/workbook.xml', doctype)],
  ['a DOCTYPE in the relations', 'source/refused', () => changed('_rels/.rels', doctype)],
  [
    'a DOCTYPE behind a comment',
    'source/refused',
    () => changed('xl/worksheets/sheet1.xml', (xml) => xml.replace('?>', '?><!-- --><!DOCTYPE x>')),
  ],
  [
    'a sheet in UTF-16 with a DOCTYPE',
    'source/refused',
    () => changed('xl/worksheets/sheet1.xml', (xml) => Buffer.from(`\ufeff${doctype(xml)}`, 'utf16le')),
  ],
  [
    'a sheet in UTF-32',
    'source/encoding',
    () =>
      changed('xl/worksheets/sheet1.xml', (xml) => Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), Buffer.from(xml)])),
  ],
  [
    'a sheet that claims another encoding',
    'source/encoding',
    () => changed('xl/worksheets/sheet1.xml', (xml) => xml.replace('UTF-8', 'UTF-7')),
  ],
  ['a sheet that is cut off', 'source/damaged', () => changed('xl/worksheets/sheet1.xml', (xml) => xml.slice(0, -60))],
  [
    'shared strings that are cut off',
    'source/damaged',
    () => changed('xl/sharedStrings.xml', (xml) => xml.slice(0, -4)),
  ],
  ['a list of sheets that is no XML', 'source/damaged', () => changed('xl/workbook.xml', () => 'PK')],
  [
    'an unknown entity in the list of sheets',
    'source/damaged',
    () => changed('xl/workbook.xml', (xml) => xml.replace('Data', '&data;')),
  ],
  ['a row that stands twice, with other cells', 'source/damaged', () => bookOf(good.replaceAll('r="2"', 'r="1"'))],
  ['a row past the last one', 'source/too-large', () => bookOf(good.replace('<row r="2"', '<row r="1048577"'))],
  ['a column past the last one', 'source/too-large', () => bookOf(good.replace('A2', 'XFE2'))],
  ['a column far past the last one', 'source/too-large', () => bookOf(good.replace('A2', `${'Z'.repeat(90)}2`))],
  [
    'a cell that is too long',
    'source/too-large',
    () => bookOf(good.replace('>1<', `>${'x'.repeat(limits.cellBytes + 1)}<`)),
  ],
  [
    'a shared string that is too long',
    'source/too-large',
    () => bookOf(good, { shared: `<si><t>${'x'.repeat(limits.cellBytes + 1)}</t></si>` }),
  ],
  [
    'a tag without an end',
    'source/too-large',
    () => bookOf(`${good}<row r="3" a="${'x'.repeat(limits.tagBytes * 2)}"`),
  ],
  ['a zip bomb', 'source/too-large', () => bookOf(good + `<!--${' '.repeat(40 << 20)}-->`.repeat(1))],
  [
    'a small part that is not small',
    'source/too-large',
    () =>
      changed('xl/styles.xml', (xml) =>
        xml.replace('<cellXfs>', `${'<!-- random -->\n'.repeat(70_000)}${' '.repeat(64 << 20)}<cellXfs>`),
      ),
  ],
  [
    'a row that repeats a long shared string',
    'source/too-large',
    async () => {
      const cells = '<c t="s"><v>0</v></c>'.repeat(200);
      return bookOf(`${'<row><c><v>1</v></c></row>'}<row>${cells}</row>`, {
        shared: `<si><t>${'x'.repeat(limits.cellBytes)}</t></si>`,
      });
    },
  ],
  ['a zip that is no book', 'source/unknown-format', () => zipOf(new Map([['readme.txt', 'hello']]))],
  [
    'a text document',
    'source/unknown-format',
    () =>
      zipOf(
        new Map([
          ['word/document.xml', '<w/>'],
          ['[Content_Types].xml', '<Types/>'],
        ]),
      ),
  ],
  [
    'a sheet that is missing',
    'source/damaged',
    async () => {
      const parts = partsOf({ sheets });
      parts.delete('xl/worksheets/sheet1.xml');
      return zipOf(parts);
    },
  ],
  [
    'half a file',
    'source/damaged',
    async () => {
      const whole = await bookOf(good);
      return whole.subarray(0, whole.length >> 1);
    },
  ],
  ['a file without its last byte', 'source/damaged', async () => (await bookOf(good)).subarray(0, -1)],
  [
    'a bit that flipped',
    'source/damaged',
    async () => {
      const parts = partsOf({ sheets });
      const zip = await zipOf(parts, false);
      zip[zip.indexOf('<v>1</v>') + 3] ^= 1;
      return zip;
    },
  ],
  ['a web page', 'source/unknown-format', async () => Buffer.from('<html><p>Sign in</p></html>')],
  ['a text', 'source/unknown-format', async () => Buffer.from('a;b\n1;2\n')],
  ['an empty file', 'source/unknown-format', async () => Buffer.alloc(0)],
];
for (const [title, code, book] of refused) {
  test(`${title} is refused with ${code}`, async (t) => {
    t.true(Object.hasOwn(catalogue, code));
    const path = await fileWith(t, await book());
    const error = await t.throwsAsync(() => read(path), { instanceOf: SourceError });
    t.is(error?.faults[0].code, code, error?.message);
    t.false(error?.retryable);
  });
}

test('two parts of one name are refused', async (t) => {
  const book = await bookOf(good);
  // The same length, so that no offset moves: xl/styles.xml becomes a second list of sheets.
  const parts = partsOf({ sheets });
  parts.set('xl/workbooq.xml', 'x');
  const zip = (await zipOf(parts)).toString('latin1').replaceAll('workbooq', 'workbook');
  const error = await t.throwsAsync(async () => read(await fileWith(t, Buffer.from(zip, 'latin1'))), {
    instanceOf: SourceError,
  });
  t.is(error?.faults[0].code, 'source/damaged');
  t.is((await read(await fileWith(t, book))).rows.length, 1);
});

test('names of parts that point out of the zip are only names', async (t) => {
  const parts = partsOf({ sheets });
  const zip = (await zipOf(new Map([...parts, ['aa/aa/aa/passwd', 'x']])))
    .toString('latin1')
    .replaceAll('aa/aa/aa', '../../..');
  t.deepEqual((await read(await fileWith(t, Buffer.from(zip, 'latin1')))).rows, [['1']]);
});

test('a book whose parts overlap is refused', async (t) => {
  const parts = partsOf({ sheets });
  parts.set('a.bin', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251)));
  const zip = await zipOf(parts, false);
  // Every entry of the directory gets the bytes of the large one.
  for (let at = zip.indexOf('PK\x01\x02', 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1'))
    zip.writeUInt32LE(4000, at + 20);
  const error = await t.throwsAsync(async () => read(await fileWith(t, zip)), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'source/damaged');
});

test('an aborted read stops', async (t) => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `<row><c><v>${index}</v></c></row>`).join('');
  const path = await fileWith(t, await bookOf(rows));
  const { default: adapter } = await import('../../../adapters/excel/adapter.ts');
  const abort = new AbortController();
  const values = parseOptions(adapter.options, { path }, { directory: '/' });
  const source = await adapter.open(values, { signal: abort.signal });
  const reading = (async () => {
    for await (const _ of source.read({ dataset: 'Data', number: 0 })) abort.abort(new Error('enough'));
  })();
  await t.throwsAsync(reading, { message: 'enough' });
  await source.close();
  await source.close();
});
