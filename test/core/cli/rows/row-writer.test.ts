import test from 'ava';
import fc from 'fast-check';
import { type Batch, type ByteBatch, cellAt, cellText } from '../../../../core/adapter/batch.ts';
import { csvForm, jsonForm, ndjsonForm, type RowForm } from '../../../../core/cli/rows/row-form.ts';
import { RowWriter } from '../../../../core/cli/rows/row-writer.ts';

/** Rows of bytes, written by WebAssembly and one by one, are what their texts are, written plainly. */

interface CellOfBytes {
  readonly kind: number;
  readonly text: string;
}

const forms = {
  csv: (names: readonly string[]) => csvForm(names),
  ndjson: (names: readonly string[]) => ndjsonForm(names),
  json: (names: readonly string[]) => jsonForm(names, 'rows'),
};

/** What a form means, in the plainest way. */
const plainly: Readonly<Record<keyof typeof forms, (names: readonly string[], rows: readonly Texts[]) => string>> = {
  csv: (_, rows) => rows.map((row) => `${row.map(inCsv).join(',')}\n`).join(''),
  ndjson: (names, rows) =>
    rows
      .map((row) => `{${row.map((cell, at) => `${JSON.stringify(names[at])}:${JSON.stringify(cell)}`).join(',')}}\n`)
      .join(''),
  json: (_, rows) => rows.map((row) => JSON.stringify(row)).join(',\n'),
};
type Texts = readonly (string | null)[];

function inCsv(cell: string | null): string {
  if (cell === null) return '';
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const piece = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'pc-0042',
    '"',
    '""',
    "'",
    "''",
    '\\',
    ',',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '\u007f',
    'é',
    '日',
    '😀',
  ),
  fc.integer({ min: 0, max: 31 }).map((code) => String.fromCharCode(code)),
  fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.toWellFormed()),
  fc.integer({ min: 1, max: 70 }).map((length) => 'x'.repeat(length)),
);
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const cell: fc.Arbitrary<CellOfBytes> = fc.record({ kind: fc.constantFrom(0, 0, 1, 1, 2, 2, 3, 4), text });
const row = (width: number) => fc.array(cell, { minLength: width, maxLength: width });
const doubled = fc.constantFrom(34, 34, 39, 96, -1, undefined);
const batch = fc
  .tuple(fc.constantFrom(1, 2, 3, 17, 40), doubled, fc.boolean())
  .chain(([width, byte, isSpread]) =>
    fc.array(row(width), { minLength: 1, maxLength: 20 }).map((rows) => bytesOf(rows, byte, isSpread)),
  );

for (const [format, formOf] of Object.entries(forms)) {
  const plain = plainly[format as keyof typeof forms];
  test(`${format}: rows of bytes are written as their texts are`, (t) => {
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 3 }), (batches) => {
        for (const { width } of batches) {
          const alike = batches.filter((other) => other.width === width);
          const names = namesOf(width);
          const expected = plain(
            names,
            alike.flatMap((each) => textsOf(each)),
          );
          t.is(written(formOf(names), alike), expected);
          t.is(written(formOf(names), alike, { quick: false }), expected);
        }
      }),
      { numRuns: 100 },
    );
  });

  test(`${format}: every byte that JSON or csv writes in another way is found wherever it stands`, (t) => {
    const signs = Array.from({ length: 130 }, (_, code) => String.fromCharCode(code));
    const rows = signs.flatMap((sign) =>
      [0, 1, 15, 16, 17, 40].map((at) => [
        { kind: 0, text: 'x'.repeat(at) + sign },
        { kind: 1, text: `${'x'.repeat(at)}${sign}${sign}y${sign}` },
        { kind: 2, text: `${'x'.repeat(at)}${sign}${sign}${'y'.repeat(at)}${sign}` },
      ]),
    );
    for (const byte of [34, 39, undefined]) {
      const whole = bytesOf(rows, byte, false);
      const names = namesOf(3);
      t.is(written(formOf(names), [whole]), plain(names, textsOf(whole)));
    }
  });

  test(`${format}: rows that are long, many or wide are written whole`, (t) => {
    const long = [70_000, 300_000, 524_289, 1_100_000].flatMap((length) =>
      ['x', '"', '\u0001', '日'].map((sign) => sign.repeat(length / sign.length)),
    );
    const short = { kind: 0, text: 'a "b"' };
    const batches = [
      bytesOf(
        long.flatMap((each, at) => [[{ kind: at % 2, text: each }], [short]]),
        34,
        true,
      ),
      bytesOf(
        Array.from({ length: 1000 }, () => Array.from({ length: 50 }, () => short)),
        34,
        true,
      ),
      bytesOf([Array.from({ length: 33_000 }, () => short), Array.from({ length: 33_000 }, () => short)], 34, true),
      bytesOf([Array.from({ length: 9000 }, () => short), Array.from({ length: 9000 }, () => short)], 34, true),
    ];
    for (const each of batches) {
      const names = namesOf(each.width);
      t.true(written(formOf(names), [each]) === plain(names, textsOf(each)));
    }
  });
}

test('what does not fit into the output any more waits for the next chunk', (t) => {
  const names = namesOf(1);
  const few = bytesOf(
    Array.from({ length: 100 }, () => [{ kind: 1, text: 'x'.repeat(2500) }]),
    34,
    false,
  );
  // Twice or six times as long as they are, and nearly too many at once.
  const many = (sign: string) =>
    bytesOf(
      Array.from({ length: 308 }, () => [{ kind: 1, text: sign.repeat(1700) }]),
      34,
      false,
    );
  for (const [format, formOf] of Object.entries(forms)) {
    for (const sign of ['"', '\u0001', 'x']) {
      const batches = [few, many(sign)];
      const expected = plainly[format as keyof typeof forms](names, batches.flatMap(textsOf));
      t.true(written(formOf(names), batches) === expected, `${format} ${JSON.stringify(sign)}`);
    }
  }
});

test('rows of cells and rows of bytes keep their order, and ranges are what is written of them', (t) => {
  const bytes = bytesOf(
    [[{ kind: 1, text: 'a' }], [{ kind: 1, text: '\\' }], [{ kind: 0, text: '' }]],
    undefined,
    false,
  );
  const cells: Batch = { layout: 'cells', rows: 2, width: 1, positions: [4, 5], cells: [7n, new Uint8Array([255])] };
  const writer = new RowWriter(jsonForm(['a'], 'rows'));
  const chunks = [
    ...writer.add(bytes, 1, 3),
    ...writer.add(cells, 0, 2),
    ...writer.add(bytes, 0, 0),
    ...writer.add(bytes, 0, 1),
    ...writer.rest(),
  ];
  t.is(Buffer.concat(chunks).toString(), '["\\\\"],\n[null],\n["7"],\n["ff"],\n["a"]');
});

test('chunks are large, bounded, and end where rows end', (t) => {
  const rows = Array.from({ length: 1000 }, () =>
    Array.from({ length: 20 }, () => ({ kind: 1, text: 'some text, été' })),
  );
  const writer = new RowWriter(ndjsonForm(namesOf(20)));
  const sizes: number[] = [];
  for (let again = 0; again < 5; again++) {
    for (const chunk of writer.add(bytesOf(rows, 34, false), 0, 1000)) {
      t.is(chunk.at(-1), 10);
      sizes.push(chunk.length);
    }
  }
  t.true(sizes.length > 1 && sizes.every((size) => size >= 1 << 18 && size <= 1 << 20));
});

function namesOf(width: number): readonly string[] {
  return Array.from({ length: width }, (_, at) => ['say "b"', '__proto__', 'Größe in mm, gemessen'][at] ?? `c${at}`);
}

/** Chunks are good until the next one. */
function written(form: RowForm, batches: readonly Batch[], options: { readonly quick?: boolean } = {}): string {
  const writer = new RowWriter(form, options);
  const chunks: Buffer[] = [];
  for (const each of batches) for (const chunk of writer.add(each, 0, each.rows)) chunks.push(Buffer.from(chunk));
  for (const chunk of writer.rest()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function textsOf(of: Batch): readonly Texts[] {
  return Array.from({ length: of.rows }, (_, at) =>
    Array.from({ length: of.width }, (__, column) => {
      const value = cellAt(of, at * of.width + column);
      return value === null ? null : cellText(value);
    }),
  );
}

/** A batch whose cells lie behind each other, or, spread, the last one first and with something between them. */
function bytesOf(rows: readonly (readonly CellOfBytes[])[], byte: number | undefined, isSpread: boolean): ByteBatch {
  const cells = rows.flat();
  const starts = new Uint32Array(cells.length);
  const ends = new Uint32Array(cells.length);
  const pieces: Buffer[] = [];
  let at = 0;
  for (let index = 0; index < cells.length; index++) {
    const place = isSpread ? cells.length - 1 - index : index;
    const content = Buffer.from(cells[place].text);
    // Nobody asks where a cell without bytes lies.
    starts[place] = content.length === 0 && isSpread ? 4_000_000_000 * (place % 2) : at;
    ends[place] = starts[place] + content.length;
    pieces.push(content, Buffer.from(isSpread ? '"\n' : ''));
    at += content.length + (isSpread ? 2 : 0);
  }
  const bytes = Buffer.concat(pieces);
  const sign = byte === undefined ? '' : String.fromCharCode(Math.max(0, byte));
  return {
    layout: 'bytes',
    rows: rows.length,
    width: rows[0].length,
    positions: rows.map((_, index) => index + 1),
    bytes,
    starts,
    ends,
    kinds: Uint8Array.from(cells, ({ kind }) => kind),
    unescape: byte === undefined ? (of) => of.replaceAll('x', '"') : (of) => of.replaceAll(sign + sign, sign),
    ...(byte === undefined ? {} : { doubled: byte }),
    ascii: bytes.every((each) => each < 128),
  };
}
