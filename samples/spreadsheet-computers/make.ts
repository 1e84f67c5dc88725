import { join } from 'node:path';
import ExcelJS from 'exceljs';

/** Writes computers.xlsx: the computers of a company that does not exist. Run it with `npx node samples/spreadsheet-computers/make.ts`. */
const header = [
  ...['ComputerID', 'ComputerName', 'DomainFlatName', 'DomainQualifiedName', 'BIOSUUID', 'SerialNo', 'Manufacturer', 'ModelNo', 'ChassisType'],
  ...['OperatingSystem', 'ServicePack', 'NumberOfProcessors', 'ProcessorType', 'MaxClockSpeed', 'NumberOfCores', 'NumberOfLogicalProcessors', 'TotalMemory'],
  ...['MACAddress', 'IPAddress', 'EmailAddress', 'PhoneNumber', 'InventoryDate', 'InventoryAgent', 'LastLoggedOnUser'],
  ...['HostComputerID', 'VirtualMachineType', 'ClusterID', 'ClusterName'],
];

type Row = Readonly<Record<string, string | number | Date>>;

const gib = 1024 ** 3;
const domain = { DomainFlatName: 'NORDWIND', DomainQualifiedName: 'nordwind.example', InventoryAgent: 'Excel list of the service desk' };
const t14 = { Manufacturer: 'Lenovo', ModelNo: 'ThinkPad T14 Gen 4', ChassisType: 'Laptop', OperatingSystem: 'Microsoft Windows 11 Enterprise', NumberOfProcessors: 1, ProcessorType: '13th Gen Intel(R) Core(TM) i5-1345U', MaxClockSpeed: 1600, NumberOfCores: 10, NumberOfLogicalProcessors: 12, TotalMemory: 16 * gib };
const tower = { Manufacturer: 'Dell Inc.', ModelNo: 'OptiPlex 7010', ChassisType: 'Desktop', OperatingSystem: 'Microsoft Windows 10 Enterprise', NumberOfProcessors: 1, ProcessorType: 'Intel(R) Core(TM) i5-13500', MaxClockSpeed: 2500, NumberOfCores: 14, NumberOfLogicalProcessors: 20, TotalMemory: 8 * gib };
const host = { Manufacturer: 'HPE', ModelNo: 'ProLiant DL380 Gen10', ChassisType: 'Rack Mount Chassis', OperatingSystem: 'VMware ESXi 8.0', NumberOfProcessors: 2, ProcessorType: 'Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz', MaxClockSpeed: 2000, NumberOfCores: 64, NumberOfLogicalProcessors: 128, TotalMemory: 512 * gib, ClusterID: 'CL-BER', ClusterName: 'Berlin production' };
const guest = { Manufacturer: 'VMware, Inc.', ModelNo: 'VMware7,1', ChassisType: 'Other', NumberOfProcessors: 4, ProcessorType: 'Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz', MaxClockSpeed: 2000, NumberOfCores: 4, NumberOfLogicalProcessors: 4, TotalMemory: 32 * gib, VirtualMachineType: 'VMware', ClusterID: 'CL-BER', ClusterName: 'Berlin production' };

const people = ['amueller', 'bschmidt', 'cweber', 'dfischer', 'ebauer', 'fkoch', 'gwolf', 'hneumann'];

const notebooks = people.map((account, index): Row => ({
  ...domain,
  ...t14,
  ComputerID: `00${index + 101}`,
  ComputerName: `BER-NB-${String(index + 1).padStart(3, '0')}`,
  BIOSUUID: `4c4c4544-0042-3510-8057-b4c04f4a59${String(index + 10)}`,
  SerialNo: `PF3ABC${String(index + 10)}`,
  MACAddress: `3C-7C-3F-00-10-${String(index + 10)}`,
  IPAddress: `10.20.1.${index + 10}`,
  EmailAddress: `${account}@nordwind.example`,
  PhoneNumber: `+49 30 5550 ${index + 100}`,
  InventoryDate: new Date(Date.UTC(2026, 9, 20 + index, 7 + index, 30)),
  LastLoggedOnUser: `NORDWIND\\${account}`,
}));

const desktops = ['', 'gwolf', 'AMueller'].map((account, index): Row => ({
  ...domain,
  ...tower,
  ComputerID: `00${index + 201}`,
  ComputerName: `BER-PC-${String(index + 1).padStart(3, '0')}`,
  BIOSUUID: `4c4c4544-0043-3510-8057-b4c04f4a59${String(index + 10)}`,
  // The board of the first one was replaced, and nobody wrote its number into it.
  SerialNo: index === 0 ? 'To Be Filled By O.E.M.' : `7XK2BD${index}`,
  MACAddress: `3C-7C-3F-00-20-${String(index + 10)}`,
  IPAddress: `10.20.1.${index + 50}`,
  InventoryDate: new Date(Date.UTC(2026, 9, 28, 6, 15 + index)),
  ...(account === '' ? {} : { LastLoggedOnUser: `NORDWIND\\${account}` }),
}));

const hosts = [1, 2].map((number): Row => ({
  ...domain,
  ...host,
  ComputerID: `00${300 + number}`,
  ComputerName: `ber-esx-0${number}`,
  BIOSUUID: `30373237-3132-5a43-3330-30304142430${number}`,
  SerialNo: `CZ300${number}ABCD`,
  MACAddress: `3C-7C-3F-00-30-0${number}; 3C-7C-3F-00-31-0${number}`,
  IPAddress: `10.20.2.2${number}`,
  InventoryDate: new Date(Date.UTC(2026, 10, 6, 0, number)),
}));

const guests = ['ber-db-01', 'ber-db-02', 'ber-app-01', 'ber-app-02', 'ber-web-01'].map((name, index): Row => ({
  ...domain,
  ...guest,
  ComputerID: `00${401 + index}`,
  ComputerName: name,
  BIOSUUID: `564d0001-0000-4000-8000-00000000000${index + 1}`,
  SerialNo: `VMware-56 4d 00 01 00 00 40 00-80 00 00 00 00 00 00 0${index + 1}`,
  OperatingSystem: index < 2 ? 'Red Hat Enterprise Linux 9.4' : 'Microsoft Windows Server 2022 Standard',
  MACAddress: `00-50-56-00-10-0${index + 1}`,
  IPAddress: `10.20.2.3${index + 1}`,
  InventoryDate: new Date(Date.UTC(2026, 10, 6, 0, 10 + index)),
  HostComputerID: index % 2 === 0 ? '00301' : '00302',
}));

const faults: readonly Row[] = [
  // The same notebook a second time, with less on it: it is merged into the first.
  { ComputerID: '00101', ComputerName: 'BER-NB-001', DomainFlatName: 'NORDWIND', LastLoggedOnUser: 'NORDWIND\\hneumann' },
  // Nobody knows what it is called: rejected.
  { ...domain, ...tower, ComputerID: '00204', SerialNo: '7XK2BD9' },
  // Its host is not in the list: the reference is left out, the rest is kept.
  { ...domain, ...guest, ComputerID: '00406', ComputerName: 'ber-old-01', OperatingSystem: 'Microsoft Windows Server 2012 R2 Standard', HostComputerID: '00399', InventoryDate: 'unknown' },
];

const book = new ExcelJS.Workbook();
book.creator = 'Tributary';
book.created = book.modified = new Date(Date.UTC(2026, 10, 6));
const sheet = book.addWorksheet('Computers');
sheet.addRow(header);
sheet.getRow(1).font = { bold: true };
sheet.views = [{ state: 'frozen', ySplit: 1 }];
for (const row of [...notebooks, ...desktops, ...hosts, ...guests, ...faults]) sheet.addRow(header.map((name) => row[name] ?? null));
sheet.getColumn(header.indexOf('InventoryDate') + 1).numFmt = 'yyyy-mm-dd hh:mm';
header.forEach((name, index) => {
  sheet.getColumn(index + 1).width = Math.max(12, name.length + 2);
});
const notes = book.addWorksheet('Notes');
notes.addRow(['Kept by the service desk of Nordwind Handels AG, a company that does not exist.']);
await book.xlsx.writeFile(join(import.meta.dirname, 'computers.xlsx'));
