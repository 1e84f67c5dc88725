import { fileURLToPath } from 'node:url';
import test from 'ava';
import adapter from '../../../adapters/excel/adapter.ts';
import { typedCell } from '../../../core/adapter/batch.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { bookOf, fileWith, stylesOf } from './books.ts';

/** What a book keeps as a number or a date is said to be one, in every format; what somebody typed as a text is not. */

async function kindsIn(path: string, options: Record<string, unknown> = {}): Promise<readonly string[]> {
  const values = parseOptions(adapter.options, { path, ...options }, { directory: '/' });
  const source = await adapter.open(values, { signal: new AbortController().signal });
  const names = new Map<number, string>([
    [typedCell.number, 'number'],
    [typedCell.moment, 'moment'],
  ]);
  try {
    const [{ name }] = await source.discover();
    const found: string[] = [];
    for await (const part of source.parts(name)) {
      for await (const batch of source.read(part)) {
        if (batch.layout !== 'bytes') continue;
        for (let row = 0; row < batch.rows; row++) {
          const kinds = [...batch.kinds.subarray(row * batch.width, (row + 1) * batch.width)];
          found.push(kinds.map((kind) => names.get(kind) ?? '-').join(' '));
        }
      }
    }
    return found;
  } finally {
    await source.close();
  }
}

const styles = stylesOf('yyyy-mm-dd', 'yyyy-mm-dd hh:mm', '[h]:mm', 'h:mm');
const header =
  '<row r="1"><c r="A1" t="str"><v>A</v></c><c r="B1" t="str"><v>B</v></c><c r="C1" t="str"><v>C</v></c></row>';
const second =
  '<row r="2"><c r="A2"><v>1.5</v></c><c r="B2" s="1"><v>45382</v></c><c r="C2" t="str"><v>1,5</v></c></row>';
const third =
  '<row r="3"><c r="A3" s="2"><v>45382.5</v></c><c r="B3" s="3"><v>1.5</v></c><c r="C3" t="b"><v>1</v></c></row>';
const expected = ['number moment -', 'moment - -'];

test('xlsx: numbers and dates have their kinds; texts, durations and booleans are texts', async (t) => {
  t.deepEqual(await kindsIn(await fileWith(t, await bookOf(header + second + third, { styles }))), expected);
});

test('xlsx: so they have where rows are out of order', async (t) => {
  t.deepEqual(await kindsIn(await fileWith(t, await bookOf(header + third + second, { styles }))), expected);
});

test('cells as displayed are texts', async (t) => {
  const path = await fileWith(t, await bookOf(header + second, { styles }));
  t.deepEqual(await kindsIn(path, { cells: 'displayed' }), ['- - -']);
});

for (const name of ['libreoffice.xlsx', 'libreoffice.ods', 'libreoffice.xls']) {
  test(`${name}: numbers and dates have the kinds that they have in the others`, async (t) => {
    const path = (file: string) => fileURLToPath(new URL(`fixtures/${file}`, import.meta.url));
    const kinds = await kindsIn(path(name));
    t.true(
      kinds.some((row) => row.includes('number')) && kinds.some((row) => row.includes('moment')),
      kinds.join('; '),
    );
    t.deepEqual(kinds, await kindsIn(path('libreoffice.xlsx')));
  });
}
