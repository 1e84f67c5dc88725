import { join } from 'node:path';
import test from 'ava';
import { entities } from '../../../../core/model/entities/index.ts';
import { BlockWriter } from '../../../../core/run/blocks.ts';
import { diffRecords } from '../../../../core/run/diff/records.ts';
import { temporaryFolder } from '../../../support/cli.ts';

const entity = [...entities.values()].find(({ name }) => name === 'Computer');
const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}`);

test('in however many buckets records are compared, the outcome is the same', (t) => {
  if (entity === undefined) throw new Error('no entity');
  const { at, path, remove } = temporaryFolder();
  t.teardown(remove);
  const written = (name: string, lines: readonly string[]) => {
    const writer = new BlockWriter(at(name), name, 'zstd');
    for (const line of lines) writer.line(line);
    return writer.finish().blocks.map((block) => ({ ...block, path: join(path, name) }));
  };
  const line = (key: string, cores: number) =>
    `{"key":"${key}","name":"n","cores":"${cores}","custom":{"__proto__":"${cores}"}}`;
  const old = written(
    'old',
    keys.map((key) => line(key, 4)),
  );
  // In another order; each hundredth has changed, and each thousandth is another one.
  const now = written(
    'new',
    keys.toReversed().map((key) => (key.endsWith('000') ? line(`x${key}`, 4) : line(key, key.endsWith('00') ? 8 : 4))),
  );
  const [few, many] = [1 << 30, 4096].map((bucketBytes) =>
    diffRecords({ entity, old, new: now }, { folder: path, compression: 'zstd', most: 5, bucketBytes }),
  );
  t.deepEqual(many, few);
  t.like(few, { changed: 180, appeared: 19, gone: 19, same: 19_801 });
  t.deepEqual(few.fields, [
    { field: 'cores', changed: 180, gained: 0, lost: 0 },
    { field: 'custom.__proto__', changed: 180, gained: 0, lost: 0 },
  ]);
  t.is(few.records[0].key.key, 'k19900');
});
