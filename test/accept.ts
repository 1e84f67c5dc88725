import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSample, sampleNames, samplesFolder } from './support/sample.ts';

/** `npm run accept`: writes what the samples give now into their `expected/`. Review the difference like code. */
for (const name of sampleNames()) {
  const expected = join(samplesFolder, name, 'expected');
  const files = await runSample(name);
  rmSync(expected, { recursive: true, force: true });
  mkdirSync(expected);
  for (const [file, text] of files) writeFileSync(join(expected, file), text);
  console.log(`${name}: ${[...files.keys()].join(', ')}`);
}
