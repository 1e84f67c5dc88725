import { defineEntity, field } from '../define.ts';

export const vendor = defineEntity({
  name: 'Vendor',
  summary: 'A company that sells, publishes, makes or leases something.',
  group: 'business',
  key: ['key'],
  match: [['number'], ['name']],
  fields: {
    key: field.naturalKey('Its number, or its name where it has none.', {
      synonyms: ['VendorID', 'Supplier ID', 'Lieferanten-ID'],
    }),
    number: field.natural(128, 'The number that the buyer gave it.', {
      synonyms: ['Vendor number', 'Vendor No.', 'Supplier number', 'Creditor', 'Lieferantennummer', 'Kreditor'],
    }),
    name: field.natural(256, 'Its name.', {
      required: true,
      synonyms: [
        'VendorName',
        'Vendor',
        'Supplier',
        'Supplier name',
        'Reseller',
        'Publisher',
        'Manufacturer',
        'Lieferant',
        'Fournisseur',
      ],
    }),
    roles: field.list(32, 'What it does for the buyer.', {
      choices: ['vendor', 'publisher', 'manufacturer', 'lessor'],
      synonyms: ['Role', 'Vendor type'],
    }),
    parent: field.naturalReference('Vendor', 'The company that it belongs to.', {
      synonyms: ['Parent vendor', 'Parent company'],
    }),
    contact: field.natural(256, 'Whom to talk to there.', {
      personal: true,
      synonyms: ['Contact person', 'Contact name', 'Ansprechpartner', 'Interlocuteur'],
    }),
  },
});
