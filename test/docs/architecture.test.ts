import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

/** The page for readers of the code names files; all of them are there, and it stays short. */
const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

test('every file and folder that the page names is there', (t) => {
  const named = [...page.matchAll(/\b(?:adapters|bin|core|test)\/[\w./-]*\w/g)].map(([path]) => path);
  t.true(named.length > 30);
  t.deepEqual(
    named.filter((path) => !existsSync(join(root, path))),
    [],
  );
});

test('every function and type that the page names by its file is exported there', (t) => {
  const named = [...page.matchAll(/`(\w+)`\s+in\s+`([\w./-]+\.ts)`/g)];
  t.true(named.length > 1);
  for (const [, name, path] of named) {
    t.regex(readFileSync(join(root, path), 'utf8'), new RegExp(`^export (async )?\\w+ ${name}\\b`, 'm'), path);
  }
});

test('the page is read in one go', (t) => {
  t.true(page.split('\n').length <= 61);
});
