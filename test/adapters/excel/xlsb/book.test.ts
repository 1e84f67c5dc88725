import test from 'ava';
import { SourceError } from '../../../../core/errors/errors.ts';
import { f64, u16, u32 } from '../biff/streams.ts';
import { fileWith, read, zipOf } from '../books.ts';

/** A record of an xlsb: its number and its length, seven bits a byte. */
function rec(id: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const number = id < 128 ? [id] : [(id & 0x7f) | 0x80, id >> 7];
  const length = body.length < 128 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7];
  return Buffer.concat([Buffer.from([...number, ...length]), body]);
}

const text = (written: string) => Buffer.concat([u32(written.length), Buffer.from(written, 'utf16le')]);
const row = (index: number, hidden = false) =>
  rec(0, u32(index), u32(0), u16(300), [0, hidden ? 0x10 : 0], [0], u32(0));
const at = (column: number, style = 0) => Buffer.concat([u32(column), u32(style)]);
const string = (column: number, written: string) => rec(6, at(column), text(written));

interface Parts {
  readonly shared?: Buffer;
  readonly styles?: Buffer;
  readonly properties?: Buffer;
  /** What stands before and behind the rows. */
  readonly before?: readonly Buffer[];
  readonly behind?: readonly Buffer[];
  readonly cut?: number;
}

async function bookOf(records: readonly Buffer[], parts: Parts = {}): Promise<Buffer> {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const sheet = Buffer.concat([
    rec(129),
    ...(parts.before ?? []),
    rec(145),
    ...records,
    rec(146),
    ...(parts.behind ?? []),
    rec(130),
  ]);
  return zipOf(
    new Map<string, string | Buffer>([
      ['_rels/.rels', `<Relationships>${relation('r', 'officeDocument', 'xl/workbook.bin')}</Relationships>`],
      [
        'xl/_rels/workbook.bin.rels',
        `<Relationships>${relation('r1', 'worksheet', 'worksheets/sheet1.bin')}${relation('r2', 'sharedStrings', 'sharedStrings.bin')}${relation('r3', 'styles', 'styles.bin')}</Relationships>`,
      ],
      [
        'xl/workbook.bin',
        Buffer.concat([parts.properties ?? Buffer.alloc(0), rec(156, u32(0), u32(1), text('r1'), text('Data'))]),
      ],
      ['xl/worksheets/sheet1.bin', sheet.subarray(0, sheet.length - (parts.cut ?? 0))],
      ['xl/sharedStrings.bin', parts.shared ?? Buffer.concat([rec(159, u32(0), u32(0)), rec(160)])],
      ['xl/styles.bin', parts.styles ?? Buffer.alloc(0)],
    ]),
  );
}

const names = [row(0), string(0, 'name'), string(1, 'value')];

test('every kind of cell, also the short ones that say no column', async (t) => {
  const shared = Buffer.concat([rec(159, u32(1), u32(1)), rec(19, [1], text('shared'), u32(0)), rec(160)]);
  const kinds: readonly (readonly [cell: Buffer, value: string | null])[] = [
    [rec(2, at(1), u32((1234 << 2) | 3)), '12.34'],
    [rec(3, at(1), [0x2a]), '#N/A'],
    [rec(4, at(1), [1]), 'TRUE'],
    [rec(5, at(1), f64(0.25)), '0.25'],
    [rec(7, at(1), u32(0)), 'shared'],
    [rec(8, at(1), text('result'), u16(0), u32(0)), 'result'],
    [rec(9, at(1), f64(-3), u16(0), u32(0)), '-3'],
    [rec(10, at(1), [0], u16(0)), 'FALSE'],
    [rec(11, at(1), [7], u16(0)), '#DIV/0!'],
    [rec(62, at(1), [1], text('rich'), u32(0)), 'rich'],
    [rec(16, u32(0), f64(1.5)), '1.5'],
    [rec(17, u32(0), text('short')), 'short'],
    [rec(1, at(1)), null],
  ];
  const rows = kinds.flatMap(([cell], index) => [row(index + 1), string(0, 'x'), cell]);
  const seen = await read(await fileWith(t, await bookOf([...names, ...rows], { shared }), 'hosts.xlsb'));
  t.deepEqual(
    seen.rows.map((each) => each[1]),
    kinds.map(([, value]) => value),
  );
});

test('dates by their format, in both systems', async (t) => {
  const formats = Buffer.concat([
    rec(44, u16(164), text('dd/mm/yyyy')),
    rec(617, u32(2)),
    rec(47, u16(0, 0), Buffer.alloc(12)),
    rec(47, u16(0, 164), Buffer.alloc(12)),
    rec(618),
  ]);
  const cells = [...names, row(1), string(0, 'x'), rec(5, at(1, 1), f64(45382))];
  const dateOf = async (properties: number) => {
    const parts = { styles: formats, properties: rec(153, u32(properties), u32(0)) };
    return (await read(await fileWith(t, await bookOf(cells, parts), 'hosts.xlsb'))).rows[0][1];
  };
  t.is(await dateOf(0), '2024-03-31');
  t.is(await dateOf(1), '2028-04-01');
});

test('hidden rows and columns can be left out', async (t) => {
  const hiddenColumn = rec(60, u32(2), u32(2), u32(0), u32(0), u16(1));
  const cells = [...names, string(2, 'secret'), row(1), string(0, 'a'), string(1, 'b'), row(2, true), string(0, 'c')];
  const path = await fileWith(t, await bookOf(cells, { before: [hiddenColumn] }), 'hosts.xlsb');
  const seen = await read(path, { hidden: 'skip' });
  t.deepEqual(seen.columns, ['name', 'value']);
  t.deepEqual(seen.rows, [['a', 'b']]);
});

const damages: readonly (readonly [title: string, book: () => Promise<Buffer>, found: RegExp])[] = [
  [
    'a text is not there',
    () => bookOf([...names, row(1), rec(7, at(0), u32(9))]),
    /A2 refers to a text that is not there/,
  ],
  ['a sheet ends within a record', () => bookOf(names, { cut: 1 }), /within a record/],
  ['a sheet has no end', () => bookOf(names, { cut: 3 }), /cut off behind row 1/],
  ['a cell is too short', () => bookOf([...names, row(1), rec(5, at(0), [1, 2])]), /too short/],
  ['a text is longer than its record', () => bookOf([...names, row(1), rec(6, at(0), u32(500), [1])]), /too short/],
  [
    'the shared texts have no end',
    () => bookOf(names, { shared: rec(159, u32(0), u32(0)) }),
    /shared texts is cut off/,
  ],
];
for (const [title, book, found] of damages) {
  test(`damaged: ${title}`, async (t) => {
    const path = await fileWith(t, await book(), 'hosts.xlsb');
    const error = await t.throwsAsync(() => read(path), { instanceOf: SourceError });
    t.is(error?.faults[0].code, 'source/damaged');
    t.regex(error?.message ?? '', found);
  });
}
