import { defineEntity, field } from '../define.ts';

export const asset = defineEntity({
  name: 'Asset',
  summary: 'A thing that was bought, whether or not any inventory sees it.',
  group: 'business',
  key: ['key'],
  match: [['serialNumber'], ['assetTag'], ['externalId']],
  either: [['serialNumber', 'assetTag', 'externalId']],
  fields: {
    key: field.naturalKey('Its serial number, else its asset tag, else its id in the source.', {
      synonyms: ['Asset ID'],
    }),
    serialNumber: field.natural(100, 'Its serial number.', {
      synonyms: ['SerialNo', 'Serial', 'S/N', 'Service tag', 'Seriennummer', 'Numéro de série'],
    }),
    assetTag: field.natural(128, 'The tag that the owner put on it.', {
      synonyms: ['Tag', 'Asset number', 'Asset No.', 'Inventory number', 'Inventarnummer', "Numéro d'inventaire"],
    }),
    externalId: field.natural(128, 'Its id in the source.', { synonyms: ['Anlagennummer', 'Fixed asset number'] }),
    type: field.natural(128, 'What kind of thing it is, such as `laptop`.', {
      synonyms: ['AssetType', 'Category', 'Anlagenart'],
    }),
    status: field.choice(
      ['ordered', 'received', 'inStorage', 'installed', 'missing', 'retired', 'disposed'],
      'Where it stands in its life.',
      { synonyms: ['AssetStatus', 'State'] },
    ),
    name: field.natural(256, 'Its name.', { synonyms: ['AssetName', 'Short description', 'Asset', 'Description'] }),
    manufacturer: field.natural(128, 'Who made it.', { synonyms: ['Make', 'Brand', 'Hersteller', 'Fabricant'] }),
    model: field.natural(128, 'The model.', { synonyms: ['ModelNo', 'Model name', 'Modell', 'Modèle'] }),
    computer: field.reference('Computer', 'The computer that inventory sees of it.', {
      synonyms: ['ComputerID', 'ResourceID'],
    }),
    user: field.reference('User', 'Whom it was given to.', {
      personal: true,
      synonyms: ['UserID', 'Assigned to', 'Assigned user', 'Owner'],
    }),
    location: field.naturalReference('OrgUnit', 'The location it belongs to.', {
      synonyms: ['LocationID', 'Standort'],
    }),
    corporateUnit: field.naturalReference('OrgUnit', 'The corporate unit it belongs to.', {
      synonyms: ['BusinessUnitID', 'Business unit', 'CorporateUnitID'],
    }),
    costCenter: field.naturalReference('OrgUnit', 'The cost center that pays for it.', {
      synonyms: ['CostCenterID', 'Cost centre', 'Kostenstelle', 'Centre de coûts'],
    }),
    purchasedOn: field.date('The day it was bought.', { synonyms: ['Purchase date', 'Kaufdatum', "Date d'achat"] }),
    price: field.money('What it was bought for.', {
      synonyms: ['Purchase price', 'Cost', 'Purchase cost', 'Kaufpreis', "Prix d'achat"],
    }),
    depreciation: field.choice(['none', 'straightLine', 'decliningBalance'], 'How its value is written off.', {
      synonyms: ['Depreciation method'],
    }),
    warrantyEndsOn: field.date('The last day of the warranty.', {
      synonyms: ['Warranty end date', 'Warranty expiration date', 'Warranty expires', 'Warranty until', 'Garantie bis'],
    }),
    leaseEndsOn: field.date('The last day of the lease.', { synonyms: ['Lease end date', 'Leasingende'] }),
    retiredOn: field.date('The day it was taken out of use.', { synonyms: ['Retirement date', 'Retired'] }),
    disposal: field.natural(256, 'What became of it then.', { synonyms: ['Disposal method', 'EndOfLifeReason'] }),
    comments: field.text(4000, 'Remarks.', { synonyms: ['Notes', 'Remarks', 'Bemerkung', 'Commentaire'] }),
  },
});
