import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { parse } from 'yaml';
import { batchRows, type Cell } from '../../core/adapter/batch.ts';
import type { Adapter, Source } from '../../core/adapter/contract.ts';
import { openFile } from '../../core/adapter/file.ts';
import { identityOf } from '../../core/adapter/identity.ts';
import { ConfigError, SourceError } from '../../core/errors/errors.ts';
import { checkOptions } from '../../core/options/parse.ts';
import { optionsTable } from '../../core/options/schema.ts';
import type { Fixture } from './fixture.ts';
import { hostileColumns, hostileRows } from './hostile.ts';
import { type Promised, readsFiles, unprintable, withLarge } from './promise.ts';
import { batchesOf, datasetOf, type Options, partsOf, readPart, readRows, root, withSource } from './reading.ts';
import { serverPromises } from './server.ts';

/** Gives an adapter the whole suite: each promise is a test of its own. */
export function testAdapter(adapter: Adapter, fixture: Fixture): void {
  const { title = adapter.name, waivers = {}, lacking } = fixture;
  const promises = readsFiles(adapter) ? everyPromise : [...everyPromise, ...serverPromises];
  for (const promised of promises) {
    const reason = Object.hasOwn(waivers, promised.title) ? waivers[promised.title] : undefined;
    if (promised.applies?.(adapter, fixture) === false) continue;
    if (lacking !== undefined && promised.needsNothing !== true) {
      test.skip(`${title}: ${promised.title} (${lacking})`, () => undefined);
      continue;
    }
    // One after another: some look at the handles and the reads of the whole process.
    if (reason === undefined) test.serial(`${title}: ${promised.title}`, (t) => promised.run(t, adapter, fixture));
    else test.serial(`${title}: does not promise: ${promised.title} (${reason})`, (t) => t.true(reason.length > 20));
  }
  test(`${title}: waives only promises that exist`, (t) => {
    const titles = promises.map((promised) => promised.title);
    t.deepEqual(
      Object.keys(waivers).filter((waived) => !titles.includes(waived)),
      [],
    );
  });
}

const everyPromise: readonly Promised[] = [
  {
    title: 'describes itself and every option in a sentence',
    needsNothing: true,
    async run(t, adapter) {
      t.regex(adapter.name, /^[a-z][a-z0-9]*$/);
      t.regex(adapter.summary, /^[A-Z].*\.$/s);
      for (const [name, { summary }] of Object.entries(adapter.options)) t.regex(summary, /^[A-Z].*\.$/s, name);
    },
  },
  {
    title: 'is what its module exports, so that a worker can load it',
    needsNothing: true,
    async run(t, adapter) {
      const loaded: { default?: { name?: string } } = await import(adapter.module);
      t.is(loaded.default?.name, adapter.name);
    },
  },
  {
    title: 'has a sample.yaml that parses, checks, and names every option',
    needsNothing: true,
    async run(t, adapter) {
      const text = readFileSync(new URL('sample.yaml', adapter.module), 'utf8');
      const { source }: { source: Record<string, unknown> } = parse(text);
      const { adapter: name, dataset: _dataset, zone: _zone, ...options } = source;
      t.is(name, adapter.name);
      t.deepEqual(checkOptions(adapter.options, options, { directory: root }).faults, []);
      for (const option of Object.keys(adapter.options)) t.regex(text, new RegExp(`\\b${option}:`));
    },
  },
  {
    title: 'has a README that lists its options as they are declared',
    needsNothing: true,
    async run(t, adapter) {
      const text = readFileSync(new URL('README.md', adapter.module), 'utf8');
      const [, table] = /<!-- options -->\n([\s\S]*?)\n<!-- \/options -->/.exec(text) ?? [];
      t.deepEqual(tableCells(table ?? ''), tableCells(optionsTable(adapter.options)));
    },
  },
  {
    title: 'recognizes its own file, and not an empty one',
    applies: readsFiles,
    async run(t, adapter, { options }) {
      const { name, head, close } = await openFile(resolve(root, pathOf(options)), {
        signal: new AbortController().signal,
      });
      await close();
      t.true((adapter.recognize?.(name, head) ?? 0) > 0.5);
      t.is(adapter.recognize?.('', new Uint8Array(0)), 0);
    },
  },
  {
    title: 'tells what it is, the same each time, whether it has been read or not',
    async run(t, adapter, { options, dataset }) {
      const first = await withSource(adapter, options, identityOf);
      const read = async (source: Source) => {
        await readRows(source, dataset);
        return identityOf(source);
      };
      const second = await withSource(adapter, options, read, { identify: true });
      t.deepEqual(first, second);
      t.deepEqual(unprintable([first.kind, first.name, first.id]), []);
      if (readsFiles(adapter)) {
        t.is(first.kind, 'file');
        t.regex(first.id, /^sha256:[0-9a-f]{64}$/);
      }
      const known = { kind: first.kind, name: first.name, id: 'known from elsewhere' };
      t.deepEqual(await withSource(adapter, options, identityOf, { identity: known }), known);
    },
  },
  {
    title: 'discovers what it reads',
    async run(t, adapter, { options, dataset }) {
      const notes: string[] = [];
      const found = await withSource(adapter, options, (source) => source.discover(), {
        note: (note) => notes.push(note),
      });
      const names = found.map(({ name }) => name);
      t.is(new Set(names).size, names.length);
      t.deepEqual(unprintable(names), []);
      if (dataset !== undefined) t.true(names.includes(dataset));
      for (const { columns } of found) {
        t.is(new Set(columns.map(({ name }) => name)).size, columns.length);
        t.true(columns.every(({ name }) => name !== ''));
      }
      for (const note of notes) t.regex(note, /^[A-Z0-9].*\.$/s);
      t.deepEqual(unprintable(notes), []);
    },
  },
  {
    title: 'reads the columns that it discovered, in batches of 1 to 1,000 rows',
    async run(t, adapter, fixture) {
      await withLarge(adapter, fixture, async (source, dataset) => {
        const sizes = new Set<number>();
        for await (const batch of batchesOf(source, dataset)) {
          sizes.add(batch.rows);
          t.is(batch.width, dataset.columns.length);
          t.true(batch.positions.length >= batch.rows);
        }
        t.true(Math.min(...sizes) >= 1 && Math.max(...sizes) <= batchRows);
      });
    },
  },
  {
    title: 'reads every row once, in a stable order, with its origin',
    async run(t, adapter, { options, dataset, rows }) {
      const read = () => withSource(adapter, options, (source) => readRows(source, dataset));
      const first = await read();
      t.is(first.length, rows);
      t.deepEqual(await read(), first);
      const origins = first.map(({ origin }) => origin);
      t.is(new Set(origins).size, rows);
      t.deepEqual(unprintable(origins), []);
    },
  },
  {
    title: 'gives positions that grow',
    async run(t, adapter, fixture) {
      await withLarge(adapter, fixture, async (source, dataset) => {
        let latest = 0;
        let rows = 0;
        for await (const batch of batchesOf(source, dataset)) {
          for (let row = 0; row < batch.rows; row++) {
            if (batch.positions[row] <= latest) t.fail(`${batch.positions[row]} comes after ${latest}`);
            latest = batch.positions[row];
          }
          rows += batch.rows;
        }
        t.true(rows >= 20_000, 'a large source has 20,000 rows');
      });
    },
  },
  {
    title: 'gives only values that a cell can have',
    async run(t, adapter, { options, dataset }) {
      const rows = await withSource(adapter, options, (source) => readRows(source, dataset));
      t.deepEqual(
        rows.flatMap(({ cells }) => cells).filter((cell) => !isCell(cell)),
        [],
      );
      for (const { broken, cells } of rows) if (broken) t.true(cells.every((cell) => cell === null));
    },
  },
  {
    title: 'reads no further ahead than a little',
    applies: (adapter) => readsFiles(adapter) && process.platform === 'linux',
    async run(t, adapter, fixture) {
      await withLarge(adapter, fixture, async (source, dataset) => {
        const [part] = await partsOf(source, dataset);
        const before = bytesRead();
        const reader = source.read(part)[Symbol.asyncIterator]();
        await reader.next();
        await delay(100);
        t.true(bytesRead() - before < maxReadAhead, `${bytesRead() - before} bytes were read for one batch`);
        await reader.return?.();
      });
    },
  },
  {
    title: 'frees its handles, also when the reader stops early',
    applies: () => process.platform === 'linux',
    async run(t, adapter, fixture) {
      const before = openFiles();
      await withLarge(adapter, fixture, async (source, dataset) => {
        const opened = openFiles();
        for await (const _batch of batchesOf(source, dataset)) break;
        for await (const _part of source.parts(dataset.name)) break;
        await settled(() => openFiles().length <= opened.length);
        t.deepEqual(openFiles(), opened);
      });
      await settled(() => openFiles().length <= before.length);
      t.deepEqual(openFiles(), before);
    },
  },
  {
    title: 'stops within a second when it is aborted',
    async run(t, adapter, fixture) {
      const interrupted = new Error('The run was interrupted.');
      const abort = new AbortController();
      await withLarge(
        adapter,
        fixture,
        async (source, dataset) => {
          const reader = batchesOf(source, dataset)[Symbol.asyncIterator]();
          t.false((await reader.next()).done);
          abort.abort(interrupted);
          const drained = (async () => {
            while (!(await reader.next()).done);
          })();
          const error = await t.throwsAsync(Promise.race([drained, expire(2000)]));
          t.is(error, interrupted);
        },
        abort.signal,
      );
      const error = await t.throwsAsync(withSource(adapter, fixture.options, async () => {}, { signal: abort.signal }));
      t.is(error, interrupted);
    },
  },
  {
    title: 'can be closed twice, and during a read',
    async run(t, adapter, fixture) {
      await withLarge(adapter, fixture, async (source, dataset) => {
        const reader = batchesOf(source, dataset)[Symbol.asyncIterator]();
        await reader.next();
        await source.close();
        await source.close();
        const drained = (async () => {
          while (!(await reader.next()).done);
        })();
        const error = await t.throwsAsync(Promise.race([drained, expire(2000)]), { instanceOf: SourceError });
        t.is(error?.faults[0].code, 'source/closed');
      });
    },
  },
  {
    title: 'opens two sources that share nothing',
    async run(t, adapter, { options, dataset: name }) {
      const whole = await withSource(adapter, options, (source) => readRows(source, name));
      await withSource(adapter, options, async (outlives) => {
        const both = await withSource(adapter, options, (source) =>
          Promise.all([readRows(source, name), readRows(outlives, name)]),
        );
        t.deepEqual(both, [whole, whole]);
        t.deepEqual(await readRows(outlives, name), whole);
      });
    },
  },
  {
    title: 'reads parts apart as it reads the whole',
    async run(t, adapter, { options, dataset: name }) {
      const { whole, parts, identity } = await withSource(adapter, options, async (source) => ({
        whole: await readRows(source, name),
        parts: await partsOf(source, await datasetOf(source, name)),
        identity: source.identity,
      }));
      t.deepEqual(
        parts.map(({ number }) => number),
        parts.map((_, index) => index),
      );
      const apart = [];
      for (const part of parts.toReversed()) {
        const sent = JSON.parse(JSON.stringify(part));
        t.deepEqual(sent, part);
        const read = async (source: Source) => readPart(source, await datasetOf(source, part.dataset), sent);
        apart.unshift(...(await withSource(adapter, options, read, { identity })));
      }
      t.deepEqual(apart, whole);
    },
  },
  {
    title: 'says in its own words that a source is not there',
    async run(t, adapter, { missing, options }) {
      const { options: gone, code } = missing ?? {
        options: { ...options, path: `${pathOf(options)}x` },
        code: 'source/not-found',
      };
      const error = await t.throwsAsync(
        withSource(adapter, gone, async () => {}),
        { instanceOf: SourceError },
      );
      t.is<string | undefined, string>(error?.faults[0].code, code);
      if (missing === undefined) t.regex(error?.message ?? '', /Did you mean/);
    },
  },
  {
    title: 'suggests a name for a dataset that it does not have',
    async run(t, adapter, { options, dataset: name }) {
      await withSource(adapter, options, async (source) => {
        const dataset = await datasetOf(source, name);
        const mistyped = `${dataset.name}x`;
        for (const use of [
          () => partsOf(source, { ...dataset, name: mistyped }),
          () => readPart(source, dataset, { dataset: mistyped, number: 0 }),
        ]) {
          const error = await t.throwsAsync(use(), { instanceOf: ConfigError });
          t.is(error?.faults[0].code, 'source/unknown-dataset');
          t.true(error?.message.includes(`Did you mean ${JSON.stringify(dataset.name)}?`));
        }
      });
    },
  },
  {
    title: 'keeps secrets out of its messages',
    applies: (adapter) => secretsOf(adapter).length > 0,
    async run(t, adapter, { options, missing, locked }) {
      const canary = 'canary-7f3a9c';
      process.env.TRIBUTARY_TEST_CANARY = canary;
      const secrets = Object.fromEntries(secretsOf(adapter).map((name) => [name, 'env:TRIBUTARY_TEST_CANARY']));
      const notes: string[] = [];
      const error = await t.throwsAsync(
        withSource(adapter, { ...options, ...missing?.options, ...locked, ...secrets }, (source) => source.discover(), {
          note: (note) => notes.push(note),
        }),
      );
      const said = [String(error), error?.stack, JSON.stringify(error), String(error?.cause), ...notes];
      t.false(said.some((text) => text?.includes(canary)));
    },
  },
  {
    title: 'survives hostile names and values',
    async run(t, adapter, { hostile }) {
      const prototype = Object.getOwnPropertyNames(Object.prototype).sort();
      await withSource(adapter, hostile, async (source) => {
        const dataset = await datasetOf(source, undefined);
        t.deepEqual(
          dataset.columns.map(({ name }) => name),
          hostileColumns,
        );
        t.deepEqual(
          (await readRows(source)).map(({ cells }) => cells),
          hostileRows,
        );
      });
      t.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), prototype);
    },
  },
];

/** What a reader may take from the disk for its first batch. */
const maxReadAhead = 2 << 20;

/** A Markdown table without its padding, which formatters change. */
function tableCells(table: string): readonly (readonly string[])[] {
  const rows = table.trim().split('\n');
  return rows.map((row) => row.split('|').map((cell) => cell.trim().replace(/^-+$/, '-')));
}

function secretsOf(adapter: Adapter): readonly string[] {
  return Object.entries(adapter.options).flatMap(([name, { kind }]) => (kind === 'secret' ? [name] : []));
}

function pathOf(options: Options): string {
  return String(options.path);
}

function isCell(cell: Cell): boolean {
  if (cell === null || cell instanceof Uint8Array) return true;
  if (typeof cell === 'number') return Number.isSafeInteger(cell);
  return typeof cell === 'boolean' || typeof cell === 'bigint' || typeof cell === 'string';
}

async function expire(milliseconds: number): Promise<never> {
  await delay(milliseconds, undefined, { ref: false });
  throw new Error(`It went on for ${milliseconds} ms.`);
}

/** Waits until something holds, but not for ever: handles are freed a moment after they are given up. */
async function settled(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 50 && !holds(); tries++) await delay(10);
}

/** The regular files that this process has open. */
function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd')
    .flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        return [];
      }
    })
    .filter((target) => target.startsWith('/') && !target.startsWith('/proc') && !target.startsWith('/dev'))
    .sort();
}

function bytesRead(): number {
  return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}
