import test from 'ava';
import { fillBlanked, readStretches, stretchesText } from '../../../adapters/csv/blank.ts';
import { fillFromChunks } from '../../../adapters/csv/window.ts';

const dialect = { delimiter: 44, quote: 34, maxRecordBytes: 1 << 20 };

async function filled(text: string, size: number, stretches: readonly (readonly [number, number])[]): Promise<string> {
  async function* once() {
    yield Buffer.from(text);
  }
  const fill = fillBlanked(fillFromChunks(once(), 0), 100, stretches, dialect);
  const into = Buffer.alloc(text.length + size);
  let at = 0;
  for (let came = -1; came !== 0; at += came) came = await fill(into, at, size);
  return into.toString('latin1', 0, at);
}

test('what is no row is overwritten, its line ends stay, however the content is cut', async (t) => {
  for (const size of [1, 2, 3, 100])
    t.is(await filled('a,b\n"x\ny",z\nc,d\n', size, [[104, 111]]), 'a,b\n,,\n,,,,\nc,d\n');
});

test('stretches go into a part as text, those that it has', (t) => {
  const text = stretchesText(
    [
      [10, 20],
      [30, 40],
      [50, 60],
    ],
    35,
    50,
  );
  t.is(text, '30-40');
  t.deepEqual(readStretches(text), [[30, 40]]);
  t.deepEqual(readStretches(''), []);
});
