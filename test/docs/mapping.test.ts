import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { adapters } from '../../adapters/index.ts';
import { checkMappingFile } from '../../core/mapping/check-mapping.ts';
import { compileClosure } from '../../core/mapping/compile/closures.ts';
import { RowFault, type Value } from '../../core/mapping/functions/value.ts';
import { checkExpression, type Scope } from '../../core/mapping/language/check.ts';
import { parseExpression } from '../../core/mapping/language/parse.ts';
import { loadMapping } from '../../core/mapping/load.ts';
import { testMapping } from '../../core/mapping/run-tests.ts';
import { blocksOf } from './blocks.ts';
import { validate } from './mapping-schema.ts';

/** Everything that docs/mapping.md shows is true: mappings have no fault and pass their tests, expressions give what is said. */
const blocks = blocksOf(readFileSync(new URL('../../docs/mapping.md', import.meta.url), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
for (const { name, text } of blocks) if (name !== '') writeFileSync(join(folder, name), text);

for (const { name, text } of blocks.filter(({ language }) => language === 'yaml')) {
  test(`${name} has no fault, also by the schema`, async (t) => {
    const { faults } = await checkMappingFile(join(folder, name), adapters, new AbortController().signal);
    t.deepEqual(faults, []);
    t.deepEqual(validate(parse(text)), []);
  });

  test(`${name} passes its tests`, async (t) => {
    const results = await testMapping(loadMapping(join(folder, name)));
    t.deepEqual(
      results.flatMap(({ differences }) => differences),
      [],
    );
  });
}

test('an overlay changes what it says and keeps the rest', (t) => {
  const [record] = loadMapping(join(folder, 'overlay.yaml')).records;
  const values = new Map(record.fields.map(({ name, value }) => [name, value.text]));
  t.is(values.get('name'), 'Name | trim | lower');
  t.is(values.get('assetTag'), 'Tag');
  t.false(values.has('memoryBytes'));
  t.is(values.get('serialNumber'), 'Serial | trim | blankIfJunkSerial');
});

for (const { expression, cells, outcome } of blocks
  .filter(({ language }) => language === 'expression')
  .flatMap(examplesOf)) {
  test(`${expression} with ${JSON.stringify(Object.fromEntries(cells))} -> ${outcome}`, (t) => {
    t.is(evaluate(expression, cells), outcome);
  });
}

interface Example {
  readonly expression: string;
  readonly cells: ReadonlyMap<string, string | null>;
  readonly outcome: string;
}

/** `expression`, then `  Column: cell` for each column, then `  -> outcome`. */
function examplesOf({ text }: { readonly text: string }): readonly Example[] {
  return text.split(/(?<=\n {2}-> .*\n)/).map((example) => {
    const [expression, ...rest] = example.trimEnd().split('\n');
    const cells = rest.slice(0, -1).map((line): [string, string | null] => {
      const at = line.indexOf(': ');
      return [line.slice(2, at), JSON.parse(line.slice(at + 2))];
    });
    return { expression, cells: new Map(cells), outcome: rest.at(-1)?.replace('  -> ', '') ?? '' };
  });
}

function evaluate(expression: string, cells: ReadonlyMap<string, string | null>): string {
  const names = [...cells.keys()];
  const scope: Scope = {
    column: (name) => (names.includes(name) ? { slot: names.indexOf(name), type: 'text' } : undefined),
    columnNames: () => names,
    item: false,
    context: { lookup: () => undefined, lookupNames: [] },
  };
  const { typed, faults } = checkExpression(parseExpression(expression), scope);
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  try {
    const value: Value = compileClosure(typed.step)([...cells.values()], null);
    return JSON.stringify(value);
  } catch (fault) {
    if (fault instanceof RowFault) return `an issue, ${fault.code}`;
    throw fault;
  }
}
