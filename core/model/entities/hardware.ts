import { defineEntity, field } from '../define.ts';

const computer = field.reference('Computer', 'The computer.', {
  required: true,
  synonyms: ['ComputerID', 'ResourceID', 'Device ID', 'ExternalID'],
});

export const processor = defineEntity({
  name: 'Processor',
  summary: 'An occupied processor socket of a computer.',
  group: 'inventory',
  key: ['computer', 'socket'],
  fields: {
    computer,
    socket: field.natural(128, 'Which socket it is.', {
      required: true,
      synonyms: ['DeviceID0', 'Socket ID', 'CPU ID'],
    }),
    vendor: field.natural(128, 'Who made it.', { synonyms: ['Manufacturer0', 'Manufacturer', 'CPU vendor'] }),
    brand: field.natural(256, 'The processor, as it names itself.', {
      synonyms: ['Name0', 'Name', 'Processor name', 'Processor', 'Processor brand'],
    }),
    family: field.natural(128, 'Its family.', { synonyms: ['Family0', 'Processor family'] }),
    model: field.natural(128, 'Its model.', { synonyms: ['Processor model', 'Model number'] }),
    stepping: field.natural(64, 'Its stepping.'),
    cores: field.decimal('Its cores.', { minimum: '0', synonyms: ['NumberOfCores0', 'NumberOfCores'] }),
    threads: field.integer('Its logical processors.', {
      synonyms: ['NumberOfLogicalProcessors0', 'NumberOfLogicalProcessors', 'Logical processors'],
    }),
    clockMhz: field.integer('Its clock in MHz.', {
      synonyms: ['NormSpeed0', 'MaxClockSpeed0', 'MaxClockSpeed', 'Clock speed'],
    }),
    pvuPerCore: field.decimal('Processor value units of each core.', { minimum: '0' }),
    pvuSource: field.choice(
      ['table', 'default', 'manual'],
      'Where the value units come from; `default`: it was not identified.',
    ),
  },
});

export const networkAdapter = defineEntity({
  name: 'NetworkAdapter',
  summary: 'A network adapter of a computer.',
  group: 'inventory',
  key: ['computer', 'index', 'mac'],
  either: [['index', 'mac']],
  fields: {
    computer,
    index: field.natural(128, 'Which adapter of the computer it is.', { synonyms: ['ServiceName0', 'Adapter index'] }),
    mac: field.natural(64, 'Its MAC address.', {
      synonyms: ['MACAddress0', 'MACAddress', 'Physical address', 'MAC-Adresse'],
    }),
    ips: field.list(64, 'Its IP addresses.', {
      synonyms: ['IPAddress0', 'IPAddress', 'IP addresses', 'IP', 'IP-Adresse'],
    }),
    description: field.natural(256, 'What it is.', { synonyms: ['Name0', 'Adapter name', 'Name', 'Description0'] }),
    virtual: field.boolean('Whether it is made by software.', { synonyms: ['Is virtual'] }),
  },
});

export const disk = defineEntity({
  name: 'Disk',
  summary: 'A disk or volume of a computer.',
  group: 'inventory',
  key: ['computer', 'device'],
  fields: {
    computer,
    device: field.natural(256, 'Which disk of the computer it is, such as `C:`.', {
      required: true,
      synonyms: ['DeviceID0', 'Drive', 'Disk', 'Mount point', 'Volume', 'Laufwerk'],
    }),
    sizeBytes: field.integer('Its size in bytes.', {
      synonyms: ['Size', 'Size0', 'Capacity', 'Total size', 'Size (GB)'],
    }),
    freeBytes: field.integer('What is free of it, in bytes.', {
      synonyms: ['FreeSpace0', 'Free space', 'Free', 'Free space (GB)'],
    }),
    kind: field.choice(['fixed', 'removable', 'network', 'optical', 'memory', 'unknown'], 'What kind of disk it is.', {
      synonyms: ['Drive type', 'Disk type'],
    }),
    fileSystem: field.natural(64, 'Its file system.', { synonyms: ['FileSystem0', 'Dateisystem'] }),
  },
});
