import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import adapter, { openCsv } from '../../../../adapters/csv/adapter.ts';
import type { Batch } from '../../../../core/adapter/batch.ts';
import { parseOptions } from '../../../../core/options/parse.ts';
import { batchesOf, collect, rowsOf } from '../../../conformance/reading.ts';

/** What becomes of the rows around a record that does not fit, wherever it stands. */

interface Read {
  /** By line: the cells, or the code of a broken row. */
  readonly rows: ReadonlyMap<number, string>;
  readonly repaired: readonly string[];
  readonly said: readonly string[];
}

async function read(
  t: ExecutionContext,
  text: string,
  options: Readonly<Record<string, unknown>> = {},
  size = 1 << 24,
): Promise<Read> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-repair-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'hosts.csv');
  writeFileSync(path, text);
  const said: string[] = [];
  const values = parseOptions(adapter.options, { path, ...options }, { directory: folder });
  const signal = AbortSignal.timeout(60_000);
  const source = await openCsv(values, { signal, warn: (sentence) => void said.push(sentence) }, size);
  try {
    const [dataset] = await source.discover();
    const rows = new Map<number, string>();
    const repaired: string[] = [];
    // Memory of a batch is used again, so each is read out at once.
    for await (const batch of batchesOf(source, dataset)) {
      for (const [row, { cells, broken }] of rowsOf(batch, dataset).entries()) {
        const shown = cells.map((cell) => (cell === '' ? '""' : (cell ?? ''))).join('|');
        rows.set(batch.positions[row], broken === undefined ? shown : broken.code);
      }
      repaired.push(...repairsIn(batch));
    }
    return { rows, repaired, said };
  } finally {
    await source.close();
  }
}

function repairsIn({ repaired, positions }: Batch): readonly string[] {
  return [...(repaired ?? [])].map(([row, { found, done }]) => `${positions[row]}: ${found}; ${done}`);
}

const city = ['Berlin', 'Paris', 'New York', 'Oslo'];
const line = (at: number) =>
  `PC-${1000 + at},${city[at % 4]},2024-01-${10 + (at % 19)},${at % 3 === 0 ? '' : 2 ** (at % 5)}`;
const file = (changes: Readonly<Record<number, string>>, count = 30) =>
  `host,city,day,disks\n${Array.from({ length: count }, (_, at) => changes[at] ?? line(at)).join('\n')}\n`;
const cellsOfLine = (at: number) => line(at).replaceAll(',', '|');

test('a repaired row has its cells and its line, and says what was done', async (t) => {
  const { rows, repaired, said } = await read(t, file({ 7: 'PC-1007,2024-01-17,4' }));
  t.is(rows.size, 30);
  t.is(rows.get(9), 'PC-1007||2024-01-17|4');
  t.is(rows.get(10), cellsOfLine(8));
  t.deepEqual(repaired, ['9: 3 fields; "city" is blank']);
  t.deepEqual(said, []);
});

test('with repair: none it is rejected as it stands', async (t) => {
  const { rows, repaired } = await read(t, file({ 7: 'PC-1007,2024-01-17,4', 8: 'PC-1008,Ber"lin,2024-01-18,1' }), {
    repair: 'none',
  });
  t.is(rows.get(9), 'row/wrong-field-count');
  t.is(rows.get(10), 'PC-1008|Ber"lin|2024-01-18|1');
  t.deepEqual(repaired, []);
});

test('a quote that is not closed swallows nothing', async (t) => {
  for (const [open, next] of [
    ['PC-1007,"Paris,2024-01-17,4', 'PC-1008,"Oslo",2024-01-18,2'],
    ['PC-1007,"Paris,2024-01-17,4', '"PC-1008",Oslo,2024-01-18,2'],
    ['PC-1007,Paris,2024-01-17,"4', 'PC-1008,Oslo,2024-01-18,2'],
    ['PC-1007,Paris,"2024-01-17,4', '",",Oslo,2024-01-18,2'],
  ]) {
    const { rows } = await read(t, file({ 7: open, 8: next }));
    t.is(rows.get(9), 'PC-1007|Paris|2024-01-17|4');
    t.is(rows.get(11), cellsOfLine(9));
    t.is(rows.size, 30);
  }
});

test('a swallowed record that closes where the fields come right is told from one that spans lines', async (t) => {
  const { rows, repaired } = await read(t, file({ 7: 'PC-1007,"Paris,2024-01-17,4', 8: 'PC-1008,",",2024-01-18,2' }));
  t.is(rows.get(9), 'PC-1007|Paris|2024-01-17|4', JSON.stringify([...rows].slice(6, 10)));
  t.is(rows.get(10), 'PC-1008|,|2024-01-18|2');
  t.is(repaired.length, 1);
});

test('a record that was broken in two is joined, where neither line fits', async (t) => {
  const { rows, repaired } = await read(
    t,
    file({ 7: 'PC-1007,New\nYork,2024-01-17,4', 12: 'PC-10\n12,Oslo,2024-01-13,2' }),
  );
  t.is(rows.get(9), 'PC-1007|New\nYork|2024-01-17|4');
  t.is(rows.get(11), cellsOfLine(8));
  t.deepEqual(repaired.slice(0, 1), ['9: 2 fields; 2 lines were joined']);
});

test('quotes that are none are left out, and inches stay', async (t) => {
  const inches = (at: number) => `PC-${1000 + at},${city[at % 4]},2024-01-${10 + at},${20 + at}" wide`;
  const text = `host,city,day,screen\n${Array.from({ length: 19 }, (_, at) => (at === 5 ? inches(5).replace('Paris', 'Pa"ris') : inches(at))).join('\n')}\n`;
  const { rows, repaired } = await read(t, text, { quote: 'double' });
  t.is(rows.get(7), 'PC-1005|Paris|2024-01-15|25" wide');
  t.is(rows.get(8), 'PC-1006|New York|2024-01-16|26" wide');
  t.is(repaired.length, 1);
});

test('fields that lack their opening quote, where all others have both', async (t) => {
  const text = `host,city\n${Array.from({ length: 12 }, (_, at) => `"PC-${1000 + at}",${at === 4 ? '' : '"'}${city[at % 4]}"`).join('\n')}\n`;
  const { rows, repaired } = await read(t, text);
  t.is(rows.get(6), 'PC-1004|Berlin');
  t.is(repaired.length, 1);
});

test('short records are padded where many are short: no fault, said once', async (t) => {
  const short = (at: number) => (at % 3 === 0 ? line(at).slice(0, -1) : line(at));
  const text = `host,city,day,disks\n${Array.from({ length: 60 }, (_, at) => (at === 50 ? 'PC-1050,2024-01-22,4' : short(at))).join('\n')}\n`;
  const { rows, repaired, said } = await read(t, text);
  t.is(rows.get(5), cellsOfLine(3));
  t.is(rows.get(52), 'PC-1050||2024-01-22|4');
  t.deepEqual(repaired, ['52: 3 fields; "city" is blank']);
  t.is(said.filter((sentence) => sentence.includes('have fewer fields than there are columns')).length, 1);
});

test('what is repaired does not depend on parts, batches and windows', async (t) => {
  const changes: Record<number, string> = {};
  for (let at = 5; at < 3000; at += 7) {
    const fields = line(at).split(',');
    const damaged = [
      fields.slice(0, 1).concat(fields.slice(2)).join(','),
      line(at).replace(',', ',,'),
      line(at).replaceAll(',', ';'),
      line(at).replace(',', ',"'),
      line(at).replace('New York', 'New\nYork'),
    ];
    changes[at] = damaged[at % damaged.length];
  }
  const text = file(changes, 3000);
  const whole = await read(t, text);
  t.true(whole.repaired.length > 300, String(whole.repaired.length));
  for (const size of [1 << 15, 5000]) {
    const parts = await read(t, text, {}, size);
    const differing = [...whole.rows].filter(([at, cells]) => parts.rows.get(at) !== cells);
    // A line that was broken in two just where a part ends stays broken.
    t.true(differing.length <= 2 * Math.ceil(text.length / size), JSON.stringify(differing.slice(0, 3)));
    t.true(
      differing.every(([, cells]) => cells.includes('New\nYork')),
      JSON.stringify(differing.slice(0, 3)),
    );
  }
});

test('another thread, which is told what the first one found, repairs the same', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-repair-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'hosts.csv');
  writeFileSync(path, file({ 7: 'PC-1007,2024-01-17,4', 900: 'PC-1900;Oslo;2024-01-17;4' }, 2000));
  const values = parseOptions(adapter.options, { path }, { directory: folder });
  const signal = AbortSignal.timeout(60_000);
  const repairs = async (source: Awaited<ReturnType<typeof openCsv>>) => {
    try {
      const [dataset] = await source.discover();
      const all = await collect(batchesOf(source, dataset));
      return { found: source.found, identity: source.identity, repaired: all.flatMap(repairsIn) };
    } finally {
      await source.close();
    }
  };
  const first = await repairs(await openCsv(values, { signal }, 1 << 14));
  const { identity, found } = first;
  const second = await repairs(
    await openCsv(values, { signal, identity, ...(found === undefined ? {} : { found }) }, 1 << 14),
  );
  t.is(first.repaired.length, 2);
  t.deepEqual(second.repaired, first.repaired);
});

test('a file in which hardly anything fits is not repaired for ever', async (t) => {
  const text = `${file({}, 200)}${'PC-1,x,y\n'.repeat(20_000)}`;
  const { rows } = await read(t, text);
  t.is(rows.size, 20_200);
  t.is(rows.get(20_000), 'row/wrong-field-count');
});

test('rows are handed out in order, a thousand at most', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-repair-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'hosts.csv');
  writeFileSync(
    path,
    file(
      Object.fromEntries(
        Array.from({ length: 500 }, (_, at) => [
          at * 6 + 5,
          'PC-1007,"Paris,2024-01-17,4\nPC-1008,"Oslo",2024-01-18,2',
        ]),
      ),
      3000,
    ),
  );
  const values = parseOptions(adapter.options, { path }, { directory: folder });
  const source = await openCsv(values, { signal: AbortSignal.timeout(60_000) }, 1 << 24);
  try {
    const [dataset] = await source.discover();
    const positions: number[] = [];
    for (const batch of await collect(batchesOf(source, dataset))) {
      t.true(batch.rows >= 1 && batch.rows <= 1000);
      positions.push(...Array.from(batch.positions).slice(0, batch.rows));
    }
    t.deepEqual(
      positions,
      Array.from({ length: 3500 }, (_, at) => at + 2),
    );
  } finally {
    await source.close();
  }
});
