import { dirname } from 'node:path';
import test from 'ava';
import { callRows } from './call-rows.ts';
import { expectations, orphans, pathOf, saidLines } from './expectation.ts';

/** Each file of this folder is read as its expectation says, without settings other than those it names. */
for (const { path, input, fault, set, sheet, output, said } of expectations()) {
  test.serial(`${path.replace('.expect', '')}: ${fault}`, async (t) => {
    const file = pathOf(input);
    const settings = set.flatMap((pair) => ['--set', `source.${pair}`]);
    const words = [file, ...settings, ...(sheet === undefined ? [] : ['--sheet', sheet])];
    const shown = await callRows(words, dirname(file));
    t.is(shown.output, output, 'standard output differs');
    t.is(saidLines(shown.said).join('\n'), said.join('\n'), 'standard error differs');
  });
}

test('something is expected of every file', (t) => {
  t.deepEqual(orphans(), []);
});
