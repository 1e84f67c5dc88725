import { PassThrough } from 'node:stream';
import test from 'ava';
import { askReading, askWhich, askYesNo } from '../../../core/cli/ask.ts';
import { NumberEvidence } from '../../../core/mapping/evidence/number-evidence.ts';

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

test('how a column is written is asked with the evidence, and answered by a word of the mapping', async (t) => {
  const evidence = new NumberEvidence('Price');
  evidence.see('1.234');
  const decision = evidence.decide(undefined);
  if (decision === undefined) return t.fail();
  const terminal = typing('2\r');
  const shown: string[] = [];
  terminal.output.on('data', (chunk) => shown.push(String(chunk)));
  t.is(await askReading(decision, terminal), 'comma');
  t.regex(shown.join(''), /is "1\.234" above a thousand.*\n.*1 {2}point: .*\n.*2 {2}comma: /);
  t.is(await askReading(decision, typing('\r')), undefined);
});
