import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { catalogue } from '../../core/errors/catalogue.ts';
import type { HostileCase } from './case.ts';
import { cases } from './cases.ts';
import type { Measured } from './measure-one.ts';
import type { Order } from './reader.ts';
import { fits } from './verdict.ts';

/**
 * Each hostile file is made anew and read: what is refused has its code, within the seconds and the memory of the envelope, and what is
 * honest is read. A process beside this one reads them, so that its memory is its own.
 */
const folder = mkdtempSync(join(tmpdir(), 'tributary-limits-'));
const reader = fork(new URL('reader.ts', import.meta.url), {
  execArgv: ['--conditions=tributary-source', '--max-semi-space-size=8', '--disable-warning=ExperimentalWarning'],
  env: { ...process.env, MALLOC_ARENA_MAX: '1' },
});
test.after.always(() => {
  reader.kill();
  rmSync(folder, { recursive: true });
});

for (const each of cases.filter(({ slow }) => !slow)) {
  const what = typeof each.expect === 'string' ? 'is refused' : 'is read';
  test.serial(`${each.title} ${what}`, async (t) => {
    t.timeout(60_000);
    t.is(fits(each, await readBy(reader, each), guardSeconds), undefined);
  });
}

/** `npm run limits` measures; here a machine may be busy. */
const guardSeconds = 20;

async function readBy(child: ChildProcess, { file, make, sparse, set = [] }: HostileCase): Promise<Measured> {
  const path = join(folder, file);
  await writeFile(path, make());
  try {
    if (sparse !== undefined) truncateSync(path, sparse);
    const order: Order = { path, set };
    child.send(order);
    const [found]: Measured[] = await once(child, 'message', { signal: AbortSignal.timeout(50_000) });
    return found;
  } finally {
    rmSync(path);
  }
}

test('what is expected of a hostile file is a code, and titles differ', (t) => {
  const codes = Object.keys(catalogue);
  const expected = cases.flatMap(({ expect }) => (typeof expect === 'string' ? [expect] : []));
  t.deepEqual(
    expected.filter((code) => !codes.some((known) => known.startsWith(code))),
    [],
  );
  t.is(new Set(cases.map(({ title }) => title)).size, cases.length);
});
