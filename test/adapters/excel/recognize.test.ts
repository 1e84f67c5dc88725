import { readFileSync } from 'node:fs';
import * as sheetjs from '@e965/xlsx';
import test from 'ava';
import { recognizeBook } from '../../../adapters/excel/recognize.ts';
import { bookOf, partsOf, zipOf } from './books.ts';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const ole = (stream: string) => {
  const container = sheetjs.CFB.utils.cfb_new();
  sheetjs.CFB.utils.cfb_add(container, `/${stream}`, Buffer.from('x'));
  return Buffer.from(sheetjs.CFB.write(container, { type: 'buffer' }) as Uint8Array);
};
const sheets = [{ name: 'Data', data: '<sheetData/>' }];
const lateParts = async () => zipOf(new Map([...partsOf({ sheets })].toReversed()));

const cases: readonly (readonly [title: string, name: string, head: () => Promise<Buffer> | Buffer, mine: boolean])[] =
  [
    ['an xlsx', 'a.xlsx', () => bookOf(''), true],
    ['an xlsx without a name', '', () => bookOf(''), true],
    ['an xlsx named like another', 'a.csv', () => bookOf(''), true],
    ['an xlsx whose sheets come late', 'a', lateParts, true],
    ['an xlsx of LibreOffice', '', () => fixture('libreoffice.xlsx'), true],
    ['an ods', '', () => fixture('libreoffice.ods'), true],
    ['an xls', '', () => fixture('libreoffice.xls'), true],
    ['an xls of Excel 5', 'a.xls', () => ole('Book'), true],
    ['an encrypted xlsx', 'a.xlsx', () => ole('EncryptedPackage'), true],
    ['a bare stream of Excel 4', 'a.xls', () => Buffer.from('0904060000001000', 'hex'), true],
    [
      'XML of Excel 2003',
      'a.xml',
      () =>
        Buffer.from(
          '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        ),
      true,
    ],
    ['a zip', 'a.zip', () => zipOf(new Map([['a.txt', 'x']])), false],
    ['a text document', 'a.docx', () => zipOf(new Map([['word/document.xml', 'x']])), false],
    ['an odt', 'a.odt', () => zipOf(new Map([['mimetype', 'application/vnd.oasis.opendocument.text']]), false), false],
    ['an old text document', 'a.doc', () => ole('WordDocument'), false],
    ['a csv', 'a.csv', () => Buffer.from('a;b\n1;2\n'), false],
    ['a csv named like a book', 'a.xls', () => Buffer.from('a\tb\n1\t2\n'), false],
    ['JSON', 'a.json', () => Buffer.from('[{"a":1}]'), false],
    ['other XML', 'a.xml', () => Buffer.from('<?xml version="1.0"?><hosts/>'), false],
    ['nothing', 'a.xlsx', () => Buffer.alloc(0), false],
  ];
for (const [title, name, head, mine] of cases) {
  test(`${title} is ${mine ? '' : 'not '}taken for a spreadsheet`, async (t) => {
    const sure = recognizeBook(name, (await head()).subarray(0, 65_536));
    t.is(sure > 0.5, mine, String(sure));
  });
}
