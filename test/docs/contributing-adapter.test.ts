import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { layOut } from './contributing.ts';

/** The adapter of CONTRIBUTING.md keeps the promises of every adapter, by the very test that the page shows. */
const testFile = 'test/adapters/fixed.test.ts';
const blocks = ['adapter.ts', 'sample.yaml', 'README.md'].map((name) => `adapters/fixed/${name}`);
const folder = layOut([...blocks, testFile], ['core', 'test/conformance']);
test.after.always(() => rmSync(folder, { recursive: true }));

await import(pathToFileURL(join(folder, testFile)).href);
