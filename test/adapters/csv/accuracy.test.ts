import test from 'ava';
import { solveDialect } from '../../../adapters/csv/solve.ts';
import { randomOf, type Written, writtenTable } from './tables.ts';

const count = 500;

test('99 of 100 tables of all kinds of cells are read as they were written, whatever the dialect', (t) => {
  const misread: string[] = [];
  for (let seed = 0; seed < count; seed++) {
    const written = writtenTable(randomOf(seed));
    const lost = lostRows(written);
    if (lost > 0) misread.push(`${seed}: ${lost} rows of ${written.what}\n${written.text.slice(0, 300)}`);
  }
  const share = 1 - misread.length / count;
  t.log(`${(share * 100).toFixed(1)} % of ${count}; not: ${misread.map((each) => each.split('\n')[0]).join('; ')}`);
  t.true(share >= 0.99, misread.join('\n\n'));
});

function lostRows({ text, cells }: Written): number {
  const options = { whole: true, most: 200, text: (bytes: Uint8Array) => Buffer.from(bytes).toString() };
  const { fit } = solveDialect(Buffer.from(text), {}, options);
  const read = new Set(fit.records.map(({ fields }) => JSON.stringify(fields)));
  const rows = cells.filter((row) => row.some((cell) => cell !== ''));
  return rows.filter((row) => !read.has(JSON.stringify(row))).length;
}
