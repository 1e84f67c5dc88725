import { readFileSync } from 'node:fs';
import test from 'ava';
import { compileWasm, wasmSources, wasmTarget } from './wasm.ts';

for (const source of wasmSources) {
  test(`what is compiled from ${source} is up to date`, async (t) => {
    t.is(await compileWasm(source), readFileSync(wasmTarget(source), 'utf8'));
  });
}
