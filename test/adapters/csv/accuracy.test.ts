import test from 'ava';
import { solveDialect, solveThoroughly } from '../../../adapters/csv/solve.ts';
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

test('dialects that are not tried would not have been taken', (t) => {
  for (let seed = count; seed < count + 250; seed++) {
    const { text } = writtenTable(randomOf(seed));
    for (const sample of [Buffer.from(text), Buffer.from(text).subarray(0, text.length * 0.7)]) {
      const { fit } = solveDialect(sample, {}, { ...options, whole: sample.length === text.length });
      t.deepEqual(fit, solveThoroughly(sample, {}, { ...options, whole: sample.length === text.length }), text);
    }
  }
});

const options = { whole: true, most: 200, text: (bytes: Uint8Array) => Buffer.from(bytes).toString() };

function lostRows({ text, cells }: Written): number {
  const { fit } = solveDialect(Buffer.from(text), {}, options);
  const read = new Set(fit.records.map(({ fields }) => JSON.stringify(fields)));
  const rows = cells.filter((row) => row.some((cell) => cell !== ''));
  return rows.filter((row) => !read.has(JSON.stringify(row))).length;
}
