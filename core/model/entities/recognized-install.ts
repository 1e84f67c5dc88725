import { defineEntity, field } from '../define.ts';

/** A source's own verdict on what is installed. It never shares a key space with raw evidence. */
export const recognizedInstall = defineEntity({
  name: 'RecognizedInstall',
  summary: 'What the source itself recognized as installed on a computer.',
  group: 'inventory',
  key: ['computer', 'productId', 'path'],
  fields: {
    computer: field.reference('Computer', 'The computer.', {
      required: true,
      synonyms: ['ComputerID', 'ResourceID', 'Computer system ID'],
    }),
    productId: field.id("The source's id of what it recognized.", {
      required: true,
      synonyms: ['SoftwareCode0', 'Software title ID', 'SoftwareID', 'Component ID'],
    }),
    path: field.text(400, 'Where it is installed.', {
      synonyms: ['InstalledLocation0', 'Install path', 'Discovery path', 'Installation path'],
    }),
    publisher: field.natural(256, 'The publisher.', { synonyms: ['Publisher0', 'Product publisher', 'Vendor'] }),
    product: field.natural(512, 'The product.', {
      synonyms: ['ProductName0', 'Product name', 'Software title', 'NormalizedName'],
    }),
    component: field.natural(512, 'The component of the product.', { synonyms: ['Component name'] }),
    edition: field.natural(128, 'The edition.', { synonyms: ['Product edition'] }),
    release: field.natural(128, 'The release or version.', {
      synonyms: ['Version', 'ProductVersion0', 'Product version', 'Product release'],
    }),
    guid: field.id('The id of the product in the catalog of its publisher.', { synonyms: ['Product GUID', 'SWID'] }),
    bundle: field.natural(512, 'The product that it was bought as a part of.', { synonyms: ['Bundle name'] }),
    charged: field.boolean('Whether it counts.', { synonyms: ['Is charged'] }),
    excluded: field.boolean('Whether somebody excluded it from counting.', { synonyms: ['Is excluded'] }),
    excludedReason: field.text(512, 'Why it was excluded.', { synonyms: ['Exclusion reason', 'Comment'] }),
    firstSeenAt: field.instant('When it was first seen.', { synonyms: ['First seen', 'Discovered'] }),
    endedAt: field.instant('When it was gone; then it is not installed any more.', {
      synonyms: ['Ended', 'Removed', 'Uninstalled'],
    }),
  },
});
