import { join } from 'node:path';
import test from 'ava';
import { bindMapping } from '../../../core/mapping/bind/bind.ts';
import { loadMapping, parseMapping } from '../../../core/mapping/load.ts';
import type { Mapping } from '../../../core/mapping/mapping.ts';
import { received, toSend } from '../../../core/mapping/sent.ts';
import { planOf } from '../../../core/run/plan-of.ts';
import { generatedCode } from '../../../core/run/run-record.ts';
import { mappingFiles, root } from '../../mappings/shipped.ts';

/** What a thread makes of a mapping that it was sent is what its sender has: the code of each record, and the plan of the run. */
function made(mapping: Mapping) {
  const { program, faults } = bindMapping(mapping, undefined);
  const { plan } = planOf(program);
  return { faults, plan, code: generatedCode(program, plan) };
}

for (const file of mappingFiles()) {
  test(`${file.replaceAll('\\', '/')} maps in a thread as here`, (t) => {
    const mapping = loadMapping(join(root, file));
    const arrived = received(structuredClone(toSend(mapping)));
    t.deepEqual(made(arrived), made(mapping));
    t.is(arrived.digest, mapping.digest);
  });
}

test('lists, conditions, lookups, masks and hostile names arrive as they are', (t) => {
  const mapping = parseMapping(`
mapping: test/sent
summary: All that a record can have.
source: { adapter: csv, zone: UTC, dates: { When: dmy } }
completeness: { Computer: additions }
columns: { __proto__: { aliases: [constructor] }, When: {}, Names: {}, Owner: {} }
mask: [Owner]
records:
  - entity: Computer
    each: Names | split(";")
    when: Owner != "x"
    fields:
      key: item
      name: item | lookup("names", else: "none")
      serialNumber: '[__proto__]'
      hardwareScanAt: When | instant
lookups:
  names: { a: alpha, __proto__: beta }
limits: { rejects: 5% }
`);
  const arrived = received(structuredClone(toSend(mapping)));
  t.deepEqual(made(arrived), made(mapping));
  t.deepEqual(made(mapping).faults, []);
  t.deepEqual(arrived.lookups, mapping.lookups);
  t.deepEqual(arrived.columns, mapping.columns);
  t.deepEqual(arrived.mask, mapping.mask);
  t.deepEqual(arrived.source.dates, mapping.source.dates);
});
