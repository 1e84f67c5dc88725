import { gzipSync } from 'node:zlib';
import type { HostileCase } from '../case.ts';
import { gzipped } from '../repeated.ts';

const mebibyte = 1 << 20;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const records = range(20_000).map((at) => `${at},name ${at},2024-01-0${(at % 9) + 1}\n`);
const csv = `id,name,date\n${records.join('')}`;

function* times(count: number, block: string | Buffer, begin = '', end = ''): Generator<string | Buffer> {
  yield begin;
  for (let at = 0; at < count; at++) yield block;
  yield end;
}

function text(
  title: string,
  expect: HostileCase['expect'],
  make: HostileCase['make'],
  more: Partial<HostileCase> = {},
): HostileCase {
  return { title, file: 'hosts.csv', expect, make, ...more };
}
const gz = { file: 'hosts.csv.gz' };

export const texts: readonly HostileCase[] = [
  text('gzip: 16 GiB of zeros', 'source/unknown-format', () => gzipped('', Buffer.alloc(mebibyte), 16_384).chunks, gz),
  text(
    'gzip: 16 GiB of the same row',
    'source/too-large',
    () => gzipped('a,b\n', '1,2\n'.repeat(mebibyte / 4), 16_384).chunks,
    gz,
  ),
  text('gzip: 16 GiB in one line', 'source/too-large', () => gzipped('a,b\n', 'x'.repeat(mebibyte), 16_384).chunks, gz),
  text(
    'gzip: 16 GiB of blank lines',
    'source/too-large',
    () => gzipped('a,b\n1,2\n', '\n'.repeat(mebibyte), 16_384).chunks,
    gz,
  ),
  text(
    'gzip: 4,096 members of 4 MiB each',
    'source/too-large',
    () => times(4096, gzipSync(Buffer.alloc(4 * mebibyte, '1,2\n')), ''),
    gz,
  ),
  text('gzip in a gzip', 'source/unknown-format', () => [gzipSync(gzipSync(csv))], gz),
  text('gzip: two members', { rows: 40_000 }, () => [gzipSync(csv), gzipSync(records.join(''))], gz),
  text('gzip: cut off', 'source/damaged', () => [gzipSync(csv).subarray(0, -100)], gz),
  text('gzip: something behind its end', { rows: 20_000 }, () => [gzipSync(csv), Buffer.alloc(1000)], gz),
  text('csv: one line of 64 MiB', 'source/too-large', () => times(64, 'x'.repeat(mebibyte), '')),
  text('csv: one line of 1 GiB', 'source/too-large', () => times(1024, 'x'.repeat(mebibyte), ''), { slow: true }),
  text(
    'csv: one line of 3 GiB among others',
    { rows: 20_001, broken: 1 },
    () => times(3072, 'x'.repeat(mebibyte), csv, `\n${records[0]}`),
    { slow: true },
  ),
  text('csv: 3 GiB of NUL bytes', 'source/unknown-format', () => [], { sparse: 3 * 2 ** 30 }),
  text('csv: 3 GiB of NUL bytes behind rows', { rows: 20_000, broken: 1 }, () => [csv], {
    sparse: 3 * 2 ** 30,
    slow: true,
  }),
  text(
    'csv: a quote without an end before 64 MiB',
    { rows: 1_400_000, broken: 1 },
    () => times(70, records.join(''), 'id,name,date\n1,"two,2024-01-01\n'),
    { slow: true },
  ),
  text('csv: quotes without an end by the thousand', { rows: 20_000 }, () => [
    `id,name,date\n${range(20_000)
      .map((at) => `${at},"name,2024-01-01\n`)
      .join('')}`,
  ]),
  text('csv: only quotes, 16 MiB', 'source/', () => times(16, '"'.repeat(mebibyte), '')),
  text('csv: 100,000 columns', { rows: 2 }, () => [
    range(100_000)
      .map((at) => `c${at}`)
      .join(','),
    '\n',
    '1,'.repeat(99_999),
    '1\n',
    '1,'.repeat(99_999),
    '1\n',
  ]),
  text('csv: a million columns', 'source/too-large', () => [
    range(1_000_000)
      .map((at) => `c${at}`)
      .join(','),
    '\n',
    '1,'.repeat(999_999),
    '1\n',
  ]),
  text('csv: a million columns without names', 'source/too-large', () => [`${','.repeat(999_999)}\n`.repeat(3)]),
  text('csv: 100,000 columns of one name', { rows: 1 }, () => [
    `${'name,'.repeat(99_999)}name\n${'1,'.repeat(99_999)}1\n`,
  ]),
  text('csv: a field of 10 MiB', { rows: 1, broken: 1 }, () => [`a,b\n1,2\n1,${'x'.repeat(10 * mebibyte)}\n`]),
  text('csv: columns named __proto__, constructor and prototype', { rows: 1 }, () => [
    '__proto__,constructor,prototype,toString,__proto__\n1,2,3,4,5\n',
  ]),
  text('csv: NUL bytes in the fields', 'source/unknown-format', () => ['a,b\n1\0,2\n3,\0\0\n']),
  text('csv: escape sequences of terminals in names and fields', { rows: 1 }, () => [
    '\x1b[31ma,b\x1b]0;x\x07\n1\x1b[2J,2\n',
  ]),
  text('csv: only delimiters, 16 MiB', 'source/', () => times(16, ','.repeat(mebibyte), '')),
  text('csv: only line ends, 64 MiB', 'source/unknown-format', () => times(64, '\n'.repeat(mebibyte), '')),
  text('csv: only carriage returns, 64 MiB', 'source/unknown-format', () => times(64, '\r'.repeat(mebibyte), '')),
  text('csv: a million lines of noise that looks like UTF-16', 'source/', () =>
    times(16, Buffer.alloc(mebibyte, Buffer.from([0, 34, 44, 0])), ''),
  ),
  ...json(),
];

function json(): readonly HostileCase[] {
  const one = (
    title: string,
    expect: HostileCase['expect'],
    make: HostileCase['make'],
    more: Partial<HostileCase> = {},
  ): HostileCase => ({
    title: `json: ${title}`,
    file: 'hosts.json',
    expect,
    make,
    ...more,
  });
  const lines = { file: 'hosts.ndjson' };
  return [
    one('arrays a million deep', 'source/too-large', () => ['['.repeat(1_000_000)]),
    one('arrays a million deep that end', 'source/too-large', () => ['['.repeat(1_000_000), ']'.repeat(1_000_000)]),
    one('objects a million deep', 'source/too-large', () => ['[{"a":1},', '{"a":'.repeat(1_000_000)]),
    one('a cell of lists a million deep', 'source/too-large', () => [
      '[{"a":',
      '['.repeat(1_000_000),
      ']'.repeat(1_000_000),
      '}]',
    ]),
    one(
      'a line a million deep',
      { rows: 1, broken: 1 },
      () => ['{"a":1}\n', '{"a":'.repeat(1_000_000), '1', '}'.repeat(1_000_000), '\n'],
      lines,
    ),
    one('a string of 64 MiB', 'source/too-large', () => times(64, 'x'.repeat(mebibyte), '[{"a":"', '"}]')),
    one('a string of 2 GiB', 'source/too-large', () => times(2048, 'x'.repeat(mebibyte), '[{"a":"', '"}]'), {
      slow: true,
    }),
    one('a string of escapes, 64 MiB', 'source/too-large', () =>
      times(64, '\\u0041\\n'.repeat(mebibyte / 8), '[{"a":"', '"}]'),
    ),
    one('a key of 64 MiB', 'source/too-large', () => times(64, 'x'.repeat(mebibyte), '[{"', '":1}]')),
    one('a number of 64 MiB', 'source/too-large', () => times(64, '1'.repeat(mebibyte), '[{"a":', '}]')),
    one('a list of 64 MiB in a cell', 'source/too-large', () =>
      times(64, '1,'.repeat(mebibyte / 2), '[{"a":[', '1]}]'),
    ),
    one('a list of lists of 64 MiB in a cell', 'source/too-large', () =>
      times(64, '[],'.repeat(mebibyte / 3), '[{"a":[', '1]}]'),
    ),
    one('numbers with huge exponents', { rows: 2 }, () => [
      '[{"a":1e999999999,"b":-1E-999999999},{"a":0.1e+0000000009,"b":1}]',
    ]),
    one('a number of a million digits', { rows: 1 }, () => [`[{"a":${'9'.repeat(1_000_000)}}]`]),
    one('a million keys in one object', 'source/too-large', () => [
      `[{${range(1_000_000)
        .map((at) => `"k${at}":1`)
        .join(',')}}]`,
    ]),
    one('a million objects with keys of their own', 'source/too-large', () => [
      `[${range(1_000_000)
        .map((at) => `{"k${at}":1}`)
        .join(',')}]`,
    ]),
    one('a million keys before the rows', { rows: 1 }, () => [
      `{${range(1_000_000)
        .map((at) => `"k${at}":1,`)
        .join('')}"rows":[{"a":1}]}`,
    ]),
    one('a million lists', 'source/too-large', () => [
      `{${range(1_000_000)
        .map((at) => `"k${at}":[{"a":1}]`)
        .join(',')}}`,
    ]),
    one('keys named __proto__, constructor and prototype', { rows: 1 }, () => [
      '[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":2,"toString":3}]',
    ]),
    one(
      'a line of 64 MiB',
      { rows: 1, broken: 1 },
      () => times(64, 'x'.repeat(mebibyte), '{"a":1}\n{"a":"', '"}\n'),
      lines,
    ),
    one('gzip: 16 GiB of blanks', 'source/too-large', () => gzipped('[', ' '.repeat(mebibyte), 16_384).chunks, {
      file: 'hosts.json.gz',
    }),
    one(
      'gzip: 16 GiB of objects',
      'source/too-large',
      () => gzipped('[', '{"a":1},'.repeat(mebibyte / 8), 16_384).chunks,
      { file: 'hosts.json.gz' },
    ),
    one(
      '1,000,000 rows',
      { rows: 1_000_001 },
      () =>
        times(
          100,
          range(10_000)
            .map((at) => `,\n{"id":${at},"name":"PC-${at}","os":{"build":1.10}}`)
            .join(''),
          '[{"id":0}',
          ']',
        ),
      { slow: true },
    ),
  ];
}
