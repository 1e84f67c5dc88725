import { crc32 } from 'node:zlib';
import type { HostileCase } from '../case.ts';
import { deflated, type Packed, stored } from '../repeated.ts';
import { zipBytes } from '../zip-writer.ts';
import { book, relations, sheet, sheetBegin, sheetEnd } from './zips.ts';

const mebibyte = 1 << 20;
const rows = '<row><c t="str"><v>a</v></c></row><row><c><v>1</v></c></row>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sheetPart = 'xl/worksheets/sheet1.xml';
const odsBegin =
  '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Data">';
const odsEnd = '</table:table></office:spreadsheet></office:body></office:document-content>';

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

function xlsx(
  title: string,
  expect: HostileCase['expect'],
  parts: () => Parameters<typeof book>[0],
  more: Partial<HostileCase> = {},
): HostileCase {
  return { title, file: 'book.xlsx', expect, make: () => zipBytes(book(parts())), ...more };
}

function workbook(sheets: string): string {
  return `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets}</sheets></workbook>`;
}

const bomb =
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>';
const external = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>';
const remote = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">';
const parts = {
  [sheetPart]: `<worksheet xmlns="${main}"><sheetData><row><c t="str"><v>&c;</v></c></row></sheetData></worksheet>`,
  'xl/sharedStrings.xml': `<sst xmlns="${main}"><si><t>&c;</t></si></sst>`,
  'xl/styles.xml': `<styleSheet xmlns="${main}">&c;</styleSheet>`,
  'xl/workbook.xml': workbook('<sheet name="&c;" r:id="rId1"/>'),
  '_rels/.rels': relations('officeDocument', 'xl/workbook.xml'),
  'xl/_rels/workbook.xml.rels': relations('worksheet', 'worksheets/sheet1.xml'),
};

const declarations: readonly HostileCase[] = Object.entries(parts).flatMap(([part, content]) =>
  [
    ['entities that unfold', bomb],
    ['an external entity', external],
    ['an external document type', remote],
  ].map(([what, doctype]) =>
    xlsx(`${what} in ${part}`, 'source/refused', () => ({ [part]: doctype + content.replace(/^<\?xml[^>]*>\n?/, '') })),
  ),
);

export const books: readonly HostileCase[] = [
  ...declarations,
  xlsx('a list of sheets with elements a million deep', 'source/too-large', () => ({
    'xl/workbook.xml': deflated('', '<a>'.repeat(1000), 1000),
  })),
  xlsx('a sheet with elements a million deep', 'source/damaged', () => ({
    [sheetPart]: deflated('', '<a>'.repeat(1000), 1000),
  })),
  xlsx('a million attributes in the list of sheets', 'source/too-large', () => ({
    'xl/workbook.xml': `<workbook ${range(1_000_000)
      .map((at) => `a${at}="1"`)
      .join(' ')}/>`,
  })),
  xlsx('a million attributes in a row', 'source/too-large', () => ({
    [sheetPart]: sheet(
      `<row ${range(1_000_000)
        .map((at) => `a${at}="1"`)
        .join(' ')}/>`,
    ),
  })),
  xlsx('an attribute of 1 GiB in the list of sheets', 'source/too-large', () => ({
    'xl/workbook.xml': deflated('<workbook a="', 'x'.repeat(mebibyte), 1024, '"/>'),
  })),
  xlsx('an attribute of 1 GiB in a cell', 'source/too-large', () => ({
    [sheetPart]: deflated(`${sheetBegin}<row><c r="`, 'x'.repeat(mebibyte), 1024, sheetEnd),
  })),
  xlsx('an element name of 1 GiB', 'source/too-large', () => ({
    'xl/workbook.xml': deflated('<', 'x'.repeat(mebibyte), 1024, '/>'),
  })),
  xlsx('a million sheets', 'source/too-large', () => ({
    'xl/workbook.xml': workbook(
      range(1_000_000)
        .map((at) => `<sheet name="${at}" r:id="rId1"/>`)
        .join(''),
    ),
  })),
  xlsx('a million sheets that are not there', 'source/too-large', () => ({
    'xl/workbook.xml': workbook(
      range(1_000_000)
        .map((at) => `<sheet name="${at}" r:id="x${at}"/>`)
        .join(''),
    ),
  })),
  xlsx('a million relations', 'source/too-large', () => ({
    'xl/_rels/workbook.xml.rels': `<Relationships>${range(1_000_000)
      .map((at) => `<Relationship Id="r${at}" Type="x/worksheet" Target="a${at}.xml"/>`)
      .join('')}</Relationships>`,
  })),
  xlsx('a million styles', 'source/too-large', () => ({
    'xl/styles.xml': `<styleSheet><cellXfs>${'<xf numFmtId="9"/>'.repeat(1_000_000)}</cellXfs></styleSheet>`,
  })),
  xlsx('a million number formats', 'source/too-large', () => ({
    'xl/styles.xml': `<styleSheet><numFmts>${range(1_000_000)
      .map((at) => `<numFmt numFmtId="${at}" formatCode="0.0&quot;${at}&quot;"/>`)
      .join('')}</numFmts></styleSheet>`,
  })),
  xlsx('a number format of 1 MiB', { rows: 1 }, () => ({
    'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="${'0;'.repeat(1 << 19)}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>`,
  })),
  xlsx(
    'a number format of 30,000 brackets, displayed',
    { rows: 1 },
    () => ({
      'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="${'[h'.repeat(30_000)}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>`,
      [sheetPart]: sheet('<row><c t="str"><v>a</v></c></row><row><c s="0"><v>1.5</v></c></row>'),
    }),
    { set: ['cells=displayed'] },
  ),
  xlsx('a million short shared strings', { rows: 1 }, () => ({
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${range(1_000_000)
      .map((at) => `<si><t>${at}</t></si>`)
      .join('')}</sst>`,
  })),
  xlsx('a shared string that is not there', { rows: 1 }, () => ({
    [sheetPart]: sheet(`${rows}<row><c t="s"><v>4000000000</v></c></row>`),
  })),
  ...['ZZZZ99999999', 'XFE2', 'A1048577', 'A99999999999999999999', `${'Z'.repeat(100_000)}1`].map((at) =>
    xlsx(`a cell at ${at.slice(0, 24)}`, 'source/too-large', () => ({
      [sheetPart]: sheet(`${rows}<row r="${/\d+/.exec(at)}"><c r="${at}"><v>1</v></c></row>`),
    })),
  ),
  xlsx('a cell at A0', { rows: 2 }, () => ({ [sheetPart]: sheet(`${rows}<row r="0"><c r="A0"><v>1</v></c></row>`) })),
  xlsx('a dimension and merged cells over everything', { rows: 1 }, () => ({
    [sheetPart]: `<worksheet xmlns="${main}"><dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" hidden="1"/></cols><sheetData>${rows}</sheetData><mergeCells count="4000000000"><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:ZZZZ99999999999"/></mergeCells></worksheet>`,
  })),
  xlsx('a million merged cells', { rows: 1 }, () => ({
    [sheetPart]: `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData><mergeCells>${range(1_000_000)
      .map((at) => `<mergeCell ref="A${at + 1}:XFD${at + 1}"/>`)
      .join('')}</mergeCells></worksheet>`,
  })),
  xlsx('a million column widths', { rows: 1 }, () => ({
    [sheetPart]: `<worksheet xmlns="${main}"><cols>${range(1_000_000)
      .map((at) => `<col min="${at}" max="4000000000" hidden="1"/>`)
      .join('')}</cols><sheetData>${rows}</sheetData></worksheet>`,
  })),
  xlsx('16,384 columns of one name', { rows: 1 }, () => ({
    [sheetPart]: sheet(
      `<row>${'<c t="str"><v>Name</v></c>'.repeat(16_384)}</row><row>${'<c><v>1</v></c>'.repeat(16_384)}</row>`,
    ),
  })),
  xlsx('columns named __proto__, constructor and prototype', { rows: 1 }, () => ({
    [sheetPart]: sheet(
      `<row>${['__proto__', 'constructor', 'prototype', 'toString', '__proto__'].map((name) => `<c t="str"><v>${name}</v></c>`).join('')}</row><row>${'<c><v>1</v></c>'.repeat(5)}</row>`,
    ),
    'xl/workbook.xml': workbook('<sheet name="__proto__" r:id="rId1"/>'),
  })),
  xlsx('a sheet named with control characters', { rows: 1 }, () => ({
    'xl/workbook.xml': workbook('<sheet name="_x001B_[31m&#x202e;" r:id="rId1"/>'),
  })),
  ...binary(),
  xlsx(
    '1,048,576 rows',
    { rows: 1_048_576 },
    () => ({
      [sheetPart]: deflatedRows(1_048_576),
    }),
    { slow: true },
  ),
  ...tables(),
];

/** A sheet that honest programs could have written: cells with their addresses. */
function deflatedRows(count: number): Packed & { readonly crc: number } {
  const text = range(count).map(
    (at) =>
      `<row r="${at + 1}"><c r="A${at + 1}" t="str"><v>name ${at % 7}</v></c><c r="B${at + 1}"><v>${at}</v></c></row>`,
  );
  const content = sheet(text.join(''));
  return { ...deflated('', content, 1), crc: crc32(content) };
}

/** An xlsb: the same parts, in records of bytes. */
function binary(): readonly HostileCase[] {
  const xlsb = (title: string, expect: HostileCase['expect'], content: () => Packed): HostileCase => ({
    title: `xlsb: ${title}`,
    file: 'book.xlsb',
    expect,
    make: () =>
      zipBytes(book({ '_rels/.rels': relations('officeDocument', 'xl/workbook.bin'), 'xl/workbook.bin': content() })),
  });
  return [
    xlsb('8 GiB of empty records', 'source/', () => deflated('', Buffer.alloc(mebibyte), 8192)),
    xlsb('a record that claims 256 MiB', 'source/', () =>
      deflated(Buffer.from([0x9c, 0x01, 0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(mebibyte), 300),
    ),
  ];
}

/** The other formats of books. */
function tables(): readonly HostileCase[] {
  const ods = (
    title: string,
    expect: HostileCase['expect'],
    body: string | ReturnType<typeof deflated>,
    doctype = '',
  ): HostileCase => ({
    title: `ods: ${title}`,
    file: 'book.ods',
    expect,
    make: () => {
      const mimetype = stored('application/vnd.oasis.opendocument.spreadsheet');
      const whole = typeof body === 'string' ? stored(doctype + odsBegin + body + odsEnd) : body;
      return zipBytes([
        { name: 'mimetype', content: mimetype, method: 0, crc: mimetype.crc },
        {
          name: 'content.xml',
          content: whole,
          method: typeof body === 'string' ? 0 : 8,
          ...('crc' in whole ? { crc: Number(whole.crc) } : {}),
        },
      ]);
    },
  });
  const fods = (title: string, expect: HostileCase['expect'], body: string, doctype = ''): HostileCase => ({
    title: `fods: ${title}`,
    file: 'book.fods',
    expect,
    make: () => [
      `<?xml version="1.0"?>${doctype}${odsBegin.replace('document-content', 'document').replace('>', ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet">')}${body}${odsEnd.replace('document-content', 'document')}`,
    ],
  });
  const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`;
  const cell = (text: string, attributes = '') =>
    `<table:table-cell office:value-type="string" ${attributes}><text:p>${text}</text:p></table:table-cell>`;
  const two = row(cell('a') + cell('b')) + row(cell('1') + cell('2'));
  const xml = (title: string, expect: HostileCase['expect'], body: string, begin = ''): HostileCase => ({
    title: `xml 2003: ${title}`,
    file: 'book.xls',
    expect,
    make: () => [
      `<?xml version="1.0"?>${begin}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Data"><Table>`,
      body,
      '</Table></Worksheet></Workbook>',
    ],
  });
  const data = (text: string, attributes = '') => `<Cell ${attributes}><Data ss:Type="String">${text}</Data></Cell>`;
  const html = (title: string, expect: HostileCase['expect'], ...make: readonly string[]): HostileCase => ({
    title: `html: ${title}`,
    file: 'book.xls',
    expect,
    make: () => make,
  });
  return [
    ods('entities that unfold', 'source/refused', two, bomb),
    ods('an external entity', 'source/refused', two, external),
    ods('8 GiB of blanks', 'source/too-large', deflated(odsBegin + two, ' '.repeat(mebibyte), 8192, odsEnd)),
    ods(
      'a row that is repeated two thousand million times',
      'source/too-large',
      two + row(cell('x'), 'table:number-rows-repeated="2000000000"'),
    ),
    ods(
      'a cell that is repeated two thousand million times',
      'source/too-large',
      two + row(cell('x', 'table:number-columns-repeated="2000000000"')),
    ),
    ods(
      'a full sheet made of one repeated cell',
      'source/too-large',
      row(cell('x'.repeat(1000), 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048576"'),
    ),
    ods('blanks by the thousand million', 'source/too-large', two + row(cell('x<text:s text:c="2000000000"/>y'))),
    ods('elements a million deep', 'source/damaged', deflated(odsBegin, '<text:span>'.repeat(1000), 1000, odsEnd)),
    ods(
      'a million tables',
      'source/too-large',
      deflated(
        odsBegin.replace('<table:table table:name="Data">', ''),
        '<table:table table:name="x"></table:table>'.repeat(1000),
        1000,
        odsEnd.replace('</table:table>', ''),
      ),
    ),
    fods('entities that unfold', 'source/refused', two, bomb.replace('<?xml version="1.0"?>', '')),
    xml(
      'entities that unfold',
      'source/refused',
      `<Row>${data('&c;')}</Row>`,
      bomb.replace('<?xml version="1.0"?>', ''),
    ),
    xml(
      'an external entity',
      'source/refused',
      `<Row>${data('&c;')}</Row>`,
      external.replace('<?xml version="1.0"?>', ''),
    ),
    xml(
      'a cell far to the right',
      'source/too-large',
      `<Row>${data('a')}</Row><Row>${data('x', 'ss:Index="999999999999"')}</Row>`,
    ),
    xml(
      'a row far below',
      'source/too-large',
      `<Row>${data('a')}</Row><Row ss:Index="999999999999">${data('x')}</Row>`,
    ),
    xml(
      'a cell merged over everything',
      'source/too-large',
      `<Row>${data('a', 'ss:MergeAcross="2000000000" ss:MergeDown="2000000000"')}</Row><Row>${data('x')}</Row>`,
    ),
    xml('rows that are repeated', { rows: 1 }, `<Row>${data('a')}</Row><Row ss:Span="2000000000">${data('x')}</Row>`),
    xml('elements a million deep', 'source/too-large', `<Row>${'<Cell>'.repeat(1_000_000)}</Row>`),
    html(
      'a cell over everything',
      'source/too-large',
      '<table><tr><th colspan=2000000000 rowspan=2000000000>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>',
    ),
    html(
      '1,000 cells over 1,000 columns each',
      'source/too-large',
      `<table><tr>${'<td colspan=1000 rowspan=65534>a</td>'.repeat(1000)}</tr>${'<tr><td>1</td></tr>'.repeat(1000)}</table>`,
    ),
    html(
      'cells a million deep',
      { rows: 1 },
      `<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2${'<b>'.repeat(1_000_000)}</td></tr></table>`,
    ),
    html(
      'tables a hundred thousand deep',
      'source/too-large',
      `<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>${'<table><tr><td>'.repeat(100_000)}`,
    ),
    html(
      'an attribute without an end',
      'source/damaged',
      '<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table><td x="',
      'x'.repeat(16 * mebibyte),
    ),
    html(
      'declarations of entities',
      { rows: 1 },
      '<!DOCTYPE html [<!ENTITY a "boom">]><table><tr><td>a</td><td>b</td></tr><tr><td>&a;</td><td>2</td></tr></table>',
    ),
    html(
      'comments without an end by the thousand',
      { rows: 1 },
      '<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>',
      '<!-'.repeat(1_000_000),
    ),
    {
      title: 'sylk: a cell far away',
      file: 'book.slk',
      expect: 'source/damaged',
      make: () => ['ID;PWXL\nC;Y1;X1;K"a"\nC;Y2;X1;K1\nC;Y99999999;X99999;K1\nE\n'],
    },
    {
      title: 'dif: a lying size',
      file: 'book.dif',
      expect: { rows: 1 },
      make: () => [
        'TABLE\n0,1\n"x"\nVECTORS\n0,999999999\n""\nTUPLES\n0,999999999\n""\nDATA\n0,0\n""\n-1,0\nBOT\n1,0\n"a"\n1,0\n"b"\n-1,0\nBOT\n0,1\nV\n0,2\nV\n-1,0\nEOD\n',
      ],
    },
    { title: 'dbf: a count of rows that is a lie', file: 'book.dbf', expect: 'source/damaged', make: () => [dbf()] },
    { title: 'ole: sectors that run in a circle', file: 'book.xls', expect: 'source/damaged', make: () => [ole()] },
    {
      title: 'xls: a record that claims 65,535 bytes',
      file: 'book.xls',
      expect: 'source/damaged',
      make: () => [Buffer.from('0908100000060500bb0dcc07000000000600000085000effffff', 'hex')],
    },
  ];
}

/** A table of dBase with one row that says it has four thousand million. */
function dbf(): Buffer {
  const head = Buffer.alloc(32 + 32 + 1);
  head.set([3, 120, 1, 1]);
  head.writeUInt32LE(0xffffffff, 4);
  head.writeUInt16LE(65, 8);
  head.writeUInt16LE(4, 10);
  head.write('NAME', 32);
  head.write('C', 43);
  head[48] = 3;
  head[64] = 0x0d;
  return Buffer.concat([head, Buffer.from(' abc')]);
}

/** A container whose directory is a chain of one sector that follows itself. */
function ole(): Buffer {
  const bytes = Buffer.alloc(512 * 3);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(1, 44);
  bytes.writeUInt32LE(1, 48);
  bytes.writeUInt32LE(4096, 56);
  bytes.fill(0xff, 76, 512);
  bytes.writeUInt32LE(0, 76);
  bytes.writeUInt32LE(0xfffffffd, 512);
  bytes.writeUInt32LE(1, 516);
  return bytes;
}
