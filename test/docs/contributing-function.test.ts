import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { FunctionSpec } from '../../core/mapping/functions/define.ts';
import { functions } from '../../core/mapping/functions/index.ts';
import { evaluate } from '../core/mapping/functions/evaluate.ts';
import { layOut } from './contributing.ts';

/** The function of CONTRIBUTING.md does what its examples say. */
const file = 'core/mapping/functions/digits.ts';
const folder = layOut([file], ['core/mapping/functions/define.ts', 'core/mapping/functions/value.ts']);
test.after.always(() => rmSync(folder, { recursive: true }));

const loaded: { readonly digitFunctions: readonly FunctionSpec[] } = await import(
  pathToFileURL(join(folder, file)).href
);
const [spec] = loaded.digitFunctions;

test('its examples give what they say', (t) => {
  // As a line in core/mapping/functions/index.ts would.
  if (functions instanceof Map) functions.set(spec.name, spec);
  for (const example of spec.examples) {
    const { expression, gives = null, fails } = example;
    t.deepEqual(evaluate(expression, example), fails === undefined ? gives : { fails }, expression);
  }
});
