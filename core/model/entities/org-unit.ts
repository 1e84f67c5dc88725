import { defineEntity, field } from '../define.ts';

export const orgUnit = defineEntity({
  name: 'OrgUnit',
  summary: 'A location, corporate unit, cost center or category, in a hierarchy of its kind.',
  group: 'business',
  key: ['key'],
  match: [
    ['kind', 'externalId'],
    ['kind', 'path'],
  ],
  fields: {
    key: field.naturalKey(
      'Its kind and id or path, such as `location EMEA/DE/Berlin`: kinds share one space of keys.',
      {
        synonyms: ['GroupExID', 'Group external ID', 'Unit ID'],
      },
    ),
    kind: field.choice(['location', 'corporateUnit', 'costCenter', 'category'], 'Which hierarchy it is a part of.', {
      required: true,
      synonyms: ['Group type', 'Unit type'],
    }),
    externalId: field.natural(128, 'Its number or id in the source.', {
      synonyms: ['GroupNumber', 'Unit number', 'LocationID', 'BusinessUnitID', 'CostCenterID'],
    }),
    path: field.natural(512, 'Its names from the top down, parted by `/`.', {
      synonyms: ['Full path', 'Unit path', 'GroupPath'],
    }),
    name: field.natural(256, 'Its name.', {
      required: true,
      synonyms: [
        'GroupCN',
        'Group name',
        'Unit name',
        'Location',
        'Cost center',
        'Corporate unit',
        'Standort',
        'Kostenstelle',
      ],
    }),
    parent: field.naturalReference('OrgUnit', 'The unit above it.', { synonyms: ['Parent ID', 'Parent unit'] }),
    // Text and no reference: users refer to their units, which matters more, and references must not run in a circle.
    manager: field.natural(256, 'The account or name of the person in charge.', {
      personal: true,
      synonyms: ['Head', 'Responsible', 'Leiter', 'Verantwortlicher', 'Responsable'],
    }),
    active: field.boolean('Whether it is in use.', { synonyms: ['Enabled', 'Is active', 'Aktiv', 'Actif'] }),
  },
});
