import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { openSpool } from '../../../core/spool/spool.ts';
import { key } from './sample-run.ts';
import { sealLoop } from './seal-loop.ts';

/**
 * Kills a process that seals packages at system calls of every kind, or has them fail, and looks at what is left. A few points
 * spread over all of them by default; CRASH_POINTS=all takes each.
 */

const root = mkdtempSync(join(tmpdir(), 'tributary-crash-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));
const program = fileURLToPath(new URL('seal-loop.ts', import.meta.url));
const strace = spawnSync('strace', ['-V']).status === 0;

/** The calls that change something on the disk. */
const calls = ['write', 'pwrite64', 'fsync', 'rename', 'unlink', 'mkdir', 'rmdir'] as const;
type Call = (typeof calls)[number];

interface Outcome {
  readonly told: readonly string[];
  readonly status: number | null;
  readonly fault: string;
}

async function run(command: string, args: readonly string[]): Promise<Outcome> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [told, fault, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { told: told.split('\n').filter((line) => line !== ''), status, fault };
}

const node = ['--disable-warning=ExperimentalWarning', program];

function traced(directory: string, call: Call, inject: string): Promise<Outcome> {
  const options = ['-f', '-qq', '-o', `${directory}.trace`, '-e', `trace=${call}`, '-e', `inject=${call}:${inject}`];
  return run('strace', [...options, process.execPath, ...node, directory]);
}

/** How often a thread makes each call in an undisturbed life: the points at which it can be disturbed. */
async function countPoints(): Promise<Map<Call, number>> {
  const directory = join(root, 'undisturbed');
  const trace = `${directory}.trace`;
  const args = ['-f', '-qq', '-o', trace, '-e', `trace=${calls.join(',')}`, process.execPath, ...node, directory];
  await run('strace', args);
  const counts = new Map<string, number>();
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    const [, thread, call] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (thread !== undefined) counts.set(`${call} ${thread}`, (counts.get(`${call} ${thread}`) ?? 0) + 1);
  }
  // strace counts for each thread apart, and the first one does most of the work.
  const most = (call: Call) => [...counts].filter(([name]) => name.startsWith(`${call} `)).map(([, count]) => count);
  return new Map(calls.map((call) => [call, Math.max(0, ...most(call))]));
}

/** What must be true after anything that happened: promises kept, books and files alike, and the life goes on to its end. */
async function holds(t: ExecutionContext, directory: string, { told }: Outcome, point: string): Promise<void> {
  const spool = openSpool(directory);
  try {
    const faults: string[] = [];
    for await (const fault of spool.check({ deep: true })) faults.push(fault.message);
    t.deepEqual(faults, [], point);
    t.deepEqual(readdirSync(join(directory, 'work')), [], point);
    const ids = new Set([...spool.list()].map(({ id }) => id));
    const dropping = new Set(told.filter((line) => line.startsWith('dropping')).map((line) => line.split(' ')[1]));
    for (const line of told) {
      const [event, id] = line.split(' ');
      if (event === 'sealed' && !dropping.has(id)) t.true(ids.has(id), `${point}: ${id} was sealed and is gone`);
      if (event === 'released' && !dropping.has(id)) t.is(spool.show(id).state, 'ready', point);
      if (event === 'dropped') t.false(ids.has(id), `${point}: ${id} was dropped and is there`);
    }
    // The third is dropped in the end, and what it had is to be read again.
    const last = [...spool.list({ state: 'ready' })].at(-1);
    const isDropped = last?.sequence === 5 && ![...ids].some((id) => id.includes('-000003-'));
    const expected = last === undefined ? undefined : isDropped ? null : String(last.sequence);
    t.is(spool.bookmark(key, 'rows')?.value, expected, `${point}: the bookmark is that of the last package`);
    await sealLoop(spool, () => {});
    t.deepEqual(summary([...spool.list()]), await undisturbed, point);
    t.is(spool.bookmark(key, 'rows')?.value, null, point);
    const books = new DatabaseSync(join(directory, 'spool.db'));
    t.deepEqual(books.prepare('SELECT package FROM waiting_bookmarks').all(), [], point);
    books.close();
  } finally {
    spool.close();
  }
}

function summary(packages: readonly { id: string; state: string; sha256: string }[]): string[] {
  return packages.map(({ id, state, sha256 }) => `${id} ${state} ${sha256}`);
}

const undisturbed: Promise<string[]> = (async () => {
  const spool = openSpool(join(root, 'reference'));
  try {
    await sealLoop(spool, () => {});
    return summary([...spool.list()]);
  } finally {
    spool.close();
  }
})();

function chosen(total: number, few: number): number[] {
  const all = Array.from({ length: total }, (_, index) => index + 1);
  if (process.env.CRASH_POINTS === 'all' || total <= few) return all;
  return Array.from({ length: few }, (_, index) => Math.ceil(((index + 1) * total) / (few + 1)));
}

let points: Promise<Map<Call, number>> | undefined;

async function sweep(
  t: ExecutionContext,
  few: (call: Call) => number,
  inject: (k: number) => string,
  judge: (outcome: Outcome, point: string) => void,
): Promise<void> {
  if (!strace) {
    t.log('Skipped: strace is not installed here.');
    t.pass();
    return;
  }
  let done = 0;
  points ??= countPoints();
  for (const [call, total] of await points) {
    for (const k of chosen(total, few(call))) {
      const point = `${call} ${k} of ${total}`;
      const directory = join(root, `${inject(0).replaceAll(/\W/g, '')}-${call}-${k}`);
      const outcome = await traced(directory, call, inject(k));
      judge(outcome, point);
      await holds(t, directory, outcome, point);
      rmSync(directory, { recursive: true, force: true });
      done++;
    }
  }
  t.log(`${done} points`);
}

const few: Readonly<Record<Call, number>> = {
  write: 1,
  pwrite64: 2,
  fsync: 3,
  rename: 3,
  unlink: 1,
  mkdir: 1,
  rmdir: 1,
};

test.serial('killed at any system call, the spool keeps what it promised and nothing else', async (t) => {
  t.timeout(3_600_000);
  await sweep(
    t,
    (call) => few[call],
    (k) => `signal=SIGKILL:when=${k}`,
    () => {},
  );
});

// A disk that fails says so when it syncs, a full one when it writes.
for (const [error, failing] of [
  ['EIO', 'fsync'],
  ['ENOSPC', 'pwrite64'],
] as const) {
  test.serial(
    `when any one call fails with ${error}, the fault is named or overcome, and nothing is lost`,
    async (t) => {
      t.timeout(3_600_000);
      await sweep(
        t,
        (call) => (call === failing ? 2 : call === 'rename' ? 1 : 0),
        (k) => `error=${error}:when=${k}`,
        ({ status, fault, told }, point) => {
          // Standard output is no part of the spool: a program that can't tell may fail as it likes.
          if (!point.startsWith('write ')) t.true(status === 0 || status === 6, `${point}: ${fault}`);
          if (status === 6) t.regex(told.at(-1) ?? '', /^fault (spool|package)\//, point);
        },
      );
    },
  );
}

test.serial('killed at any moment, without strace', async (t) => {
  t.timeout(120_000);
  for (let round = 0; round < 3; round++) {
    const directory = join(root, `moment-${round}`);
    const child = spawn(process.execPath, [...node, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const told: string[] = [];
    const ended = new Promise((resolve) => child.once('close', resolve));
    // The n-th promise is a moment that a slow machine has too.
    child.stdout.setEncoding('utf8').on('data', (some: string) => {
      told.push(...some.split('\n').filter((line) => line !== ''));
      if (told.length > round) setTimeout(() => child.kill('SIGKILL'), round * 7);
    });
    await ended;
    await holds(t, directory, { told, status: null, fault: '' }, `moment ${round}`);
  }
});
