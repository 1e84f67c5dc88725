import { defineEntity, field } from '../define.ts';

const quantity = { minimum: '0' } as const;

export const metricUsage = defineEntity({
  name: 'MetricUsage',
  summary: 'What a source counted for a product under a licence metric; rows of different peaks do not add up.',
  group: 'inventory',
  key: ['product', 'metric', 'level', 'subject', 'region', 'bundle', 'periodStart'],
  fields: {
    product: field.natural(512, 'The product.', {
      required: true,
      synonyms: ['Product name', 'TitleName', 'Software title'],
    }),
    metric: field.natural(128, 'The licence metric, such as `PVU`.', {
      required: true,
      synonyms: ['Metric name', 'Metric ID'],
    }),
    level: field.choice(['enterprise', 'region', 'host', 'computer'], 'What it was counted for.', { required: true }),
    subject: field.reference('Computer', 'The host or computer; null for the enterprise or a region.', {
      synonyms: ['ComputerID', 'ExternalNodeID', 'Computer system ID', 'ResourceID'],
    }),
    region: field.natural(128, 'The region, where prices differ by it.', { synonyms: ['Region ID', 'Region name'] }),
    periodStart: field.date('The first day of the period.', { required: true, synonyms: ['Start date', 'From'] }),
    periodEnd: field.date('The last day of the period.', { synonyms: ['End date', 'To', 'Until'] }),
    publisher: field.natural(256, 'The publisher.', { synonyms: ['Product publisher name', 'Product publisher'] }),
    productGuid: field.id('The id of the product in the catalog of its publisher.', {
      synonyms: ['Product ID', 'Product family GUID'],
    }),
    bundle: field.natural(512, 'The product or pack that it was bought as a part of.', {
      synonyms: ['Bundle name', 'Cloud Pak'],
    }),
    bundleRatio: field.natural(64, 'How many of it count as one of the bundle, such as `3:1`.', {
      synonyms: ['Ratio'],
    }),
    peakAt: field.instant('When the peak was.', { synonyms: ['Peak date', 'HWM date'] }),
    quantitySub: field.decimal('The quantity by sub-capacity.', {
      ...quantity,
      synonyms: ['SubCapacityPVU', 'Sub-capacity'],
    }),
    quantityFull: field.decimal('The quantity by full capacity.', {
      ...quantity,
      synonyms: ['FullCapacityPVU', 'Full capacity'],
    }),
    coresSub: field.decimal('The cores by sub-capacity.', { ...quantity, synonyms: ['SubCapacityCores'] }),
    coresFull: field.decimal('The cores by full capacity.', { ...quantity, synonyms: ['FullCapacityCores'] }),
    peakSub: field.decimal('The peak by sub-capacity.', {
      ...quantity,
      synonyms: ['PeakSubCapacityPVU', 'Metric quantity', 'HWM quantity'],
    }),
    peakFull: field.decimal('The peak by full capacity.', { ...quantity, synonyms: ['PeakFullCapacityPVU'] }),
    default: field.boolean('Whether a rate or capacity was assumed because something was not identified.'),
  },
});
