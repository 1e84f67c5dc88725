import test from 'ava';
import type { Value } from '../../../../core/mapping/functions/value.ts';
import { compileText, evaluate } from './evaluate.ts';

const fails = { fails: 'row/not-valid' };

const placeholders = [
  'To be filled by O.E.M.',
  'Default string',
  'System Serial Number',
  'Not Specified',
  'None',
  'N/A',
  'INVALID',
  '0',
  '00000000',
  '123456789',
  'tlm_vm_00-11',
  ' default STRING ',
  'XXXXXXX',
  'FFFFFFFF',
  '........',
];
for (const serial of placeholders) {
  test(`the serial number ${JSON.stringify(serial)} is a placeholder`, (t) => {
    t.is(compileText('Text | blankIfJunkSerial')(serial), null);
  });
}

for (const serial of ['VMware-56 4d 8f', '1234567', 'F', 'X', '0001', 'None1', '00000000A', '1111111']) {
  test(`the serial number ${JSON.stringify(serial)} is one`, (t) => {
    t.is(compileText('Text | blankIfJunkSerial')(serial), serial);
  });
}

const junkMacs = [
  '00:00:00:00:00:00',
  'ff-ff-ff-ff-ff-ff',
  '33:50:6F:45:30:30',
  '50:50:54:50:30:30',
  '02:00:4C:4F:4F:50',
  '00:05:9A:3C:7A:00',
  '00:50:56:C0:00:01',
  '005056c00008',
];
for (const mac of junkMacs) {
  test(`the MAC address ${mac} belongs to no card`, (t) => {
    t.is(compileText('Text | blankIfJunkMac')(mac), null);
    t.deepEqual(compileText('Text | macs')(mac), []);
  });
}

const cases: readonly [string, string, Value | typeof fails][] = [
  ['blankIfJunkUuid', '00020003-0004-0005-0006-000700080009', null],
  ['blankIfJunkUuid', '00000000-0000-0000-0000-000000000000', null],
  ['mac', '', null],
  ['mac', '00:1A:2B:3C:4D:5G', fails],
  ['mac', '00:1A:2B:3C:4D:5E:6F', fails],
  ['mac', '001A2B3C4D5E', '00:1A:2B:3C:4D:5E'],
  ['macs', '00:1A:2B:3C:4D:5E|00-1a-2b-3c-4d-5e', ['00:1A:2B:3C:4D:5E']],
  ['macs', '', []],
  ['ip', '::', '::'],
  ['ip', '::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ['ip', 'FE80:0:0:0:0202:B3FF:FE1E:8329', 'fe80::202:b3ff:fe1e:8329'],
  ['ip', '010.0.0.1', fails],
  ['ip', '10.0.0', fails],
  ['ip', '10.0.0.1/24', fails],
  ['ip', '1::2::3', fails],
  ['ip', '', null],
  ['ips', '[10.0.0.1][10.0.0.2]', ['10.0.0.1', '10.0.0.2']],
  ['ips', '10.0.0.1 10.0.0.300 2001:db8::/32', ['10.0.0.1', '2001:db8::']],
  ['ips', '::, 0.0.0.0', []],
  ['uuid', 'urn:uuid:4C4C4544-0042-3510-8057-B4C04F4A5931', '4c4c4544-0042-3510-8057-b4c04f4a5931'],
  ['uuid', '4C4C4544004235108057B4C04F4A5931', '4c4c4544-0042-3510-8057-b4c04f4a5931'],
  ['uuid', '4C4C4544-0042-3510-8057-B4C04F4A593', fails],
  ['uuid', '4C4C4544-0042-3510-8057-B4C04F4A593X', fails],
  ['uuid', ' ', null],
  ['uuid | swapUuid | swapUuid', '00112233-4455-6677-8899-aabbccddeeff', '00112233-4455-6677-8899-aabbccddeeff'],
  ['swapUuid', '00112233-4455-6677-8899-aabbccddeeff', '33221100-5544-7766-8899-aabbccddeeff'],
  ['sid', 'S-1-5-21-1004336348-1177238915-682003330-512', 'S-1-5-21-1004336348-1177238915-682003330-512'],
  ['sid', 'S-2-5-18', fails],
  ['sid', 'S-1-', fails],
  ['domainOf', '\\jdoe', null],
  ['accountOf', 'EMEA\\', null],
  ['accountOf', 'EMEA\\j@doe', 'j@doe'],
  ['domainOf', 'j@doe@emea.example', 'emea.example'],
  ['hostOf', '', null],
  ['dnsDomainOf', '10.0.0.1', null],
  ['flatDomain', ' emea.example ', 'EMEA'],
  ['paths', ' EMEA / / DE ', ['EMEA', 'EMEA/DE']],
  ['paths', '/'.repeat(10), []],
  ['paths', 'a/'.repeat(101), fails],
  ['parentPath("\\\\")', 'C:\\Programs\\Tool', 'C:\\Programs'],
  ['replace("a", "b")', 'banana', 'bbnbnb'],
  ['replace("", "b")', 'banana', 'banana'],
];
for (const [call, text, expected] of cases) {
  test(`${call} of ${JSON.stringify(text.slice(0, 50))} is ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(evaluate(`${JSON.stringify(text)} | ${call}`), expected);
  });
}

test('a replacement that would fill the memory is a fault of the row', (t) => {
  const run = compileText('replace(Text, "a", Text)');
  t.is(run('aa'), 'aaaa');
  t.throws(() => run('a'.repeat(100_000)), { any: true });
});

test('null goes through every function that does not say otherwise', (t) => {
  for (const call of [
    'trim',
    'date',
    'instant',
    'mac',
    'ips',
    'number("de")',
    'bytes',
    'split(",")',
    'blankIf("x")',
    'uuid',
  ]) {
    t.is(compileText(`Text | ${call}`)(null), null, call);
  }
});

test('a lookup finds without case and trailing blanks, and can give null for what it has', (t) => {
  const lookups = { sites: { Berlin: 'DE-BER' } };
  t.is(evaluate('"BERLIN " | lookup("sites")', { lookups }), 'DE-BER');
  t.deepEqual(evaluate('" Berlin" | lookup("sites")', { lookups }), { fails: 'row/not-in-lookup' });
  t.is(evaluate('lookup("Paris", "sites", else: null) ?? "none"', { lookups }), 'none');
});
