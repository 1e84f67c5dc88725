import test from 'ava';
import fc from 'fast-check';
import { wasmInstance } from '../../../../core/adapter/wasm.ts';
import { entriesAt, type Shelves, shelves } from '../../../../core/run/finalize/repeats.ts';
import { repeatsWasm } from '../../../../core/run/finalize/repeats-wasm.ts';

const wasm = wasmInstance<Shelves>(repeatsWasm);

/** Halves of digests: few, so that many are equal, and those at the borders. */
const half = fc.oneof(
  fc.nat(3),
  fc.constantFrom(0, 1, 0x80000000, 0xffffffff),
  fc.integer({ min: 0, max: 0xffffffff }),
);
const digest = fc.tuple(half, half);

function deal(digests: readonly (readonly [number, number])[], bucket: number, bits: number): boolean {
  const room = new Uint32Array(wasm.memory.buffer, entriesAt);
  // What is left of earlier ones must not matter.
  for (const [index, [low, high]] of digests.entries()) room.set([low, high, index, 99], index * 4);
  return wasm.deal(digests.length, bucket, bits) === 0;
}

function found(): string[] {
  const room = new Uint32Array(wasm.memory.buffer, entriesAt);
  const names: string[] = [];
  for (let shelf = 0; shelf < shelves; shelf++) {
    const count = wasm.repeated(shelf);
    for (let each = 0; each < count; each++) names.push(`${room[2 * each]} ${room[2 * each + 1]}`);
  }
  return names.sort();
}

test('the digests of a bucket that were there before are found, and of others those alike alone', (t) => {
  const cases = fc.record({ digests: fc.array(digest, { maxLength: 200 }), bits: fc.nat(4), at: fc.nat(200) });
  fc.assert(
    fc.property(cases, ({ digests, bits, at }) => {
      const bucket = digests.length === 0 || bits === 0 ? 0 : digests[at % digests.length][1] >>> (32 - bits);
      wasm.clear();
      const border = Math.floor(digests.length / 2);
      t.true(deal(digests.slice(0, border), bucket, bits));
      t.true(deal(digests.slice(border), bucket, bits));
      const here = digests.filter(([, high]) => bits === 0 || high >>> (32 - bits) === bucket);
      const names = found();
      const counts = Map.groupBy(here, ([low, high]) => `${low} ${high}`);
      for (const [name, { length }] of counts) {
        const times = names.filter((each) => each === name).length;
        // One that is taken for another at first is found once more.
        t.true(times === length - 1 || times === length, name);
      }
      for (const name of names) {
        const [low, high] = name.split(' ').map(Number);
        const alike = here.filter((each) => (each[1] || 1) === (high || 1) && (each[0] & 255) === (low & 255));
        t.true(alike.length > 1 && counts.has(name), name);
      }
    }),
  );
});

test('a shelf that is too full says so', (t) => {
  wasm.clear();
  const one = Array.from({ length: 8192 }, (): [number, number] => [256, 5]);
  t.true(deal(one, 0, 0));
  t.is(found().length, 8191);
  t.false(deal(one.slice(0, 1), 0, 0));
});
