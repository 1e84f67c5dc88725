import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { adapters } from '../../adapters/index.ts';

const root = new URL('../../', import.meta.url);

for (const [name, load] of Object.entries(adapters)) {
  test(`${name} is loaded under its own name`, async (t) => {
    t.is((await load()).default.name, name);
  });

  test(`${name} passes the conformance suite`, (t) => {
    const path = new URL(`test/adapters/${name}.test.ts`, root);
    t.true(existsSync(path), `test/adapters/${name}.test.ts is missing`);
    t.regex(readFileSync(path, 'utf8'), /^testAdapter\(/m);
  });
}

test('every folder with an adapter is in the list', (t) => {
  const folders = readdirSync(new URL('adapters/', root), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && existsSync(new URL(`adapters/${entry.name}/adapter.ts`, root)),
  );
  t.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(adapters).sort());
});
