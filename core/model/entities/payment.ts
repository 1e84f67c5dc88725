import { defineEntity, field } from '../define.ts';

export const paymentSchedule = defineEntity({
  name: 'PaymentSchedule',
  summary: 'The payments that a contract demands.',
  group: 'business',
  key: ['key'],
  match: [['contract', 'name']],
  fields: {
    key: field.naturalKey('The contract and its name.', { synonyms: ['PaymentScheduleID', 'Schedule ID'] }),
    contract: field.naturalReference('Contract', 'The contract.', {
      synonyms: ['ContractID', 'ContractNo', 'Contract number', 'Vertragsnummer'],
    }),
    name: field.natural(256, 'Its name.', {
      required: true,
      synonyms: ['Schedule', 'Schedule name', 'Payment schedule'],
    }),
    kind: field.choice(
      ['once', 'monthly', 'quarterly', 'halfYearly', 'yearly', 'other'],
      'How often payments are due.',
      {
        synonyms: ['Frequency', 'Period', 'Interval'],
      },
    ),
  },
});

export const payment = defineEntity({
  name: 'Payment',
  summary: 'A payment of a schedule.',
  group: 'business',
  key: ['schedule', 'dueOn'],
  fields: {
    schedule: field.naturalReference('PaymentSchedule', 'The schedule.', {
      required: true,
      synonyms: ['PaymentScheduleID', 'Payment schedule'],
    }),
    dueOn: field.date('The day it is due.', { required: true, synonyms: ['Due date', 'Due', 'Fällig am'] }),
    amount: field.money('How much is due.', { synonyms: ['Payment amount', 'Betrag', 'Montant'] }),
    paidOn: field.date('The day it was paid.', { synonyms: ['Payment date', 'Paid', 'Bezahlt am'] }),
  },
});
