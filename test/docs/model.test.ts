import { readFileSync } from 'node:fs';
import test from 'ava';
import { modelPage } from '../../docs/generate/model.ts';

test('docs/model.md is what the model says', (t) => {
  t.is(readFileSync(new URL('../../docs/model.md', import.meta.url), 'utf8'), modelPage());
});
