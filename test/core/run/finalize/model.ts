import { defineEntity, field } from '../../../../core/model/define.ts';
import type { DuplicatePolicy, RunPlan } from '../../../../core/run/plan.ts';

/** A small model that has every kind of reference. */
const computer = defineEntity({
  name: 'Computer',
  summary: 'A machine.',
  group: 'inventory',
  key: ['key'],
  fields: {
    key: field.natural(64, 'Its key.', { required: true }),
    name: field.text(64, 'Its name.'),
    model: field.natural(64, 'Its model.'),
    macs: field.list(8, 'Its addresses.'),
    price: field.money('What it cost.'),
    host: field.reference('Computer', 'Where it runs.'),
  },
});

const evidence = defineEntity({
  name: 'Evidence',
  summary: 'Something found on a machine.',
  group: 'inventory',
  key: ['computer', 'name'],
  fields: {
    computer: field.reference('Computer', 'The machine.', { required: true }),
    name: field.text(64, 'What was found.', { required: true }),
    version: field.text(64, 'Its version.'),
    user: field.reference('Computer', 'An optional reference.'),
  },
});

const unit = defineEntity({
  name: 'Unit',
  summary: 'A unit that must have one above, itself if it is the root.',
  group: 'business',
  key: ['key'],
  fields: {
    key: field.id('Its key.', { required: true }),
    above: field.reference('Unit', 'The one above.', { required: true }),
    keeper: field.reference('Unit', 'One that must be there if it is named.'),
    peer: field.reference('Unit', 'Another one.'),
    computer: field.reference('Computer', 'Its machine.'),
  },
});

export function planFor(duplicates: DuplicatePolicy = 'fill'): RunPlan {
  return {
    entities: [
      {
        entity: computer,
        isParent: true,
        duplicates,
        references: [{ field: 'host', target: 'Computer', required: false }],
        modes: ['upsert', 'lookup'],
      },
      {
        entity: evidence,
        isParent: false,
        duplicates,
        references: [
          { field: 'computer', target: 'Computer', required: true },
          { field: 'user', target: 'Computer', required: false },
        ],
        modes: ['upsert'],
      },
      {
        entity: unit,
        isParent: true,
        duplicates,
        references: [
          { field: 'above', target: 'Unit', required: true },
          { field: 'keeper', target: 'Unit', required: true },
          { field: 'peer', target: 'Unit', required: false },
          { field: 'computer', target: 'Computer', required: false },
        ],
        modes: ['upsert'],
      },
    ],
  };
}
