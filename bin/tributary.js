#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=8 --disable-warning=ExperimentalWarning
// Starts the command line, on a supported Node: the one that runs this file, or else the one that npm installed beside it.
// Rows live for a batch, so a small young generation keeps memory small without costing time; one arena of malloc keeps what
// threads free for all of them.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { createRequire } from 'node:module';
import { constants, homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const supported = major > 22 || (major === 22 && minor >= 18);

if (supported) {
  // The second start finds its code compiled. NODE_COMPILE_CACHE names another place.
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? cacheFolder());
  const source = new URL('../core/cli/main.ts', import.meta.url);
  const built = new URL('../dist/tributary.js', import.meta.url);
  // A checkout runs its sources, so an edit shows at once; a published package has the built files alone.
  const { main } = await import(existsSync(source) ? source.href : built.href);
  await main(process.argv.slice(2));
  // Nothing is left to do but to give back memory, which the system does at once.
  if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
} else {
  const installed = installedNode();
  if (installed === undefined) {
    console.error(
      `Tributary needs Node 22.18 or later; this is ${process.version}. Install a current Node, or run npm ci, which brings one.`,
    );
    process.exit(2);
  }
  runOn(installed);
}

/** In the home of the account: compiled code among the temporary files of all could be exchanged by somebody else. */
function cacheFolder() {
  const windows = process.platform === 'win32' ? process.env.LOCALAPPDATA : undefined;
  return join(windows || process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tributary');
}

/** The Node that comes with the optional dependencies, wherever npm has put them. */
function installedNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`);
    const node = join(manifest, '..', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(node) ? node : undefined;
  } catch {
    return undefined;
  }
}

function runOn(node) {
  const child = spawn(node, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // Ctrl-C reaches both; the other signals only this process. Either way the child cleans up and decides the exit code.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(70);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
