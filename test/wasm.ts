import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** `npm run wasm [-- NAME…]`: compiles each `x.as` of `core` and `adapters` into the `x-wasm.ts` beside it. A test holds both together. */

const root = join(import.meta.dirname, '..');

/** The AssemblyScript of the project, from the root. */
export const wasmSources: readonly string[] = globSync('{core,adapters}/**/*.as', { cwd: root }).sort();

/** The file that a source is compiled into, from the root. */
export function wasmTarget(source: string): string {
  return join(root, source.replace(/\.as$/, '-wasm.ts'));
}

/** The text of the `x-wasm.ts` of a source. Its comment says how much memory it has: `Pages: 40`, of 64 KiB each. */
export async function compileWasm(source: string): Promise<string> {
  const text = readFileSync(join(root, source), 'utf8');
  const pages = /Pages: (\d+)/.exec(text)?.[1];
  if (pages === undefined) throw new Error(`${source} does not say how many pages of memory it has.`);
  let bytes: Uint8Array | undefined;
  const options = ['--enable', 'simd', '-O3', '--runtime', 'stub', '--noAssert'];
  const memory = ['--initialMemory', pages, '--maximumMemory', pages];
  const { error, stderr } = await asc.main(['source.ts', '--outFile', 'source.wasm', ...options, ...memory], {
    readFile: (name) => (name === 'source.ts' ? text : null),
    writeFile: (name, contents) => {
      if (name === 'source.wasm' && typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined) throw new Error(`${source} does not compile.\n${stderr.toString()}`);
  const name = basename(source, '.as').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const code = Buffer.from(bytes).toString('base64');
  return `/** Made from ${basename(source)} by \`npm run wasm\`. */\nexport const ${name}Wasm =\n  '${code}';\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  for (const source of wasmSources) {
    if (asked.length === 0 || asked.includes(basename(source, '.as')))
      writeFileSync(wasmTarget(source), await compileWasm(source));
  }
}
