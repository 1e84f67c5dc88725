import { bindMapping } from '../../../../core/mapping/bind/bind.ts';
import { parseMapping } from '../../../../core/mapping/load.ts';
import { compileRun } from '../../../../core/run/compiled.ts';
import { planOf } from '../../../../core/run/plan-of.ts';

/** Run by a process that may not generate code: prints the line of one record. */
const mapping = parseMapping(`
mapping: test/closures
source: { adapter: csv }
completeness: { Computer: additions }
records:
  - entity: Computer
    when: Id != null
    key: Id
    fields: { name: Name | upper }
`);
const { program } = bindMapping(mapping, undefined);
const [record] = compileRun(program, planOf(program).plan, 'closures');
const out: [] = [];
record.fill(['1', 'pc'], null, out, () => undefined);
process.stdout.write(record.when?.(['1', 'pc'], null) === true ? record.lineOf(out) : 'not made');
