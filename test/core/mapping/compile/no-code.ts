import { bindMapping } from '../../../../core/mapping/bind/bind.ts';
import { parseMapping } from '../../../../core/mapping/load.ts';
import { planOf } from '../../../../core/run/plan-of.ts';
import { compileRecords } from '../../../../core/run/run-record.ts';

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
const [record] = compileRecords(program, planOf(program).plan, 'closures');
const out: [] = [];
record.fill(['1', 'pc'], null, out, () => undefined);
process.stdout.write(record.when?.(['1', 'pc'], null) === true ? record.lineOf(out) : 'not made');
