import { readFileSync, writeFileSync } from 'node:fs';
import { pages } from './generate/pages.ts';

/** `npm run docs` writes every generated page; with `--check` it only says which ones are out of date, and exits with 1. */
const check = process.argv.includes('--check');
const root = new URL('../', import.meta.url);
let outdated = 0;

for (const { path, text } of await pages(root)) {
  const file = new URL(path, root);
  if (current(file) === text) continue;
  outdated++;
  if (!check) writeFileSync(file, text);
  console.log(check ? `${path} is out of date: npm run docs writes it.` : `${path} written.`);
}
if (check && outdated > 0) process.exitCode = 1;

function current(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
