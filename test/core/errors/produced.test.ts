import { mkdirSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { parseMapping } from '../../../core/mapping/load.ts';
import { testMapping } from '../../../core/mapping/run-tests.ts';
import { type Called, temporaryFolder, tributary } from '../../support/cli.ts';

/** Codes that take a file and a command to come about: what a user does, what is said, and how the process ends. */
const folder = temporaryFolder();
test.after.always(() => folder.remove());

interface Case {
  readonly code: string;
  readonly when: string;
  readonly files: Readonly<Record<string, string>>;
  readonly calls: readonly (readonly string[])[];
  readonly exitCode: number;
}

const mapping = (name: string, more = '') => `mapping: ${name}
source: { adapter: csv, path: hosts.csv }
completeness: { Computer: additions }
records:
  - entity: Computer
    key: Id
    fields: { name: Name }
${more}`;
const hosts = 'Id,Name\n1,pc-1\n2,pc-2\n';

const cases: readonly Case[] = [
  {
    code: 'mapping/no-fit',
    when: 'nothing can be made of the columns of a file',
    files: { 'odd.csv': 'Qux,Quux\n1,2\n' },
    calls: [['import', 'odd.csv']],
    exitCode: 2,
  },
  {
    code: 'mapping/guess-unconfirmed',
    when: 'a guess is not confirmed',
    files: { 'geraete.csv': 'Gerätename,Seriennummer,Inventarnummer,Kerne\npc-1,5CG1,I1,8\npc-2,5CG2,I2,4\n' },
    calls: [['import', 'geraete.csv']],
    exitCode: 2,
  },
  {
    code: 'mapping/tie',
    when: 'two mappings fit equally well and nobody can be asked',
    files: { 'hosts.csv': hosts, 'mappings/one.yaml': mapping('a/one'), 'mappings/two.yaml': mapping('a/two') },
    calls: [['import', 'hosts.csv']],
    exitCode: 2,
  },
  {
    code: 'mapping/no-tests',
    when: 'a mapping without tests is tested',
    files: { 'hosts.yaml': mapping('a/hosts') },
    calls: [['test', 'hosts.yaml']],
    exitCode: 0,
  },
  {
    code: 'mapping/drift',
    when: 'a file has a new column and the mapping freezes them',
    files: { 'hosts.csv': 'Id,Name,Rack\n1,pc-1,A7\n', 'hosts.yaml': mapping('a/hosts', 'drift: freeze\n') },
    calls: [['run', 'hosts.yaml']],
    exitCode: 2,
  },
  {
    code: 'package/unknown-record',
    when: 'a key is explained that the package does not have',
    files: { 'hosts.csv': hosts, 'hosts.yaml': mapping('a/hosts') },
    calls: [
      ['run', 'hosts.yaml'],
      ['explain', 'a-hosts', 'Computer', '3'],
    ],
    exitCode: 2,
  },
];

for (const { code, when, files, calls, exitCode } of cases) {
  test(`${code}: ${when}`, async (t) => {
    const cwd = folder.at(code.replace('/', '-'));
    for (const name of Object.keys(files))
      mkdirSync(`${cwd}/${name.includes('/') ? 'mappings' : ''}`, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(`${cwd}/${name}`, text);
    let last: Called | undefined;
    for (const words of calls) last = await tributary(words, { cwd });
    t.true(last?.stderr.includes(code), last?.stderr);
    t.is(last?.exitCode, exitCode);
  });
}

const issues: readonly (readonly [code: string, what: string, more: string, row: string])[] = [
  ['row/cut', 'a text that is longer than its field', '', `{ Id: "1", Name: pc, Model: ${'x'.repeat(3000)} }`],
  [
    'row/unexpected-column',
    'a value in a column that nobody declared, with drift: reject',
    'drift: reject',
    '{ Id: "1", Name: pc, Rack: A7 }',
  ],
];

for (const [code, what, more, row] of issues) {
  test(`${code}: ${what}`, async (t) => {
    const fields = mapping('a/hosts', more).replace('name: Name', 'name: Name, model: Model');
    const [result] = await testMapping(
      parseMapping(`${fields}\ntests: [{ name: x, row: ${row}, issues: [${code}] }]\n`),
    );
    t.deepEqual(result.differences, []);
  });
}
