import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { adapters } from '../../../adapters/index.ts';
import { checkMappingFile } from '../../../core/mapping/check-mapping.ts';

/** Every code of a faulty mapping, produced by the smallest mistake that leads to it, at the line and column of the mistake. */
const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'kinds.csv'), 'from,to\nx,y\n');
writeFileSync(join(folder, 'hosts.csv'), 'id,name\n1,pc-1\n');
writeFileSync(join(folder, 'circle.yaml'), 'extends: circle.yaml\n');

const lines = [
  'mapping: site/hosts',
  'source: { adapter: csv }',
  'completeness: { Computer: additions }',
  'records:',
  '  - entity: Computer',
  '    key: id',
  '    fields:',
  '      name: Name',
];

/** The mapping above with one line replaced, or with lines added. */
function replaced(line: number, by: string): string {
  return lines.map((each, index) => (index === line - 1 ? by : each)).join('\n');
}

function added(...more: readonly string[]): string {
  return [...lines, ...more].join('\n');
}

test.serial('the mapping that the mistakes are made in has no fault', async (t) => {
  t.deepEqual(await faultsOf(added()), []);
});

const mistakes: readonly (readonly [what: string, text: string, fault: string])[] = [
  ['a colon in a text', replaced(1, 'mapping: a: b'), 'mapping/not-yaml 1:10'],
  ['an alias', replaced(1, 'mapping: *name'), 'mapping/not-yaml 1:10'],
  ['an empty file', '', 'mapping/not-yaml 1:1'],
  ['a misspelt property', added('limit: { rejects: 5% }'), 'mapping/unknown-property 9:1'],
  ['no completeness', replaced(3, ''), 'mapping/missing-property 1:1'],
  ['a completeness that has no meaning', replaced(3, 'completeness: { Computer: all }'), 'mapping/wrong-value 3:27'],
  ['a completeness for some entities only', replaced(3, 'completeness: {}'), 'mapping/missing-property 3:1'],
  ['a name with blanks', replaced(1, 'mapping: Site Hosts'), 'mapping/wrong-value 1:10'],
  ['a missing parenthesis', replaced(8, '      name: trim(Name'), 'mapping/syntax 8:22'],
  ['a word of the language as a column', replaced(8, '      name: in'), 'mapping/syntax 8:13'],
  ['a function that does not exist', replaced(8, '      name: Name | tirm'), 'mapping/unknown-function 8:20'],
  ['an argument too few', replaced(8, '      name: Name | replace("a")'), 'mapping/wrong-arguments 8:20'],
  ['an argument too many', replaced(8, '      name: trim(Name, 2)'), 'mapping/wrong-arguments 8:24'],
  ['a pattern that is no pattern', replaced(8, '      name: Name | regexExtract("(")'), 'mapping/wrong-arguments 8:20'],
  [
    'a lookup table that is not there',
    replaced(8, '      name: Name | lookup("hosts")'),
    'mapping/unknown-lookup 8:20',
  ],
  ['a date in a field of text', replaced(8, '      name: Name | date'), 'mapping/wrong-type 8:13'],
  ['item without each', replaced(8, '      name: item'), 'mapping/wrong-type 8:13'],
  ['a condition that is a text', added('    when: Name'), 'mapping/wrong-type 9:11'],
  ['an entity that the model does not have', replaced(5, '  - entity: Computr'), 'mapping/unknown-entity 5:13'],
  ['a field that the entity does not have', added('      serial: Serial'), 'mapping/unknown-field 9:7'],
  ['no key', replaced(6, ''), 'mapping/missing-field 5:5'],
  ['a required field that is not mapped', replaced(8, '      model: Model'), 'mapping/missing-field 5:5'],
  [
    'a lookup file that is not there',
    added('lookups: { kinds: { file: kind.csv, key: from, value: to } }'),
    'mapping/lookup-file 9:27',
  ],
  [
    'a lookup file outside the folder',
    added('lookups: { kinds: { file: ../a.csv, key: from, value: to } }'),
    'mapping/lookup-file 9:27',
  ],
  [
    'a lookup file without the column',
    added('lookups: { kinds: { file: kinds.csv, key: old, value: to } }'),
    'mapping/lookup-file 9:43',
  ],
  ['an adapter that does not exist', replaced(2, 'source: { adapter: cvs }'), 'mapping/unknown-adapter 2:11'],
  [
    'an option that the adapter does not have',
    replaced(2, 'source: { adapter: csv, delimeter: ";" }'),
    'option/unknown 2:25',
  ],
  [
    'an option with an impossible value',
    replaced(2, 'source: { adapter: csv, header: second }'),
    'option/wrong-value 2:25',
  ],
  ['a mapping to extend that is not there', 'extends: base.yaml\n', 'mapping/extends 1:10'],
  ['mappings that extend each other', 'extends: circle.yaml\n', 'mapping/extends 1:10'],
  [
    'a column that the file does not have',
    replaced(2, 'source: { adapter: csv, path: hosts.csv }').replace('Name', 'Host'),
    'mapping/unknown-column 8:13',
  ],
  [
    'a column in a test that nothing reads',
    added('tests:', '  - name: x', '    row: { Nmae: pc }'),
    'mapping/unknown-column 11:12',
  ],
];

for (const [what, text, expected] of mistakes) {
  test.serial(`${what}: ${expected}`, async (t) => {
    const faults = await faultsOf(text);
    t.true(faults.includes(expected), JSON.stringify(faults));
  });
}

test.serial('a file that is not there is said so', async (t) => {
  const { faults } = await checkMappingFile(join(folder, 'gone.yaml'), adapters, new AbortController().signal);
  t.deepEqual(
    faults.map(({ code }) => code),
    ['mapping/unreadable'],
  );
});

test.serial('all faults are found at once, in the order of the lines', async (t) => {
  const text = [
    ...lines.slice(0, 4),
    '  - entity: Computer',
    '    key: id |',
    '    fields:',
    '      nme: Name',
    '      cores: Cores | tirm',
  ];
  t.deepEqual(await faultsOf(text.join('\n')), [
    'mapping/missing-field 5:5',
    'mapping/syntax 6:14',
    'mapping/unknown-field 8:7',
    'mapping/unknown-function 9:22',
  ]);
});

/** `code line:column` of each fault of a mapping. */
async function faultsOf(text: string): Promise<readonly string[]> {
  const file = join(folder, 'mapping.yaml');
  writeFileSync(file, text);
  const { faults } = await checkMappingFile(file, adapters, new AbortController().signal);
  return faults.map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);
}
