import test from 'ava';
import { parseMapping } from '../../../core/mapping/load.ts';
import { claimingChanges } from '../../../core/run/changes.ts';

const mapping = (records: string, completeness: string) =>
  parseMapping(`
mapping: site/disks
source: { adapter: rows }
completeness: { ${completeness} }
records:
${records}
`);
const lookup = '  - { entity: Computer, mode: lookup, onReject: record, key: Device }\n';
const disks = (computer: string) => `  - { entity: Disk, fields: { computer: ${computer}, device: Slot } }\n`;

const cases: readonly (readonly [
  title: string,
  records: string,
  said: string,
  column: string | undefined,
  claims: string,
])[] = [
  ['children of what was read are complete', disks('Device') + lookup, 'everything', 'Device', 'perParent'],
  ['children that are complete stay so', disks('Device') + lookup, 'perParent', 'Device', 'perParent'],
  ['additions stay additions', disks('Device') + lookup, 'additions', 'Device', 'additions'],
  ['single rows add', disks('Device') + lookup, 'everything', undefined, 'additions'],
  ['of single rows no parent is complete', disks('Device') + lookup, 'perParent', undefined, 'additions'],
  ['keys that are present are not all that are', disks('Device') + lookup, 'presence', 'Device', 'additions'],
  [
    'parents by another column are not those that were read',
    disks('Host') + lookup,
    'everything',
    'Device',
    'additions',
  ],
  ['parents that are computed are not, either', disks('Device | upper') + lookup, 'everything', 'Device', 'additions'],
  [
    'nor are they if the mapping brings others as well',
    `${disks('Device') + lookup}  - { entity: Computer, as: host, mode: lookup, onReject: record, key: Host }\n`,
    'everything',
    'Device',
    'additions',
  ],
];
for (const [title, records, said, column, claims] of cases)
  test(title, (t) => {
    const claiming = claimingChanges(mapping(records, `Disk: ${said}, Computer: everything`), column);
    t.is(String(claiming.completeness.get('Disk')), claims);
    t.is(claiming.completeness.get('Computer'), 'additions');
    t.is(claiming.readBy, column);
  });
