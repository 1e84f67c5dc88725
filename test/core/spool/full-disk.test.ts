import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';

/** A disk of 4 MB that a run fills to its last byte; it is there for the shell that mounts it alone, and goes with it. */

const program = fileURLToPath(new URL('full-disk.ts', import.meta.url));
const mounts = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
const onSmallDisk = mounts ? test : test.skip;

function shell(t: ExecutionContext, steps: readonly string[]): readonly string[] {
  const disk = mkdtempSync(join(tmpdir(), 'tributary-disk-'));
  t.teardown(() => rmSync(disk, { recursive: true }));
  const spool = (mode: string) => `"$1" --disable-warning=ExperimentalWarning "$2" "$3/spool" ${mode}`;
  const script = steps.map((step) => (step.startsWith(':') ? step.slice(1) : spool(step))).join('\n');
  const mounted = `mount -t tmpfs -o size=4m tmpfs "$3"\n${script}`;
  const { stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', mounted, 'sh', process.execPath, program, disk], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !line.includes('Killed'));
}

onSmallDisk('a run that has filled the disk gives the room back when it ends', (t) => {
  t.deepEqual(shell(t, ['abandon', 'look']), ['work 0', 'packages 0', 'work 0']);
});

onSmallDisk('the room that a killed run took is free after the next start', (t) => {
  t.deepEqual(shell(t, ['die', 'look']), ['packages 0', 'work 0']);
});

onSmallDisk('a disk that something else has filled is called full, not damaged', (t) => {
  const fill = ':head -c 9000000 /dev/zero > "$3/else" 2>/dev/null';
  t.deepEqual(shell(t, ['look', fill, 'look', ':rm "$3/else"', 'look']), [
    'packages 0',
    'work 0',
    'spool/full',
    'packages 0',
    'work 0',
  ]);
});
