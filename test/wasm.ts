import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** `npm run wasm`: compiles `adapters/csv/structure/records.as` into the text beside it. A test holds both together. */

const source = new URL('../adapters/csv/structure/records.as', import.meta.url);
export const target = new URL('../adapters/csv/structure/records-wasm.ts', import.meta.url);

/** The text of `records-wasm.ts`. */
export async function compileRecords(): Promise<string> {
  let bytes: Uint8Array | undefined;
  const pages = ['--initialMemory', '40', '--maximumMemory', '40'];
  const { error, stderr } = await asc.main(
    ['records.ts', '--outFile', 'records.wasm', '--enable', 'simd', '-O3', '--runtime', 'stub', '--noAssert', ...pages],
    {
      readFile: (name) => (name === 'records.ts' ? readFileSync(source, 'utf8') : null),
      writeFile: (name, contents) => {
        if (name === 'records.wasm' && typeof contents !== 'string') bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || bytes === undefined) throw new Error(`records.as does not compile.\n${stderr.toString()}`);
  return `/** Made from records.as by \`npm run wasm\`. */\nexport const recordsWasm =\n  '${Buffer.from(bytes).toString('base64')}';\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await compileRecords());
