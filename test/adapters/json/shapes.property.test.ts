import test from 'ava';
import fc from 'fast-check';
import { ColumnTree } from '../../../adapters/json/columns.ts';
import { LineRows } from '../../../adapters/json/line-rows.ts';
import { LineSurvey } from '../../../adapters/json/line-survey.ts';
import { LineReader, lines } from '../../../adapters/json/lines.ts';
import { fillFrom } from '../../../adapters/json/read-part.ts';
import { type ReadRow, rowsOf } from '../../conformance/reading.ts';

/** Lines that are compared with the keys of those before give what the parser of tokens makes of each. */

const filler = fc.integer({ min: 0, max: 40 }).map((length) => 'é0123456789abcdef'.repeat(3).slice(0, length));
const piece = fc.constantFrom(
  '\\"',
  '\\\\',
  '\\/',
  '\\n',
  '\\u00e9',
  '\\u000a',
  '\\uD83D\\ude00',
  '\\ud83d',
  '日',
  '😀',
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }).map((written) => JSON.stringify(written)),
  fc.tuple(filler, fc.array(piece, { maxLength: 3 }), filler).map(([a, b, c]) => `"${a}${b.join('x')}${c}"`),
);
const number = fc.oneof(
  fc.constantFrom('0', '-0', '-1.5', '1e3', '1E+30', '0.10', '123456789012345678901234567890'),
  fc.constantFrom('01', '1.', '.5', '+1', '1e', '--1', '1.2.3'),
);
const word = fc.constantFrom('true', 'false', 'null', 'nul', 'True', 'nulll', 'truefalse');
const scalar = fc.oneof({ weight: 12, arbitrary: text }, { weight: 3, arbitrary: number }, word);
const blank = fc.constantFrom('', '', '', ' ', '\t ', '\r');
const { list } = fc.letrec<{ list: string; object: string; any: string }>((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('object')),
  list: fc
    .tuple(blank, fc.array(tie('any'), { maxLength: 3 }), blank)
    .map(([a, all, b]) => `[${a}${all.join(`${b},`)}${b}]`),
  object: fc
    .array(fc.tuple(text, blank, tie('any')), { maxLength: 3 })
    .map((all) => `{${all.map(([key, a, each]) => `${key}${a}:${each}`).join(',')}}`),
}));
const value = fc.oneof({ weight: 10, arbitrary: scalar }, list);

/** What may stand between the values: the records of one program have few such shapes. */
const shapes = [
  ['{"a":', ',"b":', ',"c":', '}'],
  ['{"a":', ',"c":', '}'],
  ['{"c": ', ', "b": ', ', "a": ', '}\r'],
  ['{"a":', ',"o":{"x":', ',"p":{"y":', '}},"c":', '}'],
  ['{"a":', ',"o":', ',"p":{},"c":', '}'],
  ['{"o":{"p":{"y":', '},"x":', '}}'],
  [' { "a" : ', ' , "o" : { } } '],
  ['{"\\u0061":', ',"a key that is longer than sixteen bytes":', ',"b":', '}'],
  ['{"a":', ',"b":', ',"a":', '}'],
  ['{"a":', '}{"a":', '}'],
  ['{"__proto__":', ',"":', '}'],
];
const line = fc
  .tuple(fc.constantFrom(...shapes), fc.array(value, { minLength: 4, maxLength: 4 }))
  .map(([shape, values]) => shape.map((between, index) => (index === 0 ? '' : values[index - 1]) + between).join(''));
const whole = fc.array(fc.oneof({ weight: 20, arbitrary: line }, fc.constantFrom('', ' \t', '[1]', '{}')), {
  minLength: 1,
  maxLength: 30,
});
/** A byte is put in the place of another one, here and there. */
const faults = fc.array(
  fc.tuple(fc.nat(), fc.constantFrom(0x22, 0x5c, 0x0a, 0x20, 0x7b, 0x7d, 0x2c, 0x1f, 0x80, 0xff)),
  {
    maxLength: 2,
  },
);
const content = fc.tuple(whole, faults).map(([all, wrong]) => {
  const bytes = Buffer.from(all.join('\n'));
  for (const [at, byte] of wrong) if (bytes.length > 0) bytes[at % bytes.length] = byte;
  return bytes;
});

test('lines whose keys are known are read as the parser reads them', async (t) => {
  await fc.assert(
    fc.asyncProperty(content, fc.integer({ min: 1, max: 200 }), async (bytes, size) => {
      const known = columnsOf(bytes, size);
      t.deepEqual(known, await parsedColumns(bytes));
      t.deepEqual(await rows(bytes, known.paths, size), await parsedRows(bytes, known.paths));
    }),
    { numRuns: 400 },
  );
});

const sound: readonly [what: string, lines: readonly string[]][] = [
  ['objects in objects', ['{"a":{"b":1,"c":{"d":"x"}},"e":2}']],
  ['null in place of an object', ['{"a":1,"o":{"x":2}}', '{"a":1,"o":null}']],
  ['escapes and what is not ASCII', ['{"a":"x\\\\y\\u00e9","b":"日 \\"z\\""}']],
  ['keys that are missing, or in another order', ['{"a":1,"b":2,"c":3}', '{"a":1,"c":3}', '{"c":"3","a":"1"}']],
  ['blanks', ['{ "a" : 1, "b" : [1, {"c": "d"}] }\r']],
];
for (const [what, some] of sound) {
  test(`no line is parsed once its keys were seen: ${what}`, async (t) => {
    const bytes = Buffer.from(`${Array.from({ length: 500 }, () => some.join('\n')).join('\n')}\n`);
    const { paths } = columnsOf(bytes, 1 << 16);
    const layouts = new Set<string>();
    for await (const { layout } of new LineRows(ColumnTree.of(paths, 'test')).read(fillFrom([bytes]), 1))
      layouts.add(layout);
    t.deepEqual([...layouts], ['bytes']);
  });
}

test('bytes that are not UTF-8 break their line alone', async (t) => {
  const bytes = Buffer.concat([
    Buffer.from('{"a":"x"}\n'.repeat(100)),
    Buffer.from('{"a":"\xe4"}\n', 'latin1'),
    Buffer.from('{"a":"ä"}\n'.repeat(100)),
  ]);
  const found = await rows(bytes, [['a']], 1 << 16);
  t.deepEqual(
    found.flatMap(({ broken }, at) => (broken === undefined ? [] : [at])),
    [100],
  );
  t.is(found.filter(({ cells }) => cells[0] === 'ä').length, 100);
});

test('a line longer than the memory for lines is read, and those behind it', async (t) => {
  const lines = ['{"a":"x"}', `{"a":"${'y'.repeat(1 << 20)}"}`, '{"a":"z"}'];
  const found = await rows(Buffer.from(lines.join('\n')), [['a']], 1 << 18);
  t.deepEqual(
    found.map(({ cells }) => String(cells[0]).length),
    [1, 1 << 20, 1],
  );
});

function columnsOf(bytes: Buffer, size: number) {
  const tree = new ColumnTree('test');
  const survey = new LineSurvey(tree, 1 << 24);
  for (const chunk of chunks(bytes, size)) survey.push(chunk);
  return { rows: survey.finish().rows, paths: tree.paths };
}

async function parsedColumns(bytes: Buffer) {
  const tree = new ColumnTree('test');
  const reader = new LineReader(tree, 'columns');
  let rows = 0;
  for await (const some of lines(asynchronous(bytes)))
    for (const each of some) {
      reader.read(each);
      rows++;
    }
  return { rows, paths: tree.paths };
}

async function rows(bytes: Buffer, paths: ColumnTree['paths'], size: number): Promise<readonly ReadRow[]> {
  const found: ReadRow[] = [];
  for await (const batch of new LineRows(ColumnTree.of(paths, 'test')).read(fillFrom(chunks(bytes, size)), 1))
    found.push(...rowsOf(batch, { name: '', columns: [], origin: String }));
  return found;
}

async function parsedRows(bytes: Buffer, paths: ColumnTree['paths']): Promise<readonly unknown[]> {
  const reader = new LineReader(ColumnTree.of(paths, 'test'), 'rows');
  const found: unknown[] = [];
  for await (const some of lines(asynchronous(bytes)))
    for (const each of some) {
      const { row, fault } = reader.read(each);
      const cells = paths.map((_, at) => row[at] ?? null);
      found.push({ origin: String(each.number), cells, ...(fault === undefined ? {} : { broken: fault }) });
    }
  return found;
}

function* chunks(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* asynchronous(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

for (const object of ['{"p":{"y":01}}', '{"p":{}}', '{}']) {
  test(`null in place of an object without columns is null: ${object}`, async (t) => {
    const bytes = Buffer.from(`{"a":"x","o":null}\n{"a":"y","o":${object}}`);
    const { paths } = columnsOf(bytes, 1);
    const found = await rows(bytes, paths, 1);
    t.deepEqual(found, await parsedRows(bytes, paths));
    t.deepEqual(found[0].cells, paths.length === 1 ? ['x'] : ['x', null]);
    t.is(found.length, 2);
  });
}
