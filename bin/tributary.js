#!/usr/bin/env -S node --max-semi-space-size=8 --disable-warning=ExperimentalWarning
// Starts the command line, on a supported Node: the one that runs this file, or else the one that npm installed beside it.
// Rows live for a batch, so a small young generation keeps memory small without costing time.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const supported = major > 22 || (major === 22 && minor >= 18);

if (supported) {
  const source = new URL('../core/cli/main.ts', import.meta.url);
  const built = new URL('../dist/core/cli/main.js', import.meta.url);
  // A checkout runs its sources, so an edit shows at once; a published package has the built files alone.
  const { main } = await import(existsSync(source) ? source.href : built.href);
  await main(process.argv.slice(2));
} else {
  const installed = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (!existsSync(installed)) {
    console.error(
      `Tributary needs Node 22.18 or later; this is ${process.version}. Install a current Node, or run npm ci, which brings one.`,
    );
    process.exit(2);
  }
  const run = spawnSync(installed, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(run.status ?? 70);
}
