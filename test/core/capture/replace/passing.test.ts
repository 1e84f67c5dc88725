import test from 'ava';
import { KnownNames } from '../../../../core/capture/replace/known-names.ts';
import { passing } from '../../../../core/capture/replace/passing.ts';
import { placeholdersWith } from '../../../../core/capture/replace/placeholders.ts';
import { replacerBy } from '../../../../core/capture/replace/replacer.ts';

const replacer = replacerBy(Buffer.from('a secret of a test'));
const names = new KnownNames();
names.learn('PC-00042', 'name');
names.learn('srv1.corp.example', 'name');
names.learn('EMEA\\jane', 'account');
names.learn('Ann Lee', 'person');
names.learn('12', 'serial');
names.learn('SYSTEM', 'account');
names.learn('laptop', 'serial');
const found: string[] = [];
const pass = passing({ replacer, names, isPlaceholder: placeholdersWith(), onName: (name) => found.push(name) });
const [pc, jane] = [replacer.text('PC-00042'), replacer.text('jane')];

for (const value of [
  'Microsoft Office Professional Plus 2021',
  '16.0.14332.20685',
  '10.0.22631',
  '{AC76BA86-7AD7-1033-7B44-AB0000000001}',
  'C:\\Program Files\\Adobe\\',
  'C:\\Users\\Public\\Desktop',
  'https://vendor.example/help',
  'Janet System 12 Laptop',
  '-',
])
  test(`${value} stays`, (t) => {
    t.is(pass(value), value);
  });

for (const [what, value, expected] of [
  ['a machine', 'Agent of pc-00042', `Agent of ${pc.toLowerCase()}`],
  ['a machine in its domain', 'PC-00042.emea', `${pc}.${replacer.text('emea')}`],
  ['a machine in a word', 'xPC-00042y', `x${pc}y`],
  ['the profile of a user', 'C:\\Users\\jane\\AppData', `C:\\Users\\${jane}\\AppData`],
  ['the profile of one whom no column names', 'D:\\Users\\bob\\x', `D:\\Users\\${replacer.text('bob')}\\x`],
  ['a home', '/Users/jane/bin', `/Users/${jane}/bin`],
  ['a server', '\\\\filesrv01\\share', `\\\\${replacer.text('filesrv01')}\\share`],
  ['a person', 'Macros of Ann Lee.xlsm', `Macros of ${replacer.text('Ann Lee')}.xlsm`],
  ['mail', 'by jane@corp.example', `by ${jane}@example.org`],
] as const)
  test(`${what} is replaced in a text that stays`, (t) => {
    t.is(pass(value), expected);
  });

test('a long text is looked at once', (t) => {
  const long = 'a.'.repeat(200_000);
  t.is(pass(long), long);
});

test('a name that was found is told once for each text', (t) => {
  found.length = 0;
  for (let turn = 0; turn < 3; turn++) pass('Tool of pc-00042 and PC-00042');
  t.deepEqual(found, ['pc-00042', 'PC-00042']);
});

test('a word that is common stays, also as an account', (t) => {
  const isPlaceholder = placeholdersWith(['Tomcat']);
  const some = new KnownNames(isPlaceholder);
  some.learn('EMEA\\tomcat', 'account');
  const tools = { replacer: replacerBy(Buffer.from('a secret of a test'), isPlaceholder), names: some, isPlaceholder };
  t.is(passing(tools)('Apache Tomcat 9'), 'Apache Tomcat 9');
  t.regex(tools.replacer.text('EMEA\\tomcat'), /^(?!EMEA)[A-Z]{4}\\tomcat$/);
});
