import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { printerOf } from '../../../../core/cli/rows/printer.ts';
import { temporaryFolder } from '../../../support/cli.ts';

/** Rows go into files, to programs that read slowly, and to programs that stop reading. */

const program = fileURLToPath(new URL('../../../../bin/tributary.js', import.meta.url));

function folderWith(t: ExecutionContext, rows: number) {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const lines = Array.from({ length: rows }, (_, row) => `pc-${row},Größe ${row},"a ""note"""`);
  writeFileSync(folder.at('a.csv'), `Host,Size,Note\n${lines.join('\n')}\n`);
  return folder;
}

test('a file has what a program reads', (t) => {
  const { path, at } = folderWith(t, 20_000);
  const words = [program, 'rows', 'a.csv', '--format', 'ndjson'];
  const { stdout } = spawnSync(process.execPath, words, {
    cwd: path,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 1 << 26,
  });
  const file = openSync(at('a.ndjson'), 'w');
  const { status } = spawnSync(process.execPath, words, {
    cwd: path,
    stdio: ['ignore', file, 'inherit'],
    timeout: 60_000,
  });
  closeSync(file);
  t.is(status, 0);
  t.is(readFileSync(at('a.ndjson'), 'utf8'), stdout);
  const lines = stdout.trimEnd().split('\n');
  t.is(lines.length, 20_000);
  t.deepEqual(JSON.parse(lines[19_999]), { Host: 'pc-19999', Size: 'Größe 19999', Note: 'a "note"' });
});

test('a reader that has seen enough ends it without a fault', async (t) => {
  const { path } = folderWith(t, 100_000);
  const child = spawn(process.execPath, [program, 'rows', 'a.csv'], { cwd: path, timeout: 60_000 });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [exitCode] = await once(child, 'close');
  t.is(exitCode, 0);
  t.is(said, '');
});

const onLinux = existsSync('/dev/full') ? test : test.skip;
onLinux('a full disk is cli/output-failed, with exit code 6', (t) => {
  const { path } = folderWith(t, 10);
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [program, 'rows', 'a.csv'], {
    cwd: path,
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
    timeout: 60_000,
  });
  closeSync(full);
  t.is(status, 6);
  t.regex(stderr, /^cli\/output-failed\n {2}Standard output could not be written \(ENOSPC/);
});

test('a program that is not ready is waited for, and the memory of a chunk may be used again', async (t) => {
  const taken: Buffer[] = [];
  const waiting: (() => void)[] = [];
  const slow = new Writable({
    highWaterMark: 4,
    write: (chunk: Buffer, _, done) => {
      taken.push(chunk);
      waiting.push(done);
    },
  });
  const print = printerOf(slow, new AbortController().signal);
  const chunk = Buffer.from('aaaa');
  let isDone = false;
  const printed = print(chunk).then(() => {
    isDone = true;
  });
  chunk.fill('b');
  await new Promise(setImmediate);
  t.false(isDone);
  waiting.shift()?.();
  await printed;
  t.is(Buffer.concat(taken).toString(), 'aaaa');
});

test('an interrupt ends the wait for a program that never reads', async (t) => {
  const stuck = new Writable({ highWaterMark: 1, write: () => undefined });
  const controller = new AbortController();
  const printed = printerOf(stuck, controller.signal)('text');
  controller.abort(new Error('Interrupted.'));
  await t.throwsAsync(printed);
});
