import test from 'ava';
import fc from 'fast-check';
import type { ByteBatch, CellBatch } from '../../../core/adapter/batch.ts';
import { csvWriter, jsonWriter, ndjsonWriter, type RowWriter } from '../../../core/cli/row-writer.ts';

/** Bytes are written as their texts are. */

const cell = fc.oneof(
  fc.constantFrom(
    null,
    '',
    'a',
    'a b',
    'a,b',
    'a"b',
    'a\nb',
    'a\r',
    'back\\slash',
    '\u0000',
    '\u001f',
    '\u007f',
    'é日😀',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.toWellFormed()),
  fc.constantFrom('x'.repeat(200_000), '"'.repeat(70_000)),
);
const width = 3;
const names = ['a', 'say "b"', '__proto__'];

const writers: readonly [string, () => RowWriter][] = [
  ['csv', () => csvWriter(names)],
  ['ndjson', () => ndjsonWriter(names)],
  ['json', () => jsonWriter(names, 'rows')],
];

for (const [format, writer] of writers) {
  test(`${format}: bytes are written as their texts are`, (t) => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: width, maxLength: width }), (cells) => {
        const [texts, bytes] = [writer(), writer()];
        for (let row = 0; row < 2; row++) {
          texts.add(asCells(cells), 0, row);
          bytes.add(asBytes(cells), 0, row);
        }
        t.is(bytes.take().toString(), texts.take().toString());
      }),
      { numRuns: 200 },
    );
  });
}

test('json and ndjson can be parsed again', (t) => {
  const cells = ['a"b\\', null, 'é\u0001'];
  const ndjson = ndjsonWriter(names);
  ndjson.add(asBytes(cells), 0, 0);
  t.deepEqual(
    Object.entries(JSON.parse(ndjson.take().toString())),
    names.map((name, at) => [name, cells[at]]),
  );
  const json = jsonWriter(names, 'rows');
  json.add(asBytes(cells), 0, 0);
  json.add(asBytes(cells), 0, 1);
  t.deepEqual(JSON.parse(`${json.start}${json.take()}${json.end}`), {
    dataset: 'rows',
    columns: names,
    rows: [cells, cells],
  });
});

function asCells(cells: readonly (string | null)[]): CellBatch {
  return { layout: 'cells', rows: 1, width, positions: [1], cells };
}

function asBytes(cells: readonly (string | null)[]): ByteBatch {
  const texts = cells.map((text) => Buffer.from((text ?? '').replaceAll('"', '""')));
  const ends = texts.map((_, at) => texts.slice(0, at + 1).reduce((sum, { length }) => sum + length, 0));
  return {
    layout: 'bytes',
    rows: 1,
    width,
    positions: [1],
    bytes: Buffer.concat(texts),
    starts: Uint32Array.from(ends, (end, at) => end - texts[at].length),
    ends: Uint32Array.from(ends),
    kinds: Uint8Array.from(cells, (text) => (text === null ? 0 : text.includes('"') ? 2 : 1)),
    unescape: (text) => text.replaceAll('""', '"'),
    ascii: false,
  };
}
