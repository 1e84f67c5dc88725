import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { DigestTable } from '../../../../core/run/finalize/digests.ts';
import { Partitions } from '../../../../core/run/finalize/partitions.ts';

function withPartitions(buckets: number, use: (partitions: Partitions, path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'partitions-'));
  const path = join(folder, 'spread');
  const partitions = new Partitions(path, buckets);
  try {
    use(partitions, path);
  } finally {
    partitions.close();
    rmSync(folder, { recursive: true });
  }
}

/** Chunks are good until the next one is asked for, so each is copied. */
function numbersIn(partitions: Partitions, bucket: number): number[] {
  const numbers: number[] = [];
  for (const entries of partitions.entries(bucket)) for (const number of entries) numbers.push(number);
  return numbers;
}

test('entries come back by bucket, in the order of writing', (t) => {
  withPartitions(3, (partitions, path) => {
    for (let index = 0; index < 30_000; index++) partitions.entry(index % 3, index, 2, 3, 0xffffffff);
    t.true(existsSync(path));
    for (let bucket = 0; bucket < 3; bucket++) {
      const numbers = numbersIn(partitions, bucket);
      t.is(numbers.length, 40_000);
      t.true(numbers.every((number, at) => number === [(at >> 2) * 3 + bucket, 2, 3, 0xffffffff][at & 3]));
    }
    partitions.close();
    t.false(existsSync(path));
  });
});

test('bytes of any length come back whole, also across chunks', (t) => {
  const lengths = [0, 1, 15, 16, 17, 65_503, 65_504, 65_505, 70_000, 300_000, 3];
  withPartitions(2, (partitions) => {
    for (const length of lengths) partitions.frame(1, length, 8, 9, Buffer.alloc(length, length % 251));
    let at = 0;
    for (const { words, payload } of partitions.frames(1)) {
      const length = lengths[at++];
      t.deepEqual(words, [length, 8, 9, length]);
      t.true(payload.equals(Buffer.alloc(length, length % 251)));
    }
    t.is(at, lengths.length);
    t.deepEqual([...partitions.frames(0)], []);
  });
});

test('a bucket can be read twice, and few entries stay in memory', (t) => {
  withPartitions(1, (partitions, path) => {
    partitions.entry(0, 1, 2, 3, 4);
    for (let time = 0; time < 2; time++) t.deepEqual(numbersIn(partitions, 0), [1, 2, 3, 4]);
    t.false(existsSync(path));
  });
});

test('a table keeps states while it grows, and tells digests apart', (t) => {
  const table = new DigestTable(1);
  for (let index = 0; index < 5000; index++) t.is(table.put(index & 7, index * 4, (index % 3) + 1), 0);
  for (let index = 0; index < 5000; index++) t.is(table.state(index & 7, index * 4), (index % 3) + 1);
  t.is(table.state(8, 0), 0);
  t.is(table.add(0, 0, 3), 1);
  t.is(table.state(0, 0), 1);
  t.is(table.put(0, 0, 3), 1);
  t.is(table.state(0, 0), 3);
});
