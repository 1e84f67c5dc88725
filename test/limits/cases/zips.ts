import type { HostileCase } from '../case.ts';
import { deflated, type Packed, stored } from '../repeated.ts';
import { type MadeEnd, type MadeEntry, zip64End, zip64Extra, zipBytes } from '../zip-writer.ts';

const mebibyte = 1 << 20;
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rows = '<row><c t="str"><v>a</v></c></row><row><c><v>1</v></c></row>';

/** The parts of a small good book; those that are given replace them or come behind. */
export function book(parts: Readonly<Record<string, Packed | string>> = {}): MadeEntry[] {
  const all = new Map<string, Packed | string>([
    ['[Content_Types].xml', `${head}<Types/>`],
    ['_rels/.rels', relations('officeDocument', 'xl/workbook.xml')],
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations('worksheet', 'worksheets/sheet1.xml', 'sharedStrings', 'sharedStrings.xml', 'styles', 'styles.xml'),
    ],
    ['xl/worksheets/sheet1.xml', sheet(rows)],
    ...Object.entries(parts),
  ]);
  return [...all].map(([name, content]) => {
    if (typeof content !== 'string')
      return { name, content, ...('crc' in content ? { crc: Number(content.crc) } : {}) };
    const { crc, ...packed } = stored(content);
    return { name, content: packed, method: 0, crc };
  });
}

export function relations(...pairs: readonly string[]): string {
  const listed: string[] = [];
  for (let at = 0; at < pairs.length; at += 2)
    listed.push(`<Relationship Id="rId${at / 2 + 1}" Type="${office}/${pairs[at]}" Target="${pairs[at + 1]}"/>`);
  return `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${listed.join('')}</Relationships>`;
}

export const sheetBegin = `${head}<worksheet xmlns="${main}"><sheetData>`;
export const sheetEnd = '</sheetData></worksheet>';
export function sheet(content: string): string {
  return sheetBegin + content + sheetEnd;
}

const sheetPart = 'xl/worksheets/sheet1.xml';

/** A sheet whose rows are followed by a block, again and again. */
function flat(block: string, times: number, begin = rows): MadeEntry[] {
  return book({ [sheetPart]: deflated(sheetBegin + begin, block, times, sheetEnd) });
}

const upTo = (text: string, bytes: number) => text.repeat(Math.ceil(bytes / text.length));

/** The last of the entries as its maker wants it. */
function changed(name: string, change: Partial<MadeEntry>): MadeEntry[] {
  return book().map((entry) => (entry.name === name ? { ...entry, ...change } : entry));
}

/** Many entries of one deflated part, all in the same bytes. */
function overlapping(count: number): MadeEntry[] {
  const bomb = deflated('', Buffer.alloc(mebibyte), 200);
  const shared = { name: 'xl/a.xml', content: bomb };
  const entries = book();
  const at = entries.length;
  return [
    ...entries,
    shared,
    ...Array.from({ length: count }, (_, index) => ({ ...shared, name: `xl/${index}.xml`, shares: at })),
  ];
}

const zip = (
  title: string,
  expect: HostileCase['expect'],
  make: () => readonly MadeEntry[],
  end?: () => MadeEnd,
): HostileCase => ({
  title,
  file: 'bomb.xlsx',
  expect,
  make: () => zipBytes(make(), end?.()),
});

export const zips: readonly HostileCase[] = [
  zip('a sheet that unfolds to 8 GiB of blanks', 'source/too-large', () => flat(' '.repeat(mebibyte), 8192)),
  zip('a sheet of 8 GiB of rows', 'source/too-large', () => flat(upTo(rows, mebibyte), 8192)),
  zip('a sheet of 8 GiB of unknown elements', 'source/too-large', () => flat(upTo('<a/>', mebibyte), 8192)),
  zip('8 GiB of cells, 16,384 in each row', 'source/too-large', () =>
    flat(`<row>${'<c><v>1</v></c>'.repeat(16_384)}</row>`, 32_768),
  ),
  zip('8 GiB of cells in one row', 'source/too-large', () => flat(upTo('<c/>', mebibyte), 8192, `${rows}<row>`)),
  zip('8 GiB of comments', 'source/too-large', () => flat(`<!--${' '.repeat(mebibyte)}-->`, 8192)),
  zip('one comment of 8 GiB', 'source/too-large', () => flat('-'.repeat(mebibyte), 8192, `${rows}<!--`)),
  zip('8 GiB in shared strings', 'source/too-large', () =>
    book({
      'xl/sharedStrings.xml': deflated(`<sst xmlns="${main}">`, upTo('<si><t/></si>', mebibyte), 8192, '</sst>'),
    }),
  ),
  zip('one shared string of 1 GiB', 'source/too-large', () =>
    book({
      'xl/sharedStrings.xml': deflated(`<sst xmlns="${main}"><si><t>`, 'x'.repeat(mebibyte), 1024, '</t></si></sst>'),
    }),
  ),
  zip('one shared string in runs, 1 GiB', 'source/too-large', () =>
    book({
      'xl/sharedStrings.xml': deflated(
        `<sst xmlns="${main}"><si>`,
        upTo('<r><t>x</t></r>', mebibyte),
        1024,
        '</si></sst>',
      ),
    }),
  ),
  zip('8 GiB of styles', 'source/too-large', () =>
    book({
      'xl/styles.xml': deflated(
        `<styleSheet xmlns="${main}"><cellXfs>`,
        upTo('<xf numFmtId="0"/>', mebibyte),
        8192,
        '</cellXfs></styleSheet>',
      ),
    }),
  ),
  zip('8 GiB in the list of sheets', 'source/too-large', () =>
    book({ 'xl/workbook.xml': deflated(`<workbook xmlns="${main}">`, ' '.repeat(mebibyte), 8192, '</workbook>') }),
  ),
  zip('8 GiB of relations', 'source/too-large', () =>
    book({ '_rels/.rels': deflated('<Relationships>', ' '.repeat(mebibyte), 8192, '</Relationships>') }),
  ),
  zip('a picture that unfolds to 8 GiB, which nobody reads', { rows: 1 }, () =>
    book({ 'xl/media/image1.png': deflated('', Buffer.alloc(mebibyte), 8192) }),
  ),
  zip('a zip in a zip', 'source/unknown-format', () => [
    { name: 'inner.zip', content: deflated('', Buffer.concat(zipBytes(flat(' '.repeat(mebibyte), 1024))), 1) },
  ]),
  zip('a sheet that is a zip', 'source/damaged', () =>
    book({ [sheetPart]: deflated('', Buffer.concat(zipBytes(flat(' '.repeat(mebibyte), 1024))), 1) }),
  ),
  zip('300 parts in the same bytes', 'source/damaged', () => overlapping(300)),
  zip('300 parts in the same bytes, beside 64 MiB of padding', 'source/damaged', () => [
    {
      name: 'xl/padding.bin',
      content: { chunks: [Buffer.alloc(64 * mebibyte, 7)], packed: 64 * mebibyte, unpacked: 64 * mebibyte },
      method: 0,
    },
    ...overlapping(300).map((entry) => (entry.shares === undefined ? entry : { ...entry, shares: entry.shares + 1 })),
  ]),
  zip('a sheet of 8 GiB that claims to have 10 bytes', 'source/too-large', () =>
    flat(' '.repeat(mebibyte), 8192).map((entry) =>
      entry.name === sheetPart ? { ...entry, claims: { unpacked: 10 }, local: { unpacked: 10 } } : entry,
    ),
  ),
  zip('a small part that claims to have 4 GiB', { rows: 1 }, () =>
    changed(sheetPart, { claims: { unpacked: 0xfffffff0 } }),
  ),
  zip('shared strings that claim to have 4 GiB', { rows: 1 }, () =>
    book({ 'xl/sharedStrings.xml': `<sst xmlns="${main}"><si><t>x</t></si></sst>` }).map((entry) =>
      entry.name === 'xl/sharedStrings.xml' ? { ...entry, claims: { unpacked: 0xfffffff0 } } : entry,
    ),
  ),
  zip('a part that claims to be packed in fewer bytes', 'source/damaged', () =>
    changed(sheetPart, { claims: { packed: 100 } }),
  ),
  zip('a part that claims to be packed in more bytes than the file has', 'source/damaged', () =>
    changed(sheetPart, { claims: { packed: 0x7fffffff } }),
  ),
  zip('a header that names another part than the directory', { rows: 1 }, () =>
    changed(sheetPart, { local: { name: 'xl/worksheets/sheet9.xml' } }),
  ),
  zip('a header that lies about its sizes', { rows: 1 }, () =>
    changed(sheetPart, { local: { packed: 0xfffffff0, unpacked: 1 } }),
  ),
  zip('a directory that points into itself', 'source/damaged', () =>
    changed(sheetPart, { claims: { offset: 0xfffffff0 } }),
  ),
  zip(
    'a directory with fewer entries than there are',
    'source/unknown-format',
    () => book(),
    () => ({ count: 1 }),
  ),
  zip(
    'a directory with more entries than there are',
    'source/damaged',
    () => book(),
    () => ({ count: 9000 }),
  ),
  zip('60,000 parts', 'source/too-large', () => [
    ...book(),
    ...Array.from({ length: 60_000 }, (_, index) => ({ name: `a${index}`, content: stored(''), method: 0 as const })),
  ]),
  zip(
    'a directory that claims to have 3 GiB',
    { rows: 1 },
    () => book(),
    () => ({ directoryBytes: 0xc0000000 }),
  ),
  zip(
    'a directory behind the end',
    'source/damaged',
    () => book(),
    () => ({ directoryAt: 0xfffffff0 }),
  ),
  zip('sizes of zip64 near 2 to the 63', 'source/damaged', () =>
    changed(sheetPart, {
      claims: { packed: 0xffffffff, unpacked: 0xffffffff },
      extra: zip64Extra(2n ** 62n, 2n ** 62n),
    }),
  ),
  zip(
    'an end of zip64 that counts 2 to the 60 parts',
    'source/damaged',
    () => book(),
    () => ({
      count: 0xffff,
      directoryBytes: 0xffffffff,
      directoryAt: 0xffffffff,
      before: zip64End(2n ** 60n, 2n ** 60n, 0n, 0n),
    }),
  ),
  ...[
    '../../../../etc/passwd',
    '/etc/passwd',
    'C:\\Windows\\win.ini',
    '..\\..\\x',
    'xl/worksheets/sheet1.xml\0.png',
    'con',
    'x'.repeat(60_000),
  ].map((name) =>
    zip(`a part named ${JSON.stringify(name.slice(0, 30))}`, { rows: 1 }, () => [
      ...book(),
      { name, content: stored('secret'), method: 0 as const },
    ]),
  ),
  zip('the same part twice', 'source/damaged', () => [
    ...book(),
    ...book({ [sheetPart]: sheet('<row><c><v>2</v></c></row>') }).slice(-1),
  ]),
  zip('a sheet that is a symbolic link', 'source/damaged', () => {
    const { crc, ...content } = stored('/etc/passwd');
    return changed(sheetPart, { content, crc, mode: 0o120777 });
  }),
  zip('relations that point out of the zip', { rows: 1 }, () =>
    book({
      'xl/_rels/workbook.xml.rels': relations(
        'worksheet',
        'worksheets/sheet1.xml',
        'sharedStrings',
        '../../../../etc/passwd',
        'styles',
        'file:///etc/passwd',
      ),
    }),
  ),
];
