import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readCatalog } from '../../../core/run/recorded-catalog.ts';
import { makeSite } from '../../adapters/sccm/site.ts';
import { columnOf, filesOf, place, rowsOf, secret } from './capturing.ts';

/** What a capture of a made-up site promises. */

const devices = Array.from({ length: 40 }, (_, index) => index + 1);
const names = devices.map((device) => `PC-${String(device).padStart(5, '0')}`);
const originals = [
  ...names,
  ...devices.map((device) => `user${device}`),
  ...devices.map((device) => `4C4C4544-0042-3510-8057-${String(device).padStart(12, '0')}`),
  ...devices.map((device) => `00:1A:2B:00:00:${device.toString(16).padStart(2, '0')}`),
  ...devices.map((device) => `"10.0.0.${device},`),
  ...devices.map((device) => `"SN${device}"`),
  ...['EMEA', 'emea.example', 'filesrv0', 'HV01', 'pc-twin', 'PC-SAME', 'PC-BACK', 'site.db'],
];

test('no name of the source is anywhere in the capture', async (t) => {
  const { capture } = place(t);
  const all = [...filesOf(await capture('--rows', '40')).values()].join('\n').toLowerCase();
  t.deepEqual(
    originals.filter((original) => all.includes(original.toLowerCase())),
    [],
  );
  t.true(all.includes('adobe'));
});

test('what belongs together still does: devices, accounts, hosts and names in paths', async (t) => {
  const folder = await place(t).capture('--rows', '40');
  const agents = columnOf(folder, 'computers', 'SMS_Unique_Identifier0');
  const ids = columnOf(folder, 'computers', 'ResourceID');
  const agentOf = new Map(ids.map((id, index) => [id, agents[index]]));
  const users = columnOf(folder, 'computer-users', 'UserName');
  const accounts = columnOf(folder, 'users', 'Account');
  t.true(accounts.length > 20);
  t.true(accounts.every((account) => users.includes(account)));
  const files = columnOf(folder, 'file-evidence', 'ResourceID');
  const paths = columnOf(folder, 'file-evidence', 'FilePath');
  for (const [index, path] of paths.entries()) {
    const [, user, machine] = /^C:\\Users\\(\w+)\\of (.+)\\$/.exec(String(path)) ?? [];
    t.true(
      accounts.some((account) => String(account).endsWith(`\\${user}`)),
      String(path),
    );
    t.is(`GUID:${machine}`, String(agentOf.get(files[index])));
  }
  const machines = columnOf(folder, 'computers', 'Netbios_Name0');
  t.is(agents[0], `GUID:${machines[0]}`);
});

test('placeholders, products and versions stay', async (t) => {
  const folder = await place(t).capture('--rows', '40');
  const serials = columnOf(folder, 'computers', 'BiosSerialNumber');
  t.true(serials.includes('To be filled by O.E.M.'));
  t.true(columnOf(folder, 'installer-evidence', 'DisplayName0').includes(' Adobe®  Reader '));
  t.true(columnOf(folder, 'installer-evidence', 'Version0').includes('11.0.00 '));
  t.true(columnOf(folder, 'network-adapters', 'MACAddress0').includes('50:50:54:50:30:30'));
  t.true(columnOf(folder, 'computer-users', 'UserName').includes('Window Manager\\DWM-1'));
  t.deepEqual(new Set(columnOf(folder, 'computers', 'Model0')), new Set(['Latitude 7440', null]));
});

test('one secret gives one capture, byte for byte, and no secret one that nobody can repeat', async (t) => {
  const { at, call, capture } = place(t);
  const [one, other] = [filesOf(await capture('--rows', '20')), filesOf(await capture('--rows', '20'))];
  t.deepEqual(one, other);
  t.false([...one.values()].some((text) => text.includes(process.env[secret] ?? '')));
  for (const name of ['third', 'fourth']) await call('capture', at('emea.yaml'), '--rows', '20', '--out', at(name));
  t.not(columnOf(at('third'), 'computers', 'Name0')[0], columnOf(at('fourth'), 'computers', 'Name0')[0]);
});

test('with one secret what is added later agrees with what was there', async (t) => {
  const { capture } = place(t);
  const few = columnOf(await capture('--rows', '10'), 'computers', 'Name0');
  const many = columnOf(await capture('--rows', '40'), 'computers', 'Name0');
  t.deepEqual(many.slice(0, 10), few);
});

test('the rows of all datasets are those of the same devices', async (t) => {
  const folder = await place(t).capture('--rows', '10');
  const chosen = new Set(columnOf(folder, 'computers', 'ResourceID'));
  t.is(chosen.size, 10);
  for (const dataset of ['disks', 'installer-evidence', 'computer-users', 'network-adapters', 'recently-used']) {
    const ids = columnOf(folder, dataset, 'ResourceID');
    t.true(ids.length > 0, dataset);
    t.true(
      ids.every((id) => chosen.has(id)),
      dataset,
    );
  }
  const users = new Set(columnOf(folder, 'computer-users', 'UserName'));
  t.true(rowsOf(folder, 'users').length > 0);
  t.true(columnOf(folder, 'users', 'Account').every((account) => users.has(account)));
});

test('a dataset alone has its first rows, and the others say that they were not captured', async (t) => {
  const { call, capture } = place(t);
  const folder = await capture('--dataset', 'users', '--rows', '3');
  t.is(rowsOf(folder, 'users').length, 3);
  const { exitCode, said } = await call('preview', 'mappings/sccm/disks.yaml', '--source', folder);
  t.is(exitCode, 3);
  t.true(said.includes('capture/not-captured'), said);
});

test('the names that were found in texts are told to nobody who does not ask', async (t) => {
  const { at, call } = place(t);
  const words = ['capture', at('emea.yaml'), '--rows', '40', '--secret', `env:${secret}`];
  const quiet = await call(...words, '--out', at('one'));
  const json = await call(...words, '--out', at('two'), '--json');
  for (const text of [quiet.printed, quiet.said, json.printed, json.said]) t.notRegex(text, /pc-00018|user18\b/i);
  const { said } = await call(...words, '--out', at('three'), '--verbose');
  t.regex(said, /^Found in file-evidence\.FilePath: .*"pc-00001"/m);
});

test('a class of the site is captured if it is named, with the devices of the others, and its texts are replaced', async (t) => {
  const { at, call, capture } = place(t);
  const listed = await call('datasets', at('emea.yaml'), '--json');
  t.true(listed.printed.includes('class/PC_BIOS'));
  const usual = readFileSync(join(await capture('--rows', '5'), 'capture.json'), 'utf8');
  t.false(usual.includes('class/'));
  const folder = await capture('--rows', '5', '--dataset', 'computers', 'class/PC_BIOS');
  const { datasets } = JSON.parse(readFileSync(join(folder, 'capture.json'), 'utf8'));
  const { file, columns } = datasets.find(({ name }: { name: string }) => name === 'class/PC_BIOS');
  const lines = readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1);
  const at0 = columns.findIndex(({ name }: { name: string }) => name === 'SerialNumber0') + 1;
  const [device] = columnOf(folder, 'computers', 'ResourceID');
  const first = lines.map((line) => JSON.parse(line)).find((row) => row.includes(device));
  t.is(first[at0], columnOf(folder, 'computers', 'BiosSerialNumber')[0]);
});

test('names of datasets that are not wanted are replaced all the same', async (t) => {
  const folder = await place(t).capture('--dataset', 'file-evidence', '--rows', '40');
  const paths = columnOf(folder, 'file-evidence', 'FilePath').map(String);
  t.true(paths.length > 20);
  t.deepEqual(
    paths.filter((path) => /PC-\d|user\d/.test(path)),
    [],
  );
});

test('a column of text of which nobody says anything is replaced, unless it is to be kept', async (t) => {
  const { at, call } = place(t);
  const generic = ['source: own', 'adapter: sccm', 'database: site.db', 'queries: own'];
  const { mkdirSync, writeFileSync } = await import('node:fs');
  mkdirSync(at('own'));
  writeFileSync(
    at('own/things.sql'),
    "-- Things.\nSELECT Name0, '00' || ResourceID AS Number0, Client0, 'a note on ' || Name0 AS Note FROM v_R_System ORDER BY ResourceID\n",
  );
  writeFileSync(at('own.yaml'), generic.join('\n'));
  const out = at('own-capture');
  const { exitCode, printed, said } = await call(
    'capture',
    at('own.yaml'),
    '--dataset',
    'things',
    '--rows',
    '5',
    '--out',
    out,
    '--keep',
    'things.Note',
    '--secret',
    `env:${secret}`,
  );
  t.is(exitCode, 0, said);
  const [machine, number, client, note] = rowsOf(out, 'things')[0];
  t.regex(String(machine), /^(?!PC)[A-Z]{2}-\d{5}$/);
  t.regex(String(number), /^00[1-9]\d{7}$/);
  t.is(client, 1);
  t.is(note, `a note on ${machine}`);
  t.regex(printed, /Name0 {2}replaced as text in 5 rows/);
  t.regex(printed, /Note {2}kept; names in 5 rows replaced/);
  t.regex(printed, /kept: Client0/);
});

test('the catalog in a capture is that of its source, apart from its name', async (t) => {
  const { call, capture, at } = place(t);
  const folder = await capture('--dataset', 'computers', '--rows', '3');
  const { printed } = await call('datasets', at('emea.yaml'), '--catalog');
  const catalog = readCatalog(join(folder, 'catalog.json'));
  const live = JSON.parse(printed);
  // Classes are in it if they were captured.
  const datasets = live.datasets.filter(({ name }: { name: string }) => !name.startsWith('class/'));
  t.deepEqual({ ...catalog, source: 'emea' }, { ...live, datasets });
  t.is(catalog.source, 'sccm-capture');
});

test('a dataset that the source could not give is missing from the capture, with its code', async (t) => {
  const tables = makeSite({ devices: 12 }).filter(({ name }) => name !== 'v_GS_LOGICAL_DISK');
  const folder = await place(t, tables).capture('--rows', '5');
  const { missing } = JSON.parse(readFileSync(join(folder, 'capture.json'), 'utf8'));
  t.like(missing, { length: 1, 0: { name: 'disks', code: 'sql/missing-object' } });
});

for (const [what, words, code] of [
  ['a folder that is not empty', ['--out', '.'], 'capture/exists'],
  ['a column that is not there', ['--out', 'new', '--keep', 'Netbios_Name'], 'capture/unknown-column'],
  ['a secret that can be guessed', ['--out', 'new', '--secret', 'env:TRIBUTARY_TEST_SHORT'], 'capture/wrong-secret'],
  ['a secret that is typed', ['--out', 'new', '--secret', 'hunter2'], 'option/secret'],
  ['a kind that there is not', ['--out', 'new', '--replace', 'Name0=house'], 'cli/usage'],
  ['rows without end', ['--out', 'new', '--rows', '1000000'], 'cli/usage'],
  ['a name that a source can not have', ['--out', 'new', '--name', '../x'], 'cli/usage'],
  ['a dataset that is not there', ['--out', 'new', '--dataset', 'computer'], 'source/unknown-dataset'],
] as const)
  test(`${what} is refused with ${code}, and nothing is written`, async (t) => {
    process.env.TRIBUTARY_TEST_SHORT = 'short';
    const { at, call } = place(t);
    const placed = words.map((word, index) => (words[index - 1] === '--out' ? at(word) : word));
    const { exitCode, said } = await call('capture', at('emea.yaml'), ...placed);
    t.is(exitCode, 2);
    t.true(said.includes(code), said);
    t.throws(() => readFileSync(at('new/capture.json')));
  });
