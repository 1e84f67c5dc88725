import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { ConfigError, SourceError } from '../../../core/errors/errors.ts';
import { openPackage } from '../../../core/package/open.ts';
import { leftovers } from './importing.ts';
import { all, computers, disks, type SiteRows, site, siteBench, users, uses, without } from './together.ts';

/** Several mappings, one import, one package. */

test('mappings are read in the order of their references, whatever the order of their files', async (t) => {
  const { run } = siteBench(t);
  const first = await run(all, site);
  const order = ['site/computers', 'site/users', 'site/disks', 'site/a-uses'];
  const read = (each: typeof first) => each.manifest.tributary.datasets.map(({ mapping }) => mapping);
  t.deepEqual(read(first).toSorted(), order.toSorted());
  t.true(read(first).indexOf('site/users') < read(first).indexOf('site/a-uses'));
  t.true(read(first).indexOf('site/computers') < read(first).indexOf('site/disks'));
  const second = await run(all.toReversed(), site);
  t.deepEqual(read(second), read(first));
  t.is(second.result.package.contentDigest, first.result.package.contentDigest);
});

test('one package says of each dataset what became of its rows, and its ledgers close', async (t) => {
  const { run } = siteBench(t);
  const { manifest, result } = await run(all, site);
  const { datasets, rows, mapping } = manifest.tributary;
  t.is(mapping.name, 'site');
  t.is(result.package.mapping.name, 'site');
  const of = (name: string) => datasets.find((each) => each.mapping === name);
  t.like(of('site/computers'), {
    dataset: 'computers',
    columns: ['Id', 'Name', 'Obsolete'],
    rows: { read: 3, mapped: 2, filtered: { 'Computer: Obsolete != 1': 1 } },
  });
  t.like(of('site/disks'), { rows: { read: 4, mapped: 3, filtered: { 'parent Computer': 1 } } });
  t.is(rows.read, 10);
  t.deepEqual(
    result.datasets.map((each) => [each.mapping, each.rows.read]),
    datasets.map((each) => [each.mapping, each.rows.read]),
  );
  const opened = await openPackage(result.package.path);
  try {
    t.deepEqual(await opened.verify({ deep: true }), []);
    t.regex(await opened.mapping('site/disks'), /mapping: site\/disks/);
    await t.throwsAsync(opened.mapping(), { message: /several mappings/ });
    await t.throwsAsync(opened.mapping('site/none'), { message: /no mapping "site\/none"/ });
  } finally {
    await opened.close();
  }
});

test('what one mapping writes, the others do not look up: their children go with it', async (t) => {
  const { run } = siteBench(t);
  const { records, issues, present, manifest } = await run(all, {
    ...site,
    disks: {
      columns: 'Id Device',
      rows: [
        ['1', 'C:'],
        ['2', 'C:'],
        ['9', 'C:'],
      ],
    },
  });
  t.deepEqual(records.get('Computer'), [
    { key: '1', name: 'PC-1' },
    { key: '3', name: 'PC-3' },
  ]);
  t.deepEqual(records.get('Disk'), [{ computer: '1', device: 'C:' }]);
  t.deepEqual(present, ['Disk 9 C:']);
  t.like(issues.at(-1), { origin: 'disks:3', entity: 'Disk', code: 'row/dangling-reference', outcome: 'rowRejected' });
  const rows = manifest.tributary.datasets.find(({ mapping }) => mapping === 'site/disks')?.rows;
  t.deepEqual(rows?.filtered, { 'parent Computer': 1 });
  t.deepEqual(rows?.rejected, { 'row/dangling-reference': 1 });
});

test('a computer that was rejected takes its children with it, into rejects of their own dataset', async (t) => {
  const { run } = siteBench(t);
  const { result } = await run(all, {
    ...site,
    computers: {
      columns: 'Id Name Obsolete',
      rows: [
        ['1', null, null],
        ['3', 'PC-3', null],
      ],
    },
  });
  const folder = result.package.rejectsPath ?? '';
  t.deepEqual(readdirSync(folder).toSorted(), ['site-a-uses.csv', 'site-computers.csv', 'site-disks.csv']);
  const disksOf = readFileSync(join(folder, 'site-disks.csv'), 'utf8').split('\r\n');
  t.true(disksOf[0].endsWith('Id,Device,Tributary origin,Tributary reasons,Tributary text,Tributary row'), disksOf[0]);
  t.regex(disksOf[1], /^1,C:,disks:1,row\/dangling-reference/);
  t.regex(disksOf[2], /^2,C:,disks:2,/);
  t.is(disksOf.length, 4);
});

test('of a record that several mappings write, the values of the one whose subject it is stand', async (t) => {
  const { run } = siteBench(t);
  const { records, issues } = await run(all, site);
  t.deepEqual(records.get('User'), [
    { key: 'jdoe', account: 'jdoe', displayName: 'Jane Doe', email: 'jane@example.org' },
    { key: 'local', account: 'local', displayName: 'Local' },
  ]);
  t.like(issues[0], { origin: 'uses:1', other: 'users:1', field: 'displayName', outcome: 'kept' });
});

const completeness = (manifest: {
  readonly tributary: { readonly entities: readonly { readonly entity: string; readonly completeness: string }[] };
}) => Object.fromEntries(manifest.tributary.entities.map((each) => [each.entity, each.completeness]));

test('a claim of everything stands when others add to it', async (t) => {
  const { run } = siteBench(t);
  const { manifest } = await run(all, site);
  t.deepEqual(completeness(manifest), {
    Computer: 'everything',
    User: 'everything',
    ComputerUser: 'everything',
    Disk: 'everything',
  });
  t.is(manifest.tributary.entities.find(({ entity }) => entity === 'User')?.scope, 'All users.');
});

test('a claim falls when rows of a mapping that adds to it were not read', async (t) => {
  const { run } = siteBench(t);
  const missing = await run(all, without('uses'));
  t.like(completeness(missing.manifest), {
    Computer: 'everything',
    User: 'unknown',
    ComputerUser: 'unknown',
    Disk: 'everything',
  });
  const broken = await run(all, { ...site, uses: { ...site.uses, broken: [1] } });
  t.like(completeness(broken.manifest), { User: 'unknown', ComputerUser: 'unknown', Computer: 'everything' });
  const partly = await run(all, { ...site, users: { ...site.users, incomplete: ['v_LDAP'] } });
  t.like(completeness(partly.manifest), { User: 'unknown', ComputerUser: 'everything' });
});

test('without the dataset of the computers, they are named by the others, and unknown', async (t) => {
  const { run } = siteBench(t);
  const { manifest, records, result } = await run(all, without('computers'));
  t.is(result.status, 'sealed');
  t.like(completeness(manifest), { Computer: 'unknown', Disk: 'everything' });
  const entity = manifest.tributary.entities.find((each) => each.entity === 'Computer');
  t.deepEqual(entity?.notCollected, ['name']);
  t.deepEqual(
    records
      .get('Computer')
      ?.map(({ key, mode }) => [key, mode])
      .toSorted(),
    [
      ['1', 'lookup'],
      ['2', 'lookup'],
      ['3', 'lookup'],
    ],
  );
  t.is(records.get('Disk')?.length, 4);
  const absent = manifest.tributary.datasets.find(({ mapping }) => mapping === 'site/computers');
  t.like(absent, { absent: 'There is no such view.', rows: { read: 0 }, columns: [] });
});

test('lookups stay where the mapping that writes the entity does not claim everything', async (t) => {
  const { run } = siteBench(t);
  const adds = computers.replace('everything', 'additions');
  const { records } = await run([adds, disks], site);
  t.is(records.get('Disk')?.length, 4);
  t.deepEqual(
    records.get('Computer')?.map(({ key, mode }) => [key, mode]),
    [
      ['1', 'upsert'],
      ['3', 'upsert'],
      ['2', 'lookup'],
    ],
  );
});

test('an entity of which nothing was seen is unknown, and none of its fields collected', async (t) => {
  const { run } = siteBench(t);
  const { manifest } = await run(all, without('disks'));
  const disk = manifest.tributary.entities.find(({ entity }) => entity === 'Disk');
  t.like(disk, { completeness: 'unknown', notCollected: ['computer', 'device'], fields: [], ledger: { made: 0 } });
  t.like(completeness(manifest), { Computer: 'everything' });
});

test('perParent falls to additions where another mapping brings parents', async (t) => {
  const { run } = siteBench(t);
  const changed = disks.replace('Disk: everything', 'Disk: perParent');
  t.like(completeness((await run([changed], site)).manifest), { Disk: 'perParent' });
  t.like(completeness((await run([changed, computers], site)).manifest), { Disk: 'additions' });
});

test('a dataset that the last package had and that is missing holds the package', async (t) => {
  const { run } = siteBench(t);
  await run(all, site);
  const { result } = await run(all, without('disks'));
  t.is(result.status, 'held');
  t.deepEqual(
    result.package.reasons.map(({ code }) => code),
    ['hold/missing-dataset'],
  );
  t.regex(result.package.reasons[0].message, /site\/disks.*had the dataset disks.*There is no such view/);
});

test('a view that some rows of the last package came from and that is missing holds the package, once', async (t) => {
  const { run, spool } = siteBench(t);
  await run(all, site);
  const partly = { ...site, disks: { ...site.disks, incomplete: ['v_DISK_64'] } };
  const { result } = await run(all, partly);
  t.deepEqual(
    result.package.reasons.map(({ code }) => code),
    ['hold/missing-rows'],
  );
  t.regex(result.package.reasons[0].message, /site\/disks: \S+ had rows of v_DISK_64, which is missing now/);
  spool.release(result.package.id);
  t.deepEqual((await run(all, partly)).result.package.reasons, [], 'a person has seen that it is gone');
});

test('limits hold for the rows and records of the mapping that has them', async (t) => {
  const { run } = siteBench(t);
  const many = Array.from({ length: 10 }, (_, index) => [String(index), `PC-${index}`, null]);
  const columns = 'Id Name Obsolete';
  await run(all, { ...site, computers: { columns, rows: many } });
  const fewer = await run(all, { ...site, computers: { columns, rows: many.slice(0, 7) } });
  t.deepEqual(
    fewer.result.package.reasons.map(({ code }) => code),
    ['hold/shrink'],
  );
  const rejected = await run(all, {
    ...site,
    disks: {
      columns: 'Id Device',
      rows: [
        ['1', 'C:'],
        ['8', 'C:'],
        ['9', 'C:'],
      ],
    },
  });
  const reason = rejected.result.package.reasons.find(({ code }) => code === 'hold/rejects');
  t.is(reason?.message, 'site/disks: 2 of 3 rows were rejected; the mapping allows 50%.');
});

test('a column that one dataset has lost holds the package, and is named with its mapping', async (t) => {
  const { run } = siteBench(t);
  const shown = `${users}columns: { Mail: [] }\n`;
  await run([shown, computers], site);
  const { result } = await run([shown, computers], {
    ...site,
    users: { columns: 'Account Shown', rows: [['jdoe', 'Jane']] },
  });
  t.regex(result.package.reasons[0]?.message ?? '', /^site\/users: .* had "Mail", which is missing now/);
});

test('a dataset that can not be read fails the whole run, which names it, and nothing is published', async (t) => {
  const siteRuns = siteBench(t);
  const failing = siteRuns.run(all, { ...site, disks: { ...site.disks, fails: { part: 0, how: 'throws' } } });
  const error = await t.throwsAsync(failing, { instanceOf: SourceError });
  t.regex(error.message, /It was the dataset disks of site\/disks/);
  t.true(error.retryable);
  t.deepEqual([...siteRuns.spool.list()], []);
  t.deepEqual(leftovers(siteRuns), []);
});

test('one thread or three, one part or many: the same content', async (t) => {
  const { run } = siteBench(t);
  const rows = Array.from({ length: 60 }, (_, index) => [
    String(index),
    index % 7 === 0 ? null : `PC-${index}`,
    index % 5 === 0 ? '1' : null,
  ]);
  const made = Array.from({ length: 90 }, (_, index) => [String(index % 70), `D${index}`]);
  const large: SiteRows = {
    ...site,
    computers: { columns: 'Id Name Obsolete', rows, part: 13 },
    disks: { columns: 'Id Device', rows: made, part: 7 },
  };
  const one = await run(all, large);
  const three = await run(all, large, { workers: 3 });
  t.is(three.result.package.contentDigest, one.result.package.contentDigest);
  t.is(three.result.package.sha256, one.result.package.sha256);
  const rejected = one.manifest.tributary.datasets.find(({ mapping }) => mapping === 'site/disks')?.rows;
  t.true((rejected?.rejected['row/dangling-reference'] ?? 0) > 10);
  t.true((rejected?.filtered['parent Computer'] ?? 0) > 5);
  for (const { result } of [one, three]) {
    const returned = readFileSync(join(result.package.rejectsPath ?? '', 'site-disks.csv'), 'utf8')
      .trimEnd()
      .split('\r\n');
    t.is(returned.length - 1, rejected?.rejected['row/dangling-reference'] ?? 0);
    for (const row of returned.slice(1)) t.regex(row, /^(\d+),D(\d+),disks:\d+,row\/dangling-reference,/);
  }
});

const contradicting: readonly (readonly [what: string, mappings: readonly string[], said: RegExp])[] = [
  [
    'two claims of everything in different scopes',
    [users, uses.replace('User: additions', 'User: everything')],
    /User: site\/users claims everything of "All users."/,
  ],
  ['two mappings of one name', [disks, disks.replace('Device', 'Id')], /Two mappings are called site\/disks/],
  [
    'a field of two types',
    [
      `${users}    custom: { floor: Mail }\n`,
      `${uses.replace('displayName: Shown }', 'displayName: Shown }\n    custom: { floor: { value: Id, type: integer } }')}`,
    ],
    /User: the field floor is text in site\/users, and integer in site\/a-uses/,
  ],
];
for (const [what, mappings, said] of contradicting)
  test(`${what} can not be run together`, async (t) => {
    const { run } = siteBench(t);
    const error = await t.throwsAsync(run(mappings, site), { instanceOf: ConfigError });
    t.is(error.faults[0].code, 'mapping/contradiction');
    t.regex(error.message, said);
  });

test('rows in bytes make the same content as rows in cells, also where keys of one dataset decide about others', async (t) => {
  const { run } = siteBench(t);
  const inBytes = Object.fromEntries(
    Object.entries(site).map(([name, rows]) => [name, { ...rows, layout: 'bytes' as const }]),
  );
  const [cells, bytes] = [await run(all, site), await run(all, inBytes, { workers: 2 })];
  t.is(bytes.result.package.contentDigest, cells.result.package.contentDigest);
});

test('values of one column that are not plain start that dataset again, and no other', async (t) => {
  const { run } = siteBench(t);
  const sizes = disks.replace('device: Device }', 'device: Device, sizeBytes: Size | number }');
  const rows = [
    ['1', 'C:', '1000'],
    ['3', 'C:', '1.000.000'],
  ];
  const mapped = await run(
    [computers, sizes],
    { ...site, disks: { columns: 'Id Device Size', rows, part: 1 } },
    { of: 'file' },
  );
  t.deepEqual(
    mapped.records.get('Disk')?.map(({ sizeBytes }) => sizeBytes),
    [1000, 1_000_000],
  );
  t.is(mapped.records.get('Computer')?.length, 2);
  t.is(mapped.result.rows.read, 5);
  const opened = await openPackage(mapped.result.package.path);
  t.deepEqual(await opened.verify({ deep: true }), []);
  await opened.close();
});

test('what a mapping adds to a claim of another one must be read whole, too', async (t) => {
  const { run } = siteBench(t);
  const partly = (name: string) => (each: { readonly mapping: { readonly name: string } }) =>
    each.mapping.name === name;
  const adds = await run(all, site, { partial: partly('site/a-uses') });
  t.like(completeness(adds.manifest), { User: 'unknown', Computer: 'everything', Disk: 'everything' });
  const changes = computers.replace('everything', 'perParent');
  const some = await run([changes, disks], site, { partial: partly('site/computers') });
  t.like(completeness(some.manifest), { Disk: 'everything' });
  t.is(some.records.get('Disk')?.length, 4, 'a computer that has not changed is not missing');
});
