import { defineEntity, field } from '../define.ts';

export const license = defineEntity({
  name: 'License',
  summary: 'A right to use software.',
  group: 'business',
  key: ['key'],
  match: [['number'], ['name', 'version', 'edition']],
  either: [['number', 'name']],
  fields: {
    key: field.naturalKey('Its number, or its name with version and edition.', {
      synonyms: ['LicenseID', 'Licence ID', 'ExternalLicenseID'],
    }),
    number: field.natural(128, 'Its number.', { synonyms: ['License number', 'Licence number', 'Lizenznummer'] }),
    name: field.natural(256, 'Its name.', {
      synonyms: ['LicenseName', 'Licence name', 'License', 'Licence', 'Lizenz'],
    }),
    version: field.natural(72, 'The version of the software.', { synonyms: ['Product version'] }),
    edition: field.natural(50, 'The edition of the software.', { synonyms: ['Product edition'] }),
    type: field.natural(128, 'The kind of licence, such as `named user`.', {
      synonyms: ['LicenseType', 'Licence type', 'Lizenztyp', 'Type de licence'],
    }),
    metric: field.natural(128, 'What it is counted by, such as `PVU`.', {
      synonyms: ['License metric', 'Licence metric', 'Lizenzmetrik'],
    }),
    publisher: field.naturalReference('Vendor', 'Who publishes the software.', {
      synonyms: ['PublisherID', 'Publisher name', 'Manufacturer', 'Hersteller', 'Éditeur'],
    }),
    product: field.natural(256, 'The software.', { synonyms: ['Product name', 'Software', 'Produkt', 'Produit'] }),
    duration: field.choice(['perpetual', 'timeLimited', 'subscription'], 'For how long it is given.', {
      synonyms: ['LicenseDuration', 'Licence duration', 'Term'],
    }),
    entitled: field.decimal('How many are owned.', {
      synonyms: ['EntitlementCount', 'Entitlements', 'Quantity', 'Seats', 'Count', 'Anzahl', 'Menge', 'Quantité'],
    }),
    partNumber: field.natural(100, "The seller's or publisher's number of it.", {
      synonyms: ['PartNo', 'LicensePartNo', 'SKU', 'Artikelnummer'],
    }),
    subscription: field.boolean('Whether it is paid for by time.', { synonyms: ['IsSubscription'] }),
    startsOn: field.date('The first day it may be used.', { synonyms: ['Start date', 'Effective date', 'Valid from'] }),
    expiresOn: field.date('The last day it may be used.', {
      synonyms: ['ExpiryDate', 'Expiration date', 'Expires', 'End date', 'Valid until', 'Gültig bis'],
    }),
    serialNumber: field.natural(256, 'The serial number or key that it came with.', {
      synonyms: ['License key', 'Licence key', 'Product key', 'SerialNo', 'Lizenzschlüssel'],
    }),
    status: field.choice(['draft', 'active', 'expired', 'retired'], 'Where it stands in its life.', {
      synonyms: ['LicenseStatus', 'Licence status'],
    }),
    location: field.naturalReference('OrgUnit', 'The location that owns it.', { synonyms: ['LocationID', 'Standort'] }),
    corporateUnit: field.naturalReference('OrgUnit', 'The corporate unit that owns it.', {
      synonyms: ['BusinessUnitID', 'Business unit', 'CorporateUnitID'],
    }),
    costCenter: field.naturalReference('OrgUnit', 'The cost center that pays for it.', {
      synonyms: ['CostCenterID', 'Cost centre', 'Kostenstelle', 'Centre de coûts'],
    }),
    comments: field.text(4000, 'Remarks.', { synonyms: ['Notes', 'Remarks', 'Bemerkung', 'Commentaire'] }),
  },
});

export const allocation = defineEntity({
  name: 'Allocation',
  summary: 'A licence that was given to a user or a computer, or from which one is exempt.',
  group: 'business',
  key: ['license', 'user', 'computer'],
  either: [['user', 'computer']],
  fields: {
    license: field.naturalReference('License', 'The licence.', {
      required: true,
      synonyms: ['LicenseID', 'Licence ID', 'ExternalLicenseID', 'Licence', 'Lizenz'],
    }),
    user: field.reference('User', 'The user.', {
      personal: true,
      synonyms: ['UserID', 'ExternalUserID', 'Assigned user'],
    }),
    computer: field.reference('Computer', 'The computer.', { synonyms: ['ComputerID', 'ExternalID', 'ResourceID'] }),
    kind: field.choice(['allocation', 'exemption'], 'Whether it is given or not needed.', {
      synonyms: ['Allocation type'],
    }),
    reason: field.text(512, 'Why.', { synonyms: ['Exemption reason', 'Comment'] }),
    until: field.date('The last day that it holds.', { synonyms: ['End date', 'Valid until'] }),
  },
});
