import test from 'ava';
import fc from 'fast-check';
import { columnLetters } from '../../../adapters/excel/table/row-sink.ts';
import { bookOf, escapeXml, fileWith, read } from './books.ts';

/** A sheet as a map of addresses to texts: blocks of cells here and there, as people leave them. */
const block = fc.record({
  top: fc.integer({ min: 1, max: 12 }),
  left: fc.integer({ min: 0, max: 8 }),
  height: fc.integer({ min: 1, max: 6 }),
  width: fc.integer({ min: 1, max: 5 }),
  kinds: fc.array(fc.constantFrom('text', 'number', 'blank'), { minLength: 1, maxLength: 7 }),
  headed: fc.boolean(),
});

type Block = typeof block extends fc.Arbitrary<infer T> ? T : never;

function cellsOf(blocks: readonly Block[]): Map<string, { row: number; column: number; text: string }> {
  const cells = new Map<string, { row: number; column: number; text: string }>();
  for (const [index, { top, left, height, width, kinds, headed }] of blocks.entries()) {
    for (let row = top; row < top + height; row++) {
      for (let column = left; column < left + width; column++) {
        const kind = headed && row === top ? 'text' : kinds[(row * width + column) % kinds.length];
        const text =
          kind === 'number' ? `${1 + index}${row}${100 + column}` : `b${index} ${columnLetters(column)}${row}`;
        if (kind !== 'blank') cells.set(`${columnLetters(column)}${row}`, { row, column, text });
      }
    }
  }
  return cells;
}

async function bookWith(cells: ReturnType<typeof cellsOf>): Promise<Buffer> {
  const rows = new Map<number, string>();
  for (const { row, column, text } of [...cells.values()].sort((a, b) => a.row - b.row || a.column - b.column)) {
    const reference = `${columnLetters(column)}${row}`;
    const cell = /^\d+$/.test(text)
      ? `<c r="${reference}"><v>${text}</v></c>`
      : `<c r="${reference}" t="str"><v>${escapeXml(text)}</v></c>`;
    rows.set(row, (rows.get(row) ?? '') + cell);
  }
  return bookOf([...rows].map(([row, xml]) => `<row r="${row}">${xml}</row>`).join(''));
}

test('each cell of a sheet is a column name, a value, or said to be left out', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 4 }), async (blocks) => {
      const cells = cellsOf(blocks);
      if (cells.size === 0) return;
      const path = await fileWith(t, await bookWith(cells));
      const first = await read(path);
      const seen = [first];
      for (const { name } of first.datasets.slice(1)) seen.push(await read(path, {}, name));
      const found = new Set(
        seen.flatMap(({ columns, rows }) => [...columns.flatMap((name) => name.split(' / ')), ...rows.flat()]),
      );
      const said = seen.flatMap(({ notes }) => notes).join('\n');
      for (const { text } of cells.values())
        if (!found.has(text) && !said.includes(text)) throw new Error(`lost: ${text}`);
    }),
    { numRuns: 80 },
  );
  t.pass();
});

test('without a header, each cell of a sheet stands in its row and column', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 4 }), async (blocks) => {
      const cells = cellsOf(blocks);
      if (cells.size === 0) return;
      const { columns, rows, origins } = await read(await fileWith(t, await bookWith(cells)), { headerRow: 0 });
      const found = new Map<string, unknown>();
      for (const [index, row] of rows.entries())
        for (const [at, value] of row.entries())
          if (value !== null) found.set(`${columns[at].replace('Column ', '')}${origins[index].split(':')[1]}`, value);
      const wanted = new Map([...cells].map(([address, { text }]) => [address, text]));
      if (found.size !== wanted.size || [...wanted].some(([address, text]) => found.get(address) !== text))
        throw new Error(`${JSON.stringify([...wanted])} became ${JSON.stringify([...found])}`);
    }),
    { numRuns: 40 },
  );
  t.pass();
});
