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

/** The columns of templates and adapters that users have already, by the entities they describe. */
const templates: readonly (readonly [readonly string[], string])[] = [
  [
    ['Computer', 'VirtualMachine', 'User', 'Cluster'],
    'ComputerID ComputerName DomainFlatName DomainQualifiedName BIOSUUID OperatingSystem ServicePack EmailAddress PhoneNumber SerialNo InventoryDate NumberOfProcessors ProcessorType MaxClockSpeed NumberOfCores TotalMemory ChassisType CalculatedUser Manufacturer ModelNo MACAddress IPAddress NumberOfLogicalProcessors NumberOfSockets PartialNumberOfProcessors UUID FirmwareSerialNumber LastLoggedOnUser HostID HostComputerID VirtualMachineType ClusterID InventoryAgent',
  ],
  [
    ['InstallerEvidence'],
    'ComputerID InstanceName DisplayName Version Publisher ProductCode EvidenceType AccessMode DatabaseName InventoryDate',
  ],
  [
    ['FileEvidence'],
    'ComputerID FileName FileVersion ProductVersion ProductName FilePath Company Description FileSize Language AccessMode',
  ],
  [
    ['AccessEvidence'],
    'ComputerID ProductName Version Edition AccessingDeviceIPAddress AccessingDeviceComputerName AccessingDeviceSerialNo AccessingDeviceDomain AccessingUser AccessDate AccessCount InventoryDate UALRoleName UALRoleGUID',
  ],
  [['WmiEvidence'], 'ExternalComputerID ClassName PropertyName PropertyValue InstanceName'],
  [
    ['Cluster', 'ClusterGroup', 'ClusterGroupMember', 'AffinityRule', 'HostPool'],
    'ClusterID ClusterGroupID ClusterGroupName ClusterGroupType ComputerID Namespace DPM DRS ClusterHostGroupName ClusterVMGroupName RuleType HostComputerID ObjectType PoolName ParentName NumberOfCores',
  ],
  [
    ['OrgUnit', 'Vendor', 'PurchaseOrder', 'PurchaseLine', 'Contract'],
    'vendorname contractno groupcn groupexid purchaseorderno purchaseorderdate vendorid purchaseorderid sequencenumber purchaseorderdetailtype itemdescription licensepartno quantity publisherid unitprice requestno invoicedate invoiceno comments effectivedate expirydate requestdate contractid locationid businessunitid costcenterid',
  ],
];

for (const [names, columns] of templates) {
  test(`every known column of ${names.join(', ')} has its field`, (t) => {
    const known = names.flatMap((name) => [...fieldsByColumn(entityNamed(name) ?? t.fail()).keys()]);
    t.deepEqual(
      columns.split(' ').filter((column) => !known.includes(foldColumnName(column))),
      [],
    );
  });
}
