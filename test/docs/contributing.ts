import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { blocksOf } from './blocks.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Writes blocks of CONTRIBUTING.md to where they say, in an empty folder that has the rest of the project as links. A link
 * leads to the real file, so the code on the page meets the very modules that the tests use.
 */
export function layOut(paths: readonly string[], links: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
  const blocks = new Map(
    blocksOf(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')).map(({ name, text }) => [name, text]),
  );
  for (const path of ['package.json', 'node_modules', ...links]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path));
  }
  for (const path of paths) {
    const text = blocks.get(path);
    if (text === undefined) throw new Error(`CONTRIBUTING.md has no block ${path}.`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
