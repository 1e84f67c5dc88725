import { defineEntity, field } from '../define.ts';

export const attachment = defineEntity({
  name: 'Attachment',
  summary: 'A file that travels in the package as it is, with what it belongs to.',
  group: 'inventory',
  key: ['subjectEntity', 'subjectKey', 'name'],
  fields: {
    // No reference: its target depends on the record. Null stands for the source as a whole.
    subjectEntity: field.natural(64, 'The entity of the record that it belongs to; null for the whole source.'),
    subjectKey: field.id('The key of the record that it belongs to.'),
    name: field.natural(256, 'Its name.', { required: true, synonyms: ['FileName', 'File'] }),
    kind: field.choice(['lmsCollection', 'auditSnapshot', 'document'], 'What it is.'),
    member: field.text(512, 'The member of the package that holds it, below `attachments/`.', { required: true }),
    sizeBytes: field.integer('Its size in bytes.', { synonyms: ['Size', 'FileSize'] }),
    sha256: field.text(64, 'Its digest, hexadecimal.', { required: true }),
    takenAt: field.instant('When the source made it.', { synonyms: ['AuditEvidenceDate', 'Taken'] }),
  },
});
