import type { FuzzCase, Fuzzer, Reduction } from '../harness/case.ts';
import type { Random } from '../harness/random.ts';
import { score } from '../harness/score.ts';
import { type TrueTable, tableOf } from '../harness/table.ts';
import { type Dialect, type Document, type Line, usualDialect, writeDocument } from './document.ts';
import { type Fault, faults } from './faults.ts';

/** Text files of known tables, each with a fault or several; a reading is held against the cells that a person would see. */
export const csv: Fuzzer = {
  name: 'csv',
  make: (random, reduction) => {
    const single = random.fork('single').chance(0.75);
    return single ? makeOne(random, reduction) : makeSeveral(random, reduction);
  },
  strict: (label) => strictFaults.has(label),
};

/** Files in which nothing is broken: they have to be read as they are. */
const strictFaults: ReadonlySet<string> = new Set(['none', 'line ends CRLF', 'line ends in cells', 'no last line end']);

function makeOne(random: Random, reduction: Reduction): FuzzCase {
  const fault = random.fork('fault').pick(faults);
  return make(fault.name, [fault], random, reduction);
}

/** A dialect, something around the table, and records that deviate, of each at most one. */
function makeSeveral(random: Random, reduction: Reduction): FuzzCase {
  const choice = random.fork('fault');
  const kinds = [
    faults.filter(({ dialect, around }) => dialect !== undefined && around === undefined),
    faults.filter(({ name, around }) => around !== undefined && name !== 'lines quoted whole'),
    faults.filter(({ record, from }) => record !== undefined && from === undefined),
  ];
  const chosen = choice.some(kinds, 3).map((kind) => choice.pick(kind));
  const kept = chosen.filter((_, step) => reduction.keep(step));
  const label = chosen.length === 1 ? chosen[0].name : 'several';
  return { ...make(label, kept, random, reduction), steps: chosen.length };
}

function make(label: string, chosen: readonly Fault[], random: Random, { scale }: Reduction): FuzzCase {
  const shape = Object.assign({}, ...chosen.map((fault) => fault.shape ?? {}));
  const rows = shape.rows ?? random.fork('rows').int(6, 60);
  const table = tableOf(random.fork('table'), { ...shape, rows: Math.max(2, Math.ceil(rows * scale)) });
  const dialect: Dialect = Object.assign(
    {},
    usualDialect,
    ...chosen.map((fault) => fault.dialect?.(random.fork('dialect')) ?? {}),
  );
  const deviating = chosen.find(({ record }) => record !== undefined);
  const { lines, accepted } = recordsOf(table, dialect, deviating, random.fork('records'));
  const compare = chosen.find((fault) => fault.compare !== undefined)?.compare;
  const plain: Document = { lines, dialect, truth: { columns: table.columns, rows: accepted, compare } };
  const document = chosen.reduce((made, { around }) => around?.(made, random.fork('around'), table) ?? made, plain);
  return {
    label,
    name: `fuzz.${dialect.delimiter === '\t' ? 'tsv' : 'csv'}`,
    bytes: writeDocument(document),
    steps: 1,
    judge: (reading) => score(document.truth, reading),
  };
}

/** The lines of a table, of which some deviate; and what counts as right for each row. */
function recordsOf(table: TrueTable, dialect: Dialect, fault: Fault | undefined, random: Random) {
  const lines: Line[] = [{ fields: table.columns }];
  const accepted: (readonly (readonly string[])[])[] = [];
  const first = random.int(0, table.rows.length - 1);
  table.rows.forEach((fields, index) => {
    const strikes = index >= (fault?.from ?? 0) && (index === first || random.chance(fault?.from ? 0.01 : 0.06));
    const deviation = strikes ? fault?.record?.(fields, dialect, random) : undefined;
    lines.push(deviation?.line ?? { fields });
    accepted.push(deviation?.accept ?? [fields]);
  });
  return { lines, accepted };
}
