import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'ava';
import { ConfigError, type Fault, StorageError } from '../../../core/errors/errors.ts';
import { openPackage } from '../../../core/package/open.ts';
import { openSpool, type Spool, type SpoolOptions } from '../../../core/spool/spool.ts';
import { held, key, sealIn, sealSample } from './sample-run.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-spool-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = () => join(root, `spool-${folders++}`);

async function withSpool<Result>(
  directory: string,
  use: (spool: Spool) => Result | Promise<Result>,
  options: SpoolOptions = {},
): Promise<Result> {
  const spool = openSpool(directory, options);
  try {
    return await use(spool);
  } finally {
    spool.close();
  }
}

async function findings(spool: Spool, deep = true): Promise<Fault[]> {
  const found: Fault[] = [];
  for await (const each of spool.check({ deep })) found.push(each);
  return found;
}

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof StorageError || error instanceof ConfigError) return error.faults[0].code;
    throw error;
  }
  return undefined;
}

test('a sealed package is in the queue, also after opening the spool again', async (t) => {
  const directory = newFolder();
  const sealed = await withSpool(directory, (spool) => sealSample(spool, { rejects: 'key;name\n', annotated: 'copy' }));
  t.regex(sealed.id, /^test-computers-000001-[0-9a-f]{8}$/);
  t.true(sealed.id.endsWith(sealed.contentDigest.slice(0, 8)));
  await withSpool(directory, async (spool) => {
    const [found, ...more] = spool.list();
    t.deepEqual(found, sealed);
    t.is(more.length, 0);
    t.is(found.state, 'ready');
    t.is(found.path, join(spool.directory, 'packages', 'test-computers', `${found.id}.tributary.zip`));
    t.is(readFileSync(found.rejectsPath!, 'utf8'), 'key;name\n');
    t.is(readFileSync(found.annotatedPath!, 'utf8'), 'copy');
    t.is(found.annotatedPath, join(spool.directory, 'rejects', `${found.id}.corrections.xlsx`));
    t.deepEqual(found.context, { path: 'hosts.csv', sheet: null });
    const opened = await openPackage(found.path);
    t.is(opened.manifest.tributary.contentDigest, found.contentDigest);
    await opened.close();
    t.deepEqual(await findings(spool), []);
    t.deepEqual(
      spool.history(found.id).map(({ event }) => event),
      ['sealed'],
    );
  });
  t.deepEqual(readdirSync(join(directory, 'work')), []);
});

test('only this account can read a spool', async (t) => {
  const directory = newFolder();
  const { path } = await withSpool(directory, (spool) => sealSample(spool));
  const mode = (file: string) => statSync(file).mode & 0o077;
  for (const file of ['', 'spool.db', 'packages', 'rejects', 'work']) t.is(mode(join(directory, file)), 0, file);
  t.is(mode(path), 0);
});

test('numbers grow by source and mapping, and are not used again after a drop', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const first = await sealSample(spool);
    const second = await sealSample(spool);
    const other = await sealSample(spool, { mapping: 'other' });
    spool.drop(second.id);
    const third = await sealSample(spool);
    t.deepEqual(
      [first, second, other, third].map(({ sequence }) => sequence),
      [1, 2, 1, 3],
    );
    t.deepEqual(
      [...spool.list()].map(({ id }) => id),
      [first.id, other.id, third.id],
    );
  });
});

test('a list is by state, by mapping, limited, and newest first if asked', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const one = await sealSample(spool);
    const two = await sealSample(spool, { reasons: held });
    const three = await sealSample(spool, { mapping: 'other' });
    const ids = (filter: Parameters<Spool['list']>[0]) => [...spool.list(filter)].map(({ id }) => id);
    t.deepEqual(ids({ state: 'held' }), [two.id]);
    t.deepEqual(ids({ mapping: 'test/computers' }), [one.id, two.id]);
    t.deepEqual(ids({ limit: 2 }), [one.id, two.id]);
    t.deepEqual(ids({ limit: 2, order: 'newest' }), [three.id, two.id]);
  });
});

test('a beginning of an id is enough if it is unique', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const one = await sealSample(spool);
    const other = await sealSample(spool, { mapping: 'other' });
    await sealSample(spool);
    t.is(spool.show('oth').id, other.id);
    t.is(spool.show(one.id).id, one.id);
    t.is(
      codeOf(() => spool.show('test-computers')),
      'spool/unknown-package',
    );
    t.throws(() => spool.show('test'), { message: /Several packages begin with "test": test-computers-000001/ });
    t.is(
      codeOf(() => spool.show('nothing')),
      'spool/unknown-package',
    );
    t.is(
      codeOf(() => spool.show('')),
      'spool/unknown-package',
    );
    t.is(
      codeOf(() => spool.show("oth%' OR 1=1")),
      'spool/unknown-package',
    );
  });
});

test('a full run supersedes older held packages of its source and mapping; an ad hoc import does not', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const first = await sealSample(spool, { reasons: held });
    const elsewhere = await sealSample(spool, { reasons: held, mapping: 'other' });
    await sealSample(spool, { full: false });
    t.is(spool.show(first.id).state, 'held');
    const newer = await sealSample(spool, { reasons: held });
    t.is(spool.show(first.id).state, 'superseded');
    t.is(spool.show(newer.id).state, 'held');
    t.is(spool.show(elsewhere.id).state, 'held');
    t.is(
      codeOf(() => spool.release(first.id)),
      'spool/wrong-state',
    );
    t.like(spool.history(first.id)[1], { event: 'superseded', detail: newer.id });
  });
});

test('new packages are compared with the last accepted one, not with one that is held', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const mapping = key.mapping;
    t.is(spool.lastAccepted({ mapping }), undefined);
    const full = await sealSample(spool);
    const adHoc = await sealSample(spool, { full: false });
    const waiting = await sealSample(spool, { reasons: held });
    t.is(spool.lastAccepted({ mapping, source: key.source, full: true })?.id, full.id);
    t.is(spool.lastAccepted({ mapping })?.id, adHoc.id);
    t.is(spool.lastAccepted({ mapping, source: { kind: 'file', name: 'other.csv' } }), undefined);
    spool.release(waiting.id);
    t.is(spool.lastAccepted({ mapping, full: true })?.id, waiting.id);
    t.deepEqual(spool.lastAccepted({ mapping, full: true })?.entities[0], {
      entity: 'Computer',
      completeness: 'everything',
      scope: 'all clients',
      records: 1,
    });
  });
});

test('a dropped package leaves a line in the history and no file', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const sealed = await sealSample(spool, { rejects: 'x', annotated: 'y' });
    spool.drop(sealed.id.slice(0, -3));
    t.false(existsSync(sealed.path));
    t.false(existsSync(sealed.rejectsPath!));
    t.false(existsSync(sealed.annotatedPath!));
    t.is(
      codeOf(() => spool.show(sealed.id)),
      'spool/unknown-package',
    );
    t.deepEqual(
      spool.history(sealed.id).map(({ event }) => event),
      ['sealed', 'dropped'],
    );
    t.deepEqual(await findings(spool), []);
  });
});

test('the rejected rows of several mappings are a folder, which goes with its package', async (t) => {
  const directory = newFolder();
  await withSpool(directory, async (spool) => {
    const sealed = await sealSample(spool, { rejects: { 'a.csv': 'key;name\n', 'b.csv': 'key\n' } });
    t.is(sealed.rejectsPath, join(spool.directory, 'rejects', sealed.id));
    t.is(readFileSync(join(sealed.rejectsPath!, 'a.csv'), 'utf8'), 'key;name\n');
    t.deepEqual(await findings(spool), []);
    spool.drop(sealed.id);
    t.false(existsSync(sealed.rejectsPath!));
    mkdirSync(join(directory, 'rejects', 'nobodys'));
    t.deepEqual(
      (await findings(spool)).map(({ code }) => code),
      ['spool/stray-file'],
    );
  });
});

test('what can not be settled keeps back its own source and mapping alone', async (t) => {
  const directory = newFolder();
  const sealed = await withSpool(directory, (spool) => sealSample(spool));
  // As after a kill in the middle of a seal, with something in the place of the file that can not be removed.
  const database = new DatabaseSync(join(directory, 'spool.db'));
  database.exec(`
    INSERT INTO runs (id, mapping, source_kind, source_name, pid, begun)
      VALUES ('dead', 'test/computers', 'file', 'hosts.csv', 1, '2026-01-01T00:00:00Z');
    INSERT INTO intents (package, run, action, entry) SELECT id, 'dead', 'seal', facts FROM packages;
    DELETE FROM packages;
  `);
  database.close();
  rmSync(sealed.path);
  mkdirSync(join(sealed.path, 'in the way'), { recursive: true });
  await withSpool(directory, async (spool) => {
    t.is(
      codeOf(() => spool.beginRun(key)),
      'spool/unusable',
    );
    t.truthy(await sealSample(spool, { mapping: 'other' }));
    rmSync(sealed.path, { recursive: true });
    spool.beginRun(key).abandon();
    t.deepEqual(readdirSync(join(directory, 'work')), []);
  });
});

test('a second run of the same source and mapping waits for the first to end', async (t) => {
  const directory = newFolder();
  await withSpool(directory, async (spool) => {
    const run = spool.beginRun(key);
    await withSpool(directory, async (other) => {
      t.is(
        codeOf(() => other.beginRun(key)),
        'spool/busy',
      );
      const error = t.throws(() => spool.beginRun(key), { instanceOf: StorageError });
      t.true(error.retryable);
      other.beginRun({ ...key, mapping: 'other' }).abandon();
      other.beginRun({ ...key, source: { kind: 'file', name: 'b.csv' } }).abandon();
      await sealIn(run);
      other.beginRun(key).abandon();
    });
    spool.beginRun(key);
  });
  await withSpool(directory, (spool) => spool.beginRun(key).abandon());
  t.deepEqual(readdirSync(join(directory, 'work')), []);
});

test('an abandoned run leaves nothing behind', async (t) => {
  const directory = newFolder();
  await withSpool(directory, async (spool) => {
    const run = spool.beginRun(key);
    writeFileSync(join(run.folder, 'part'), 'x');
    run.abandon();
    run.abandon();
    t.false(existsSync(run.folder));
    t.throws(() => run.seal(undefined as never), { message: /has ended/ });
  });
});

test('a ledger that does not close is not sealed', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const run = spool.beginRun(key);
    const seal = run.seal.bind(run);
    const lossy: typeof run = Object.create(run, {
      folder: { value: run.folder },
      seal: {
        value: (request: Parameters<typeof seal>[0]) => seal({ ...request, rows: { ...request.rows, read: 99 } }),
      },
    });
    const error = await t.throwsAsync(sealIn(lossy), { instanceOf: StorageError });
    t.is(error.faults[0].code, 'spool/open-ledger');
    t.deepEqual([...spool.list()], []);
  });
});

test('a nearly full disk refuses new runs', async (t) => {
  await withSpool(
    newFolder(),
    (spool) =>
      t.is(
        codeOf(() => spool.beginRun(key)),
        'spool/full',
      ),
    {
      reserveBytes: Number.MAX_SAFE_INTEGER,
    },
  );
});

test('check finds what is missing, changed and left over', async (t) => {
  const directory = newFolder();
  await withSpool(directory, async (spool) => {
    const [missing, short, flipped, noRejects] = [
      await sealSample(spool),
      await sealSample(spool),
      await sealSample(spool),
      await sealSample(spool, { rejects: 'x' }),
    ];
    await sealSample(spool);
    rmSync(missing.path);
    truncateSync(short.path, short.bytes - 1);
    const bytes = readFileSync(flipped.path);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(flipped.path, bytes);
    rmSync(noRejects.rejectsPath!);
    writeFileSync(join(directory, 'packages', 'stray.zip'), '');
    writeFileSync(join(directory, 'rejects', 'stray.csv'), '');
    writeFileSync(join(directory, 'rejects', '.~lock.copy.xlsx#'), '');
    const codes = async (deep: boolean) => (await findings(spool, deep)).map(({ code }) => code);
    const shallow = [
      'spool/missing-file',
      'package/digest',
      'spool/missing-file',
      'spool/stray-file',
      'spool/stray-file',
    ];
    t.deepEqual(await codes(false), shallow);
    const deep = await findings(spool, true);
    t.is(deep.find(({ place }) => place?.file === flipped.path)?.code, 'package/digest');
    t.is(deep.filter(({ place }) => place?.file !== flipped.path).length, shallow.length);
  });
});

const refused: readonly (readonly [string, (directory: string) => void])[] = [
  ['holds other files', (directory) => writeFileSync(join(directory, 'taxes.xlsx'), '')],
  ['everybody may write to', (directory) => chmodSync(directory, 0o777)],
  ['has a link for a subfolder', (directory) => symlinkSync(root, join(directory, 'packages'))],
  [
    'has a linked database',
    (directory) => {
      writeFileSync(join(root, 'victim'), '');
      rmSync(join(directory, 'spool.db'), { force: true });
      linkSync(join(root, 'victim'), join(directory, 'spool.db'));
    },
  ],
  [
    "has another program's database",
    (directory) => {
      const other = new DatabaseSync(join(directory, 'spool.db'));
      other.exec('CREATE TABLE recipes (name TEXT)');
      other.close();
    },
  ],
  ['has a database that is none', (directory) => writeFileSync(join(directory, 'spool.db'), 'x'.repeat(5000))],
];
for (const [what, prepare] of refused) {
  test(`a folder that ${what} is refused`, (t) => {
    const directory = newFolder();
    mkdirSync(directory);
    prepare(directory);
    t.is(
      codeOf(() => openSpool(directory)),
      'spool/unusable',
    );
  });
}

test('a folder of another account is refused', (t) => {
  if (process.getuid?.() !== 0) {
    t.log('Skipped: only root can give a folder away.');
    t.pass();
    return;
  }
  const directory = newFolder();
  mkdirSync(directory);
  chownSync(directory, 12345, 12345);
  t.is(
    codeOf(() => openSpool(directory)),
    'spool/unusable',
  );
});

test('a folder that is a file, or has no spool where none is to be made, is refused', (t) => {
  const file = newFolder();
  writeFileSync(file, '');
  t.is(
    codeOf(() => openSpool(file)),
    'spool/unusable',
  );
  const missing = newFolder();
  t.is(
    codeOf(() => openSpool(missing, { create: false })),
    'spool/unusable',
  );
  t.false(existsSync(missing));
});

test('a spool of a newer release is refused', async (t) => {
  const directory = newFolder();
  await withSpool(directory, () => {});
  const database = new DatabaseSync(join(directory, 'spool.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  t.is(
    codeOf(() => openSpool(directory)),
    'spool/newer-format',
  );
});

test('a spool that was being made when its process went is made again', async (t) => {
  const directory = newFolder();
  mkdirSync(join(directory, 'packages'), { recursive: true });
  writeFileSync(join(directory, 'spool.db'), '');
  await withSpool(directory, async (spool) => t.truthy(await sealSample(spool)));
});

test('a spool can be closed twice', (t) => {
  const spool = openSpool(newFolder());
  spool.close();
  t.notThrows(() => spool.close());
});
