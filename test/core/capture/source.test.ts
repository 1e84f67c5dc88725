import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import test from 'ava';
import { openPackage } from '../../../core/index.ts';
import { place } from './capturing.ts';

/** A capture as a source. */

const mappings = join(import.meta.dirname, '../../../mappings/sccm');
const mapping = (name: string) => join(mappings, `${name}.yaml`);

test('a preview of a capture is that of its source, apart from what was replaced', async (t) => {
  const { at, call, capture } = place(t);
  const folder = await capture('--rows', '40');
  for (const name of readdirSync(mappings).map((file) => basename(file, '.yaml'))) {
    // Of users, those of the devices were captured.
    if (name === 'users') continue;
    const preview = async (source: string) => {
      const { exitCode, printed, said } = await call(
        'preview',
        mapping(name),
        '--source',
        source,
        '--limit',
        '500',
        '--json',
      );
      t.is(exitCode, 0, said);
      return JSON.parse(printed);
    };
    const [live, captured] = [await preview(at('emea.yaml')), await preview(folder)];
    t.deepEqual(captured.ledger, live.ledger, name);
    t.deepEqual(captured.issues, live.issues, name);
    for (const [entity, records] of Object.entries<readonly object[]>(live.records)) {
      t.is(captured.records[entity].length, records.length);
      records.forEach((record, index) => {
        const other: Readonly<Record<string, unknown>> = captured.records[entity][index];
        t.deepEqual(Object.keys(other), Object.keys(record));
        for (const [field, value] of Object.entries(record))
          if (!personal.has(field) && !personal.has(`${entity}.${field}`))
            t.deepEqual(other[field], value, `${entity}.${field}`);
      });
    }
  }
});

const personal = new Set([
  ...['Computer.name', 'User.key', 'User.account', 'VirtualMachine.guestName', 'VirtualMachine.hostName'],
  ...['path', 'installLocation', 'domainFlat', 'domainQualified', 'agentId', 'user', 'ips', 'macs', 'mac'],
  ...['serialNumber', 'serialRaw', 'chassisSerial', 'uuid', 'uuidRaw', 'biosUuid'],
]);

test('check, probe and datasets take a capture as they take a source', async (t) => {
  const { call, capture } = place(t);
  const folder = await capture('--rows', '5');
  const checked = await call('check', mapping('computers'), mapping('users'), '--source', folder);
  t.is(checked.exitCode, 0, checked.said);
  const probed = await call('probe', join(folder, 'capture.json'), '--mappings', mappings);
  t.regex(probed.printed, /^capture {2}\d+ rows of a source of the adapter sccm/);
  t.regex(probed.printed, /sccm\/computers: all that it reads is there/);
  const listed = await call('datasets', folder, '--json');
  t.true(JSON.parse(listed.printed).datasets.length >= 12);
});

test('a package made of a capture is held, and claims no more than additions', async (t) => {
  const { at, call, capture } = place(t);
  const folder = await capture('--rows', '10');
  const words = ['run', mapping('computers'), '--source', folder, '--spool', at('spool'), '--json', '--workers', '2'];
  const { exitCode, printed } = await call(...words);
  t.is(exitCode, 5, printed);
  const { package: sealed, held } = JSON.parse(printed);
  t.is(held[0].code, 'hold/capture');
  const { manifest } = await openPackage(sealed.path);
  t.is(manifest.tributary.entities.find(({ entity }) => entity === 'Computer')?.completeness, 'additions');
});

test('a row of a capture has the origin that it had, apart from the name of the source', async (t) => {
  const { call, capture } = place(t);
  const folder = await capture('--rows', '10');
  const { printed, said } = await call('preview', mapping('computers'), '--source', folder, '--row', '16777225');
  t.regex(printed, /sccm-capture\/computers ResourceID=16777225/, said);
});

test('a mapping of another adapter is refused', async (t) => {
  const { at, call, capture } = place(t);
  writeFileSync(at('other.yaml'), readFileSync(mapping('disks'), 'utf8').replace('adapter: sccm', 'adapter: csv'));
  const { exitCode, said } = await call('preview', at('other.yaml'), '--source', await capture('--rows', '2'));
  t.is(exitCode, 2);
  t.regex(said, /source\/wrong-adapter/);
});

for (const [what, file, change, exit, code] of [
  ['a line that is cut off', 'disks.ndjson', (text: string) => text.slice(0, -9), 3, 'capture/damaged'],
  ['rows that are gone', 'disks.ndjson', (text: string) => text.slice(text.indexOf('\n') + 1), 3, 'capture/damaged'],
  ['a cell too many', 'disks.ndjson', (text: string) => text.replace(']', ',1]'), 3, 'disks.ndjson:1  capture/damaged'],
  ['a cell that is none', 'disks.ndjson', (text: string) => text.replace(/,3,/, ',{"x":3},'), 3, 'capture/damaged'],
  ['rows in disorder', 'disks.ndjson', (text: string) => text.replace('[1,', '[2,'), 3, 'capture/damaged'],
  ['a description that is none', 'capture.json', () => '{}', 2, 'capture/wrong-file'],
  [
    'a newer description',
    'capture.json',
    (text: string) => text.replace('Capture": 1', 'Capture": 9'),
    2,
    'capture/newer-format',
  ],
  [
    'a file elsewhere',
    'capture.json',
    (text: string) => text.replace('disks.ndjson', '../disks.ndjson'),
    2,
    'capture/wrong-file',
  ],
] as const)
  test(`${what} is said with its place`, async (t) => {
    const { call, capture } = place(t);
    const folder = await capture('--rows', '5');
    const path = join(folder, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    const { exitCode, said } = await call('preview', mapping('disks'), '--source', folder, '--limit', '1000');
    t.is(exitCode, exit, said);
    t.true(said.includes(code), said);
  });

test('a folder that is no capture is said to be none', async (t) => {
  const { at, call } = place(t);
  const { exitCode, said } = await call('preview', mapping('disks'), '--source', at('.'));
  t.is(exitCode, 2);
  t.regex(said, /source\/wrong-file\s+This is a folder\./);
});
