import { Writable } from 'node:stream';
import test from 'ava';
import { onTerminal, outputOf } from '../../../core/cli/terminal-output.ts';

test('at a terminal, a cell commands nothing; lines and tabs stay', (t) => {
  t.is(onTerminal('a\u001b[2Jb\tc\r\n\u202ed\u0007'), 'a\\u001b[2Jb\tc\\u000d\n\\u202ed\\u0007');
});

function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string, _: unknown, done: () => void) => {
    written.push(text);
    done();
  };
  return { written, stdout: Object.assign(new Writable({ decodeStrings: false, write }), { isTTY }) };
}

test('into a file, everything goes as it is', (t) => {
  const { stdout, written } = stream(false);
  outputOf(stdout).write('\u001b[2J');
  t.deepEqual(written, ['\u001b[2J']);
});

test('what a command prints at a terminal is shown escaped', (t) => {
  const { stdout, written } = stream(true);
  outputOf(stdout).write('\u001b[2J\n');
  t.deepEqual(written, ['\\u001b[2J\n']);
});
