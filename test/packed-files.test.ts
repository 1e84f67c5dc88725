import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

const root = join(import.meta.dirname, '..');

test('what adapters and commands read at run time is in the package that npm makes', (t) => {
  t.timeout(120_000);
  const command = 'npm pack --dry-run --json --ignore-scripts';
  const { stdout, stderr, status } = spawnSync(command, { cwd: root, encoding: 'utf8', shell: true });
  t.is(status, 0, stderr);
  const packed = new Set([...stdout.matchAll(/"path": "([^"]+)"/g)].map(([, path]) => path));
  const needed = globSync(['adapters/*/queries/**/*.sql', 'mappings/**/*.{yaml,json,csv}'], { cwd: root });
  t.true(needed.length > 40);
  t.deepEqual(
    needed.map((path) => path.replaceAll('\\', '/')).filter((path) => !packed.has(path)),
    [],
  );
});
