import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { blocksOf } from '../docs/blocks.ts';

/** The example of docs/api.md, run as it stands there, in a folder where the name of the package means this checkout. */
const root = join(import.meta.dirname, '../..');
const blocks = new Map(blocksOf(readFileSync(join(root, 'docs/api.md'), 'utf8')).map(({ name, text }) => [name, text]));
const run = promisify(execFile);

test('the example of docs/api.md prints what the page says', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
  try {
    for (const name of ['package.json', 'core', 'adapters', 'node_modules'])
      symlinkSync(join(root, name), join(folder, name));
    for (const [name, text] of blocks) writeFileSync(join(folder, name), text);
    const options = ['--disable-warning=ExperimentalWarning', '--conditions=tributary-source'];
    const { stdout, stderr } = await run(process.execPath, [...options, 'example.ts'], {
      cwd: folder,
      timeout: 60_000,
    });
    t.is(stderr, '');
    t.is(stdout, blocks.get('output') ?? 'no block of that name');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what the page lists is exported', async (t) => {
  const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
  const api: Readonly<Record<string, unknown>> = await import('tributary');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const names = rows.flatMap((row) => [...row.split('|')[1].matchAll(/`(\w+)/g)].map(([, name]) => name));
  t.true(names.length > 15);
  t.deepEqual(
    names.filter((name) => api[name] === undefined),
    [],
  );
});
