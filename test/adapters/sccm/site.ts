import { DatabaseSync } from 'node:sqlite';
import { traps } from './traps.ts';
import { views } from './views.ts';

/**
 * A made-up site of Configuration Manager: its views as tables, always the same for a number of devices. The first devices are each
 * one of the traps that sites have; the others are ordinary. `siteSql` writes it for a real server.
 */
export interface SiteTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: readonly (readonly Value[])[];
}

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** The ResourceID of a device, by its number from 1. */
export const deviceId = (number: number): number => 16_777_220 + number;

export function makeSite({ devices }: { readonly devices: number }): readonly SiteTable[] {
  const rows = new Map<string, Value[][]>(Object.keys(views).map((name) => [name, []]));
  const add = (view: string, row: Row) =>
    rows.get(view)?.push(Object.keys(views[view]).map((column) => row[column] ?? null));
  for (let number = 1; number <= devices; number++) for (const [view, row] of rowsOf(number)) add(view, row);
  const file = { FileName: 'winword.exe', FileVersion: '16.0.1', CompanyName: 'Microsoft Corporation' };
  add('v_MeteredFiles', { MeteredFileID: 42, ...file });
  return Object.entries(views).map(([name, columns]) => ({
    name,
    columns: Object.entries(columns),
    rows: rows.get(name) ?? [],
  }));
}

function* rowsOf(number: number): Generator<[string, Row]> {
  const odd = traps[number] ?? {};
  const ResourceID = deviceId(number);
  const name = `PC-${String(number).padStart(5, '0')}`;
  const uuid = odd.uuid ?? `4C4C4544-0042-3510-8057-${String(number).padStart(12, '0')}`;
  const usual = `2024-03-${String(1 + (number % 28)).padStart(2, '0')} 22:15:00`;
  const scan = odd.scan === undefined ? usual : odd.scan;
  const user = `user${number % 97}`;
  yield [
    'v_R_System',
    {
      ResourceID,
      Name0: name,
      Netbios_Name0: name,
      Resource_Domain_OR_Workgr0: 'EMEA',
      Full_Domain_Name0: 'EMEA.EXAMPLE',
      SMS_Unique_Identifier0: `GUID:${name}`,
      SMBIOS_GUID0: uuid,
      Client_Version0: '5.00.9122.1000',
      User_Name0: user,
      User_Domain0: 'EMEA',
      Is_Virtual_Machine0: 0,
      Obsolete0: 0,
      Decommissioned0: 0,
      Active0: 1,
      Client0: 1,
      ...odd.system,
    },
  ];
  yield ['v_FullCollectionMembership', { ResourceID, CollectionID: 'SMS00001' }];
  if (number % 10 === 1) yield ['v_FullCollectionMembership', { ResourceID, CollectionID: 'P0100042' }];
  if (scan === null) return;
  const one = { ResourceID, GroupID: 1, RevisionID: 1 };
  yield ['v_RA_System_SMSAssignedSites', { ResourceID, SMS_Assigned_Sites0: 'P01' }];
  yield ['v_GS_WORKSTATION_STATUS', { ResourceID, LastHWScan: scan }];
  yield ['v_GS_LastSoftwareScan', { ResourceID, LastScanDate: number % 10 === 0 ? '1970-01-01 00:00:00' : scan }];
  yield ['v_CH_ClientSummary', { ResourceID, LastActiveTime: scan, ClientActiveStatus: 1 }];
  yield* hardwareOf(number, one, uuid, scan, odd.sockets);
  yield* networkOf(number, one);
  yield* softwareOf(number, one, scan);
  yield* usersOf(number, one, user, scan);
  for (const [view, more] of Object.entries(odd.more ?? {}))
    for (const row of more) yield [view, { ResourceID, ...row }];
}

interface Instance extends Row {
  readonly ResourceID: number;
}

function* hardwareOf(
  number: number,
  one: Instance,
  uuid: string,
  scan: string,
  sockets: readonly Row[] | undefined,
): Generator<[string, Row]> {
  const maker = { Manufacturer0: 'Dell Inc.', Model0: 'Latitude 7440', SystemType0: 'x64-based PC' };
  yield ['v_GS_COMPUTER_SYSTEM', { ...one, ...maker, Domain0: 'emea.example', NumberOfProcessors0: 1 }];
  yield ['v_GS_COMPUTER_SYSTEM_PRODUCT', { ...one, UUID0: uuid, IdentifyingNumber0: `SN${number}`, Version0: '' }];
  yield ['v_GS_PC_BIOS', { ...one, SerialNumber0: number % 10 === 0 ? 'To be filled by O.E.M.' : `SN${number}` }];
  yield ['v_GS_SYSTEM_ENCLOSURE', { ...one, ChassisTypes0: '10', SerialNumber0: `SN${number}` }];
  const system = { Caption0: 'Microsoft Windows 11 Enterprise', Version0: '10.0.22631', BuildNumber0: '22631' };
  const times = { InstallDate0: '2023-06-01 09:00:00', LastBootUpTime0: scan };
  yield ['v_GS_OPERATING_SYSTEM', { ...one, ...system, ...times, TotalVisibleMemorySize0: 16_500_000 }];
  yield ['v_GS_X86_PC_MEMORY', { ...one, TotalPhysicalMemory0: 16_777_216 }];
  const socket = { GroupID: 1, RevisionID: 1, DeviceID0: 'CPU0', NumberOfCores0: 8, NumberOfLogicalProcessors0: 16 };
  const chip = { Name0: 'Intel(R) Core(TM)', Manufacturer0: 'GenuineIntel', MaxClockSpeed0: 2400 };
  for (const each of sockets ?? [socket]) yield ['v_GS_PROCESSOR', { ResourceID: one.ResourceID, ...chip, ...each }];
  const disk = { DeviceID0: 'C:', DriveType0: 3, FileSystem0: 'NTFS', Size0: 476_937, FreeSpace0: 200_000 };
  yield ['v_GS_LOGICAL_DISK', { ...one, ...disk }];
  yield ['v_GS_LOGICAL_DISK', { ...one, GroupID: 2, DeviceID0: 'D:', DriveType0: 5 }];
}

function* networkOf(number: number, one: Instance): Generator<[string, Row]> {
  const bytes = [16, 8, 0].map((bits) => (number >> bits) % 256);
  const mac = `00:1A:2B:${bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')}`;
  const card = { MACAddress0: mac, ServiceName0: 'e1d' };
  const addresses = `10.${bytes.join('.')}, fe80::${(1 + (number % 65_535)).toString(16)}`;
  yield ['v_GS_NETWORK_ADAPTER', { ...one, ...card, Name0: 'Intel(R) Ethernet' }];
  yield ['v_GS_NETWORK_ADAPTER_CONFIGURATION', { ...one, GroupID: 5, ...card, IPAddress0: addresses }];
  const junk = { MACAddress0: '50:50:54:50:30:30', ServiceName0: 'RasPppoe' };
  yield ['v_GS_NETWORK_ADAPTER', { ...one, GroupID: 2, ...junk, Name0: 'WAN Miniport (PPPOE)' }];
  yield ['v_GS_NETWORK_ADAPTER_CONFIGURATION', { ...one, GroupID: 2, ...junk, IPAddress0: '0.0.0.0' }];
  yield ['v_GS_NETWORK_ADAPTER', { ...one, GroupID: 3, Name0: 'WAN Miniport (IP)', ServiceName0: 'NdisWan' }];
}

function* softwareOf(number: number, one: Instance, scan: string): Generator<[string, Row]> {
  const { ResourceID } = one;
  const reader = { DisplayName0: ' Adobe®  Reader ', Version0: '11.0.00 ', Publisher0: 'Adobe Systems, Inc.' };
  const code = '{AC76BA86-7AD7-1033-7B44-AB0000000001}';
  yield ['v_GS_ADD_REMOVE_PROGRAMS', { ...one, ...reader, ProdID0: code, InstallDate0: '20240131' }];
  yield ['v_GS_ADD_REMOVE_PROGRAMS', { ...one, GroupID: 2, DisplayName0: null, ProdID0: 'KB123456' }];
  const zip = { DisplayName0: '7-Zip 23.01 (x64)', Version0: '23.01', Publisher0: 'Igor Pavlov', ProdID0: '7-Zip' };
  yield ['v_GS_ADD_REMOVE_PROGRAMS_64', { ...one, ...zip }];
  if (number % 10 === 3)
    yield ['v_GS_APPV_CLIENT_PACKAGE', { ...one, Name0: 'Visio', Version0: '1.0.0.2', PackageId0: 'visio' }];
  const known = { SoftwareCode0: 'mp0001', ProductName0: 'Adobe Reader', ProductVersion0: '11.0', Publisher0: 'Adobe' };
  yield ['v_GS_INSTALLED_SOFTWARE', { ...one, ...known, InstalledLocation0: 'C:\\Program Files\\Adobe' }];
  const file = { FileName: 'AcroRd32.exe', FilePath: 'C:\\Program Files\\Adobe\\', FileVersion: '11.0.0.379' };
  const size = { FileSize: 1_537_424, ModifiedDate: scan };
  yield ['v_GS_SoftwareFile', { ResourceID, FileID: 7, ProductID: 70, ...file, ...size }];
  const product = { ProductName: 'Adobe Reader', ProductVersion: '11.0', CompanyName: 'Adobe Systems, Inc.' };
  yield ['v_GS_SoftwareProduct', { ResourceID, ProductID: 70, ...product }];
}

function* usersOf(number: number, one: Instance, user: string, scan: string): Generator<[string, Row]> {
  const { ResourceID } = one;
  const unique = `EMEA\\${user}`;
  const account = { Unique_User_Name0: unique, User_Name0: user, Windows_NT_Domain0: 'EMEA' };
  if (number < 97) yield ['v_R_User', { ResourceID: 2_063_597_568 + number, ...account }];
  yield ['v_UserMachineRelationship', { MachineResourceID: ResourceID, UniqueUserName: unique, RelationActive: 1 }];
  const gone = { UniqueUserName: 'EMEA\\gone', RelationActive: 0 };
  yield ['v_UserMachineRelationship', { MachineResourceID: ResourceID, ...gone }];
  const minutes = { TotalUserConsoleMinutes0: 1440, NumberOfConsoleLogons0: 12, LastConsoleUse0: scan };
  yield ['v_GS_SYSTEM_CONSOLE_USER', { ...one, SystemConsoleUser0: unique, ...minutes }];
  yield ['v_GS_SYSTEM_CONSOLE_USER', { ...one, GroupID: 2, SystemConsoleUser0: 'Window Manager\\DWM-1' }];
  yield ['v_GS_SYSTEM_CONSOLE_USAGE', { ...one, TopConsoleUser0: unique }];
  const used = { FileID: 42, TimeKey: 202_403, UsageCount: 12, TSUsageCount: 0, UsageTime: 5430, LastUsage: scan };
  if (number % 5 === 0) {
    yield ['v_MonthlyUsageSummary', { ResourceID, MeteredUserID: number, ...used }];
    yield ['v_MeteredUser', { MeteredUserID: number, Domain: 'EMEA', UserName: user }];
  }
  const lately = { ExplorerFileName0: 'winword.exe', FileVersion0: '16.0.1', FolderPath0: 'C:\\Office\\' };
  const last = { LaunchCount0: 12, LastUsedTime0: scan, LastUserName0: unique };
  yield ['v_GS_CCM_RECENTLY_USED_APPS', { ...one, ...lately, ...last }];
}

/** The site without views, or columns as `view.column`. */
export function without(tables: readonly SiteTable[], ...names: readonly string[]): readonly SiteTable[] {
  return tables.flatMap((table) => {
    if (names.includes(table.name)) return [];
    const left = table.columns.flatMap(([column], index) => (names.includes(`${table.name}.${column}`) ? [] : [index]));
    const pick = <Each>(list: readonly Each[]): readonly Each[] => left.map((index) => list[index]);
    return [{ name: table.name, columns: pick(table.columns), rows: table.rows.map(pick) }];
  });
}

/** Writes the site as a database of SQLite, which understands what the queries are made of. */
export function writeSite(path: string, tables: readonly SiteTable[]): void {
  const database = new DatabaseSync(path);
  try {
    database.exec('BEGIN');
    for (const { name, columns, rows } of tables) {
      database.exec(`CREATE TABLE ${name} (${columns.map((column) => column.join(' ')).join(', ')})`);
      const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`);
      for (const row of rows) insert.run(...row);
    }
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

/** The site as statements for SQL Server, each of at most 500 rows. */
export function* siteSql(tables: readonly SiteTable[]): Generator<string> {
  for (const { name, columns, rows } of tables) {
    yield `CREATE TABLE dbo.${name} (${columns.map((column) => column.join(' ')).join(', ')})`;
    for (let at = 0; at < rows.length; at += 500) {
      const values = rows.slice(at, at + 500).map((row) => `(${row.map(literal).join(', ')})`);
      yield `INSERT INTO dbo.${name} VALUES ${values.join(', ')}`;
    }
  }
}

function literal(value: Value): string {
  if (typeof value === 'string') return `N'${value.replaceAll("'", "''")}'`;
  return String(value ?? 'NULL');
}
