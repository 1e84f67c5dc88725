import { defineEntity, field } from '../define.ts';

/** Who used a server product on a day: what access licences are counted from. */
export const accessEvidence = defineEntity({
  name: 'AccessEvidence',
  summary: 'A user or device that used a server product on a day.',
  group: 'inventory',
  key: ['computer', 'product', 'version', 'edition', 'account', 'deviceName', 'deviceDomain', 'deviceIp', 'day'],
  either: [['account', 'deviceName', 'deviceIp']],
  fields: {
    computer: field.reference('Computer', 'The server that was used.', {
      required: true,
      synonyms: ['ComputerID', 'ResourceID', 'ExternalID'],
    }),
    product: field.evidence(256, 'The product that was used.', {
      required: true,
      synonyms: ['ProductName', 'Application', 'Software', 'Produkt', 'Produit'],
    }),
    version: field.evidence(72, 'The version of the product.', { synonyms: ['ProductVersion'] }),
    edition: field.evidence(50, 'The edition of the product.', { synonyms: ['ProductEdition'] }),
    publisher: field.evidence(200, 'The publisher of the product.', { synonyms: ['Manufacturer', 'Vendor'] }),
    // Text and no reference: servers log accounts of anybody, also of users that no directory here knows.
    account: field.natural(128, 'The account that used it, as `DOMAIN\\account`.', {
      personal: true,
      synonyms: ['AccessingUser', 'User', 'UserName', 'SAMAccountName', 'Benutzer', 'Utilisateur'],
    }),
    deviceName: field.natural(256, 'The name of the device that used it.', {
      synonyms: ['AccessingDeviceComputerName', 'Device', 'Client name'],
    }),
    deviceDomain: field.natural(100, 'The domain of the device.', { synonyms: ['AccessingDeviceDomain'] }),
    deviceIp: field.natural(256, 'The IP address of the device.', {
      personal: true,
      synonyms: ['AccessingDeviceIPAddress', 'Client IP', 'IPAddress'],
    }),
    deviceSerial: field.natural(100, 'The serial number of the device.', { synonyms: ['AccessingDeviceSerialNo'] }),
    day: field.date('The day of the access.', { synonyms: ['AccessDate', 'Date', 'Datum', 'InsertDate'] }),
    role: field.natural(256, 'The server role that was used.', {
      synonyms: ['UALRoleName', 'RoleName', 'Server role'],
    }),
    roleId: field.id('The id of the server role.', { synonyms: ['UALRoleGUID', 'RoleGUID'] }),
    count: field.integer('How often it was used that day.', {
      synonyms: ['AccessCount', 'Accesses', 'Anzahl', 'Nombre'],
    }),
  },
});
