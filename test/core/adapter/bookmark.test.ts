import test from 'ava';
import {
  type BookmarkKind,
  bookmarkSummary,
  parseScans,
  scansBookmark,
  singleBookmark,
  typedBookmark,
} from '../../../core/adapter/bookmark.ts';

const typed: readonly (readonly [kind: BookmarkKind, text: string, value: string | undefined])[] = [
  ['rowversion', '0x7d1', '"0x00000000000007D1"'],
  ['rowversion', '2001', undefined],
  ['rowversion', '0x00000000000000000', undefined],
  ['scn', ' 8123456 ', '"8123456"'],
  ['scn', '8.5', undefined],
  ['key', '007', '"7"'],
  ['key', '-12', '"-12"'],
  ['key', '9'.repeat(38), `"${'9'.repeat(38)}"`],
  ['key', '1e5', undefined],
  ['key', '1; DROP TABLE x', undefined],
  ['scans', '5', undefined],
];
for (const [kind, text, value] of typed)
  test(`${kind}: ${JSON.stringify(text)} is ${value ?? 'refused'}`, (t) => {
    t.is(typedBookmark(kind, text), value);
  });

test('scans come back as they were, in whatever order they were given', (t) => {
  const devices = new Map([
    [16_777_221, ['2038-01-19 03:14:07', null]],
    [5, [null, null]],
    [16_777_220, ['2024-01-01', '2024-01-02']],
  ]);
  const text = scansBookmark({ columns: ['LastHWScan', 'LastScanDate'], devices });
  const scans = parseScans(text);
  t.deepEqual(scans?.columns, ['LastHWScan', 'LastScanDate']);
  t.deepEqual(new Map([...(scans?.devices ?? [])].sort()), new Map([...devices].sort()));
  t.is(
    bookmarkSummary('scans', text),
    '3 devices; LastHWScan up to 2038-01-19 03:14:07, LastScanDate up to 2024-01-02',
  );
  t.is(parseScans(scansBookmark({ columns: [], devices: new Map() }))?.devices.size, 0);
});

for (const damaged of [
  '',
  'null',
  '"5"',
  '[]',
  '{"columns":["a"],"keys":[1],"values":[]}',
  '{"columns":["a"],"keys":[1,0],"values":[["x","y"]]}',
  '{"columns":["a"],"keys":["1"],"values":[["x"]]}',
  '{"columns":["a"],"keys":[1.5],"values":[["x"]]}',
  '{"columns":["a"],"keys":[1],"values":[[7]]}',
  '{"__proto__":{"columns":[],"keys":[],"values":[]}}',
])
  test(`${damaged || 'nothing'} is no bookmark of scans`, (t) => {
    t.is(parseScans(damaged), undefined);
    t.is(bookmarkSummary('scans', damaged), 'damaged');
  });

test('a value of another kind is none', (t) => {
  t.is(singleBookmark('rowversion', '"12"'), undefined);
  t.is(singleBookmark('key', '"0x12"'), undefined);
  t.is(singleBookmark('key', '12'), undefined);
  t.is(singleBookmark('scn', '{'), undefined);
});
