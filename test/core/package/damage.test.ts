import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { ZipFile } from 'yazl';
import { StorageError } from '../../../core/errors/errors.ts';
import { openPackage, type Package } from '../../../core/package/open.ts';
import { writePackage } from '../../../core/package/write.ts';
import { sha256 } from '../../../core/run/blocks.ts';
import { sampleContent } from './sample-content.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-damage-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'x-'));

async function sample(): Promise<Buffer> {
  const folder = newFolder();
  const path = join(folder, 'x.zip');
  await writePackage(path, sampleContent(folder));
  return readFileSync(path);
}

/** Everything that a reader gets to see of a package, and what verify says of it. */
async function examine(bytes: Buffer): Promise<{ seen: string; faults: number }> {
  const path = join(newFolder(), 'x.zip');
  writeFileSync(path, bytes);
  let opened: Package | undefined;
  try {
    opened = await openPackage(path);
    const faults = await opened.verify({ deep: true });
    if (faults.length > 0) return { seen: '', faults: faults.length };
    const seen: unknown[] = [opened.manifestText, await opened.mapping()];
    for (const { entity } of opened.manifest.tributary.entities) {
      for await (const record of opened.records(entity)) seen.push(record);
    }
    for await (const each of opened.issues()) seen.push(each);
    for await (const each of opened.present()) seen.push(each);
    return { seen: JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value)), faults: 0 };
  } catch (error) {
    if (error instanceof StorageError) return { seen: '', faults: 1 };
    throw error;
  } finally {
    await opened?.close();
  }
}

test('a flipped bit is found, or lies where it changes nothing that is read', async (t) => {
  const bytes = await sample();
  const whole = await examine(bytes);
  t.is(whole.faults, 0);
  // Every byte takes half a minute: DAMAGE_STEP=1.
  const step = Number(process.env.DAMAGE_STEP ?? 17);
  let found = 0;
  let tried = 0;
  for (let at = 0; at < bytes.length; at += step) {
    const damaged = Buffer.from(bytes);
    damaged[at] ^= 1 << (at % 8);
    const { seen, faults } = await examine(damaged);
    tried++;
    if (faults > 0) found++;
    else if (seen !== whole.seen) t.fail(`byte ${at} changes what is read, and nobody says so`);
  }
  // What is left are times and attributes of the zip, which nobody reads.
  t.true(found > tried * 0.8, `${found} of ${tried}`);
});

test('a package that was cut off is found, wherever it was cut', async (t) => {
  const bytes = await sample();
  for (let length = 0; length < bytes.length; length += 97) {
    t.true((await examine(bytes.subarray(0, length))).faults > 0, `${length} of ${bytes.length} bytes`);
  }
  t.true((await examine(bytes.subarray(0, -1))).faults > 0);
});

test('bytes after the end are found', async (t) => {
  t.true((await examine(Buffer.concat([await sample(), Buffer.from('x')]))).faults > 0);
});

/** A package whose members are changed before they are zipped again; digests that nobody changes are kept. */
async function rezipped(
  change: (members: Map<string, Buffer>) => void,
  options: { compress?: boolean } = {},
): Promise<string> {
  const folder = newFolder();
  const original = join(folder, 'x.zip');
  await writePackage(original, sampleContent(folder));
  const opened = await openPackage(original);
  const members = new Map([['datapackage.json', Buffer.from(opened.manifestText)]]);
  for (const member of opened.members) {
    const pieces: Buffer[] = [];
    for await (const piece of opened.stored(member)) pieces.push(piece);
    members.set(member.resource.path, Buffer.concat(pieces));
  }
  await opened.close();
  change(members);
  return zipOf([...members], options.compress ?? false);
}

async function zipOf(members: readonly (readonly [string, Buffer])[], compress: boolean): Promise<string> {
  const zip = new ZipFile();
  for (const [name, bytes] of members) zip.addBuffer(bytes, name, { compress });
  zip.end();
  const pieces: Buffer[] = [];
  zip.outputStream.on('data', (piece: Buffer) => pieces.push(piece));
  await finished(zip.outputStream);
  const path = join(newFolder(), 'y.zip');
  writeFileSync(path, Buffer.concat(pieces));
  return path;
}

type Json = Record<string, unknown>;

function changeManifest(
  members: Map<string, Buffer>,
  change: (manifest: { tributary: Json; resources: Json[] }) => void,
) {
  const manifest = JSON.parse(members.get('datapackage.json')!.toString());
  change(manifest);
  members.set('datapackage.json', Buffer.from(JSON.stringify(manifest)));
}

/** Puts other bytes into a member, and makes the manifest agree with them. */
function replace(members: Map<string, Buffer>, path: string, bytes: Buffer) {
  members.set(path, bytes);
  changeManifest(members, ({ resources }) => {
    const resource = resources.find((each) => each.path === path)!;
    Object.assign(resource, { bytes: bytes.length, hash: `sha256:${sha256(bytes)}` });
  });
}

async function refusal(t: ExecutionContext, path: string): Promise<{ code: string; message: string }> {
  const error = await t.throwsAsync(
    async () => {
      const opened = await openPackage(path);
      try {
        for await (const _ of opened.records('Computer'));
      } finally {
        await opened.close();
      }
    },
    { instanceOf: StorageError },
  );
  return error!.faults[0];
}

test('what was zipped again without a change is a package still', async (t) => {
  const opened = await openPackage(await rezipped(() => {}));
  t.deepEqual(await opened.verify({ deep: true }), []);
  await opened.close();
});

test('a package of a newer format is refused as such', async (t) => {
  const path = await rezipped((members) => changeManifest(members, ({ tributary }) => (tributary.format = 2)));
  t.is((await refusal(t, path)).code, 'package/newer-format');
});

const refused: readonly (readonly [what: string, code: string, change: (members: Map<string, Buffer>) => void])[] = [
  ['no manifest', 'package/unreadable', (members) => members.delete('datapackage.json')],
  ['a manifest that is no JSON', 'package/unreadable', (members) => members.set('datapackage.json', Buffer.from('{'))],
  [
    'a manifest of another program',
    'package/unreadable',
    (members) => members.set('datapackage.json', Buffer.from('{"name":"x","resources":[]}')),
  ],
  [
    'a count that is none',
    'package/unreadable',
    (members) => changeManifest(members, ({ tributary }) => (tributary.present = -1)),
  ],
  ['a member that is missing', 'package/unreadable', (members) => members.delete('present.ndjson.gz')],
  [
    'a member that is shorter than its manifest says',
    'package/digest',
    (members) => members.set('Computer.ndjson.gz', Buffer.alloc(9)),
  ],
  [
    'an entity with a name that is a path',
    'package/unreadable',
    (members) =>
      changeManifest(members, ({ tributary }) =>
        Object.assign((tributary.entities as Json[])[0], { entity: '../../evil' }),
      ),
  ],
  [
    'lines that were exchanged',
    'package/unreadable',
    (members) => replace(members, 'Computer.ndjson.gz', gzipSync('{"key":"x"}\n')),
  ],
  [
    'a block that inflates to more than it says',
    'package/digest',
    (members) => {
      const bomb = gzipSync(Buffer.alloc(50_000_000));
      replace(members, 'Computer.ndjson.gz', bomb);
      const lines = members.get('blocks.ndjson')!.toString().split('\n');
      const [first, ...rest] = lines;
      replace(
        members,
        'blocks.ndjson',
        Buffer.from([JSON.stringify({ ...JSON.parse(first), bytes: bomb.length }), ...rest].join('\n')),
      );
    },
  ],
  [
    'a block that says that it is huge',
    'package/unreadable',
    (members) => {
      const [first, ...rest] = members.get('blocks.ndjson')!.toString().split('\n');
      replace(
        members,
        'blocks.ndjson',
        Buffer.from([JSON.stringify({ ...JSON.parse(first), rawBytes: 1e12 }), ...rest].join('\n')),
      );
    },
  ],
];
for (const [what, code, change] of refused) {
  test(`${what}: refused`, async (t) => t.is((await refusal(t, await rezipped(change))).code, code));
}

test('a zip whose members are deflated is refused before anything is inflated', async (t) => {
  const path = await rezipped((members) => members.set('bomb', Buffer.alloc(100_000_000)), { compress: true });
  t.regex((await refusal(t, path)).message, /not stored as it is/);
});

test('two members of one name are refused', async (t) => {
  const path = await zipOf(
    [
      ['datapackage.json', Buffer.from('{}')],
      ['datapackage.json', Buffer.from('{}')],
    ],
    false,
  );
  t.regex((await refusal(t, path)).message, /two members have one name/);
});

test('a zip with very many members is refused', async (t) => {
  const path = await zipOf(
    Array.from({ length: 2000 }, (_, index) => [`m${index}`, Buffer.alloc(0)] as const),
    false,
  );
  t.regex((await refusal(t, path)).message, /2000 members/);
});

test('members that lie over each other are refused', async (t) => {
  const bytes = await sample();
  // Every entry of the central directory points at the first member and says that it is nearly the whole file.
  for (let at = bytes.indexOf('PK\x01\x02'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 4)) {
    bytes.writeUInt32LE(0, at + 42);
    bytes.writeUInt32LE(bytes.length - 100, at + 20);
    bytes.writeUInt32LE(bytes.length - 100, at + 24);
  }
  const path = join(newFolder(), 'x.zip');
  writeFileSync(path, bytes);
  t.regex((await refusal(t, path)).message, /larger than the file/);
});

test('a member that the manifest does not know is found', async (t) => {
  const path = await rezipped((members) => members.set('extra.exe', Buffer.from('MZ')));
  const opened = await openPackage(path);
  const [fault] = await opened.verify();
  await opened.close();
  t.regex(fault.message, /does not know: "extra.exe"/);
});

test('a word of the manifest that was changed is found by the content digest', async (t) => {
  const path = await rezipped((members) =>
    changeManifest(members, ({ tributary }) =>
      Object.assign((tributary.entities as Json[])[1], { completeness: 'everything' }),
    ),
  );
  const opened = await openPackage(path);
  const faults = await opened.verify();
  await opened.close();
  t.regex(faults[0].message, /content digest/);
});
