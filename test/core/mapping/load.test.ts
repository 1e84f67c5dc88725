import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ConfigError } from '../../../core/errors/errors.ts';
import { loadMapping, parseMapping, tryLoadMapping, withSource } from '../../../core/mapping/load.ts';
import type { Mapping } from '../../../core/mapping/mapping.ts';

/** Reading mapping files: overlays, lookup files, and the one text that says all of it again. */

const base = `
mapping: test/base
summary: The base.
source: { adapter: csv, path: base.csv, delimiter: comma }
completeness: { Computer: everything, Vendor: additions }
columns: { Id: {}, Name: [Host] }
records:
  - entity: Computer
    when: Id != null
    key: Id
    fields: { name: Name, model: Name | trim, chassis: Name | lookup("kinds") }
  - entity: Vendor
    as: maker
    key: Name
    fields: { name: Name }
  - entity: Vendor
    as: seller
    key: Id
    fields: { name: Id }
lookups:
  kinds: { file: kinds.csv, key: Code, value: Name }
  inline: { a: b, c: ~ }
limits: { rejects: 5%, shrink: 3 }
tests:
  - { name: of the base, row: { Id: 00123, Name: a } }
`;

const site = `
extends: ../shipped/base.yaml
mapping: test/site
source: { path: site.csv, delimiter: ~ }
columns: { Serial: {} }
records:
  - entity: Computer
    when: ~
    fields: { model: ~, serialNumber: Serial }
    custom: { place: "'x'" }
  - as: seller
    key: Name
  - entity: User
    key: Name
completeness: { User: additions }
lookups: { inline: { a: z, file: x, key: y, value: w } }
limits: { shrink: 10% }
tests:
  - { name: of the site, row: { Id: 1, Name: ~ }, expect: { Computer: [] } }
`;

interface Folders {
  readonly at: (...names: readonly string[]) => string;
}

function folders(t: ExecutionContext, files: Readonly<Record<string, string | Uint8Array>>): Folders {
  const root = mkdtempSync(join(tmpdir(), 'tributary-mapping-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ['shipped', 'site', 'outside']) mkdirSync(join(root, folder));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  return { at: (...names) => join(root, ...names) };
}

const files = {
  'shipped/base.yaml': base,
  'shipped/kinds.csv': 'Code,Name\r\n9,laptop\r\n"3","a ""desk"", top"\r\n5,',
  'site/site.yaml': site,
};

/** What a mapping means, without places. */
function meaning({ file: _, text: __, digest: ___, source, mask, records, tests, ...rest }: Mapping): string {
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (name, each) =>
        name === 'place' || name === 'start' || name === 'end' || name === 'nameStart'
          ? undefined
          : each instanceof Map
            ? ['map', ...each]
            : each,
      ),
    );
  return JSON.stringify(
    plain({
      ...rest,
      options: source.options,
      adapter: source.adapter,
      mask: mask.columns.map(({ name }) => name),
      records,
      tests,
    }),
  );
}

test('an overlay merges by name, deletes by null, meets records by as or entity, and keeps the tests of both', (t) => {
  const mapping = loadMapping(folders(t, files).at('site', 'site.yaml'));
  t.is(mapping.name, 'test/site');
  t.is(mapping.summary, 'The base.');
  t.deepEqual(mapping.source.options, { path: 'site.csv' });
  t.deepEqual([...mapping.columns.keys()], ['Id', 'Name', 'Serial']);
  t.deepEqual(
    mapping.records.map(({ name }) => name),
    ['Computer', 'maker', 'seller', 'User'],
  );
  const [computer, , seller] = mapping.records;
  t.is(computer.when, undefined);
  t.deepEqual(
    computer.fields.map(({ name, value }) => `${name}: ${value.text}`),
    ['key: Id', 'name: Name', 'chassis: Name | lookup("kinds")', 'serialNumber: Serial', "place: 'x'"],
  );
  t.deepEqual(
    seller.fields.map(({ name, value }) => `${name}: ${value.text}`),
    ['key: Name', 'name: Id'],
  );
  t.deepEqual(mapping.limits, { rejects: { kind: 'share', percent: 5 }, shrink: { kind: 'share', percent: 10 } });
  t.deepEqual(
    mapping.tests.map(({ name }) => name),
    ['of the base', 'of the site'],
  );
});

test('a lookup file of the base lies beside the base', (t) => {
  const { lookups } = loadMapping(folders(t, files).at('site', 'site.yaml'));
  t.deepEqual(
    [...(lookups.get('kinds') ?? [])],
    [
      ['9', 'laptop'],
      ['3', 'a "desk", top'],
      ['5', null],
    ],
  );
  t.deepEqual(
    [...(lookups.get('inline') ?? [])],
    [
      ['a', 'z'],
      ['c', null],
      ['file', 'x'],
      ['key', 'y'],
      ['value', 'w'],
    ],
  );
});

test('an upgrade of the base keeps the edits of the site, and changes the digest', (t) => {
  const at = folders(t, files).at;
  const before = loadMapping(at('site', 'site.yaml'));
  writeFileSync(
    at('shipped', 'base.yaml'),
    base.replace('name: Name, model', 'name: Name | upper, model').replace('model: Name | trim', 'model: Name | lower'),
  );
  const after = loadMapping(at('site', 'site.yaml'));
  t.not(after.digest, before.digest);
  const [computer] = after.records;
  t.deepEqual(computer.fields.map(({ name, value }) => `${name}: ${value.text}`).slice(1, 4), [
    'name: Name | upper',
    'chassis: Name | lookup("kinds")',
    'serialNumber: Serial',
  ]);
  writeFileSync(at('shipped', 'kinds.csv'), 'Code,Name\n9,notebook\n');
  t.not(loadMapping(at('site', 'site.yaml')).digest, after.digest);
});

test('the text of a mapping says all of it: read again, anywhere, it means the same', (t) => {
  const at = folders(t, files).at;
  for (const mapping of [loadMapping(at('site', 'site.yaml')), loadMapping(at('shipped', 'base.yaml'))]) {
    const again = parseMapping(mapping.text, 'elsewhere.yaml', '/nowhere');
    t.is(meaning(again), meaning(mapping));
    t.is(parseMapping(again.text).digest, mapping.digest);
  }
});

test('spellings that YAML reads as something else keep their meaning in the written text', (t) => {
  const at = folders(t, {
    'shipped/base.yaml':
      'mapping: test/b\nsource: { adapter: csv }\ncompleteness: { Computer: additions }\nrecords:\n  - entity: Computer\n    key: 7.0\n    fields: { name: Null, model: True, chassis: 1e3, assetTag: null, osName: "~", osVersion: 0x1F }\nmask: [Yes, 5]\ntests: [{ name: 1, row: { A: ~, B: True, C: 00123, D: NULL, E: 12345678901234567890 } }]\n',
    'site/site.yaml': 'extends: ../shipped/base.yaml\nmapping: test/s\n',
  }).at;
  const direct = tryLoadMapping(at('shipped', 'base.yaml'));
  const over = tryLoadMapping(at('site', 'site.yaml'));
  t.deepEqual(
    direct.faults.map(({ message }) => message),
    over.faults.map(({ message }) => message),
  );
  const good = (text: string) =>
    text.replace('"~"', '"null"').replace(', osVersion: 0x1F', '').replace('chassis: 1e3', 'chassis: 1.50');
  writeFileSync(
    at('shipped', 'base.yaml'),
    good(
      'mapping: test/b\nsource: { adapter: csv }\ncompleteness: { Computer: additions }\nrecords:\n  - entity: Computer\n    key: 7.0\n    fields: { name: Null, model: True, chassis: 1e3, assetTag: null, osName: "~", osVersion: 0x1F }\nmask: [Yes, 5]\ntests: [{ name: 1, row: { A: ~, B: True, C: 00123, D: NULL, E: 12345678901234567890 } }]\n',
    ),
  );
  const mapping = loadMapping(at('site', 'site.yaml'));
  t.is(meaning(parseMapping(mapping.text)), meaning(mapping));
  t.deepEqual(
    [...mapping.tests[0].rows[0].values()].map(({ cell }) => cell),
    [null, true, '00123', null, '12345678901234567890'],
  );
});

test('a byte order mark and carriage returns change no place', (t) => {
  const text =
    'mapping: test/crlf\nsource: { adapter: csv }\ncompleteness: { Computer: additions }\nrecords:\n  - entity: Computer\n    key: Id +\n    fields:\n      name: >-\n        Name |\n        "x"\n';
  const places = (content: string) =>
    tryLoadMapping(folders(t, { 'site/a.yaml': content }).at('site', 'a.yaml')).faults.map(
      ({ place, message }) => `${place?.line}:${place?.column} ${message}`,
    );
  const plain = places(text);
  t.deepEqual(plain, [
    '10:9 Expected the name of a function, but there is "x".',
    '6:14 Expected a column, a value or a function, but the expression ends.',
  ]);
  t.deepEqual(places(`\ufeff${text.replaceAll('\n', '\r\n')}`), plain);
});

const unreadable: readonly (readonly [string, Uint8Array | undefined, RegExp])[] = [
  ['missing', undefined, /The file can not be read \(ENOENT\)\./],
  ['of bytes', new Uint8Array([0x50, 0x4b, 3, 4, 0xff, 0, 1]), /The file is not text in UTF-8/],
  ['in UTF-16', Buffer.from('\ufeffmapping: a', 'utf16le'), /The file is not text in UTF-8/],
  ['huge', Buffer.alloc((16 << 20) + 1, 32), /The file has more than 16777216 bytes\./],
  ['of nothing but NUL', Buffer.alloc(100), /A mapping: expected the properties mapping/],
  ['nested without end', Buffer.from('['.repeat(100_000)), /The values nest too deeply\./],
];

for (const [title, content, message] of unreadable) {
  test(`a mapping that is ${title} is refused politely`, (t) => {
    const at = folders(t, content === undefined ? {} : { 'site/a.yaml': content }).at;
    t.regex(t.throws(() => loadMapping(at('site', 'a.yaml')), { instanceOf: ConfigError }).message, message);
  });
}

test('a lookup file behind a link is outside, be the link the file or a folder on the way', (t) => {
  const mapping = (file: string) =>
    `mapping: test/links\nsource: { adapter: csv }\ncompleteness: { Computer: additions }\nrecords: [{ entity: Computer, key: Id, fields: { name: Id } }]\nlookups: { t: { file: ${file}, key: a, value: b } }\n`;
  const at = folders(t, {
    'outside/secret.csv': 'a,b\ncanary,canary\n',
    'site/file.yaml': mapping('link.csv'),
    'site/folder.yaml': mapping('way/secret.csv'),
  }).at;
  symlinkSync(at('outside', 'secret.csv'), at('site', 'link.csv'));
  symlinkSync(at('outside'), at('site', 'way'));
  t.throws(() => loadMapping(at('site', 'file.yaml')), { message: /link\.csv is not a file\./ });
  t.throws(() => loadMapping(at('site', 'folder.yaml')), {
    message: /way\/secret\.csv lies outside the folder of the mapping\./,
  });
});

test('a name with dots at its beginning is no way out', (t) => {
  const at = folders(t, {
    'site/..data.csv': 'a,b\nx,y\n',
    'site/a.yaml':
      'mapping: test/dots\nsource: { adapter: csv }\ncompleteness: { Computer: additions }\nrecords: [{ entity: Computer, key: Id, fields: { name: Id } }]\nlookups: { t: { file: ..data.csv, key: a, value: b } }\n',
  }).at;
  t.is(loadMapping(at('site', 'a.yaml')).lookups.get('t')?.get('x'), 'y');
});

test('settings of the source change text and digest, and impossible ones are refused', (t) => {
  const mapping = loadMapping(folders(t, files).at('site', 'site.yaml'));
  const changed = withSource(mapping, { dates: 'mdy', zone: 'Europe/Berlin' });
  t.like(changed.source, { dates: { all: 'mdy' }, zone: 'Europe/Berlin', directory: mapping.source.directory });
  t.not(changed.digest, mapping.digest);
  t.is(withSource(mapping, {}).digest, mapping.digest);
  t.is(meaning(parseMapping(changed.text)), meaning(changed));
  t.throws(() => withSource(mapping, { dates: 'dym' }), {
    message: /the settings {2}mapping\/wrong-value\n.*source\.dates: expected one of dmy, mdy, ymd, found "dym"/,
  });
  t.throws(() => withSource(mapping, { zone: 'Mars' }), { message: /There is no time zone "Mars"/ });
});
