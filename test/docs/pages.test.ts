import { existsSync, readFileSync } from 'node:fs';
import test from 'ava';
import { fillIn } from '../../docs/generate/fill-in.ts';
import { pages } from '../../docs/generate/pages.ts';

/** Generated pages are what their declarations say: after a change of those, `npm run docs` writes them again. */
const root = new URL('../../', import.meta.url);

test('every generated page is up to date', async (t) => {
  for (const { path, text } of await pages(root)) {
    const file = new URL(path, root);
    t.true(existsSync(file) && readFileSync(file, 'utf8') === text, `${path} is out of date: run npm run docs.`);
  }
});

test('only what stands between the marks of a page is replaced', (t) => {
  const page = 'before\n<!-- list -->\nold\n<!-- /list -->\nafter\n';
  t.is(fillIn(page, 'list', 'new'), 'before\n<!-- list -->\nnew\n<!-- /list -->\nafter\n');
  t.throws(() => fillIn(page, 'other', 'new'));
});
