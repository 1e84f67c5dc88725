import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Packs the product as it would be published and lays it out in a folder as an install would, so that what is measured is what people
 * run: built files, in which no types are left. What it depends on is what this checkout has. Gives the path of the program.
 */
export function install(root: string, folder: string): string {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', folder], root);
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (packed === undefined) throw new Error('npm pack left no package.');
  run('tar', ['-xzf', packed], folder);
  renameSync(join(folder, 'package'), join(modules, 'tributary'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name.startsWith('.')) continue;
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  return join(modules, 'tributary', 'bin', 'tributary.js');
}

function run(command: string, args: readonly string[], folder: string): void {
  // On Windows npm is a script of the shell; nothing in these words comes from outside.
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`);
}
