import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/**
 * `npm run wasm [-- NAME…]`: compiles each `x.as` of `core` and `adapters` that says how much memory it has, with what it imports, into the
 * `x-wasm.ts` beside it. A test holds both together.
 */

const root = join(import.meta.dirname, '..');

/** The AssemblyScript of the project, from the root. */
export const wasmSources: readonly string[] = globSync('{core,adapters}/**/*.as', { cwd: root })
  .filter((source) => pagesOf(readFileSync(join(root, source), 'utf8')) !== undefined)
  .sort();

/** The file that a source is compiled into, from the root. */
export function wasmTarget(source: string): string {
  return join(root, source.replace(/\.as$/, '-wasm.ts'));
}

/** The text of the `x-wasm.ts` of a source. */
export async function compileWasm(source: string): Promise<string> {
  const folder = join(root, dirname(source));
  const entry = basename(source, '.as');
  const [least = '', most = least] = pagesOf(readFileSync(join(root, source), 'utf8')) ?? [];
  let bytes: Uint8Array | undefined;
  const options = ['--enable', 'simd', '-O3', '--runtime', 'stub', '--noAssert'];
  const memory = ['--initialMemory', least, '--maximumMemory', most];
  const { error, stderr } = await asc.main([`${entry}.ts`, '--outFile', 'out.wasm', ...options, ...memory], {
    readFile: (name) => {
      const file = join(folder, name.replace(/\.ts$/, '.as'));
      return name.endsWith('.ts') && existsSync(file) ? readFileSync(file, 'utf8') : null;
    },
    writeFile: (name, contents) => {
      if (name === 'out.wasm' && typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined) throw new Error(`${source} does not compile.\n${stderr.toString()}`);
  const name = entry.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const code = Buffer.from(bytes).toString('base64');
  return `/** Made from ${basename(source)} by \`npm run wasm\`. */\nexport const ${name}Wasm =\n  '${code}';\n`;
}

/** How much memory it has, in pages of 64 KiB, and how much it may have: `Pages: 40`, or `Pages: 2 to 64`. */
function pagesOf(text: string): readonly string[] | undefined {
  return /Pages: (\d+)(?: to (\d+))?/
    .exec(text)
    ?.slice(1)
    .filter((pages) => pages !== undefined);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  for (const source of wasmSources) {
    if (asked.length === 0 || asked.includes(basename(source, '.as')))
      writeFileSync(wasmTarget(source), await compileWasm(source));
  }
}
