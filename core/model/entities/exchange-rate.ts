import { defineEntity, field } from '../define.ts';

export const exchangeRate = defineEntity({
  name: 'ExchangeRate',
  summary: 'What one unit of a currency was worth in another one on a day.',
  group: 'business',
  key: ['from', 'to', 'validOn'],
  fields: {
    from: field.natural(3, 'The currency that is exchanged, by its code of ISO 4217.', {
      required: true,
      synonyms: ['From currency', 'Source currency', 'Currency'],
    }),
    to: field.natural(3, 'The currency that is got for it, by its code of ISO 4217.', {
      required: true,
      synonyms: ['To currency', 'Target currency', 'Base currency'],
    }),
    validOn: field.date('The day.', { required: true, synonyms: ['Date', 'Valid from', 'Effective date', 'Datum'] }),
    rate: field.decimal('How much of the second currency one unit of the first one gives.', {
      required: true,
      minimum: '0',
      synonyms: ['Exchange rate', 'Currency rate', 'Kurs', 'Wechselkurs'],
    }),
  },
});
