import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Metafile } from 'esbuild';

/**
 * Writes the built files: what a process or a thread loads is put into a few files, since each one costs a look-up, a read and a
 * compilation. All lie in one folder, so that `./worker.js` and `../package.json` are right wherever a module ends up. Types are
 * written by `tsc -p tsconfig.build.json`.
 */

const root = import.meta.dirname;
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist') } } });

// Every command that reads a mapping needs these, and they are many files. The other packages stay where they are.
const bundled = ['commander', 'yaml'];
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// A worker imports the adapter of its job from a file of its own.
const adapters = readdirSync(join(root, 'adapters'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, 'adapters', entry.name, 'adapter.ts')))
  .map(({ name }) => ({ name: `adapter-${name}`, file: `adapters/${name}/adapter.ts` }))
  .concat({ name: 'adapter-capture', file: 'core/capture/adapter.ts' });

rmSync(values.out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    tributary: 'core/cli/main.ts',
    worker: 'core/run/worker.ts',
    'odbc-child': 'adapters/odbc/child.ts',
    'oracle-child': 'adapters/oracle/child.ts',
    index: 'core/index.ts',
    adapters: 'adapters/index.ts',
    ...Object.fromEntries(adapters.map(({ name, file }) => [name, file])),
  },
  outdir: values.out,
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  format: 'esm',
  // Not `node`: for it, yaml has no modules that could be put together.
  platform: 'neutral',
  target: 'node22.18',
  external: [
    'node:*',
    // Drivers that nobody gets without asking, because they must be compiled or fetched.
    'odbc',
    'ibm_db',
    ...Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !bundled.includes(name)),
  ],
  // The place of each function in the sources is told by the comments that esbuild leaves; a profile reads them.
  minify: false,
  metafile: true,
  logLevel: 'warning',
});
holdAdapters(metafile);
writeFileSync(join(values.out, 'LICENSES.txt'), bundled.map(licenceOf).join('\n'));

/** An adapter says where it is imported from: it must be in the file of its own name, not in one that it shares with others. */
function holdAdapters({ outputs }: Metafile): void {
  const whole = Object.values(outputs).flatMap(({ entryPoint, inputs }) =>
    entryPoint !== undefined && entryPoint in inputs ? [entryPoint] : [],
  );
  const moved = adapters.filter(({ file }) => !whole.includes(file)).map(({ file }) => file);
  if (moved.length > 0) throw new Error(`Code that others import, too, has to move out of ${moved.join(', ')}.`);
}

/** What is copied goes with its licence. */
function licenceOf(name: string): string {
  const folder = join(root, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8')}`;
}
