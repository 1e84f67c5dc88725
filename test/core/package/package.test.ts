import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { StorageError } from '../../../core/errors/errors.ts';
import { openPackage, type Package } from '../../../core/package/open.ts';
import { writePackage } from '../../../core/package/write.ts';
import { sha256 } from '../../../core/run/blocks.ts';
import { defaultComputers, sampleContent } from './sample-content.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-package-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = () => mkdtempSync(join(root, `${folders++}-`));

async function opened<Result>(path: string, use: (opened: Package) => Promise<Result>): Promise<Result> {
  const each = await openPackage(path);
  try {
    return await use(each);
  } finally {
    await each.close();
  }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

for (const compression of ['gzip', 'zstd'] as const) {
  test(`${compression}: what is written is read again, value by value`, async (t) => {
    const folder = newFolder();
    const path = join(folder, 'x.zip');
    const more = Array.from({ length: 40_000 }, (_, index) =>
      JSON.stringify({ key: `k${index}`, name: 'n'.repeat(40) }),
    );
    const content = sampleContent(folder, { compression, computers: [defaultComputers, more, []], users: [] });
    t.true(content.entities[0].blocks.length > 3);
    const written = await writePackage(path, content);
    t.is(written.sha256, sha256(readFileSync(path)));
    await opened(path, async (each) => {
      const computers = await all(each.records('Computer'));
      t.is(computers.length, 40_002);
      t.is(computers[0].key, '00123');
      t.is(computers[0].memoryBytes, 9007199254740993n);
      t.false('constructor' in computers[0]);
      t.deepEqual(Object.entries(computers[1].custom as object), [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ]);
      t.deepEqual(computers.at(-1)?.key, 'k39999');
      t.deepEqual(await all(each.records('User')), []);
      t.deepEqual((await all(each.issues()))[0].origin, 'hosts.csv:9');
      t.like((await all(each.present()))[0], { entity: 'Computer', key: { key: '9' } });
      t.is(await each.mapping(), content.datasets[0].text);
      t.deepEqual(await each.verify({ deep: true }), []);
      t.is(each.manifest.tributary.contentDigest, written.contentDigest);
    });
  });
}

test('equal content gives equal bytes, wherever its blocks lie and whatever the zone', async (t) => {
  const [a, b] = [newFolder(), newFolder()];
  const lines = defaultComputers;
  const together = sampleContent(a, { computers: [[lines[0]], [lines[1]]], filtered: { one: 1, two: 2 } });
  // The same blocks, from one file that also holds others, in another order of counting.
  const apart = sampleContent(b, { computers: [[lines[1]], [lines[0]]], filtered: { two: 2, one: 1 } });
  const [entity, ...rest] = apart.entities;
  const swapped = { ...apart, entities: [{ ...entity, blocks: entity.blocks.toReversed() }, ...rest] };
  const first = await writePackage(join(a, 'x.zip'), together);
  process.env.TZ = 'Pacific/Kiritimati';
  const second = await writePackage(join(b, 'y.zip'), swapped);
  process.env.TZ = 'UTC';
  t.deepEqual(first, second);
  t.deepEqual(readFileSync(join(a, 'x.zip')), readFileSync(join(b, 'y.zip')));
});

test('the content digest depends not on compression, but on every word and line', async (t) => {
  const digestOf = async (options: Parameters<typeof sampleContent>[1]) => {
    const folder = newFolder();
    return (await writePackage(join(folder, 'x.zip'), sampleContent(folder, options))).contentDigest;
  };
  const gzip = await digestOf({});
  t.is(await digestOf({ compression: 'zstd' }), gzip);
  t.not(await digestOf({ mapping: 'other' }), gzip);
  t.not(await digestOf({ filtered: { other: 1 } }), gzip);
  t.not(await digestOf({ computers: [defaultComputers.toReversed()] }), gzip);
});

test('the manifest is a Frictionless Data Package, comes first, and holds no path or time', async (t) => {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  await writePackage(path, sampleContent(folder));
  const bytes = readFileSync(path);
  t.is(bytes.subarray(30, 46).toString(), 'datapackage.json');
  t.false(bytes.includes(root));
  await opened(path, async ({ manifest, members }) => {
    t.is(manifest.$schema, 'https://datapackage.org/profiles/2.0/datapackage.json');
    t.is(manifest.name, 'test-computers');
    const names = ['blocks', 'computer', 'user', 'present', 'issues', 'mapping-test-computers'];
    t.deepEqual(
      manifest.resources.map(({ name }) => name),
      names,
    );
    const resource = manifest.resources[1];
    t.like(resource, {
      path: 'Computer.ndjson.gz',
      format: 'ndjson',
      mediatype: 'application/x-ndjson',
      encoding: 'utf-8',
      compression: 'gz',
      rowcount: 2,
    });
    const { start, bytes: length } = members[1].entry;
    const stored = bytes.subarray(start, start + length);
    t.is(resource.hash, `sha256:${sha256(stored)}`);
    t.is(resource.bytes, stored.length);
    t.is(gunzipSync(stored).toString(), `${defaultComputers.join('\n')}\n`);
    t.like(manifest.tributary, { format: 1, consistency: 'file', present: 1, issues: { 'row/required': 1 } });
    t.deepEqual(manifest.tributary.entities[0].notCollected, ['memoryBytes']);
  });
});

test('an entity without records is an empty file that gunzip takes', async (t) => {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  await writePackage(path, sampleContent(folder));
  const packed = await opened(path, (each) => all(each.stored(each.members[2])));
  t.is(gunzipSync(Buffer.concat(packed)).length, 0);
});

test('a package that can not be written leaves no file and says why', async (t) => {
  const folder = newFolder();
  const content = sampleContent(folder);
  await t.throwsAsync(writePackage(join(folder, 'missing', 'x.zip'), content), { instanceOf: StorageError });
  writeFileSync(content.entities[0].blocks[0].path, 'short');
  const path = join(folder, 'x.zip');
  const error = await t.throwsAsync(writePackage(path, content), { instanceOf: StorageError });
  t.is(error.faults[0].code, 'package/digest');
  t.throws(() => readFileSync(path), { code: 'ENOENT' });
});

test('the writer replaces no file', async (t) => {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  writeFileSync(path, 'mine');
  await t.throwsAsync(writePackage(path, sampleContent(folder)), { instanceOf: StorageError });
  t.is(readFileSync(path, 'utf8'), 'mine');
});

test('an entity that the package does not have is a fault with a suggestion', async (t) => {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  await writePackage(path, sampleContent(folder));
  await opened(path, async (each) => {
    t.throws(() => each.records('Computr'), { message: /Did you mean "Computer"\?/ });
  });
});

test('a package may be closed twice, and is not read after that', async (t) => {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  await writePackage(path, sampleContent(folder));
  const each = await openPackage(path);
  await each.close();
  await each.close();
  await t.throwsAsync(all(each.records('Computer')), { message: /closed/ });
});

const notPackages: readonly (readonly [string, (t: ExecutionContext, path: string) => void])[] = [
  ['a file that is missing', () => {}],
  ['an empty file', (_, path) => writeFileSync(path, '')],
  ['a text', (_, path) => writeFileSync(path, 'hello '.repeat(100))],
];
for (const [what, make] of notPackages) {
  test(`${what} is not a package`, async (t) => {
    const path = join(newFolder(), 'x.zip');
    make(t, path);
    const error = await t.throwsAsync(openPackage(path), { instanceOf: StorageError });
    t.is(error.faults[0].code, 'package/unreadable');
  });
}

test('a folder is not a package', async (t) => {
  const error = await t.throwsAsync(openPackage(root), { instanceOf: StorageError });
  t.is(error.faults[0].code, 'package/unreadable');
});
