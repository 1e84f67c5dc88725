import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { placeInSources } from '../bench/profile/place-in-sources.ts';
import { mappingFiles } from './mappings/shipped.ts';

/** What is published: built once, and laid out as an install does. */
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
test.before(() => {
  execFileSync(process.execPath, ['build.ts', '--out', join(folder, 'dist')], { cwd: root });
  for (const name of ['bin', 'mappings', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
});

const { version, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const built = (path: string): string => pathToFileURL(join(folder, path)).href;

test('the library is where package.json says', async (t) => {
  const library = await import(built(exports['.'].default));
  t.is(typeof library.runImport, 'function');
  t.is(library.release, version);
});

test('an adapter is imported from where it says that it is', async (t) => {
  const { adapters } = await import(built(exports['./adapters'].default));
  for (const name of Object.keys(adapters)) {
    const { default: adapter } = await adapters[name]();
    t.is(adapter.module, built(`dist/adapter-${name}.js`));
    t.is((await import(adapter.module)).default, adapter);
  }
});

test('the command line finds a mapping that it brings, and maps in threads', (t) => {
  // More than the 16 MB of one part.
  const row = (number: number) => `${number},pc-${number},${'.'.repeat(1000)}\n`;
  writeFileSync(
    join(folder, 'hosts.csv'),
    `ComputerID,ComputerName,Notes\n${Array.from({ length: 18_000 }, (_, number) => row(number)).join('')}`,
  );
  const { status, ledger, mapping } = JSON.parse(
    call('import', 'hosts.csv', '--spool', 'spool', '--workers', '2', '--json'),
  );
  t.deepEqual([status, ledger.mapped, mapping.name], ['sealed', 18_000, 'spreadsheets/computers']);
});

test('mappings are read as the sources read them, by packages that bring their licences', (t) => {
  const mappings = mappingFiles().map((file) => join('mappings', file));
  t.is(JSON.parse(call('check', ...mappings, '--json')).status, 'ok');
  t.regex(readFileSync(join(folder, 'dist/LICENSES.txt'), 'utf8'), /^yaml \d.*\n\nCopyright Eemeli Aro/m);
});

test('a profile of built files names the places in the sources', (t) => {
  const lines = readFileSync(join(folder, 'dist/worker.js'), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.startsWith('// core/run/worker.ts')) + 3;
  t.deepEqual(placeInSources(built('dist/worker.js'), line), { file: 'core/run/worker', line: 2 });
  t.deepEqual(placeInSources('node:fs', 7), { file: 'node:fs', line: 7 });
});

function call(...words: readonly string[]): string {
  const args = ['--disable-warning=ExperimentalWarning', join('bin', 'tributary.js'), ...words];
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') };
  return execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
