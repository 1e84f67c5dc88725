import { readFileSync } from 'node:fs';
import test from 'ava';
import { functions } from '../../core/mapping/functions/index.ts';
import { functionsPage } from '../../docs/generate/functions.ts';

test('docs/functions.md is what its generator gives', (t) => {
  t.is(readFileSync(new URL('../../docs/functions.md', import.meta.url), 'utf8'), functionsPage());
});

test('docs/functions.md has a section and a link for every function', (t) => {
  const page = functionsPage();
  for (const name of functions.keys()) {
    t.true(page.includes(`\n### ${name}\n`), name);
    t.true(page.includes(`[${name}](#${name.toLowerCase()})`), name);
  }
});
