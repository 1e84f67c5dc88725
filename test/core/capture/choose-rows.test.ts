import test from 'ava';
import type { Dataset, Source } from '../../../core/adapter/contract.ts';
import { memorySource } from '../../../core/adapter/memory.ts';
import { chooseRows } from '../../../core/capture/choose-rows.ts';

/** Which rows of which datasets, in which order. */

interface Table {
  readonly rows: readonly (readonly (number | string)[])[];
  readonly related?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly ordered?: string;
}

/** Datasets with columns a, b and so on; `read` counts the rows that were asked for. */
function sourceOf(tables: Readonly<Record<string, Table>>) {
  const read = new Map<string, number>();
  const datasets = Object.entries(tables).map(([name, { rows, related = {}, key, ordered }]): Dataset => {
    const columns = (rows[0] ?? []).map((_, index) => ({ name: 'abc'[index], type: 'text' as const }));
    const disclosure = {
      ...{
        personal: new Map([['b', 'name' as const]]),
        plain: new Set(['a']),
        related: new Map(Object.entries(related)),
      },
      ...(ordered === undefined ? {} : { ordered }),
    };
    return { name, columns, disclosure, origin: String, ...(key === undefined ? {} : { key }) };
  });
  const source: Source = {
    ...memorySource('x', [], []),
    async *parts(dataset) {
      yield { dataset, number: 0 };
    },
    async *read({ dataset }) {
      for (const [index, row] of tables[dataset].rows.entries()) {
        read.set(dataset, index + 1);
        yield { layout: 'cells', rows: 1, width: row.length, positions: [index + 1], cells: row };
      }
    },
  };
  return { source, datasets, read };
}

async function choose(
  tables: Readonly<Record<string, Table>>,
  rows: number,
  wanted = Object.keys(tables),
  by?: string,
) {
  const { source, datasets, read } = sourceOf(tables);
  const found: string[] = [];
  const is = (dataset: Dataset) => wanted.includes(dataset.name);
  const others = datasets.filter((dataset) => !is(dataset));
  const options = { rows, others, onBroken: () => undefined, ...(by === undefined ? {} : { by }) };
  for (const chosen of chooseRows(source, datasets.filter(is), options)) {
    const taken: string[] = [];
    for await (const { cells } of chosen.rows) taken.push(cells.join(''));
    found.push(`${chosen.isForNames ? '(names) ' : ''}${chosen.dataset.name}: ${taken.join(' ')}`);
  }
  return { found, read };
}

const device = { a: 'device' };

test('the dataset with one row of each leads, wherever it stands', async (t) => {
  const children = {
    rows: [
      [1, 'x'],
      [2, 'x'],
      [3, 'x'],
      [1, 'y'],
    ],
    related: device,
  };
  const parents = {
    rows: [
      [2, 'p'],
      [3, 'p'],
      [4, 'p'],
    ],
    related: device,
    key: 'a',
  };
  const { found } = await choose({ children, parents }, 2);
  t.deepEqual(found, ['parents: 2p 3p', 'children: 2x 3x']);
});

test('without one, the first gives all rows of so many', async (t) => {
  const first = {
    rows: [
      [1, 'x'],
      [2, 'x'],
      [3, 'x'],
      [1, 'y'],
    ],
    related: device,
  };
  const second = {
    rows: [
      [3, 'z'],
      [1, 'z'],
      [2, 'z'],
    ],
    related: device,
  };
  const { found } = await choose({ first, second }, 2);
  t.deepEqual(found, ['first: 1x 2x 1y', 'second: 1z 2z']);
});

test('what is shared with those that were chosen goes on to others', async (t) => {
  const computers = {
    rows: [
      [1, 'p'],
      [2, 'p'],
    ],
    related: device,
    key: 'a',
  };
  const uses = {
    rows: [
      [1, 'Ann '],
      [2, 'bob'],
    ],
    related: { a: 'device', b: 'user' },
  };
  const users = {
    rows: [
      ['x', 'bob'],
      ['y', 'ANN'],
    ],
    related: { b: 'user' },
    key: 'a',
  };
  const { found } = await choose({ computers, users, uses }, 1);
  t.deepEqual(found, ['computers: 1p', 'uses: 1Ann ', 'users: yANN']);
});

test('datasets that share nothing give their first rows', async (t) => {
  const { found } = await choose({ one: { rows: [[1], [2], [3]] }, other: { rows: [[9]] } }, 2);
  t.deepEqual(found, ['one: 1 2', 'other: 9']);
});

test('a column that a person names is shared, whatever is declared', async (t) => {
  const { found } = await choose(
    {
      one: {
        rows: [
          [1, 'x'],
          [2, 'y'],
        ],
      },
      other: {
        rows: [
          [7, 'y'],
          [8, 'x'],
        ],
      },
    },
    1,
    undefined,
    'b',
  );
  t.deepEqual(found, ['one: 1x', 'other: 8x']);
});

test('behind the last one that is wanted nothing is read, if the rows come in order', async (t) => {
  const many = Array.from({ length: 50 }, (_, index) => [index + 1, 'x']);
  const parents = { rows: many, related: device, key: 'a' };
  const sorted = { rows: many, related: device, ordered: 'a' };
  const { found, read } = await choose({ parents, sorted, unsorted: { rows: many, related: device } }, 2);
  t.deepEqual(found, ['parents: 1x 2x', 'sorted: 1x 2x', 'unsorted: 1x 2x']);
  t.deepEqual([...read.values()], [3, 3, 50]);
});

test('what is not wanted is read for its names, where its rows belong to the chosen ones', async (t) => {
  const parents = {
    rows: [
      [1, 'p'],
      [2, 'q'],
    ],
    related: device,
    key: 'a',
  };
  const children = {
    rows: [
      [2, 'x'],
      [3, 'y'],
    ],
    related: device,
  };
  const { found } = await choose({ parents, children, apart: { rows: [[2, 'z']] } }, 1, ['children']);
  t.deepEqual(found, ['children: 2x', '(names) parents: 2q']);
});
