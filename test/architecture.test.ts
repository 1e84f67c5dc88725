import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import test from 'ava';
import { catalogue } from '../core/errors/catalogue.ts';
import { expectations } from './formats/expectation.ts';

/** The rules of the house that a machine can hold. Each failure names the files. */
const root = join(import.meta.dirname, '..');

interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Files of the project that it imports, from the root; packages are left out. */
  readonly imports: readonly string[];
}

const files = ['core', 'adapters', 'docs', 'bench', 'fuzz', 'test'].flatMap(filesIn);
const core = files.filter(({ path }) => path.startsWith('core/'));
const adapters = files.filter(({ path }) => path.startsWith('adapters/'));
const sources = [...core, ...adapters];
const tests = files.filter(({ path }) => path.startsWith('test/'));

test('core never imports an adapter; only the command line reads their list', (t) => {
  const found = edges(core, (to) => to.startsWith('adapters/'));
  t.deepEqual(found, ['core/cli/main.ts -> adapters/index.ts']);
});

test('adapters see the contract, options and errors, what databases share, and nothing of each other', (t) => {
  const own = (from: string) => from.split('/').slice(0, 2).join('/');
  // A product that lies in a database takes the driver of its server.
  const allowed = (from: string, to: string) =>
    /^core\/(adapter|options|errors)\//.test(to) ||
    to.startsWith(`${own(from)}/`) ||
    to.startsWith('adapters/sql/') ||
    /^adapters\/[a-z0-9]+\/(driver|options)\.ts$/.test(to);
  const found = adapters
    .filter(({ path }) => path !== 'adapters/index.ts')
    .flatMap(({ path, imports }) => imports.filter((to) => !allowed(path, to)).map((to) => `${path} -> ${to}`));
  t.deepEqual(found, []);
});

test('the command line uses the public API, taken from the files that a command needs', (t) => {
  // How compiled code is started is nobody's business outside.
  const exported = [...namesFrom('core/index.ts', read('core/index.ts').text), 'core/adapter/wasm.ts wasmInstance'];
  const beyond = core
    .filter(({ path }) => path.startsWith('core/cli/'))
    .flatMap(({ path, text }) => namesFrom(path, text).map((name) => ({ path, name })))
    .filter(({ name }) => name.startsWith('core/') && !name.startsWith('core/cli/') && !exported.includes(name));
  t.deepEqual(
    beyond.map(({ path, name }) => `${path} -> ${name}`),
    [],
  );
});

test('the library does not know its command line', (t) => {
  const library = core.filter(({ path }) => !path.startsWith('core/cli/'));
  t.deepEqual(
    edges(library, (to) => to.startsWith('core/cli/')),
    [],
  );
});

test('products are known to adapters and mappings, not to core', (t) => {
  const products = /sccm|ilmt|oracle|mssql|db2/i;
  // A mapping's name in an example is no knowledge; nor are the column names that the model lists as synonyms.
  const example = /mappings\/sccm|sccm\/computers|sccm-(computers|emea)/g;
  const found = core.filter(
    ({ path, text }) => !path.startsWith('core/model/entities/') && products.test(text.replaceAll(example, '')),
  );
  t.deepEqual(names(found), []);
});

test('a file is no longer than a person reads in one go', (t) => {
  const long = files.filter(({ path, text }) => codeLines(text) > (path.startsWith('test/') ? 450 : 300));
  t.deepEqual(names(long), []);
});

test('types are parsed, not claimed', (t) => {
  const claims = /\bas any\b|\bas unknown as\b|:\s*any\b|<any>|@ts-ignore|@ts-nocheck/;
  // Each function of the mapping language states its own argument types; the checker holds every call to them.
  const known = ['core/mapping/functions/define.ts', 'test/architecture.test.ts'];
  t.deepEqual(names(files.filter(({ path, text }) => claims.test(text) && !known.includes(path))), []);
});

test('code is made from text in one place only', (t) => {
  const making = /\bnew Function\b|\beval\s*\(|node:vm/;
  t.deepEqual(names(sources.filter(({ text }) => making.test(text))), ['core/mapping/compile/generate.ts']);
});

test('the one process that is started is a file of this project', (t) => {
  const starting = sources.filter(({ text }) => text.includes('node:child_process'));
  t.deepEqual(names(starting), ['adapters/odbc/process.ts']);
  t.notRegex(starting[0].text, /\b(exec|execFile|spawn)(Sync)?\s*\(/);
});

test('imports name files as they are', (t) => {
  const missing = files.flatMap(({ path, imports }) =>
    imports.filter((to) => !existsSync(join(root, to))).map((to) => `${path} -> ${to}`),
  );
  t.deepEqual(missing, []);
});

test('no file waits for itself: imports of values form no circle', (t) => {
  // Types are gone when a file is loaded, and what is imported on first use is not waited for.
  const light = /^(import|export) type [^;]*;|\bimport\([^)]*\)/gm;
  const needs = new Map(sources.map(({ path, text }) => [path, importsOf(path, text.replaceAll(light, ''))]));
  const settled = new Set<string>();
  const circle = (path: string, above: readonly string[]): readonly string[] | undefined => {
    if (above.includes(path)) return [...above.slice(above.indexOf(path)), path];
    if (settled.has(path)) return undefined;
    for (const next of needs.get(path) ?? []) {
      const found = circle(next, [...above, path]);
      if (found !== undefined) return found;
    }
    settled.add(path);
    return undefined;
  };
  t.deepEqual(
    sources.flatMap(({ path }) => circle(path, []) ?? []),
    [],
  );
});

test('every code is used, and produced by a test', (t) => {
  const used = sources.filter(({ path }) => !path.startsWith('core/errors/codes/')).map(({ text }) => text);
  const mappings = readdirSync(join(root, 'mappings'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  const tested = [
    ...tests.filter(({ path }) => path !== 'test/architecture.test.ts').map(({ text }) => text),
    ...mappings.map((file) => readFileSync(join(root, 'mappings', file), 'utf8')),
    // What is said of the files in test/formats is a test as well.
    ...expectations().flatMap(({ said }) => said),
  ];
  const says = (texts: readonly string[], code: string) =>
    texts.some((text) => new RegExp(`\\b${code}(?![\\w-])`).test(text));
  const codes = Object.keys(catalogue);
  t.deepEqual(
    codes.filter((code) => !says(used, code)),
    [],
  );
  t.deepEqual(
    codes.filter((code) => !says(tested, code)),
    Object.keys(untested),
  );
});

/** Codes that no test produces, each with the reason. */
const untested: Readonly<Record<string, string>> = {
  'mapping/cycle': 'No references of the model form a circle; test/core/model/order.test.ts tests the search for one.',
  'source/locked': 'Only Windows refuses to open a file that another program has open.',
};

test('every adapter has its code, its page and its sample', (t) => {
  // What databases share is no adapter.
  const folders = readdirSync(join(root, 'adapters'), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'sql',
  );
  const wanted = ['adapter.ts', 'README.md', 'sample.yaml'];
  const missing = folders
    .flatMap(({ name }) => wanted.map((file) => `adapters/${name}/${file}`))
    .filter((path) => !existsSync(join(root, path)));
  t.deepEqual(missing, []);
});

test('a test mirrors a source file or folder, or stands in a known one', (t) => {
  const known = /^test\/(conformance|docs|api|formats|limits|mappings)\/|^test\/(architecture|samples)\.test\.ts$/;
  const mirrored = (path: string): boolean => {
    const source = path.replace(/^test\//, '').replace(/(\.[a-z]+)*\.test\.ts$/, '');
    // One test file may hold the promises of a whole folder: test/core/model/entities.test.ts, test/adapters/csv/files.test.ts.
    return existsSync(join(root, `${source}.ts`)) || existsSync(join(root, dirname(source)));
  };
  const stray = tests.filter(({ path }) => path.endsWith('.test.ts') && !known.test(path) && !mirrored(path));
  t.deepEqual(names(stray), []);
});

test('a folder of tests is the name of a folder of sources', (t) => {
  const folders = new Set(
    tests.map(({ path }) => dirname(path)).filter((path) => /^test\/(core|adapters)\b/.test(path)),
  );
  const fixtures = /\/(fixtures|t[dn]s-stand-in)(\/|$)/;
  t.deepEqual(
    [...folders].filter((path) => !fixtures.test(path) && !existsSync(join(root, path.replace(/^test\//, '')))),
    [],
  );
});

test('no file names a machine, an account or a private registry', (t) => {
  const machine = /\/work\/|\/home\/[a-z]|\/root\/|localhost:\d|_authToken|registry\.[a-z-]+\.[a-z]/;
  const written = [
    ...files,
    ...['README.md', 'CONTRIBUTING.md', 'package-lock.json', '.npmrc', '.ci/run']
      .filter((path) => existsSync(join(root, path)))
      .map(read),
  ];
  t.deepEqual(
    names(written.filter(({ path, text }) => path !== 'test/architecture.test.ts' && machine.test(text))),
    [],
  );
});

// A link to the packages of another checkout looks like a file: whoever pulls it loses their own.
test('packages and built files are not committed', (t) => {
  const { stdout } = spawnSync('git', ['ls-files', 'node_modules', 'dist'], { cwd: root, encoding: 'utf8' });
  t.is(stdout ?? '', '');
});

// Where a registry lacks the packages of other systems, npm leaves them out of the lock file, and npm ci then refuses it.
test('the lock file names the packages of every system', (t) => {
  interface Locked {
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  }
  const { packages }: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );
  const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => packages[`node_modules/${name}`] === undefined && packages[`${at}/node_modules/${name}`] === undefined,
    ),
  );
  t.deepEqual(missing, []);
});

function filesIn(folder: string): readonly SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  // What is compiled may hold any letters.
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('-wasm.ts'),
  );
  return found.sort().map((name) => read(join(folder, name)));
}

function read(file: string): SourceFile {
  const path = file.split(sep).join('/');
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
}

function importsOf(path: string, text: string): readonly string[] {
  const named = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map(([, to]) => to);
  return named.map((to) =>
    relative(root, join(root, dirname(path), to))
      .split(sep)
      .join('/'),
  );
}

/** What a file imports or exports by name from others, such as `core/errors/errors.ts fault`. */
function namesFrom(path: string, text: string): readonly string[] {
  const named = text.matchAll(/^(?:import|export) (?:type )?\{([^}]*)\} from '(\.[^']+)'/gm);
  return [...named].flatMap(([, list, from]) => {
    const file = relative(root, join(root, dirname(path), from))
      .split(sep)
      .join('/');
    return list
      .split(',')
      .flatMap((each) => (each.trim() === '' ? [] : [`${file} ${each.trim().replace('type ', '')}`]));
  });
}

function edges(from: readonly SourceFile[], to: (path: string) => boolean): readonly string[] {
  return from.flatMap(({ path, imports }) => imports.filter(to).map((each) => `${path} -> ${each}`));
}

function names(found: readonly SourceFile[]): readonly string[] {
  return found.map(({ path }) => path);
}

/** Lines that are neither blank nor only a comment. */
function codeLines(text: string): number {
  return text.split('\n').filter((line) => !/^\s*(\/\/|\/\*|\*|$)/.test(line)).length;
}
