import { defineEntity, field } from '../define.ts';

export const remoteEntitlement = defineEntity({
  name: 'RemoteEntitlement',
  summary: 'Software that a user or group may start in a remote session.',
  group: 'inventory',
  key: ['user', 'group', 'productId', 'name', 'version', 'publisher'],
  either: [
    ['user', 'group'],
    ['productId', 'name'],
  ],
  fields: {
    user: field.reference('User', 'The user.', { personal: true, synonyms: ['UserID', 'ExternalUserID'] }),
    group: field.natural(256, 'The group, as `DOMAIN\\group`.', { synonyms: ['Group name', 'AD group'] }),
    productId: field.id("The source's id of the software.", {
      synonyms: ['ExternalInstallerEvidenceID', 'Application ID'],
    }),
    name: field.evidence(256, 'The name of the installer evidence.', {
      synonyms: ['DisplayName', 'Application', 'Software'],
    }),
    version: field.evidence(72, 'The version of the installer evidence.'),
    publisher: field.evidence(200, 'The publisher of the installer evidence.'),
    desktopGroup: field.natural(256, 'The group of desktops or servers that offers it.', {
      synonyms: ['Delivery group'],
    }),
    since: field.instant('From when it was allowed.'),
  },
});

export const subscription = defineEntity({
  name: 'Subscription',
  summary: 'A plan of a cloud service that a user holds.',
  group: 'inventory',
  key: ['user', 'sku'],
  fields: {
    user: field.reference('User', 'The user.', {
      required: true,
      personal: true,
      synonyms: ['UserID', 'UserPrincipalName'],
    }),
    sku: field.natural(256, 'The number of the plan.', {
      required: true,
      synonyms: ['SKU ID', 'License', 'Assigned product SKU'],
    }),
    plan: field.natural(256, 'The name of the plan.', { synonyms: ['Plan name', 'Product', 'Product name'] }),
    status: field.choice(['active', 'warning', 'suspended', 'disabled', 'deleted'], 'What state it is in.', {
      synonyms: ['Subscription status', 'Plan status'],
    }),
    assignedAt: field.instant('When it was given to the user.', { synonyms: ['Assigned', 'Assigned date'] }),
    lastActivityAt: field.instant('When the user last used it.', { synonyms: ['Last activity', 'Last activity date'] }),
  },
});
