import { defineEntity, field } from '../define.ts';

export const usage = defineEntity({
  name: 'Usage',
  summary: 'How much software was used on a computer in a period.',
  group: 'inventory',
  key: ['computer', 'user', 'kind', 'productId', 'name', 'version', 'publisher', 'periodStart'],
  either: [['productId', 'name']],
  fields: {
    computer: field.reference('Computer', 'The computer.', {
      required: true,
      synonyms: ['ComputerID', 'ResourceID', 'Device ID'],
    }),
    user: field.reference('User', 'Who used it; null where the source does not tell users apart.', {
      personal: true,
      synonyms: ['UserID', 'MeteredUserID'],
    }),
    kind: field.choice(
      ['installer', 'file', 'product'],
      'Whether installer evidence, a file or a recognized product was used.',
      {
        required: true,
      },
    ),
    productId: field.id("The source's id of the product or file.", { synonyms: ['FileID', 'Software title ID'] }),
    name: field.evidence(256, 'The name of the evidence, as it stands there.', {
      synonyms: ['DisplayName', 'FileName', 'Product name', 'Software'],
    }),
    version: field.evidence(100, 'The version of the evidence, as it stands there.', { synonyms: ['FileVersion'] }),
    publisher: field.evidence(200, 'The publisher or company of the evidence, as it stands there.', {
      synonyms: ['Company'],
    }),
    periodStart: field.date('The first day of the period; a month is its first.', {
      synonyms: ['Period', 'Month', 'From'],
    }),
    periodEnd: field.date('The last day of the period.', { synonyms: ['Until'] }),
    launches: field.integer('How often it was started.', { synonyms: ['UsageCount', 'Launch count', 'Run count'] }),
    remoteLaunches: field.integer('How often it was started in a remote session.', { synonyms: ['TSUsageCount'] }),
    minutes: field.decimal('For how many minutes it was used.', {
      minimum: '0',
      synonyms: ['Usage minutes', 'Active minutes'],
    }),
    lastUsedAt: field.instant('When it was last used.', { synonyms: ['LastUsage', 'Last used', 'LastUsedTime0'] }),
  },
});
