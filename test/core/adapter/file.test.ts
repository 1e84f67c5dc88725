import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { headBytes, openFile } from '../../../core/adapter/file.ts';
import { ConfigError, SourceError } from '../../../core/errors/errors.ts';
import { collect } from '../../conformance/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const signal = new AbortController().signal;
const context = { signal };

async function faultOf(path: string): Promise<SourceError> {
  const file = openFile(path, context);
  const error = await file.then((opened) => opened.close()).catch((fault: unknown) => fault);
  if (error instanceof SourceError) return error;
  throw new Error(`expected a SourceError, got ${error}`);
}

test('a file is known by its name and the digest of its bytes', async (t) => {
  const file = await openFile(write('known.txt', 'content'), context);
  const digest = createHash('sha256').update('content').digest('hex');
  t.deepEqual(file.identity, { kind: 'file', name: 'known.txt' });
  t.deepEqual(await file.identify(), { kind: 'file', name: 'known.txt', id: `sha256:${digest}` });
  t.is(file.bytes, 7);
  t.is(file.head.toString(), 'content');
  await file.close();
});

test('the digest is that of all bytes, whichever of them were read before, and in which order', async (t) => {
  const content = Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => (at * 7919) % 251));
  const path = write('long.bin', content);
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const reads: readonly (readonly [offset: number, length: number])[][] = [
    [],
    [[0, 1_000_000]],
    [
      [300_000, 5],
      [10, 400_000],
      [999_990, 100],
      [0, 20],
    ],
    [[2_000_000, 5]],
  ];
  for (const each of reads) {
    const file = await openFile(path, { signal, identify: true });
    const into = Buffer.alloc(1_000_000);
    for (const [offset, length] of each) {
      const came = await file.readOn(into, 0, length, offset);
      t.deepEqual(into.subarray(0, came), content.subarray(offset, offset + length));
    }
    t.is((await file.identify()).id, digest);
    t.is((await file.identify()).id, digest);
    await file.close();
  }
});

test('a file whose content changed before it was asked what it is, is not told', async (t) => {
  const path = write('late.txt', 'before');
  const file = await openFile(path, { signal, identify: true });
  appendFileSync(path, ' and after');
  const error = await t.throwsAsync(file.identify(), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'source/changed');
  await file.close();
});

test('whoever is told the identity reads nothing for it', async (t) => {
  const identity = { kind: 'file', name: 'known.txt', id: 'known from elsewhere' };
  const file = await openFile(write('told.txt', 'content'), { signal, identity });
  t.deepEqual(await file.identify(), identity);
  await file.close();
});

test('a reader that loops over a file can be interrupted', async (t) => {
  const abort = new AbortController();
  const file = await openFile(write('endless.txt', 'content'), { signal: abort.signal });
  const reason = new Error('Ctrl-C');
  setTimeout(() => abort.abort(reason), 5);
  const into = Buffer.alloc(10);
  const loop = async () => {
    for (;;) await file.readAt(into, 0, 10, 0);
  };
  t.is(await t.throwsAsync(loop()), reason);
  await file.close();
});

test('the head is the beginning of what a gzip holds', async (t) => {
  const content = 'line\n'.repeat(50_000);
  const file = await openFile(write('some.txt.gz', gzipSync(content)), context);
  t.true(file.gzip);
  t.is(file.head.toString(), content.slice(0, headBytes));
  t.is(Buffer.concat(await collect(file.content())).toString(), content);
  await file.close();
});

test('a gzip of several members is read to its end', async (t) => {
  const file = await openFile(write('members.gz', Buffer.concat([gzipSync('one '), gzipSync('two')])), context);
  t.is(Buffer.concat(await collect(file.content())).toString(), 'one two');
  await file.close();
});

test('a gzip that was cut off is damaged', async (t) => {
  const whole = gzipSync(Buffer.from(Array.from({ length: 1000 }, (_, at) => (at * 7919) % 251)));
  t.is((await faultOf(write('cut.gz', whole.subarray(0, 200)))).faults[0].code, 'source/damaged');
});

test('no path at all is a fault of the options', async (t) => {
  await t.throwsAsync(openFile(undefined, context), { instanceOf: ConfigError, message: /option\/missing/ });
});

test('a file that is not there suggests the one that could be meant', async (t) => {
  write('hosts.csv', 'a');
  const error = await faultOf(join(folder, 'host.csv'));
  t.is(error.faults[0].code, 'source/not-found');
  t.regex(error.message, /Did you mean "hosts\.csv"\?/);
});

test('a folder is no file', async (t) => {
  mkdirSync(join(folder, 'nested'));
  t.is((await faultOf(join(folder, 'nested'))).faults[0].code, 'source/not-a-file');
  t.is((await faultOf(join(folder, 'hosts.csv', 'below'))).faults[0].code, 'source/not-found');
});

const posix = process.platform === 'win32' ? test.skip : test;

posix('a device is refused at once, without waiting for its writer', async (t) => {
  t.is((await faultOf('/dev/null')).faults[0].code, 'source/not-a-file');
});

// The administrator may read everything.
const unprivileged = process.getuid?.() === 0 ? test.skip : posix;

unprivileged('a file without the right to read it says so', async (t) => {
  const path = write('secret.txt', 'x');
  chmodSync(path, 0);
  t.is((await faultOf(path)).faults[0].code, 'source/no-permission');
});

test('a file that grows while it is read is an error that may pass', async (t) => {
  const path = write('growing.txt', 'a');
  const file = await openFile(path, context);
  await file.checkUnchanged();
  appendFileSync(path, 'b');
  const error = await t.throwsAsync(file.checkUnchanged(), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'source/changed');
  t.true(error?.retryable);
  await file.close();
});

for (const [program, lock] of [
  ['LibreOffice', '.~lock.open.csv#'],
  ['Excel', '~$open.csv'],
]) {
  test(`a file that ${program} has open is read, with a warning`, async (t) => {
    const own = mkdtempSync(join(folder, 'lock-'));
    writeFileSync(join(own, 'open.csv'), 'a');
    writeFileSync(join(own, lock), '');
    const warnings: string[] = [];
    const file = await openFile(join(own, 'open.csv'), { signal, warn: (sentence) => warnings.push(sentence) });
    t.deepEqual(warnings, [`${program} has open.csv open: changes that are not saved there are not read.`]);
    await file.close();
  });
}

test('a name that would write to the terminal is shown escaped', async (t) => {
  const file = await openFile(write('a\u001b[31m\nb.csv', 'x'), context);
  t.is(file.name, 'a\\u001b[31m\\u000ab.csv');
  await file.close();
});

test('reading a closed file says that it was closed', async (t) => {
  const file = await openFile(write('closed.txt', 'x'), context);
  await file.close();
  await file.close();
  await t.throwsAsync(collect(file.content()), { instanceOf: SourceError, message: /source\/closed/ });
});

test('an aborted reader is told the reason', async (t) => {
  const abort = new AbortController();
  const file = await openFile(write('aborted.txt', 'x'), { signal: abort.signal });
  const reason = new Error('Ctrl-C');
  abort.abort(reason);
  t.is(await t.throwsAsync(collect(file.content())), reason);
  await file.close();
});

posix('a link to a file is followed, as people expect; one to a folder, a device or itself is none', async (t) => {
  const own = mkdtempSync(join(folder, 'links-'));
  writeFileSync(join(own, 'hosts.csv'), 'a');
  for (const [link, target] of [
    ['to-file', 'hosts.csv'],
    ['to-folder', '.'],
    ['to-device', '/dev/zero'],
    ['to-itself', 'to-itself'],
  ])
    symlinkSync(target, join(own, link));
  const file = await openFile(join(own, 'to-file'), context);
  t.is(file.head.toString(), 'a');
  await file.close();
  t.is((await faultOf(join(own, 'to-folder'))).faults[0].code, 'source/not-a-file');
  t.is((await faultOf(join(own, 'to-device'))).faults[0].code, 'source/not-a-file');
  t.is((await faultOf(join(own, 'to-itself'))).faults[0].code, 'source/read-failed');
});

posix('a pipe is refused without waiting for its writer', async (t) => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  t.is((await faultOf(path)).faults[0].code, 'source/not-a-file');
});

test('a file that is cut short or written over while it is read is an error that may pass', async (t) => {
  for (const change of [(path: string) => truncateSync(path, 3), (path: string) => writeFileSync(path, 'other!')]) {
    const path = write('changing.txt', 'before');
    const file = await openFile(path, context);
    await sleep(20);
    change(path);
    const error = await t.throwsAsync(file.checkUnchanged(), { instanceOf: SourceError });
    t.is(error?.faults[0].code, 'source/changed');
    await file.close();
  }
});

posix('a file that is replaced while it is read goes on as it was', async (t) => {
  const path = write('replaced.txt', 'before');
  const file = await openFile(path, context);
  writeFileSync(`${path}.new`, 'something else');
  renameSync(`${path}.new`, path);
  t.is((await collect(file.content())).toString(), 'before');
  await file.checkUnchanged();
  await file.close();
});

test('a gzip that unfolds past all measure is refused while it does', async (t) => {
  const member = gzipSync(Buffer.alloc(4 << 20));
  const path = write('bomb.gz', Buffer.concat(Array.from({ length: 64 }, () => member)));
  const file = await openFile(path, context);
  const error = await t.throwsAsync(drain(file.content()), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'source/too-large');
  await file.close();
});

async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content);
}

test('a link to nothing does not suggest itself', async (t) => {
  const path = join(mkdtempSync(join(folder, 'link-')), 'hosts.csv');
  symlinkSync('gone.csv', path);
  const error = await faultOf(path);
  t.is(error.faults[0].code, 'source/not-found');
  t.notRegex(error.message, /Did you mean/);
});
