import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../measure.ts';
import { columnsOf } from '../table.ts';
import { mappingPath, type Workplace } from '../workplace.ts';
import { type ThreadTime, threadTime } from './cpu-profile.ts';
import { stages } from './stages.ts';

/** Where the time of one run goes: each thread, stage by stage, and the functions that take most. */
export function profile(place: Workplace, what: string): string {
  const run = (works.get(what) ?? unknownWork)(place);
  const folder = place.output('profiles');
  mkdirSync(folder);
  // The first one compiles what the second one finds compiled.
  place.once(run, []);
  const { seconds } = place.once(run, ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=250']);
  // The names have the time, the process, the thread and a count: the main thread is 0.
  const threads = readdirSync(folder)
    .map((name) => ({ thread: Number(name.split('.')[4]), time: threadTime(join(folder, name)) }))
    .sort((a, b) => a.thread - b.thread)
    .map(({ time }) => time);
  return `${run.label}: ${seconds.toFixed(3)} s, milliseconds by stage\n\n${stageTable(threads)}\n\n${functionTable(threads)}`;
}

/** What can be looked into. */
export const works: ReadonlyMap<string, (place: Workplace) => Run> = new Map([
  ['csv', (place) => imported(place, 'plain.csv', 'csv', 1)],
  ['quoted', (place) => imported(place, 'quoted.csv', 'csv', 1)],
  ['ndjson', (place) => imported(place, 'ndjson', 'ndjson', 1)],
  ['xlsx', (place) => imported(place, 'xlsx', 'books', 0.1)],
  ['xls', (place) => imported(place, 'xls', 'books', 0.065)],
  ['ods', (place) => imported(place, 'ods', 'books', 0.065)],
  [
    'decode',
    (place) => place.tributary('tributary rows', ['rows', place.input('plain.csv', place.rows), '--format', 'ndjson']),
  ],
  ['check', (place) => place.tributary('tributary check', ['check', mappingPath('csv')])],
  ['version', (place) => place.tributary('tributary --version', ['--version'])],
]);

function imported(
  place: Workplace,
  kind: Parameters<Workplace['input']>[0],
  mapping: Parameters<typeof mappingPath>[0],
  share: number,
): Run {
  const rows = Math.max(1, Math.round(place.rows * share));
  return place.importing({ mapping, input: place.input(kind, rows), rows });
}

function unknownWork(): never {
  throw new Error(`Expected one of ${[...works.keys()].join(', ')}.`);
}

function stageTable(threads: readonly ThreadTime[]): string {
  const names = ['load', ...Object.keys(stages), 'other', 'native', 'collect garbage', 'wait'];
  const totals = threads.map((thread) => sum(thread.stages.values()));
  const busy = sum(totals) - sum(threads.map((thread) => thread.stages.get('wait') ?? 0));
  const rows = names.map((name) => {
    const each = threads.map((thread) => thread.stages.get(name) ?? 0);
    const share = name === 'wait' ? '' : `${((sum(each) / busy) * 100).toFixed(1)}%`;
    return [name, ...each.map(milliseconds), share];
  });
  const heads = ['stage', ...threads.map((_, index) => (index === 0 ? 'main' : `thread ${index}`)), 'of all work'];
  return columnsOf([heads, ...rows, ['all', ...totals.map(milliseconds), '']], 1);
}

/** How many functions are worth a look. */
const shown = 25;

function functionTable(threads: readonly ThreadTime[]): string {
  const all = new Map<string, number>();
  for (const { functions } of threads) {
    for (const [name, time] of functions) all.set(name, (all.get(name) ?? 0) + time);
  }
  const most = [...all]
    .filter(([name]) => !name.startsWith('wait:'))
    .sort((a, b) => b[1] - a[1])
    .slice(0, shown);
  return columnsOf([['function', 'itself'], ...most.map(([name, time]) => [name, milliseconds(time)])], 1);
}

function milliseconds(number: number): string {
  return number.toFixed(1);
}

function sum(numbers: Iterable<number>): number {
  let all = 0;
  for (const number of numbers) all += number;
  return all;
}
