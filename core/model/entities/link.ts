import { defineEntity, field } from '../define.ts';

export const link = defineEntity({
  name: 'Link',
  summary: 'A relation between two business records, and what becomes of others like it.',
  group: 'business',
  key: ['kind', 'from', 'to', 'role'],
  fields: {
    kind: field.choice(
      [
        'contractAsset',
        'contractLicense',
        'lineAsset',
        'lineLicense',
        'paymentAsset',
        'paymentLicense',
        'responsibility',
      ],
      'What is linked: `from` is the first of the two, and a responsibility links a contract to a user.',
      { required: true },
    ),
    // No references: their targets depend on the kind.
    from: field.natural(512, 'The key of the first record.', { required: true }),
    to: field.natural(512, 'The key of the second record.', { required: true }),
    role: field.natural(128, 'What a person is responsible for.', { synonyms: ['Responsibility'] }),
    cleanUp: field.choice(
      ['keep', 'removeOthersOfFrom', 'removeOthersOfTo'],
      'Whether links of the same kind that are not in the package are kept; nothing said keeps them.',
      { synonyms: ['UpdateRule'] },
    ),
  },
});
