import { defineEntity, field } from '../define.ts';

/** Recognition downstream matches name, version, publisher and type: they are written exactly as they were found. */
export const installerEvidence = defineEntity({
  name: 'InstallerEvidence',
  summary: 'What an installer or package manager says is installed on a computer, byte for byte.',
  group: 'inventory',
  key: ['computer', 'name', 'version', 'publisher', 'type', 'productCode', 'instance'],
  fields: {
    computer: field.reference('Computer', 'The computer.', {
      required: true,
      synonyms: ['ComputerID', 'ResourceID', 'Device ID', 'ExternalID'],
    }),
    name: field.evidence(256, 'The name that the installer shows.', {
      required: true,
      synonyms: [
        'DisplayName',
        'DisplayName0',
        'Software',
        'Software name',
        'Application',
        'Application name',
        'Program',
        'Product name',
        'ProductName0',
        'Logiciel',
        'Anwendung',
      ],
    }),
    version: field.evidence(72, 'The version that the installer shows.', {
      synonyms: ['Version0', 'Display version', 'Software version', 'ProductVersion0', 'Product version'],
    }),
    publisher: field.evidence(200, 'The publisher that the installer shows.', {
      synonyms: ['Publisher0', 'Vendor', 'Manufacturer', 'Company', 'Hersteller', 'Éditeur'],
    }),
    type: field.evidence(32, 'The kind of installer: `msi`, `arp`, `rpm`, `deb`, `oui`, `appv` or another.', {
      synonyms: ['Evidence type', 'Installer type'],
    }),
    productCode: field.evidence(55, 'The product code, such as the GUID of an MSI.', {
      synonyms: ['ProdID0', 'PackageCode0', 'MSI product code', 'ProdID'],
    }),
    instance: field.evidence(
      256,
      'Which of several installations on the computer it is, such as a database instance.',
      {
        synonyms: ['InstanceName', 'ExternalInstanceID'],
      },
    ),
    databaseName: field.evidence(256, 'The database, where the evidence is of one.'),
    architecture: field.text(64, 'The architecture that it was installed for.', { synonyms: ['Bitness', 'Platform'] }),
    path: field.text(400, 'The folder that it was installed in.', {
      synonyms: ['Install path', 'Install location', 'InstalledLocation0', 'InstallLocation0', 'Installationspfad'],
    }),
    installedAt: field.instant('When it was installed.', {
      synonyms: ['InstallDate', 'InstallDate0', 'Installed on', 'Installed', 'Installationsdatum'],
    }),
    accessMode: field.natural(128, 'How it is used, such as `local`, `appv` or `remote`; nothing said is local.'),
    user: field.reference('User', 'The user, where it was installed for one alone.', {
      personal: true,
      synonyms: ['UserID', 'Installed for'],
    }),
  },
});
