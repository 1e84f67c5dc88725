import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test from 'ava';
import { StorageError } from '../../../core/errors/errors.ts';
import { keepStream } from '../../../core/run/input.ts';
import { temporaryFolder } from '../../../core/run/temporary-folder.ts';

/** Each test has temporary files of its own, so they take turns. */

const root = mkdtempSync(join(tmpdir(), 'tributary-temporary-'));
const before = process.env.TMPDIR;
test.serial.beforeEach(() => {
  process.env.TMPDIR = mkdtempSync(join(root, 't-'));
});
test.after.always(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(root, { recursive: true });
});

const signal = new AbortController().signal;
const left = () => readdirSync(tmpdir());

/** As a killed process leaves it. */
function leftover(name: string, seconds: number): void {
  const path = join(tmpdir(), name);
  mkdirSync(path);
  writeFileSync(join(path, 'lock'), '');
  const time = Date.now() / 1000 - seconds;
  utimesSync(join(path, 'lock'), time, time);
}

test.serial('a temporary folder is for this account alone, and goes when it is removed', (t) => {
  const { path, remove } = temporaryFolder('input');
  t.is(statSync(path).mode & 0o077, 0);
  remove();
  remove();
  t.deepEqual(left(), []);
});

test.serial('what a killed process has left goes with the next folder, what is in use stays', (t) => {
  const inUse = temporaryFolder('input');
  const long = Date.now() / 1000 - 100;
  utimesSync(join(inUse.path, 'lock'), long, long);
  leftover('tributary-input-dead', 100);
  leftover('tributary-input-new', 0);
  leftover('tributary-other-dead', 100);
  temporaryFolder('input').remove();
  t.true(existsSync(inUse.path));
  t.false(left().includes('tributary-input-dead'));
  t.true(left().includes('tributary-input-new'));
  t.true(left().includes('tributary-other-dead'));
  inUse.remove();
});

test.serial('a place for temporary files that is not there is a fault of storage', async (t) => {
  process.env.TMPDIR = join(root, 'missing');
  const error = await t.throwsAsync(keepStream(Readable.from(['a']), signal), { instanceOf: StorageError });
  t.regex(error.message, /TMPDIR/);
});

test.serial('a stream is kept until it is removed, and not at all if it fails', async (t) => {
  const kept = await keepStream(Readable.from(['a,b\n', '1,2\n']), signal);
  t.is(statSync(kept.path).size, 8);
  await kept.remove();
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const failing = new Readable({ read: () => failing.destroy(full) });
  const error = await t.throwsAsync(keepStream(failing, signal), { instanceOf: StorageError });
  t.is(error.faults[0].code, 'spool/full');
  t.deepEqual(left(), []);
});
