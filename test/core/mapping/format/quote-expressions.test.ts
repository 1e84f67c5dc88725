import test from 'ava';
import { parseLocated } from '../../../../core/mapping/format/located.ts';
import { parseMapping, tryParse } from '../../../support/mapping-text.ts';

const mapping = (expression: string): string => `mapping: a
source: { adapter: csv }
completeness: { Computer: additions }
records:
  - entity: Computer
    key: Id
    fields:
      name:    Name
      chassis: ${expression}
lookups: { chassis: { "3": desktop } }
`;

const expressions = [
  'Kind | lookup("chassis", else: "unknown")',
  'Kind | lookup("chassis", else: null)  # what is not there is null: nothing is known',
  `Kind | lookup('chassis', else: "it's")`,
  '"Kind | lookup(\\"chassis\\", else: \\"unknown\\")"',
];

for (const expression of expressions) {
  test(`a named argument needs no quotes: ${expression}`, (t) => {
    const { records } = parseMapping(mapping(expression));
    t.is(records[0].fields[2].value.tree.kind, 'call');
  });
}

test('faults are placed as the line is written, not as it is read', (t) => {
  const [fault] = tryParse(mapping('Kind | lookup("chassis", else: ) | trim'));
  t.deepEqual([fault.code, fault.place?.line, fault.place?.column], ['mapping/syntax', 9, 47]);
});

test('other maps within a line stay faults', (t) => {
  t.is(parseLocated('a: b: c\n', 'm.yaml').faults[0].code, 'mapping/not-yaml');
});
