import { defineEntity, field } from '../define.ts';

/** Recognition downstream matches these texts: they are written exactly as they were found. */
export const fileEvidence = defineEntity({
  name: 'FileEvidence',
  summary: 'A program file on a computer, byte for byte as its header describes it.',
  group: 'inventory',
  key: ['computer', 'path', 'name', 'version', 'sizeBytes'],
  fields: {
    computer: field.reference('Computer', 'The computer.', {
      required: true,
      synonyms: ['ComputerID', 'ResourceID', 'Device ID', 'ExternalID'],
    }),
    path: field.evidence(400, 'The folder of the file; on UNIX the name may hold the whole path instead.', {
      synonyms: ['FilePath', 'Folder', 'Directory', 'Dateipfad', 'Ordner'],
    }),
    name: field.evidence(256, 'The name of the file.', {
      required: true,
      synonyms: ['FileName', 'File', 'Executable', 'ExecutableName0', 'Dateiname', 'Nom du fichier'],
    }),
    version: field.evidence(100, 'The version of the file.', {
      synonyms: ['FileVersion', 'FileVersion0', 'Dateiversion'],
    }),
    sizeBytes: field.integer('The size of the file in bytes.', {
      synonyms: ['FileSize', 'FileSize0', 'Size', 'Dateigröße', 'Taille'],
    }),
    company: field.evidence(100, 'The company that the file names.', {
      synonyms: ['CompanyName', 'Publisher', 'Manufacturer', 'Firma'],
    }),
    productName: field.evidence(200, 'The product that the file names.', { synonyms: ['Product', 'ProductName0'] }),
    productVersion: field.evidence(200, 'The version of the product that the file names.', {
      synonyms: ['ProductVersion0'],
    }),
    description: field.evidence(200, 'The description that the file gives.', {
      synonyms: ['FileDescription', 'FileDescription0', 'Beschreibung'],
    }),
    language: field.evidence(200, 'The language that the file names.', { synonyms: ['Sprache', 'Langue'] }),
    modifiedAt: field.instant('When the file was last changed.', {
      synonyms: ['Modified', 'ModifiedDate', 'Last modified', 'FileModifiedDate'],
    }),
    accessMode: field.natural(128, 'How it is used, such as `local`, `appv` or `remote`; nothing said is local.'),
  },
});
