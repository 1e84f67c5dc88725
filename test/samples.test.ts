import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { runSample, sampleNames, samplesFolder } from './support/sample.ts';

for (const name of sampleNames()) {
  test(`sample ${name} gives what its folder expects (npm run accept rewrites it)`, async (t) => {
    const expected = join(samplesFolder, name, 'expected');
    t.true(existsSync(expected), 'a sample without an expectation proves nothing');
    const found = await runSample(name);
    t.deepEqual([...found.keys()].sort(), readdirSync(expected).sort());
    for (const [file, text] of found) t.is(text, readFileSync(join(expected, file), 'utf8'), file);
  });
}
