import test from 'ava';
import { recognizeText } from '../../../adapters/csv/sniff.ts';
import { sniffEncoding, watchUtf8 } from '../../../core/adapter/encoding.ts';

const encodings: readonly [what: string, bytes: Buffer, encoding: string][] = [
  ['a UTF-8 mark', Buffer.from('\ufeffa,b'), 'utf-8'],
  ['characters of UTF-8', Buffer.from('ä,b'), 'utf-8'],
  ['nothing beyond ASCII', Buffer.from('a,b'), 'utf-8'],
  ['a UTF-16 mark', Buffer.from('\ufeffa,b', 'utf16le'), 'utf-16le'],
  ['a big-endian UTF-16 mark', Buffer.from('\ufeffa,b', 'utf16le').swap16(), 'utf-16be'],
  ['zeros behind letters', Buffer.from('a,b\nc,ä', 'utf16le'), 'utf-16le'],
  ['zeros before letters', Buffer.from('a,b\nc,ä', 'utf16le').swap16(), 'utf-16be'],
  ['bytes that UTF-8 does not have', Buffer.from('M\xfcller', 'latin1'), 'windows-1252'],
  ['one such byte at the very end', Buffer.from('caf\xe9', 'latin1'), 'windows-1252'],
  ['a character that the head cuts', Buffer.from(`${'a'.repeat((1 << 16) - 1)}ä`).subarray(0, 1 << 16), 'utf-8'],
];

for (const [what, bytes, encoding] of encodings) {
  test(`${what}: ${encoding}`, (t) => t.is<string, string>(sniffEncoding(bytes).encoding, encoding));
}

test('UTF-8 is known from beginning to end, wherever chunks are cut', (t) => {
  const bytes = Buffer.from('aä日😀b');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const watch = watchUtf8();
    watch.push(bytes.subarray(0, cut));
    watch.push(bytes.subarray(cut));
    t.true(watch.valid(), `cut at ${cut}`);
  }
  const cutOff = watchUtf8();
  cutOff.push(Buffer.from('ä').subarray(0, 1));
  t.false(cutOff.valid());
});

const recognized: readonly [name: string, head: Buffer, least: number, most: number][] = [
  ['hosts.csv', Buffer.from('a,b\n1,2'), 0.8, 1],
  ['hosts.csv.gz', Buffer.from('a,b\n1,2'), 0.8, 1],
  ['hosts', Buffer.from('a\tb\n1\t2'), 0.4, 0.7],
  ['utf16.txt', Buffer.from('\ufeffa;b', 'utf16le'), 0.4, 0.7],
  ['data.json', Buffer.from('[{"a":1}]'), 0, 0.1],
  ['book.csv', Buffer.from('PK\u0003\u0004\u0014\0\u0006\0'), 0, 0],
];

for (const [name, head, least, most] of recognized) {
  test(`${name} is text with separators: ${least} to ${most}`, (t) => {
    const sure = recognizeText(name, head);
    t.true(sure >= least && sure <= most, String(sure));
  });
}
