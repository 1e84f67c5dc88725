import test from 'ava';
import { DateEvidence, decide, undecidable, undecidedColumns } from '../../../core/mapping/dates.ts';
import { parseExpression } from '../../../core/mapping/language/parse.ts';
import { visit } from '../../../core/mapping/language/tree.ts';
import { parseMapping } from '../../../core/mapping/load.ts';

/** What the values of a column prove of the order of day and month, and where that goes. */

const decisions: readonly (readonly [string, readonly string[], boolean, string, readonly string[]])[] = [
  [
    'a day above 12 in first place',
    ['13.01.2024', '01.02.2024'],
    true,
    'day, month, year (1 values above 12 in first place)',
    ['yyyy-MM-dd', 'd.M.yyyy'],
  ],
  [
    'a day above 12 in second place',
    ['1/31/24', '1/2/24'],
    true,
    'month, day, year (1 values above 12 in second place)',
    ['yyyy-MM-dd', 'M/d/yy'],
  ],
  ['both', ['13.01.2024', '01.13.2024'], false, 'values contradict each other', ['yyyy-MM-dd', 'd.M.yyyy']],
  ['neither', ['01.02.2024'], false, 'is "01.02.2024" day or month first?', ['yyyy-MM-dd', 'd.M.yyyy']],
  ['equal ones only', ['02.02.2024'], true, 'day and month are equal in every value', ['yyyy-MM-dd', 'd.M.yyyy']],
  ['years first', ['2024-01-31'], true, 'year, month, day (1 values in ISO form)', ['yyyy-MM-dd']],
  ['nothing', ['', 'soon'], true, 'no value with day and month', ['yyyy-MM-dd']],
];

for (const [title, values, proven, sentence, patterns] of decisions) {
  test(`the order is decided by ${title}`, (t) => {
    const evidence = new DateEvidence('Seen');
    for (const value of values) evidence.see(value);
    const decision = evidence.decide(undefined);
    t.is(decision.proven, proven);
    t.true(decision.sentence.includes(sentence), decision.sentence);
    t.deepEqual(decision.patterns, patterns);
  });
}

test('a stated order needs no proof', (t) => {
  const evidence = new DateEvidence('Seen');
  evidence.see('01/02/2024');
  t.like(evidence.decide('mdy'), { proven: true, patterns: ['yyyy-MM-dd', 'M/d/yyyy'] });
});

test('no value of a masked column is shown', (t) => {
  const evidence = new DateEvidence('Born', true);
  evidence.see('01/02/1980');
  t.notRegex(evidence.decide(undefined).sentence, /1980/);
});

test('"auto" is replaced wherever it stands, and only as a pattern', (t) => {
  const replaced = (expression: string): string => {
    const texts: unknown[] = [];
    visit(
      decide(parseExpression(expression), new Map([['Seen', ['p', 'q']]])),
      (node) => node.kind === 'literal' && texts.push(node.value),
    );
    return texts.join(' ');
  };
  t.is(replaced('Seen | date("auto")'), 'p q');
  t.is(replaced('Seen | trim | instant("yyyyMMdd", "auto")'), 'yyyyMMdd p q');
  t.is(replaced('if(Seen = null, null, date(Seen, "auto")) ?? date(Other, "auto")'), '  p q auto');
  t.is(replaced('not (date(Seen, "auto") in ("2024-01-01"))'), 'p q 2024-01-01');
  t.is(replaced('Seen | blankIf("auto")'), 'auto');
});

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
  t.deepEqual([...undecidedColumns(mapping)], ['Seen', 'Scan']);
});

test('what no column or more than one decides is found', (t) => {
  const count = (expression: string) => undecidable(parseExpression(expression)).length;
  t.is(count('Seen | date("auto")'), 0);
  t.is(count('(Seen ?? Other) | date("auto")'), 1);
  t.is(count('"01.02.2024" | date("auto")'), 1);
  t.is(count('item | date("auto")'), 1);
});
