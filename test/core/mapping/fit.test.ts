import test from 'ava';
import type { Dataset } from '../../../core/adapter/contract.ts';
import { chooseMapping, fitMappings } from '../../../core/mapping/fit.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import type { Mapping } from '../../../core/mapping/mapping.ts';
import { shippedMappings } from '../../mappings/shipped.ts';

const shipped = shippedMappings().filter(({ name }) => /^(spreadsheets|business)/.test(name));

function dataset(names: readonly string[], name = 'rows'): Dataset {
  return { name, columns: names.map((each) => ({ name: each, type: 'text' })), origin: String };
}

interface Own {
  readonly columns?: string;
  readonly key?: string;
  readonly name?: string;
  readonly fields?: string;
  readonly dataset?: string;
}

function mapping(name: string, own: Own = {}): Mapping {
  const { columns = 'Id: [], Host: [], Vendor: []', key = 'Id', fields = 'manufacturer: Vendor', dataset: of } = own;
  return parseMapping(`
mapping: ${name}
source: { adapter: csv${of === undefined ? '' : `, dataset: ${of}`} }
completeness: { Computer: additions }
columns: { ${columns} }
records: [{ entity: Computer, key: "${key}", fields: { name: ${own.name ?? 'Host'}, ${fields} } }]
`);
}

const templates: readonly (readonly [mapping: string, columns: readonly string[]])[] = [
  [
    'spreadsheets/computers',
    [
      'ComputerID',
      'ComputerName',
      'DomainFlatName',
      'DomainQualifiedName',
      'BIOSUUID',
      'OperatingSystem',
      'ServicePack',
      'EmailAddress',
      'PhoneNumber',
      'SerialNo',
    ],
  ],
  ['spreadsheets/computers', ['os', 'serial number', 'HOSTNAME', 'device id', 'last user']],
  [
    'spreadsheets/installer-evidence',
    ['ComputerID', 'InstanceName', 'DisplayName', 'Version', 'Publisher', 'AccessMode'],
  ],
  ['spreadsheets/installer-evidence', ['Version', 'Publisher', 'Software', 'ComputerID']],
  [
    'spreadsheets/file-evidence',
    ['ComputerID', 'FileName', 'FileVersion', 'ProductVersion', 'ProductName', 'FilePath', 'Company'],
  ],
  [
    'spreadsheets/access-evidence',
    [
      'ComputerID',
      'ProductName',
      'Version',
      'Edition',
      'AccessingDeviceIPAddress',
      'AccessingUser',
      'AccessDate',
      'AccessCount',
    ],
  ],
  ['spreadsheets/clusters', ['ClusterID', 'ClusterName', 'ClusterType', 'DRS', 'DPM']],
  [
    'spreadsheets/cluster-groups',
    ['ClusterGroupID', 'ClusterGroupName', 'ClusterGroupType', 'ClusterID', 'ComputerID'],
  ],
  [
    'spreadsheets/cluster-host-affinity',
    ['ClusterID', 'ClusterHostGroupName', 'ClusterVMGroupName', 'RuleType', 'Name'],
  ],
  ['spreadsheets/wmi-evidence', ['ComputerID', 'ClassName', 'PropertyName', 'PropertyValue', 'InstanceName']],
  [
    'business/purchase-orders',
    [
      'purchaseorderno',
      'purchaseorderdate',
      'sequencenumber',
      'itemdescription',
      'quantity',
      'unitprice',
      'vendorname',
    ],
  ],
  ['business/purchase-orders', ['PO Number', 'Line', 'Part #', 'Qty', 'Supplier', 'Unit cost']],
];

for (const [name, columns] of templates) {
  test(`${name} is chosen for ${columns.join(', ')}`, (t) => {
    const choice = chooseMapping([], shipped, [dataset(columns)]);
    t.is(choice.kind === 'chosen' ? choice.fit.mapping.name : choice.kind, name);
    const reversed = chooseMapping([], shipped, [dataset([...columns].reverse())]);
    t.is(reversed.kind === 'chosen' ? reversed.fit.mapping.name : reversed.kind, name);
  });
}

test('a mapping fits only if its key and required columns are there', (t) => {
  const whole = mapping('a/whole');
  t.is(fitMappings([whole], dataset(['Id', 'Host'])).length, 1);
  t.deepEqual(fitMappings([whole], dataset(['Id', 'Vendor', 'Serial'])), []);
  t.deepEqual(fitMappings([whole], dataset(['Host', 'Vendor'])), []);
});

test('a column that the mapping calls required must be there, whatever it is used for', (t) => {
  const strict = mapping('a/strict', { columns: 'Id: [], Host: [], Vendor: { required: true }' });
  t.deepEqual(fitMappings([strict], dataset(['Id', 'Host'])), []);
  t.is(fitMappings([strict], dataset(['Id', 'Host', 'Vendor'])).length, 1);
});

test('of alternatives one is enough for a key, of parts all are needed', (t) => {
  const alternatives = mapping('a/alternatives', {
    columns: 'Id: [], Tag: [], Host: []',
    key: 'Id ?? Tag',
    fields: 'model: "null"',
  });
  const parts = mapping('a/parts', {
    columns: 'Id: [], Tag: [], Host: []',
    key: 'concat(Id, Tag)',
    fields: 'model: "null"',
  });
  const names = (columns: readonly string[]) =>
    fitMappings([alternatives, parts], dataset(columns)).map((fit) => fit.mapping.name);
  t.deepEqual(names(['Tag', 'Host']), ['a/alternatives']);
  t.deepEqual(names(['Id', 'Tag', 'Host']).sort(), ['a/alternatives', 'a/parts']);
});

test('an access by nobody is no access evidence', (t) => {
  const names = (columns: readonly string[]) => fitMappings(shipped, dataset(columns)).map((fit) => fit.mapping.name);
  t.deepEqual(names(['ComputerID', 'ProductName', 'Version']), ['spreadsheets/installer-evidence']);
  t.is(names(['ComputerID', 'ProductName', 'Version', 'AccessingUser'])[0], 'spreadsheets/access-evidence');
});

test('a match of hardly more than the key is chance', (t) => {
  const wide = ['Id', 'Host', ...Array.from({ length: 10 }, (_, index) => `Other ${index}`)];
  t.deepEqual(fitMappings([mapping('a/weak')], dataset(wide)), []);
  t.is(fitMappings([mapping('a/weak')], dataset([...wide, 'Vendor'])).length, 1);
});

test('the mapping that reads most columns is first', (t) => {
  const more = mapping('a/more');
  const less = mapping('a/less', { columns: 'Id: [], Host: []', fields: 'model: "null"' });
  const fits = fitMappings([less, more], dataset(['Id', 'Host', 'Vendor']));
  t.deepEqual(
    fits.map((fit) => [fit.mapping.name, fit.score, fit.tied]),
    [
      ['a/more', 3, false],
      ['a/less', 2, false],
    ],
  );
});

test('an own mapping goes before a shipped one that reads more', (t) => {
  const own = mapping('own/less', { columns: 'Id: [], Host: []', fields: 'model: "null"' });
  const choice = chooseMapping([own], [mapping('shipped/more')], [dataset(['Id', 'Host', 'Vendor'])]);
  t.is(choice.kind === 'chosen' ? choice.fit.mapping.name : choice.kind, 'own/less');
});

test('two that fit equally well are a tie', (t) => {
  const choice = chooseMapping([mapping('a/one'), mapping('a/two')], [], [dataset(['Id', 'Host', 'Vendor'])]);
  t.deepEqual(choice.kind === 'tie' ? choice.fits.map((fit) => fit.mapping.name) : choice.kind, ['a/one', 'a/two']);
});

test('of a book the sheet that fits best is taken, and the others are said', (t) => {
  const sheets = [
    dataset(['Title', 'Text'], 'Read me'),
    dataset(['Id', 'Host', 'Vendor'], 'Hosts'),
    dataset(['Id', 'Host'], 'Old'),
  ];
  const choice = chooseMapping([mapping('a/hosts')], [], sheets);
  if (choice.kind !== 'chosen') return t.fail();
  t.is(choice.fit.dataset.name, 'Hosts');
  t.deepEqual(choice.otherDatasets, ['Read me', 'Old']);
});

test('two sheets that fit equally well are a tie', (t) => {
  const sheets = [dataset(['Id', 'Host'], '2023'), dataset(['Id', 'Host'], '2024')];
  const choice = chooseMapping([mapping('a/hosts')], [], sheets);
  t.deepEqual(choice.kind === 'tie' ? choice.fits.map((fit) => fit.dataset.name) : choice.kind, ['2023', '2024']);
});

test('a mapping that names its sheet means that one', (t) => {
  const sheets = [dataset(['Id', 'Host', 'Vendor'], '2023'), dataset(['Id', 'Host'], '2024')];
  const choice = chooseMapping([mapping('a/hosts', { dataset: '"2024"' })], [], sheets);
  t.is(choice.kind === 'chosen' ? choice.fit.dataset.name : choice.kind, '2024');
});

test('the sheet of a mapping does not matter for a file that has none', (t) => {
  const choice = chooseMapping([mapping('a/hosts', { dataset: '"2024"' })], [], [dataset(['Id', 'Host'])]);
  t.is(choice.kind, 'chosen');
});

test('where none fits, those that came nearest are said with what they miss', (t) => {
  const choice = chooseMapping([], shipped, [dataset(['ComputerName', 'OperatingSystem', 'SerialNo', 'Model'])]);
  if (choice.kind !== 'none') return t.fail(choice.kind);
  t.is(choice.nearest[0].mapping.name, 'spreadsheets/computers');
  t.deepEqual(choice.nearest[0].missing, ['ComputerID']);
});

test('columns that nobody knows fit nothing', (t) => {
  t.deepEqual(chooseMapping([], shipped, [dataset(['foo', 'bar', '__proto__'])]), { kind: 'none', nearest: [] });
});
