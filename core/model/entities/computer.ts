import { defineEntity, field } from '../define.ts';

export const computer = defineEntity({
  name: 'Computer',
  summary: 'A machine with an operating system of its own, or a host that only carries others.',
  group: 'inventory',
  key: ['key'],
  match: [['serialNumber'], ['uuid'], ['agentId'], ['name', 'domainFlat'], ['name']],
  fields: {
    key: field.key("The source's own id of the machine, never its name.", {
      synonyms: ['ComputerID', 'ResourceID', 'Device ID', 'Machine ID', 'ExternalID', 'ID', 'Geräte-ID'],
    }),
    name: field.natural(256, 'The name of the machine, without its domain.', {
      required: true,
      synonyms: [
        'ComputerName',
        'Hostname',
        'Device name',
        'Machine name',
        'Server name',
        'System name',
        'PC name',
        'Netbios_Name0',
        'Netbios name',
        'Name0',
        'Computer',
        'Device',
        'Host',
        'Server',
        'Rechnername',
        'Gerätename',
        'Rechner',
        "Nom de l'ordinateur",
        'Nom de machine',
        'Nom du poste',
      ],
    }),
    domainFlat: field.natural(100, 'The short name of its domain or workgroup.', {
      synonyms: [
        'DomainFlatName',
        'Domain',
        'Resource_Domain_OR_Workgr0',
        'Domain0',
        'NT domain',
        'Workgroup',
        'Domain or workgroup',
        'Domäne',
        'Domaine',
      ],
    }),
    domainQualified: field.natural(100, 'The DNS name of its domain; a workgroup has none.', {
      synonyms: ['DomainQualifiedName', 'Full_Domain_Name0', 'DNS domain', 'Domain FQDN', 'Full domain name'],
    }),
    kind: field.choice(
      ['physical', 'virtual', 'host', 'partition', 'container', 'mobile', 'session', 'unknown'],
      'What kind of machine it is.',
      { synonyms: ['Computer type', 'Machine type', 'Device type', 'Computerart', 'ComplianceComputerType'] },
    ),
    status: field.choice(
      ['active', 'inactive', 'obsolete', 'decommissioned', 'deleted'],
      'What the source says of its life.',
      { synonyms: ['ComputerStatus', 'Device status', 'State'] },
    ),
    deletedAt: field.instant('When the source deleted it.', { synonyms: ['Deleted', 'Deletion time'] }),
    serialNumber: field.natural(100, 'The serial number, without placeholders that makers leave in.', {
      synonyms: [
        'SerialNo',
        'Serial',
        'S/N',
        'SerialNumber0',
        'Service tag',
        'Seriennummer',
        'Serien-Nr.',
        'Numéro de série',
      ],
    }),
    serialRaw: field.text(256, 'The serial number as the source has it, placeholders included.'),
    uuid: field.natural(64, 'The BIOS UUID in canonical form.', {
      synonyms: ['BIOSUUID', 'SMBIOS_GUID0', 'SMBIOS GUID', 'UUID0', 'System UUID'],
    }),
    uuidRaw: field.text(256, 'The BIOS UUID as the source has it: some sources swap its first three groups.'),
    chassisSerial: field.natural(100, 'The serial number of the chassis.', {
      synonyms: ['FirmwareSerialNumber', 'Chassis serial number', 'Enclosure serial number'],
    }),
    assetTag: field.natural(128, 'The asset tag that its firmware or its owner gave it.', {
      synonyms: ['AssetTag0', 'Asset number', 'Asset ID', 'Inventarnummer', "Numéro d'inventaire"],
    }),
    agentId: field.id('The id of the agent on it, such as an SMS GUID or a BES id.', {
      synonyms: ['SMS_Unique_Identifier0', 'SMS GUID', 'BES ID', 'BigFix ID', 'Agent GUID'],
    }),
    hostId: field.id('The host id of a UNIX machine.'),
    imei: field.text(32, 'The IMEI of a mobile device.', { personal: true }),
    phone: field.natural(128, 'Its telephone number.', {
      personal: true,
      synonyms: ['PhoneNumber', 'Telephone', 'Telefon'],
    }),
    email: field.natural(200, 'The mail address of the person it belongs to.', {
      personal: true,
      synonyms: ['EmailAddress', 'E-Mail-Adresse'],
    }),
    manufacturer: field.natural(128, 'Who made it.', {
      synonyms: ['Manufacturer0', 'Make', 'Brand', 'System manufacturer', 'Hersteller', 'Fabricant'],
    }),
    model: field.natural(128, 'The model, as its maker calls it.', {
      synonyms: ['ModelNo', 'Model0', 'Model name', 'System model', 'Modell', 'Modèle'],
    }),
    chassis: field.natural(128, 'The form of its case, such as `laptop` or `server`.', {
      synonyms: ['ChassisType', 'ChassisTypes0', 'Form factor'],
    }),
    osName: field.natural(128, 'The operating system.', {
      synonyms: [
        'OperatingSystem',
        'OS',
        'Caption0',
        'OS caption',
        'Operating System Name',
        'Betriebssystem',
        "Système d'exploitation",
      ],
    }),
    osVersion: field.natural(128, 'The version of the operating system.', {
      synonyms: ['Operating system version', 'OperatingSystemVersion0', 'Betriebssystemversion'],
    }),
    osBuild: field.natural(128, 'The build of the operating system.', {
      synonyms: ['BuildNumber0', 'OS build number', 'Build number', 'Build'],
    }),
    servicePack: field.natural(128, 'The service pack of the operating system.', {
      synonyms: ['CSDVersion0', 'OS service pack', 'SP'],
    }),
    osArchitecture: field.natural(64, 'The architecture of the operating system, such as `x64`.', {
      synonyms: ['SystemType0', 'Architecture', 'OSArchitecture0', 'System type'],
    }),
    osInstalledAt: field.instant('When the operating system was installed.', {
      synonyms: ['InstallDate0', 'OS install date', 'Original install date'],
    }),
    sockets: field.integer('Occupied sockets, as the operating system sees them.', {
      synonyms: ['NumberOfSockets', 'NumberOfProcessors', 'NumberOfProcessors0', 'CPU count', 'CPUs', 'Processors'],
    }),
    cores: field.decimal('Cores in all, as the operating system sees them: in a guest its vCPUs.', {
      minimum: '0',
      synonyms: [
        'NumberOfCores',
        'NumberOfCores0',
        'CPU cores',
        'Total cores',
        'Core count',
        'Kerne',
        'Anzahl Kerne',
        'Cœurs',
        'Nombre de cœurs',
      ],
    }),
    threads: field.integer('Logical processors in all, as the operating system sees them.', {
      synonyms: ['NumberOfLogicalProcessors', 'NumberOfLogicalProcessors0', 'Logical processors', 'Logical CPUs'],
    }),
    partialProcessors: field.decimal('The share of processors that a partition is given, such as 0.25.', {
      minimum: '0',
      synonyms: ['PartialNumberOfProcessors'],
    }),
    processorName: field.natural(256, 'The processor, as it names itself.', {
      synonyms: ['ProcessorType', 'Processor', 'CPU', 'CPU model', 'CPU type', 'Prozessor', 'Processeur'],
    }),
    clockMhz: field.integer('The clock of its processors in MHz.', {
      synonyms: ['MaxClockSpeed', 'MaxClockSpeed0', 'NormSpeed0', 'Clock speed', 'CPU speed', 'Clock speed (MHz)'],
    }),
    memoryBytes: field.integer('The memory in bytes.', {
      synonyms: [
        'TotalMemory',
        'Memory',
        'RAM',
        'RAM (GB)',
        'RAM (MB)',
        'Memory (GB)',
        'Memory (MB)',
        'TotalPhysicalMemory0',
        'Total physical memory',
        'Physical memory',
        'Installed RAM',
        'Arbeitsspeicher',
        'Mémoire',
      ],
    }),
    ips: field.list(64, 'Its IP addresses.', {
      synonyms: ['IPAddress', 'IP addresses', 'IP', 'IPAddress0', 'IP_Addresses0', 'IP-Adresse', 'Adresse IP'],
    }),
    macs: field.list(64, 'The MAC addresses of its adapters.', {
      synonyms: ['MACAddress', 'MAC addresses', 'MAC', 'MACAddress0', 'MAC_Addresses0', 'MAC-Adresse', 'Adresse MAC'],
    }),
    siteCode: field.natural(64, 'The site of the source that manages it.', {
      synonyms: ['Site', 'SMS_Assigned_Sites0', 'SMS site code'],
    }),
    lastSeenAt: field.instant('When it last spoke to the source.', {
      synonyms: [
        'Last seen',
        'LastActiveTime',
        'Last contact',
        'Last check-in',
        'Last active',
        'Zuletzt gesehen',
        'Letzter Kontakt',
        'Dernier contact',
      ],
    }),
    hardwareScanAt: field.instant('When its hardware was last scanned.', {
      synonyms: [
        'LastHWScan',
        'Last hardware scan',
        'Hardware scan date',
        'Last scan',
        'Letzter Scan',
        'Dernier inventaire',
      ],
    }),
    softwareScanAt: field.instant('When its software was last scanned.', {
      synonyms: ['LastScanDate', 'Last software scan', 'Software scan date'],
    }),
    bootedAt: field.instant('When it was last started.', {
      synonyms: ['LastBootUpTime0', 'Last boot', 'Last boot up time', 'System boot time'],
    }),
    inventoryAgent: field.natural(64, 'The tool that took the inventory.', {
      synonyms: ['Inventory source', 'Discovery source'],
    }),
    scanState: field.choice(
      ['ok', 'noHardware', 'noSoftware', 'noVmManager', 'failed'],
      'Whether the scans behind the record worked.',
      { synonyms: ['Scan status'] },
    ),
  },
});
