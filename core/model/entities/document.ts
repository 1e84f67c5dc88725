import { defineEntity, field } from '../define.ts';

export const document = defineEntity({
  name: 'Document',
  summary: 'A document that belongs to a business record.',
  group: 'business',
  key: ['subjectEntity', 'subjectKey', 'name', 'url'],
  either: [['name', 'url']],
  fields: {
    // No reference: its target depends on the record.
    subjectEntity: field.natural(64, 'The entity of the record that it belongs to.'),
    subjectKey: field.natural(512, 'The key of the record that it belongs to.'),
    name: field.natural(256, 'Its name.', { synonyms: ['Document name', 'FileName', 'Title', 'Dokument'] }),
    url: field.text(2000, 'Where it can be read.', { synonyms: ['Link', 'Hyperlink', 'Address'] }),
    attachment: field.text(512, 'The member of the package that holds it, below `attachments/`.'),
    description: field.text(512, 'What it is.', { synonyms: ['Comment', 'Beschreibung'] }),
  },
});
