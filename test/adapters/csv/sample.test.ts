import test from 'ava';
import { firstRecords } from '../../../adapters/csv/sample.ts';

const dialect = { delimiter: 44, quote: 34, maxRecordBytes: 1 << 20 };
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

test('a sample that ends anywhere has whole records alone, and none that is at fault for its end', (t) => {
  const whole = Buffer.from('a,b\n"x ""y"" z","1"\r\n"line\nline",2\n,"","q"\n');
  const all = firstRecords(whole, dialect, { whole: true, most: 10, text });
  for (let end = 0; end <= whole.length; end++) {
    const found = firstRecords(whole.subarray(0, end), dialect, { whole: false, most: 10, text });
    t.deepEqual(
      found.map(({ fields, faulty }) => ({ fields, faulty })),
      all.slice(0, found.length).map(({ fields }) => ({ fields, faulty: false })),
      `cut at ${end}`,
    );
    t.true(found.length >= all.filter((record) => record.next < end).length, `cut at ${end}`);
  }
});
