import test from 'ava';
import { SourceError } from '../../../../core/errors/errors.ts';
import { fileWith, read } from '../books.ts';
import {
  begin5,
  begin8,
  book5,
  book8,
  eof,
  f64,
  format8,
  label,
  label8,
  number,
  rec,
  text8,
  u16,
  u32,
  xf,
} from './streams.ts';

const names = [label8(0, 0, 'name'), label8(0, 1, 'value')];
const dataOf = (...records: readonly Buffer[]) => [{ name: 'Data', records }];

/** The values of the second column of a table whose first one is filled. */
const valuesOf = async (t: Parameters<typeof fileWith>[0], bytes: Buffer) =>
  (await read(await fileWith(t, bytes, 'hosts.xls'))).rows.map((row) => row[1]);

const rk = (row: number, packed: number) => rec(0x027e, u16(row, 1, 0), u32(packed >>> 0));
const shared = (row: number, index: number) => rec(0x00fd, u16(row, 1, 0), u32(index));
const formula = (row: number, result: Buffer, flags = 0) =>
  rec(0x0006, u16(row, 1, 0), result, u16(flags), u32(0), u16(0));
const special = (kind: number, value = 0) => Buffer.of(kind, 0, value, 0, 0, 0, 0xff, 0xff);

test('numbers of four bytes are doubles, integers and hundredths of both', async (t) => {
  const half = f64(0.5).readInt32LE(4);
  const rows = [rk(1, half), rk(2, (-7 << 2) | 2), rk(3, (1234 << 2) | 3), rk(4, f64(150).readInt32LE(4) | 1)];
  const fields = rows.flatMap((row, index) => [label8(index + 1, 0, 'x'), row]);
  t.deepEqual(await valuesOf(t, book8(dataOf(...names, ...fields))), ['0.5', '-7', '12.34', '1.5']);
});

test('one record may hold the numbers of several cells', async (t) => {
  const several = rec(0x00bd, u16(1, 0), u16(0), u32((5 << 2) | 2), u16(0), u32((6 << 2) | 2), u16(1));
  const seen = await read(await fileWith(t, book8(dataOf(...names, several)), 'hosts.xls'));
  t.deepEqual(seen.rows, [['5', '6']]);
});

test('shared texts go on in the next record, within a character run of another width', async (t) => {
  const first = Buffer.concat([u32(3), u32(3), text8('one'), u16(6), Buffer.of(0), Buffer.from('abc')]);
  const second = Buffer.concat([Buffer.of(1), Buffer.from('дом', 'utf16le')]);
  const rich = Buffer.concat([u16(2), Buffer.of(0x0c), u16(1), u32(4), Buffer.from('ok'), u16(0, 1), u32(99)]);
  const sst = [rec(0x00fc, first), rec(0x003c, second, rich)];
  const cells = [0, 1, 2].flatMap((index) => [label8(index + 1, 0, 'x'), shared(index + 1, index)]);
  t.deepEqual(await valuesOf(t, book8(dataOf(...names, ...cells), sst)), ['one', 'abcдом', 'ok']);
});

test('formulas give the results that the book keeps', async (t) => {
  const results = [f64(2.5), special(0), special(1, 1), special(2, 0x2a), special(3), special(0)];
  const texts = new Map([
    [1, [rec(0x0207, text8('one'))]],
    // A formula that several cells share stands between.
    [5, [rec(0x04bc, Buffer.alloc(10)), rec(0x0207, text8('two', true))]],
  ]);
  const cells = results.flatMap((result, row) => [
    label8(row + 1, 0, 'x'),
    formula(row + 1, result),
    ...(texts.get(row) ?? []),
  ]);
  const values = ['2.5', 'one', 'TRUE', '#N/A', null, 'two'];
  t.deepEqual(await valuesOf(t, book8(dataOf(...names, ...cells))), values);
});

test('formulas that nobody has calculated are blank, and said', async (t) => {
  const cells = [label8(1, 0, 'x'), formula(1, f64(0), 2), label8(2, 0, 'x'), formula(2, f64(0), 2), label8(2, 2, 'z')];
  const seen = await read(await fileWith(t, book8(dataOf(...names, ...cells)), 'hosts.xls'));
  t.deepEqual(
    seen.rows.map((row) => row[1]),
    [null, null],
  );
  t.true(seen.notes.some((note) => note.includes('2 formulas without a result')));
});

test('dates are told by their format, in both systems', async (t) => {
  const styles = [xf(0, 0), format8(164, 'dd/mm/yyyy'), xf(0, 164), xf(0, 14)];
  const cells = [label8(1, 0, 'x'), number(1, 1, 45382, 1), label8(2, 0, 'x'), number(2, 1, 45382, 2)];
  const book = (...more: readonly Buffer[]) => book8(dataOf(...names, ...cells), [...more, ...styles]);
  t.deepEqual(await valuesOf(t, book()), ['2024-03-31', '2024-03-31']);
  t.deepEqual(await valuesOf(t, book(rec(0x0022, u16(1)))), ['2028-04-01', '2028-04-01']);
});

const pages: readonly (readonly [title: string, page: number, bytes: string, text: string])[] = [
  ['Cyrillic of Windows', 1251, 'cff0e8e2e5f2', 'Привет'],
  ['western DOS', 437, '8481e1', 'äüß'],
  ['central European DOS', 852, 'a9', 'ę'],
  ['Macintosh', 32768, '8a9f', 'äü'],
  ['Japanese', 932, '93fa967b', '日本'],
  ['western Windows by its old number', 32769, 'e4', 'ä'],
];
for (const [title, page, bytes, text] of pages) {
  test(`texts of bytes are read in the code page of the book: ${title}`, async (t) => {
    const cells = [label(0, 0, 'name'), label(0, 1, 'value'), label(1, 0, 'x'), label(1, 1, Buffer.from(bytes, 'hex'))];
    t.deepEqual(await valuesOf(t, book5(dataOf(...cells), [rec(0x0042, u16(page))])), [text]);
  });
}

test('a font with a character set has its own code page', async (t) => {
  const font = (set: number) => rec(0x0031, u16(200, 0, 0, 400, 0), [0, 0, set, 0], [5], Buffer.from('Arial'));
  const cells = [label(0, 0, 'name'), label(0, 1, 'value'), label(1, 0, 'x'), label(1, 1, Buffer.of(0xcf), 1)];
  const globals = [rec(0x0042, u16(1252)), font(0), font(204), xf(0, 0), xf(1, 0)];
  t.deepEqual(await valuesOf(t, book5(dataOf(...cells), globals)), ['П']);
});

test('sheets that are no tables are left out and said, hidden ones come last', async (t) => {
  const sheet = [label8(0, 0, 'a'), label8(1, 0, 'x')];
  const book = book8([
    { name: 'Secret', records: sheet, state: 2 },
    { name: 'Chart', records: [], kind: 2, content: 0x20 },
    { name: 'Macros', records: sheet, kind: 1, content: 0x40 },
    { name: 'Dialog', records: [rec(0x0081, u16(0x10)), ...sheet] },
    { name: 'Data', records: [begin8(0x20), label8(9, 9, 'in a chart'), eof, ...sheet] },
  ]);
  const seen = await read(await fileWith(t, book, 'hosts.xls'));
  t.deepEqual(
    seen.datasets.map(({ name }) => name),
    ['Data', 'Secret'],
  );
  t.deepEqual(seen.rows, [['x']]);
  for (const name of ['Chart', 'Macros', 'Dialog'])
    t.true(
      seen.notes.some((note) => note.startsWith(`Sheet "${name}" has`)),
      name,
    );
});

test('cells in any order are read in that of the rows, and of two for one place the later', async (t) => {
  const cells = [
    label8(2, 0, 'c'),
    label8(1, 1, 'old'),
    label8(0, 1, 'value'),
    label8(1, 0, 'b'),
    label8(0, 0, 'name'),
  ];
  const seen = await read(await fileWith(t, book8(dataOf(...cells, label8(1, 1, 'new'))), 'hosts.xls'));
  t.deepEqual(seen.columns, ['name', 'value']);
  t.deepEqual(seen.rows, [
    ['b', 'new'],
    ['c', null],
  ]);
  t.true(seen.notes.some((note) => note.includes('1 cells twice')));
});

test('a list of sheets that names wrong places is taken by its order', async (t) => {
  const book = book8(dataOf(...names, label8(1, 0, 'x'), label8(1, 1, 'y')));
  book.writeUInt32LE(7, book.indexOf(Buffer.from('8500', 'hex')) + 4);
  t.deepEqual(await valuesOf(t, book), ['y']);
});

test('records that a script prints by hand, without list, version and order', async (t) => {
  const cells = [label(0, 0, 'name'), label(0, 1, 'value'), number(1, 1, 1.5), label(1, 0, 'x')];
  t.deepEqual(await valuesOf(t, Buffer.concat([rec(0x0809, u16(0, 0x10, 0, 0)), ...cells, eof])), ['1.5']);
});

test('Excel 2: integers, numbers and texts, each with a format of its own', async (t) => {
  const at = (row: number, column: number, format = 0) => Buffer.concat([u16(row, column), Buffer.of(0, format, 0)]);
  const text = (row: number, column: number, written: string) =>
    rec(0x0004, at(row, column), [written.length], Buffer.from(written, 'latin1'));
  const format = (code: string) => rec(0x001e, [code.length], Buffer.from(code));
  const book = Buffer.concat([
    rec(0x0009, u16(2, 0x10)),
    format('General'),
    format('d/m/yyyy'),
    text(0, 0, 'name'),
    text(0, 1, 'value'),
    text(1, 0, 'x'),
    rec(0x0002, at(1, 1, 1), u16(45382)),
    text(2, 0, 'y'),
    rec(0x0003, at(2, 1), f64(0.25)),
    text(3, 0, 'z'),
    rec(0x0005, at(3, 1), [1, 0]),
    text(4, 0, 'f'),
    rec(0x0006, at(4, 1), special(0), [0, 0]),
    rec(0x0007, [2], Buffer.from('ok')),
    eof,
  ]);
  t.deepEqual(await valuesOf(t, book), ['2024-03-31', '0.25', 'TRUE', 'ok']);
});

test('Excel 4: several sheets in a workspace, with their names before them', async (t) => {
  const sheet = (text: string) => Buffer.concat([rec(0x0409, u16(4, 0x10)), label(0, 0, 'a'), label(1, 0, text), eof]);
  const header = (name: string) => rec(0x008f, u32(0), [name.length], Buffer.from(name));
  const book = Buffer.concat([
    rec(0x0409, u16(4, 0x100)),
    header('First'),
    sheet('x'),
    header('Second'),
    sheet('y'),
    eof,
  ]);
  const path = await fileWith(t, book, 'hosts.xlw');
  t.deepEqual((await read(path, {}, 'First')).rows, [['x']]);
  t.deepEqual((await read(path, {}, 'Second')).rows, [['y']]);
});

const whole = [...names, label8(1, 0, 'x'), label8(1, 1, 'y')];
const damages: readonly (readonly [title: string, book: () => Buffer, found: RegExp])[] = [
  ['it ends within a record', () => book8(dataOf(...whole)).subarray(0, -9), /cut off behind row 2/],
  ['it ends between two records', () => book8(dataOf(...whole)).subarray(0, -4), /cut off behind row 2/],
  [
    'a sheet has no records',
    () => book8([...dataOf(...whole), { name: 'B', records: [] }]).subarray(0, -16),
    /sheet B is missing/,
  ],
  ['a text is not there', () => book8(dataOf(...whole, shared(2, 7))), /B3 refers to a text that is not there/],
  [
    'the shared texts are cut off',
    () => book8(dataOf(...whole), [rec(0x00fc, u32(2), u32(2), text8('one'))]),
    /shared texts is cut off/,
  ],
  [
    'more shared texts than bytes',
    () => book8(dataOf(...whole), [rec(0x00fc, u32(1), u32(2 ** 31))]),
    /more than it has room for/,
  ],
  ['blocks of zeros', () => book8(dataOf(...names, Buffer.alloc(512), ...whole)), /it is blank behind row 1/],
  ['a cell that is too short', () => book8(dataOf(...names, rec(0x0203, u16(1, 1, 0)))), /too short/],
  [
    'a text that is longer than its record',
    () => book8(dataOf(...names, rec(0x0204, u16(1, 0, 0, 50), [0, 65]))),
    /a text ends before it should/,
  ],
  ['a column that no sheet has', () => book8(dataOf(...names, label8(1, 20_000, 'x'))), /column 20001/],
  ['a list of sheets that is cut off', () => Buffer.concat([begin8(5), rec(0x0085, u32(9))]), /list of sheets/],
  ['a code page that nobody knows', () => book5(dataOf(label(0, 0, 'ä')), [rec(0x0042, u16(4321))]), /code page 4321/],
  ['a beginning alone', () => begin5(5), /cut off/],
];
for (const [title, book, found] of damages) {
  test(`damaged: ${title}`, async (t) => {
    const path = await fileWith(t, book(), 'hosts.xls');
    const error = await t.throwsAsync(() => read(path), { instanceOf: SourceError });
    t.is(error?.faults[0].code, 'source/damaged');
    t.regex(error?.message ?? '', found);
  });
}
