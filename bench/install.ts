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
  // npm run names the npm that it is. Elsewhere it has to be a program, which on Windows it is not.
  const npm = process.env.npm_execpath === undefined ? ['npm'] : [process.execPath, process.env.npm_execpath];
  const pack = ['pack', '--silent', '--pack-destination', folder];
  run(npm[0], [...npm.slice(1), ...pack], root);
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
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`);
}
