import { PassThrough } from 'node:stream';
import test from 'ava';
import { askWhich, askYesNo } from '../../../core/cli/ask.ts';

/** Types keys at a terminal of which nothing is left to see. */
function typing(keys: string | null) {
  const input = new PassThrough();
  const output = new PassThrough();
  output.resume();
  if (keys === null) input.end();
  else input.write(keys);
  return { input, output, signal: new AbortController().signal };
}

const answers: readonly (readonly [string, string | null, boolean])[] = [
  ['y', 'y\r', true],
  ['Yes, in capitals and with blanks', ' YES \r', true],
  ['n', 'n\r', false],
  ['an empty line', '\r', false],
  ['Ctrl-D', '\u0004', false],
  ['an input that ends', null, false],
];

for (const [what, keys, expected] of answers)
  test(`${what} is taken for ${expected ? 'yes' : 'no'}`, async (t) => {
    t.is(await askYesNo('Import?', typing(keys)), expected);
  });

const choices: readonly (readonly [string, number | undefined])[] = [
  ['2\r', 1],
  ['3\r', undefined],
  ['x\r', undefined],
  ['\r', undefined],
  ['\u0004', undefined],
];

for (const [keys, expected] of choices)
  test(`${JSON.stringify(keys)} is choice ${expected} of two`, async (t) => {
    t.is(await askWhich('Which?', ['a', 'b'], typing(keys)), expected);
  });

test.serial('Ctrl-C at a question is the interrupt that it is everywhere', async (t) => {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort(new Error('Interrupted.')));
  const terminal = { ...typing('\u0003'), signal: interrupt.signal };
  await t.throwsAsync(askYesNo('Import?', terminal), { message: 'Interrupted.' });
});
