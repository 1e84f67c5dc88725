import { readFile } from 'node:fs/promises';
import * as sheetjs from '@e965/xlsx';
import test from 'ava';
import type { Code } from '../../../../core/errors/catalogue.ts';
import { SourceError } from '../../../../core/errors/errors.ts';
import { fileWith, read, zipOf } from '../books.ts';

process.env.TRIBUTARY_TEST_PASSWORD = 'Geheim-1';
process.env.TRIBUTARY_TEST_OTHER = 'geheim-1';
const right = { password: 'env:TRIBUTARY_TEST_PASSWORD' };
const other = { password: 'env:TRIBUTARY_TEST_OTHER' };
const formats = new URL('../../../formats/excel/', import.meta.url);

const locked = [
  'password-agile.xlsx',
  'password-standard.xlsx',
  'password-poi.xls',
  'password-rc4.xls',
  'password-xor.xls',
  'password.ods',
];
for (const name of locked) {
  test(`${name}: another password does not open it, and is not repeated`, async (t) => {
    const error = await t.throwsAsync(() => read(new URL(name, formats).pathname, other), { instanceOf: SourceError });
    t.is(error?.faults[0].code, 'source/wrong-password');
    t.false(error?.message.includes('geheim-1'));
  });
}

test('a password for a book that needs none is no fault', async (t) => {
  const seen = await read(new URL('password-silent.xlsx', formats).pathname, other);
  t.is(seen.rows.length, 2);
});

/** A book of the formats whose text on its encryption is changed. */
async function changed(name: string, from: string | Buffer, to: string | Buffer): Promise<Buffer> {
  const bytes = await readFile(new URL(name, formats));
  const at = bytes.indexOf(from);
  bytes.set(Buffer.from(to), at);
  return bytes;
}

function container(streams: Readonly<Record<string, Buffer>>): Buffer {
  const made = sheetjs.CFB.utils.cfb_new();
  for (const [name, bytes] of Object.entries(streams)) sheetjs.CFB.utils.cfb_add(made, `/${name}`, bytes);
  const written: unknown = sheetjs.CFB.write(made, { type: 'buffer' });
  return Buffer.isBuffer(written) ? written : Buffer.alloc(0);
}

const manifest = (rounds: number, algorithm = 'http://www.w3.org/2001/04/xmlenc#aes256-cbc') =>
  zipOf(
    new Map([
      ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
      ['content.xml', 'x'.repeat(2000)],
      [
        'META-INF/manifest.xml',
        `<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml"><m:encryption-data m:checksum-type="SHA1/1K" m:checksum="x"><m:algorithm m:algorithm-name="${algorithm}" m:initialisation-vector="${'A'.repeat(22)}=="/><m:key-derivation m:key-derivation-name="PBKDF2" m:key-size="32" m:iteration-count="${rounds}" m:salt="AAAA"/></m:encryption-data></m:file-entry></m:manifest>`,
      ],
    ]),
  );

const refused: readonly (readonly [title: string, code: Code, book: () => Buffer | Promise<Buffer>])[] = [
  [
    'an xlsx that hashes without end',
    'source/too-large',
    () => changed('password-agile.xlsx', 'spinCount="100000"', 'spinCount="9e9999"'),
  ],
  ['an xlsx of a cipher that nobody has', 'source/password', () => changed('password-agile.xlsx', '"AES"', '"RC2"')],
  [
    'an xlsx that says nothing of its encryption',
    'source/damaged',
    () => container({ EncryptedPackage: Buffer.alloc(99) }),
  ],
  [
    'an xlsx of a kind of encryption that nobody has',
    'source/password',
    () => container({ EncryptedPackage: Buffer.alloc(99), EncryptionInfo: Buffer.from('0300030000000000', 'hex') }),
  ],
  ['an ods that hashes without end', 'source/too-large', () => manifest(4e9)],
  ['an ods of 2005', 'source/password', () => manifest(1024, 'Blowfish CFB')],
  ['an ods whose password is another', 'source/wrong-password', () => manifest(1024)],
];
for (const [title, code, book] of refused) {
  test(`${title} is refused with ${code}`, async (t) => {
    const path = await fileWith(t, await book(), 'hosts.xlsx');
    const error = await t.throwsAsync(() => read(path, right), { instanceOf: SourceError });
    t.is(error?.faults[0].code, code, error?.message);
  });
}
