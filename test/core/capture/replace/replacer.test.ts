import { isIP } from 'node:net';
import test from 'ava';
import fc from 'fast-check';
import { replacerBy } from '../../../../core/capture/replace/replacer.ts';

const replacer = replacerBy(Buffer.from('a secret of a test'));
const { text, serial, uuid, mac } = replacer;

for (const [what, value, shape] of [
  ['a name', 'PC-00042', /^[A-Z]{2}-\d{5}$/],
  ['a name in lower case', 'pc-00042', /^[a-z]{2}-\d{5}$/],
  ['a name with its domain', 'pc-00042.emea.example', /^[a-z]{2}-\d{5}\.[a-z]{4}\.example$/],
  ['an account', 'EMEA\\Jane.Doe', /^[A-Z]{4}\\[A-Z][a-z]{3}\.[A-Z][a-z]{2}$/],
  ['a principal', 'jane.doe@corp.example', /^[a-z]{4}\.[a-z]{3}@example\.org$/],
  ['a person', 'Doe, Jane (IT)', /^[A-Z][a-z]{2}, [A-Z][a-z]{3} \([A-Z]{2}\)$/],
  ['a person with other letters', 'Müller, Zoë', /^[A-Z][à-þ][a-z]{4}, [A-Z][a-z][à-þ]$/u],
  ['a distinguished name', 'CN=PC-00042,OU=Berlin,DC=emea', /^CN=[A-Z]{2}-\d{5},OU=[A-Z][a-z]{5},DC=[a-z]{4}$/],
  ['a path', 'C:\\Users\\jane', /^C:\\[A-Z][a-z]{4}\\[a-z]{4}$/],
  ['padding', '  PC-00042 ', /^ {2}[A-Z]{2}-\d{5} $/],
  ['addresses', '10.1.2.3, 10.1.2.4', /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+, \1\.\d+$/],
  ['an address of IPv6', 'fe80::13', /^fe80::[0-9a-f]{1,4}$/],
  ['a public address of IPv6', '2a02:8071:1::5', /^2001:db8:[0-9a-f]{1,4}:[0-9a-f]{1,4}::[0-9a-f]{1,4}$/],
  ['a MAC address', '00:1a:2b:3c:4d:5e', /^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/],
  ['a security identifier', 'S-1-5-21-1-2-3-1105', /^S-1-5-21-\d+-\d+-\d+-\d{4,}$/],
  [
    'an identifier of a client',
    'GUID:4C4C4544-0042-4510-8057-B4C04F4A5931',
    /^GUID:[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-8[0-9A-F]{3}-[0-9A-F]{12}$/,
  ],
] as const)
  test(`${what} keeps its shape, and nothing else`, (t) => {
    const made = text(value);
    t.regex(made, shape);
    t.not(made, value);
    t.is(text(value), made);
  });

for (const value of [
  'None',
  ' To be filled by O.E.M.',
  '',
  '   ',
  'N/A',
  '0000000000',
  'WORKGROUP',
  'NT AUTHORITY\\SYSTEM',
  'Window Manager\\DWM-1',
  '2024-03-31 22:15:00',
  '2024-03-31T22:15:00Z',
  '0.0.0.0',
  '127.0.0.1',
  '169.254.7.8',
  '::1',
  '50:50:54:50:30:30',
  '00000000-0000-0000-0000-000000000000',
  '03000200-0400-0500-0006-000700080009',
  'S-1-5-18',
])
  test(`${JSON.stringify(value)} names nobody, and stays`, (t) => {
    t.is(text(value), value);
  });

test('the account of an administrator stays, its domain does not', (t) => {
  t.regex(text('EMEA\\Administrator'), /^(?!EMEA)[A-Z]{4}\\Administrator$/);
});

test('a word is the same wherever it stands, in any case', (t) => {
  const made = text('PC-00042');
  t.is(text('pc-00042'), made.toLowerCase());
  t.is(text('CN=PC-00042,OU=Berlin').slice(3, 11), made);
  t.is(text('EMEA\\user18').split('\\')[1], text('user18'));
  t.is(text('user18@emea.example').split('@')[0], text('user18'));
});

test('a serial number keeps its zeros, its letters and its length', (t) => {
  t.regex(serial('00123AB'), /^00[1-9]\d{2}[A-Z]{2}$/);
  t.regex(serial('VMware-56 4d'), /^[A-Z]{2}[a-z]{4}-\d{2} \d[a-z]$/);
  t.is(serial('Default string'), 'Default string');
  t.regex(serial('TLM_VM_srv01'), /^TLM_VM_(?!srv)[a-z]{3}\d{2}$/);
  t.regex(serial('10.1.2.3'), /^[1-9]\d\.[1-9]\.[1-9]\.[1-9]$/);
});

test('identifiers are replaced however they are written', (t) => {
  const made = uuid('{4c4c4544-0042-4510-8057-b4c04f4a5931}');
  t.regex(made, /^\{[0-9a-f-]{36}\}$/);
  t.is(uuid('4C4C4544004245108057B4C04F4A5931'), made.replace(/[{}-]/g, '').toUpperCase());
  t.regex(
    mac('001A2B3C4D5E; 001a.2b3c.4d5f'),
    /^[0-9A-F][26AE][0-9A-F]{10}; [0-9a-f][26ae][0-9a-f]{2}(\.[0-9a-f]{4}){2}$/,
  );
});

test('numbers and bytes keep their length', (t) => {
  t.regex(String(replacer.integer(4711)), /^\d{4}$/);
  t.regex(String(replacer.integer(-9007199254740993n)), /^-\d{16}$/);
  const bytes = Uint8Array.of(1, 2, 3, 4);
  t.is(replacer.bytes(bytes).length, 4);
  t.notDeepEqual(replacer.bytes(bytes), Buffer.from(bytes));
});

test('different words of one shape stay different', (t) => {
  const words = Array.from({ length: 3000 }, (_, number) => `PC${String(number).padStart(4, '0')}`);
  t.is(new Set(words.map(text)).size, words.length);
});

test('of every text the length and the signs between words stay', (t) => {
  const signs = fc.string({ unit: fc.constantFrom(...'abzAZ019-_.,;:\\/ @=(){}ä漢') });
  fc.assert(
    fc.property(signs, (value) => {
      const made = text(value);
      t.is(text(value), made);
      // Addresses have a form of their own.
      if (!/@|:/.test(value) && isIP(value.trim()) === 0 && !/\d\.\d/.test(value))
        t.is([...made].length, [...value].length);
    }),
    { numRuns: 300 },
  );
});
