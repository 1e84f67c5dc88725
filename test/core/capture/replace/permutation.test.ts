import test from 'ava';
import { permutationBy } from '../../../../core/capture/replace/permutation.ts';

const permute = permutationBy(Buffer.from('a secret of a test'));

for (const size of [2n, 3n, 10n, 26n, 254n, 1000n])
  test(`each number below ${size} stands for another, and no two for the same`, (t) => {
    const numbers = Array.from({ length: Number(size) }, (_, number) => BigInt(number));
    const made = numbers.map((number) => permute(number, size, 'shape'));
    t.is(new Set(made).size, numbers.length);
    t.true(made.every((number) => number >= 0n && number < size));
    t.deepEqual(
      numbers.filter((number) => made[Number(number)] === number),
      [],
    );
  });

test('a number of any size has its substitute', (t) => {
  const size = 36n ** 60n;
  const made = permute(size - 1n, size, 'long');
  t.true(made >= 0n && made < size);
  t.is(permute(size - 1n, size, 'long'), made);
});

test('another secret or shape gives others', (t) => {
  const other = permutationBy(Buffer.from('another secret of a test'));
  const made = permute(7n, 1n << 64n, 'one');
  t.not(other(7n, 1n << 64n, 'one'), made);
  t.not(permute(7n, 1n << 64n, 'two'), made);
});

test('what is alone stays', (t) => {
  t.is(permute(0n, 1n, 'nothing'), 0n);
});
