import { defineEntity, field } from '../define.ts';

export const contract = defineEntity({
  name: 'Contract',
  summary: 'An agreement with a vendor.',
  group: 'business',
  key: ['key'],
  match: [['number'], ['name', 'vendor'], ['name']],
  either: [['number', 'name']],
  fields: {
    key: field.naturalKey('Its number, or its name where it has none.', { synonyms: ['ContractID', 'Agreement ID'] }),
    number: field.natural(128, 'Its number.', {
      synonyms: [
        'ContractNo',
        'Contract number',
        'Contract',
        'Agreement',
        'Agreement number',
        'Vertragsnummer',
        'Vertrag',
        'Numéro de contrat',
      ],
    }),
    name: field.natural(256, 'Its name.', {
      synonyms: ['ContractName', 'Agreement name', 'Contract description', 'Vertragsname', 'Nom du contrat'],
    }),
    type: field.natural(128, 'The kind of contract, such as `lease` or `software maintenance`.', {
      synonyms: ['ContractType', 'Agreement type', 'Vertragsart', 'Type de contrat'],
    }),
    status: field.choice(['draft', 'active', 'expired', 'terminated', 'completed'], 'Where it stands in its life.', {
      synonyms: ['ContractStatus', 'Agreement status', 'Vertragsstatus'],
    }),
    vendor: field.naturalReference('Vendor', 'The other party.', {
      synonyms: ['VendorID', 'VendorName', 'Supplier', 'Lieferant', 'Fournisseur'],
    }),
    master: field.naturalReference('Contract', 'The contract whose terms it inherits.', {
      synonyms: ['Master contract', 'MasterContractNo', 'MasterContractID', 'Parent contract', 'Rahmenvertrag'],
    }),
    startsOn: field.date('The first day.', {
      synonyms: [
        'Start date',
        'Effective date',
        'Valid from',
        'Start',
        'Vertragsbeginn',
        'Beginn',
        'Date de début',
        'Début',
      ],
    }),
    endsOn: field.date('The last day; an evergreen contract has none.', {
      synonyms: [
        'End date',
        'Expiry date',
        'Expiration date',
        'Valid until',
        'End',
        'Vertragsende',
        'Ende',
        'Date de fin',
        'Fin',
      ],
    }),
    evergreen: field.boolean('Whether it runs on until somebody ends it.', {
      synonyms: ['Never expires', 'Unbefristet'],
    }),
    reviewOn: field.date('The day to review it.', { synonyms: ['Review date', 'Next review'] }),
    renewsOn: field.date('The day of its next renewal.', { synonyms: ['Renewal date', 'Next renewal'] }),
    lastRenewedOn: field.date('The day of its last renewal.', { synonyms: ['Last renewal date', 'Last renewal'] }),
    monthlyValue: field.money('What it costs in a month.', { synonyms: ['Monthly payment', 'Monthly cost'] }),
    totalValue: field.money('What it costs in all.', {
      synonyms: ['Contract value', 'Total', 'Value', 'Total cost', 'Vertragswert', 'Valeur totale'],
    }),
    location: field.naturalReference('OrgUnit', 'The location it is for.', { synonyms: ['LocationID', 'Standort'] }),
    corporateUnit: field.naturalReference('OrgUnit', 'The corporate unit it is for.', {
      synonyms: ['BusinessUnitID', 'Business unit', 'CorporateUnitID'],
    }),
    costCenter: field.naturalReference('OrgUnit', 'The cost center that pays.', {
      synonyms: ['CostCenterID', 'Cost centre', 'Kostenstelle', 'Centre de coûts'],
    }),
    comments: field.text(4000, 'Remarks.', { synonyms: ['Notes', 'Remarks', 'Bemerkung', 'Commentaire'] }),
  },
});
