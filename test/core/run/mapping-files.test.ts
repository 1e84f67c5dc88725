import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { adapters } from '../../../adapters/index.ts';
import { ConfigError } from '../../../core/errors/errors.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import { openPackage } from '../../../core/package/open.ts';
import { openMappingsInput } from '../../../core/run/input.ts';
import { mappingFiles, togetherName } from '../../../core/run/mapping-files.ts';
import { runImport } from '../../../core/run/run-mapping.ts';

const root = mkdtempSync(join(tmpdir(), 'Tributary-files-'));
test.after.always(() => rmSync(root, { recursive: true }));
const signal = new AbortController().signal;

/** A folder with a file of two tables, and a mapping for each. */
const folder = join(root, 'inventory');
mkdirSync(folder);
writeFileSync(join(root, 'two.csv'), 'Id,Name\n1,pc-1\n2,pc-2\n\nMachine,Letter\n1,C:\n7,D:\n');
const mapping = (name: string, dataset: string, records: string) =>
  `mapping: inventory/${name}\nsource: { adapter: csv, path: ../two.csv, dataset: ${dataset} }\nscope: All.\n${records}`;
writeFileSync(
  join(folder, 'z-computers.yaml'),
  mapping(
    'computers',
    'rows',
    'completeness: { Computer: everything }\nrecords:\n  - entity: Computer\n    key: Id\n    fields: { name: Name }\n',
  ),
);
writeFileSync(
  join(folder, 'a-disks.yaml'),
  mapping(
    'disks',
    'rows 2',
    'completeness: { Disk: everything }\nrecords:\n  - entity: Disk\n    fields: { computer: Machine, device: Letter }\n',
  ),
);

test('a library call imports a folder as one package, called as the folder is', async (t) => {
  const told: string[] = [];
  const result = await runImport({
    mapping: folder,
    adapters,
    spool: join(root, 'spool'),
    onDataset: (dataset, by) => told.push(`${dataset} by ${by}`),
  });
  t.is(result.package.mapping.name, 'inventory');
  t.deepEqual(told, ['rows by inventory/computers', 'rows 2 by inventory/disks']);
  t.deepEqual(
    result.datasets.map(({ dataset, rows }) => [dataset, rows.read, rows.mapped]),
    [
      ['rows', 2, 2],
      ['rows 2', 2, 1],
    ],
  );
  const opened = await openPackage(result.package.path);
  try {
    t.is(opened.manifest.tributary.source.name, 'two.csv');
    t.is(await opened.mapping('inventory/disks'), readFileSync(join(folder, 'a-disks.yaml'), 'utf8'));
  } finally {
    await opened.close();
  }
});

test('several files are imported under a name that is said, and are the same content as their folder', async (t) => {
  const settings = { adapters, spool: join(root, 'other') };
  const files = mappingFiles([folder]);
  const whole = await runImport({ ...settings, mapping: folder });
  const named = await runImport({ ...settings, mapping: files.toReversed(), name: 'inventory' });
  t.is(named.package.contentDigest, whole.package.contentDigest);
  await t.throwsAsync(runImport({ ...settings, mapping: files }), { instanceOf: ConfigError, message: /--name/ });
  await t.throwsAsync(runImport({ ...settings, mapping: folder, file: 'x.csv' }), {
    message: /by one mapping, not by 2/,
  });
});

const names: readonly (readonly [paths: readonly string[], stated: string | undefined, name: string | undefined])[] = [
  [[join(folder, 'a-disks.yaml')], undefined, undefined],
  [[join(folder, 'a-disks.yaml')], 'daily', 'daily'],
  [[folder], undefined, 'inventory'],
  [[`${folder}/`], undefined, 'inventory'],
  [[folder, 'x.yaml'], 'site/daily', 'site/daily'],
];
for (const [paths, stated, name] of names)
  test(`${paths.length} of ${paths[0].slice(root.length)}, called ${stated ?? 'nothing'}, are ${name ?? 'a mapping'}`, (t) =>
    t.is(togetherName(paths, stated), name));

const nameless: readonly (readonly [what: string, paths: readonly string[], stated: string | undefined])[] = [
  ['several files', [join(folder, 'a-disks.yaml'), join(folder, 'z-computers.yaml')], undefined],
  ['a name that no mapping could have', [folder], 'My Site'],
  ['a folder with such a name', [root], undefined],
];
for (const [what, paths, stated] of nameless)
  test(`${what}: a name must be said`, (t) => {
    const error = t.throws(() => togetherName(paths, stated), { instanceOf: ConfigError });
    t.is(error?.faults[0].code, 'cli/usage');
  });

const differing: readonly (readonly [what: string, source: string, name: string])[] = [
  ['adapter', '{ adapter: excel, path: two.csv }', 'adapter'],
  ['file', '{ adapter: csv, path: three.csv }', 'path'],
  ['delimiter', '{ adapter: csv, path: two.csv, delimiter: ";" }', 'delimiter'],
];
for (const [what, source, name] of differing)
  test(`mappings with another ${what} are not run together`, async (t) => {
    const text = (of: string, from: string) =>
      parseMapping(
        `mapping: ${of}\nsource: ${from}\ncompleteness: { User: additions }\nrecords:\n  - entity: User\n    key: A\n`,
        `${of}.yaml`,
        root,
      );
    const both = [text('one', '{ adapter: csv, path: two.csv }'), text('two', source)];
    const error = await t.throwsAsync(openMappingsInput(both, { adapters, signal }), { instanceOf: ConfigError });
    t.is(error.faults[0].code, 'mapping/contradiction');
    t.regex(error.message, new RegExp(`one and two do not name the same source: they differ in ${name}\\.`));
  });

test('what is said over both mappings may differ in them', async (t) => {
  const text = (of: string, path: string) =>
    parseMapping(
      `mapping: ${of}\nsource: { adapter: csv, path: ${path} }\ncompleteness: { User: additions }\nrecords:\n  - entity: User\n    key: A\n`,
      `${of}.yaml`,
      root,
    );
  const set = { path: join(root, 'two.csv') };
  const input = await openMappingsInput([text('one', 'a.csv'), text('two', 'b.csv')], { adapters, signal, set });
  await input.source.close();
  t.is(input.source.identity.name, 'two.csv');
});
