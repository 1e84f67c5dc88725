import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import ExcelJS from 'exceljs';
import { temporaryFolder, tributary } from '../../support/cli.ts';

/** The commands as a user calls them: processes, words, exit codes. */

const hosts = 'Host,Serial,Note\npc-1,00123,"a ""b"", c"\npc-2,A-2,\npc-3,,"two\nlines"\n';

const mapping = `
mapping: hosts
source: { adapter: csv, path: hosts.csv }
completeness: { Computer: everything }
records:
  - entity: Computer
    key: Host
    fields:
      name: Host | upper
      serialNumber: Serial | trim
tests:
  - name: names are upper case
    row: { Host: pc-1, Serial: " 1 " }
    expect: { Computer: { name: PC-1, serialNumber: "1" } }
`;

function folder(t: ExecutionContext, files: Readonly<Record<string, string | Uint8Array>>) {
  const made = temporaryFolder();
  t.teardown(made.remove);
  for (const [name, content] of Object.entries(files)) writeFileSync(made.at(name), content);
  return made;
}

test('rows prints the cells as they are, names first', async (t) => {
  const { path } = folder(t, { 'hosts.csv': hosts });
  const { stdout, exitCode } = await tributary(['rows', 'hosts.csv'], { cwd: path });
  t.is(exitCode, 0);
  t.is(stdout, hosts);
});

test('rows reads semicolons, code pages and gzips without being told', async (t) => {
  const latin = Buffer.from('Gerät;Ort\nPC-1;Köln\n', 'latin1');
  const { path } = folder(t, { 'a.csv.gz': gzipSync(latin) });
  const { stdout } = await tributary(['rows', 'a.csv.gz'], { cwd: path });
  t.is(stdout, 'Gerät,Ort\nPC-1,Köln\n');
});

test('rows as ndjson keeps null and text apart, and stops at the limit', async (t) => {
  const { path } = folder(t, { 'hosts.csv': hosts });
  const { stdout } = await tributary(['rows', 'hosts.csv', '--format', 'ndjson', '--limit', '2'], { cwd: path });
  t.is(stdout, '{"Host":"pc-1","Serial":"00123","Note":"a \\"b\\", c"}\n{"Host":"pc-2","Serial":"A-2","Note":null}\n');
});

test('rows --json is one document', async (t) => {
  const { path } = folder(t, { 'hosts.csv': hosts });
  const { stdout } = await tributary(['rows', 'hosts.csv', '--json'], { cwd: path });
  t.deepEqual(JSON.parse(stdout), {
    dataset: 'rows',
    columns: ['Host', 'Serial', 'Note'],
    rows: [
      ['pc-1', '00123', 'a "b", c'],
      ['pc-2', 'A-2', null],
      ['pc-3', null, 'two\nlines'],
    ],
  });
});

test('rows names records that can not be decoded and goes on', async (t) => {
  const { path } = folder(t, { 'a.csv': 'a,b\n1,2\n1,2,3\n4,5\n' });
  const { stdout, stderr } = await tributary(['rows', 'a.csv'], { cwd: path });
  t.is(stdout, 'a,b\n1,2\n4,5\n');
  t.regex(stderr, /a\.csv:3 {2}row\/wrong-field-count/);
});

test('check names every fault with its place and exits with 2', async (t) => {
  const broken = mapping
    .replace('Host | upper', 'Host | uper')
    .replace('serialNumber', 'serialNumer')
    .replace('entity: Computer', 'entity: Computr');
  const { path } = folder(t, { 'm.yaml': broken, 'hosts.csv': hosts });
  const { stderr, exitCode } = await tributary(['check', 'm.yaml'], { cwd: path });
  t.is(exitCode, 2);
  t.regex(stderr, /m\.yaml:\d+:\d+ {2}mapping\/unknown-entity\n.*Did you mean "Computer"/);
});

test('check reads the header of a file that is at hand', async (t) => {
  const { path } = folder(t, { 'm.yaml': mapping.replace('Serial | trim', 'Serail | trim'), 'hosts.csv': hosts });
  const { stderr, exitCode } = await tributary(['check', 'm.yaml'], { cwd: path });
  t.is(exitCode, 2);
  t.regex(
    stderr,
    /m\.yaml:\d+:21 {2}mapping\/unknown-column\n {2}There is no column "Serail"\. Did you mean "Serial"\?/,
  );
});

test('test runs the tests inside a mapping, and exits with 1 where one fails', async (t) => {
  const { path } = folder(t, { 'good.yaml': mapping, 'bad.yaml': mapping.replace('name: PC-1', 'name: pc-1') });
  const good = await tributary(['test', 'good.yaml'], { cwd: path });
  t.is(good.exitCode, 0);
  t.regex(good.stdout, /ok {4}good\.yaml: names are upper case/);
  const bad = await tributary(['test', 'bad.yaml'], { cwd: path });
  t.is(bad.exitCode, 1);
  t.regex(bad.stdout, /Computer\.name: expected "pc-1", found "PC-1"\./);
});

test('preview shows records and publishes nothing', async (t) => {
  const { path } = folder(t, { 'm.yaml': mapping, 'hosts.csv': hosts });
  const { stdout, exitCode } = await tributary(['preview', 'm.yaml', '--limit', '2', '--json'], { cwd: path });
  t.is(exitCode, 0);
  const { ledger, records } = JSON.parse(stdout);
  t.is(ledger.read, 2);
  t.deepEqual(records.Computer[0], { key: 'pc-1', name: 'PC-1', serialNumber: '00123' });
  t.false(existsSync(`${path}/spool`));
});

test('preview --row follows a row step by step', async (t) => {
  const { path } = folder(t, { 'm.yaml': mapping, 'hosts.csv': hosts });
  const { stdout } = await tributary(['preview', 'm.yaml', '--row', '3'], { cwd: path });
  t.regex(stdout, /hosts\.csv:3/);
  t.regex(stdout, /name: Host \| upper {2}\(m\.yaml:9\)\n +Host +"pc-2"\n +upper +"PC-2"\n +-> "PC-2"/);
});

test('run seals a package of everything; the queue lists, shows, checks and exports it', async (t) => {
  const { path } = folder(t, { 'm.yaml': mapping, 'hosts.csv': hosts });
  const sealed = await tributary(['run', 'm.yaml', '--json'], { cwd: path });
  t.is(sealed.exitCode, 0, sealed.stderr);
  const result = JSON.parse(sealed.stdout);
  t.is(result.status, 'sealed');
  t.is(result.completeness.Computer, 'everything');
  t.deepEqual(result.records, { Computer: 3 });
  t.is((await tributary(['queue', 'check', '--deep'], { cwd: path })).exitCode, 0);
  const listed = JSON.parse((await tributary(['queue', 'list', '--json'], { cwd: path })).stdout);
  t.deepEqual(
    listed.packages.map(({ id, state }: { id: string; state: string }) => [id, state]),
    [[result.package.id, 'ready']],
  );
  const exported = await tributary(['queue', 'export', result.package.id, 'out'], { cwd: path });
  t.is(exported.exitCode, 0);
  t.true(readdirSync(`${path}/out`).includes('Computer.ndjson.gz'));
  const onFile = await tributary(['queue', 'export', result.package.id, 'hosts.csv'], { cwd: path });
  t.is(onFile.exitCode, 2);
  t.regex(onFile.stderr, /package\/not-empty[\s\S]*hosts\.csv is a file/);
  t.is((await tributary(['queue', 'drop', result.package.id], { cwd: path })).exitCode, 0);
  t.regex((await tributary(['queue', 'list'], { cwd: path })).stderr, /empty/);
});

test('the same file and mapping give the same package, byte by byte', async (t) => {
  const { path } = folder(t, { 'm.yaml': mapping, 'hosts.csv': hosts });
  const results = [];
  for (const spool of ['a', 'b'])
    results.push(JSON.parse((await tributary(['run', 'm.yaml', '--json', '--spool', spool], { cwd: path })).stdout));
  t.is(results[0].package.sha256, results[1].package.sha256);
  t.deepEqual(readFileSync(results[0].package.path), readFileSync(results[1].package.path));
});

test('an ad hoc import claims additions until somebody types otherwise', async (t) => {
  const { path } = folder(t, { 'm.yaml': mapping, 'hosts.csv': hosts });
  const adHoc = JSON.parse(
    (await tributary(['import', 'hosts.csv', '--mapping', 'm.yaml', '--json'], { cwd: path })).stdout,
  );
  t.is(adHoc.completeness.Computer, 'additions');
  const typed = JSON.parse(
    (
      await tributary(['import', 'hosts.csv', '--mapping', 'm.yaml', '--completeness', 'everything', '--json'], {
        cwd: path,
      })
    ).stdout,
  );
  t.is(typed.completeness.Computer, 'everything');
});

test('a guess without a terminal needs --yes', async (t) => {
  const { path } = folder(t, { 'hosts.csv': hosts });
  const asked = await tributary(['import', 'hosts.csv', '--json'], { cwd: path });
  t.is(asked.exitCode, 2);
  t.is(JSON.parse(asked.stdout).faults[0].code, 'mapping/guess-unconfirmed');
  t.is((await tributary(['import', 'hosts.csv', '--yes'], { cwd: path })).exitCode, 0);
});

test('what guess writes passes check and its own tests', async (t) => {
  const { path, at } = folder(t, { 'hosts.csv': hosts });
  const guessed = await tributary(['guess', 'hosts.csv'], { cwd: path });
  t.is(guessed.exitCode, 0);
  t.regex(guessed.stdout, /^# yaml-language-server: \$schema=\S*mapping\.schema\.json\n/);
  writeFileSync(at('m.yaml'), guessed.stdout);
  t.is((await tributary(['check', 'm.yaml'], { cwd: path })).exitCode, 0);
  t.is((await tributary(['test', 'm.yaml'], { cwd: path })).exitCode, 0);
});

test('import reads standard input', async (t) => {
  const { path } = folder(t, { 'm.yaml': mapping });
  const { exitCode, stdout } = await tributary(['import', '-', '--mapping', 'm.yaml', '--json'], {
    cwd: path,
    input: gzipSync(hosts),
  });
  t.is(exitCode, 0);
  t.is(JSON.parse(stdout).ledger.mapped, 3);
});

test('an unproven order of day and month holds the package, a stated one does not', async (t) => {
  const dated = mapping
    .replace('      serialNumber: Serial | trim', '      lastSeenAt: Seen | instant("auto")')
    .replace('path: hosts.csv', 'path: hosts.csv, zone: UTC')
    .replace(/tests:[\s\S]*/, '');
  const { path } = folder(t, { 'm.yaml': dated, 'hosts.csv': 'Host,Seen\npc-1,01/02/2024\npc-2,03/04/2024\n' });
  const held = await tributary(['run', 'm.yaml', '--json'], { cwd: path });
  t.is(held.exitCode, 5, held.stderr);
  t.is(JSON.parse(held.stdout).held[0].code, 'hold/date-order');
  t.is((await tributary(['queue', 'release', JSON.parse(held.stdout).package.id], { cwd: path })).exitCode, 0);
  t.is((await tributary(['run', 'm.yaml', '--set', 'source.dates=mdy'], { cwd: path })).exitCode, 0);
});

test('rejected rows can be corrected in their file and imported again', async (t) => {
  const { path, at } = folder(t, { 'm.yaml': mapping, 'hosts.csv': 'Host,Serial,Note\npc-1,1,x\n,2,"a ""q"""\n' });
  const first = JSON.parse(
    (await tributary(['import', 'hosts.csv', '--mapping', 'm.yaml', '--json'], { cwd: path })).stdout,
  );
  t.deepEqual(first.ledger.by.rejected, { 'row/required': 1 });
  const rejects = readFileSync(first.issues.rejects, 'utf8');
  t.regex(rejects, /hosts\.csv:3/);
  writeFileSync(at('corrected.csv'), rejects.replace(/^,2,/m, 'pc-9,2,'));
  const second = JSON.parse(
    (await tributary(['import', 'corrected.csv', '--mapping', 'm.yaml', '--json'], { cwd: path })).stdout,
  );
  t.deepEqual([second.ledger.mapped, second.ledger.rejected], [1, 0]);
});

test('the copy of a book goes back, comes back corrected, and the queue shows both', async (t) => {
  const { path } = folder(t, {
    'm.yaml': mapping.replace('adapter: csv', 'adapter: excel').replace('hosts.csv', 'hosts.xlsx'),
  });
  const made = new ExcelJS.Workbook();
  const sheet = made.addWorksheet('Hosts');
  for (const row of [
    ['Host', 'Serial', 'Note'],
    ['pc-1', '1', 'x'],
    [null, '2', 'y'],
  ])
    sheet.addRow(row);
  await made.xlsx.writeFile(join(path, 'hosts.xlsx'));
  const first = await tributary(['import', 'hosts.xlsx', '--mapping', 'm.yaml'], { cwd: path });
  const [, file] = /tributary import --corrections (\S+\.xlsx)/.exec(first.stdout) ?? [];
  const pending = await tributary(['queue', 'show', 'hosts'], { cwd: path });
  t.regex(pending.stdout, /pending {3}1 row was rejected; tributary import --corrections \S+\.corrections\.xlsx/);
  await made.xlsx.readFile(join(path, file));
  made.worksheets[0].getCell('A3').value = 'pc-2';
  await made.xlsx.writeFile(join(path, 'back.xlsx'));
  const second = await tributary(['import', '--corrections', 'back.xlsx'], { cwd: path });
  t.is(second.exitCode, 0, second.stderr);
  t.regex(second.stdout, /^Corrections of \S+: 1 row has come back\./);
  t.regex(second.stdout, / mapped +1\n/);
  const { stdout } = await tributary(['queue', 'list', '--json'], { cwd: path });
  const [{ id }, { id: correction }] = JSON.parse(stdout).packages;
  t.true((await tributary(['queue', 'show', id], { cwd: path })).stdout.includes(`${correction}: ready, 1 read`));
  t.true((await tributary(['queue', 'show', correction], { cwd: path })).stdout.includes(`corrects  ${id}`));
  t.deepEqual(JSON.parse((await tributary(['queue', 'show', id, '--json'], { cwd: path })).stdout).corrections, [
    correction,
  ]);
  const again = await tributary(['import', '--corrections', 'back.xlsx', '--json'], { cwd: path });
  t.like(JSON.parse(again.stdout), { status: 'known', package: { id: correction } });
  const none = await tributary(['import', '--corrections', 'hosts.xlsx'], { cwd: path });
  t.is(none.exitCode, 2);
  t.regex(none.stderr, /package\/no-marks/);
});

test('explain tells cause and remedy of a code, and suggests one', async (t) => {
  const { stdout } = await tributary(['explain', 'row/not-a-date']);
  t.regex(stdout, /Cause\n[\s\S]*Remedy\n/);
  const wrong = await tributary(['explain', 'row/not-a-dat']);
  t.is(wrong.exitCode, 2);
  t.regex(wrong.stderr, /Did you mean "row\/not-a-date"/);
});

test('explain leads from a record back to its rows and steps', async (t) => {
  const { path } = folder(t, { 'm.yaml': mapping, 'hosts.csv': `${hosts}PC-1,00123,again\n` });
  const { package: sealed } = JSON.parse((await tributary(['run', 'm.yaml', '--json'], { cwd: path })).stdout);
  const { stdout, exitCode } = await tributary(['explain', sealed.id, 'Computer', 'pc-1', '--json'], { cwd: path });
  t.is(exitCode, 0);
  t.deepEqual(
    JSON.parse(stdout).rows.map(({ origin }: { origin: string }) => origin),
    ['hosts.csv:2'],
  );
  const missing = await tributary(['explain', sealed.id, 'Computer', 'pc-11'], { cwd: path });
  t.is(missing.exitCode, 2);
  t.regex(missing.stderr, /package\/unknown-record[\s\S]*Did you mean "pc-1"/);
});

test('explain still shows a record whose source is gone, and takes a copy of it', async (t) => {
  const { path, at } = folder(t, { 'm.yaml': mapping, 'hosts.csv': hosts, 'copy.csv': hosts });
  const { package: sealed } = JSON.parse((await tributary(['run', 'm.yaml', '--json'], { cwd: path })).stdout);
  rmSync(at('hosts.csv'));
  const gone = await tributary(['explain', sealed.id, 'Computer', 'pc-1'], { cwd: path });
  t.is(gone.exitCode, 3);
  t.regex(gone.stdout, /"serialNumber":"00123"/);
  t.regex(gone.stderr, /source\/not-found[\s\S]*--file names a copy/);
  const copied = await tributary(['explain', sealed.id, 'Computer', 'pc-1', '--file', 'copy.csv'], { cwd: path });
  t.is(copied.exitCode, 0);
  t.regex(copied.stdout, /copy\.csv:2/);
});

const refusals: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ['a missing file', ['rows', 'host.csv'], 3, /source\/not-found[\s\S]*Did you mean "hosts\.csv"/],
  ['a folder in place of a file', ['rows', '.'], 3, /source\/not-a-file/],
  ['an unknown command', ['imprt', 'hosts.csv'], 2, /Did you mean import/],
  ['an unknown option', ['rows', 'hosts.csv', '--shet', 'x'], 2, /Did you mean one of --set, --sheet/],
  ['a limit that is no number', ['rows', 'hosts.csv', '--limit', 'many'], 2, /cli\/usage/],
  [
    'an unknown sheet',
    ['rows', 'hosts.csv', '--sheet', 'rosw'],
    2,
    /source\/unknown-dataset[\s\S]*Did you mean "rows"/,
  ],
  ['a setting of no source', ['rows', 'hosts.csv', '--set', 'delimiter=x'], 2, /expected source\.NAME=VALUE/],
  [
    'an unknown setting',
    ['rows', 'hosts.csv', '--set', 'source.delimitr=x'],
    2,
    /option\/unknown[\s\S]*Did you mean "delimiter"/,
  ],
  ['a spool that is a file', ['run', 'm.yaml', '--spool', 'hosts.csv'], 6, /spool\/unusable/],
  ['a queue that is not there', ['queue', 'list', '--spool', 'nowhere'], 6, /spool\/unusable/],
  ['a mapping that is not there', ['run', 'n.yaml'], 2, /mapping\/unreadable/],
  [
    'a file of column names alone',
    ['import', 'names.csv'],
    2,
    /mapping\/no-fit[\s\S]*names\.csv has column names and no rows/,
  ],
  ['a program as data', ['rows', 'binary.bin'], 3, /source\/unknown-format/],
];

for (const [what, words, exitCode, says] of refusals) {
  test(`${what} is refused with exit code ${exitCode} and what to do`, async (t) => {
    const { path } = folder(t, {
      'hosts.csv': hosts,
      'm.yaml': mapping,
      'names.csv': 'Foo,Bar\n',
      'binary.bin': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 3, 0, 62, 0]),
    });
    const called = await tributary(words, { cwd: path });
    t.is(called.exitCode, exitCode, called.stderr);
    t.regex(called.stderr, says);
    t.is(called.stdout, '');
  });
}

test('Ctrl-C leaves neither a package nor a work folder, and the next run works', async (t) => {
  const rows = Array.from({ length: 200_000 }, (_, row) => `pc-${row},${row},note`);
  const { path, at } = folder(t, {
    'm.yaml': mapping.replace(/tests:[\s\S]*/, ''),
    'hosts.csv': `Host,Serial,Note\n${rows.join('\n')}\n`,
  });
  const interrupted = await tributary(['run', 'm.yaml', '--verbose'], { cwd: path, interruptAt: /delimiter/ });
  t.is(interrupted.exitCode, 130, interrupted.stderr);
  t.regex(interrupted.stderr, /cli\/interrupted/);
  const work = at('spool/work');
  t.deepEqual(existsSync(work) ? readdirSync(work) : [], []);
  t.is((await tributary(['run', 'm.yaml'], { cwd: path })).exitCode, 0);
});

test('help explains each command with examples', async (t) => {
  const { stdout, exitCode } = await tributary(['import', '--help']);
  t.is(exitCode, 0);
  t.regex(stdout, /Examples:\n {2}tributary import computers\.xlsx/);
});

test('a call that is not understood is a JSON document too, if one is asked for', async (t) => {
  const { path } = folder(t, {});
  const { stdout, stderr, exitCode } = await tributary(['import', '--json'], { cwd: path });
  t.is(exitCode, 2);
  t.regex(stderr, /missing required argument 'file'\n\(add --help/);
  t.like(JSON.parse(stdout), { status: 'failed', exitCode: 2, faults: [{ code: 'cli/usage' }] });
});

test('names from a file can not write to the terminal', async (t) => {
  const { path } = folder(t, { 'a.csv': 'Name,Serial Number,Zq\u001b[31mw\npc-1,S1,x\n' });
  const { stdout, stderr } = await tributary(['import', 'a.csv', '--yes'], { cwd: path });
  t.false(`${stdout}${stderr}`.includes('\u001b'));
  t.regex(stdout, /Not used: Zq\\u001b\[31mw\./);
});

test('a guess names the sheets that it leaves out', async (t) => {
  const made = folder(t, {});
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Hosts').addRows([
    ['Name', 'Serial Number'],
    ['pc-1', 'S1'],
  ]);
  book.addWorksheet('More', { state: 'hidden' }).addRow(['Name']);
  await book.xlsx.writeFile(made.at('a.xlsx'));
  const { stderr } = await tributary(['import', 'a.xlsx', '--yes'], { cwd: made.path });
  t.regex(stderr, /Not imported: More\. --sheet takes one of them\./);
});

test('a file that nothing fits is told with its columns', async (t) => {
  const { path } = folder(t, { 'b.csv': 'Foo,Bar\n1,2\n' });
  const { stderr, exitCode } = await tributary(['import', 'b.csv', '--yes'], { cwd: path });
  t.is(exitCode, 2);
  t.regex(stderr, /from its columns: Foo, Bar\./);
});

test('an empty file is called empty, wherever it comes from', async (t) => {
  const { path } = folder(t, { 'a.csv': '' });
  for (const [file, name] of [
    ['a.csv', 'a.csv'],
    ['-', 'standard-input'],
  ]) {
    const { stderr, exitCode } = await tributary(['import', file], { cwd: path });
    t.is(exitCode, 3);
    t.true(stderr.startsWith(`${name}  source/empty\n`), stderr);
  }
});

test('a file that an office program has open is said so', async (t) => {
  const { path } = folder(t, { 'hosts.csv': hosts, '.~lock.hosts.csv#': '' });
  const { stderr, exitCode } = await tributary(['import', 'hosts.csv', '--yes'], { cwd: path });
  t.is(exitCode, 0);
  t.is(stderr.split('LibreOffice has hosts.csv open').length, 2);
});

test('compiled code is kept where nobody else can exchange it, not among the temporary files', async (t) => {
  const { path, at } = folder(t, {});
  const env = { TMPDIR: at('tmp'), XDG_CACHE_HOME: at('cache'), NODE_COMPILE_CACHE: undefined };
  mkdirSync(env.TMPDIR);
  const { exitCode } = await tributary(['explain', 'row/required'], { cwd: path, env });
  t.is(exitCode, 0);
  t.deepEqual(readdirSync(env.TMPDIR), []);
  t.deepEqual(readdirSync(env.XDG_CACHE_HOME), ['tributary']);
});

test('an empty id names no package, and a list by state says which state has none', async (t) => {
  const { path } = folder(t, { 'hosts.csv': hosts });
  await tributary(['import', 'hosts.csv', '--yes'], { cwd: path });
  const dropped = await tributary(['queue', 'drop', ''], { cwd: path });
  t.is(dropped.exitCode, 2);
  t.regex(dropped.stderr, /spool\/unknown-package/);
  const { stdout, stderr } = await tributary(['queue', 'list', '--state', 'held'], { cwd: path });
  t.is(stdout, '');
  t.is(stderr, 'No package is held.\n');
});
