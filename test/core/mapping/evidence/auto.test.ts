import test from 'ava';
import { decide, openColumns, undecidable } from '../../../../core/mapping/evidence/auto.ts';
import type { Readings } from '../../../../core/mapping/evidence/decision.ts';
import { parseExpression } from '../../../../core/mapping/language/parse.ts';
import { visit } from '../../../../core/mapping/language/tree.ts';
import { parseMapping } from '../../../../core/mapping/load.ts';

/** Which calls are decided by the values of a column, and where the decision goes. */

const readings: Readings = new Map([
  ['Seen', { dates: { patterns: ['p', 'q'] } }],
  ['Cost', { numbers: { decimal: ',', thousands: '.', ignore: 'EUR' } }],
]);

const replaced = (expression: string): string => {
  const texts: unknown[] = [];
  visit(decide(parseExpression(expression), readings), (node) => {
    if (node.kind === 'call')
      texts.push(
        ...node.args.slice(1).map(({ name, value }) => `${name ?? ''}=${value.kind === 'literal' ? value.value : '?'}`),
      );
  });
  return texts.join(' ');
};

const decided: readonly (readonly [expression: string, args: string])[] = [
  ['Seen | date("auto")', '=p =q'],
  ['Seen | trim | instant("yyyyMMdd", "auto")', '=yyyyMMdd =p =q'],
  ['Seen | date("q", "auto")', '=q =p'],
  ['if(Seen = null, null, date(Seen, "auto")) ?? date(Other, "auto")', '=p =q =auto'],
  ['not (date(Seen, "auto") in ("2024-01-01"))', '=p =q'],
  ['Seen | blankIf("auto")', '=auto'],
  ['Seen | date', '=p =q'],
  ['Seen | trim | blankIf("never") | instant(zone: "UTC")', 'zone=UTC =p =q =never'],
  ['Seen | replace("x", "") | date', '=x ='],
  ['Seen | date("dd/MM/yyyy")', '=dd/MM/yyyy'],
  ['Cost | number', 'decimal=, thousands=. ignore=EUR'],
  ['Cost | number("auto", ignore: "net")', 'decimal=, thousands=. ignore=net EUR'],
  ['Cost | trim | bytes("MB")', '=MB decimal=, thousands=.'],
  ['Cost | percent', 'decimal=, thousands=.'],
  ['Cost | number("en")', '=en'],
  ['Cost | number(decimal: ".")', 'decimal=.'],
  ['Cost * 2', ''],
];
for (const [expression, args] of decided) {
  test(`what was decided of ${expression} is ${args === '' ? 'nothing' : args}`, (t) =>
    t.is(replaced(expression), args));
}

test('conditions and lists are looked through too', (t) => {
  const mapping = parseMapping(`
mapping: test/dates
source: { adapter: csv }
completeness: { Computer: additions }
records:
  - entity: Computer
    when: date(Seen, "auto") > "2024-01-01"
    key: Id
    fields: { name: 'Name | blankIf("auto")', hardwareScanAt: 'Scan | instant("auto")' }
`);
  t.deepEqual(
    openColumns(mapping).map(({ column, reads, said }) => `${column} ${reads} ${said}`),
    ['Seen date true', 'Scan date true'],
  );
});

test('what no column or more than one decides is found', (t) => {
  const count = (expression: string) => undecidable(parseExpression(expression)).length;
  t.is(count('Seen | date("auto")'), 0);
  t.is(count('(Seen ?? Other) | date("auto")'), 1);
  t.is(count('"01.02.2024" | date("auto")'), 1);
  t.is(count('item | date("auto")'), 1);
});
