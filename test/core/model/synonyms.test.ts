import test from 'ava';
import { entityNamed } from '../../../core/model/entities/index.ts';
import { fieldsByColumn, foldColumnName } from '../../../core/model/synonyms.ts';

for (const [name, folded] of [
  ['Serial No.', 'serialno'],
  ['SERIAL_NO', 'serialno'],
  ['Gerätename', 'geratename'],
  ['Größe', 'grosse'],
  ['RAM (GB)', 'ramgb'],
  ['Прибор №1', 'приборno1'],
  [' - ', ''],
] as const) {
  test(`"${name}" is compared as "${folded}"`, (t) => {
    t.is(foldColumnName(name), folded);
  });
}

for (const [entity, column, field] of [
  ['Computer', 'Netbios_Name0', 'name'],
  ['Computer', 'HOST NAME', 'name'],
  ['Computer', 'ResourceID', 'key'],
  ['Computer', 'Serial Number', 'serialNumber'],
  ['Computer', 'S/N', 'serialNumber'],
  ['Computer', 'Betriebssystem', 'osName'],
  ['Computer', 'RAM (GB)', 'memoryBytes'],
  ['Computer', 'InventoryDate', 'observedAt'],
  ['VirtualMachine', 'HostComputerID', 'host'],
  ['InstallerEvidence', 'DisplayName', 'name'],
  ['FileEvidence', 'FileSize', 'sizeBytes'],
  ['AccessEvidence', 'AccessingUser', 'account'],
  ['Vendor', 'vendorname', 'name'],
  ['PurchaseOrder', 'purchaseorderno', 'number'],
  ['PurchaseLine', 'sequencenumber', 'lineNumber'],
  ['PurchaseLine', 'licensepartno', 'sku'],
  ['Contract', 'contractno', 'number'],
  ['OrgUnit', 'groupcn', 'name'],
] as const) {
  test(`${entity}: a column "${column}" is ${field}`, (t) => {
    const found = entityNamed(entity);
    t.is(found && fieldsByColumn(found).get(foldColumnName(column)), field);
  });
}
