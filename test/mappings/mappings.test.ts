import { join } from 'node:path';
import test from 'ava';
import { bindMapping } from '../../core/mapping/bind/bind.ts';
import { tryLoadMapping } from '../../core/mapping/load.ts';
import type { Mapping } from '../../core/mapping/mapping.ts';
import { testMapping } from '../../core/mapping/run-tests.ts';
import { testFaults } from '../../core/mapping/test-columns.ts';
import { foldColumnName } from '../../core/model/synonyms.ts';
import { planOf } from '../../core/run/plan-of.ts';
import { mappingFiles, root } from './shipped.ts';

/** Every mapping that is shipped: without faults, unambiguous in its columns, and as its own tests say. */
const files = mappingFiles();

test('there are mappings', (t) => {
  t.true(files.length >= 9);
});

for (const file of files) {
  const { mapping, faults } = tryLoadMapping(join(root, file));
  const name = file.replaceAll('\\', '/');

  test(`${name} has no faults`, (t) => {
    t.deepEqual(faults, []);
    if (mapping === undefined) return t.fail();
    const bound = bindMapping(mapping, undefined);
    t.deepEqual([...bound.faults, ...testFaults(mapping), ...planOf(bound.program).faults], []);
    t.is(`${mapping.name}.yaml`, name);
  });
  if (mapping === undefined) continue;

  test(`${name}: no name of a column stands for two`, (t) => {
    t.deepEqual(ambiguousNames(mapping), []);
  });

  test(`${name} has at least five tests`, (t) => {
    t.true(mapping.tests.length >= 5);
  });

  const results = testMapping(mapping);
  mapping.tests.forEach((each, index) => {
    test(`${name}: ${each.name}`, async (t) => {
      t.deepEqual((await results)[index].differences, []);
    });
  });
}

function ambiguousNames({ columns }: Mapping): readonly string[] {
  const owners = new Map<string, string>();
  const twice: string[] = [];
  for (const [name, { aliases }] of columns) {
    for (const spelling of new Set([name, ...aliases].map(foldColumnName))) {
      if (owners.has(spelling)) twice.push(`${spelling}: ${owners.get(spelling)} and ${name}`);
      owners.set(spelling, name);
    }
  }
  return twice;
}
