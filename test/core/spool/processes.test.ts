import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { StorageError } from '../../../core/errors/errors.ts';
import { openSpool } from '../../../core/spool/spool.ts';
import { key, sealSample } from './sample-run.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-processes-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));
const program = fileURLToPath(new URL('hold-run.ts', import.meta.url));
const newFolder = () => join(mkdtempSync(join(root, 'x-')), 'spool');

function start(directory: string, mode: 'turns' | 'forever') {
  const args = ['--disable-warning=ExperimentalWarning', program, directory, mode];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, fault: text(child.stderr) };
}

test('processes that want the same run have it one after another', async (t) => {
  const directory = newFolder();
  const children = [start(directory, 'turns'), start(directory, 'turns'), start(directory, 'turns')];
  for (const { ended, fault } of children) t.is(await ended, 0, await fault);
  t.deepEqual(readdirSync(join(directory, 'work')), []);
});

for (const open of ['before', 'after'] as const) {
  test(`the run of a process that was killed is free, in a spool that was opened ${open} that`, async (t) => {
    const directory = newFolder();
    const early = openSpool(directory);
    const { child, ended } = start(directory, 'forever');
    const id = await new Promise<string>((resolve) =>
      child.stdout.once('data', (some) => resolve(String(some).trim())),
    );
    const error = t.throws(() => early.beginRun(key), { instanceOf: StorageError });
    t.is(error.faults[0].code, 'spool/busy');
    t.regex(error.message, new RegExp(`process ${child.pid}`));
    // Opening it does not disturb a run that lives.
    const middle = openSpool(directory);
    t.true(existsSync(join(directory, 'work', id, 'part')));
    middle.close();
    child.kill('SIGKILL');
    await ended;
    const spool = open === 'before' ? early : openSpool(directory);
    await sealSample(spool);
    t.deepEqual(readdirSync(join(directory, 'work')), []);
    spool.close();
    early.close();
  });
}

test('a start looks at runs and intents alone, however many packages wait', async (t) => {
  const directory = newFolder();
  const first = openSpool(directory);
  const { id } = await sealSample(first);
  first.close();
  const few = statements(() => openSpool(directory).close());
  const database = new DatabaseSync(join(directory, 'spool.db'));
  database
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 5001)
       INSERT INTO packages (id, mapping, source_kind, source_name, sequence, "full", state, file, rejects, bytes, sha256, facts)
       SELECT id || i, mapping, source_kind, source_name, i, "full", state, file || i, NULL, bytes, sha256, facts FROM packages, n WHERE id = ?`,
    )
    .run(id);
  database.close();
  const many = statements(() => openSpool(directory).close());
  t.deepEqual(many, few);
  t.deepEqual(
    many.filter((sql) => /\b(packages|history|deliveries|bookmarks)\b/.test(sql)),
    [],
  );
  t.true(many.some((sql) => /FROM intents/.test(sql)));
  const spool = openSpool(directory);
  t.is([...spool.list()].length, 5001);
  spool.close();
});

/** The SQL that an action prepares or runs. */
function statements(action: () => void): string[] {
  const { prepare, exec } = DatabaseSync.prototype;
  const seen: string[] = [];
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    seen.push(sql);
    return prepare.call(this, sql, ...rest);
  };
  DatabaseSync.prototype.exec = function (sql) {
    seen.push(sql);
    exec.call(this, sql);
  };
  try {
    action();
  } finally {
    DatabaseSync.prototype.prepare = prepare;
    DatabaseSync.prototype.exec = exec;
  }
  return seen;
}
