import test from 'ava';
import { delimiterName, quoteName } from '../../../adapters/csv/sniff.ts';
import { solveDialect } from '../../../adapters/csv/solve.ts';

function solve(text: string) {
  return solveDialect(
    Buffer.from(text),
    {},
    { whole: true, most: 200, text: (bytes) => Buffer.from(bytes).toString() },
  );
}

const lines = (count: number, line: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('');

const dialects: readonly [
  what: string,
  text: string,
  delimiter: string,
  more?: { quote?: string; escapedBy?: number; blanks?: true },
][] = [
  ['commas', 'a,b,c\n1,2,3\n', 'a comma'],
  ['a header alone', 'a;b\n', 'a semicolon'],
  ['semicolons around decimal commas', 'a;b;c\n1,5;2,5;3,5\n', 'a semicolon'],
  ['two columns around decimal commas', 'a;b\n1,5;2,5\n3,5;4,5\n', 'a semicolon'],
  ['tabs around commas in text', 'name\tnote\nPC\tx, y, z\n', 'a tab'],
  ['pipes', 'a|b\n1|2\n', 'a pipe'],
  ['commas that only quotes hold', '"a,b,c";d\n"1,2,3";4\n', 'a semicolon'],
  ['a header where two would do', 'a;b,c;d,e\n1;2;3\n4;5;6\n', 'a semicolon'],
  ['ragged records', 'a,b,c\n1,2\n3\n4,5,6\n', 'a comma'],
  ['a comma and a blank', 'a, b, c\n1, 2, 3\n4, , 6\n', '", "'],
  ['a comma, a blank and quotes', '"a", "b"\n"1, 2", "3"\n', '", "'],
  ['two pipes', 'a||b||c\n1||2||3\n', '"||"'],
  ['two semicolons around single ones', 'a;;b\n1;x;;2\n3;;4\n', '";;"'],
  ['pipes in blanks', 'a | b | c\n1 | 2 | 3\n', '" | "'],
  ['blanks', 'a b c\n1 2 3\n4 "5 6" 7\n', 'a space'],
  ['a caret', 'a^b^c\n1^2^3\n4^5^6\n', '"^"'],
  ['colons', 'root:x:0:/root\ndaemon:x:1:/sbin\nsys:x:3:/dev\n', '":"'],
  ['single quotes', "a,b\n'1,5','x'\n'2,5','y'\n", 'a comma', { quote: 'single' }],
  ['apostrophes in words', "a,b\n'tis,5\nO'Neill,6\n", 'a comma'],
  ['quotes that never close', 'a,b,c\n",1,2\n",3,4\n",5,6\n', 'a comma', { quote: 'none' }],
  ['quoted words that begin a field', 'a\tb\n"big" one\t1\nx\t2\n"small" one\t3\ny\t4\n', 'a tab', { quote: 'none' }],
  ['one stray quote', 'a\tb\n"big" one\t1\nx\t2\n', 'a tab'],
  ['stray quotes beside sound ones', 'a,b\n"x" y,1\n"c, d",2\n"z" y,3\n', 'a comma'],
  ['backslashes before quotes', 'a,b\n"x \\"y\\", z",1\n"w",2\n', 'a comma', { escapedBy: 92 }],
  ['folders that end with a backslash', 'a,b\n"C:\\dir\\","x"\n"D:\\","y"\n', 'a comma'],
  ['blanks around quotes here and there', 'a,b\n"1, 5" ,x\n"2",y\n3,z\n', 'a comma', { blanks: true }],
];

for (const [what, text, delimiter, more = {}] of dialects) {
  test(`the dialect of ${what}`, (t) => {
    const { dialect } = solve(text).fit;
    t.is(delimiterName(dialect), delimiter);
    t.is<string, string>(quoteName(dialect.quote), more.quote ?? 'double');
    t.is(dialect.escapedBy, more.escapedBy);
    t.is(dialect.blanks, more.blanks);
  });
}

const singles: readonly [what: string, text: string][] = [
  ['words', 'a\nb\n'],
  ['prose with commas', 'note\nhello, world\nfoo\nbar, baz, q\n'],
  ['names of two words', 'Full name\nJohn Smith\nMary Jones\nAda King\n'],
  ['points in time', '2026-01-01 10:00:00\n2026-01-02 11:30:00\n2026-01-03 12:45:10\n'],
  ['decimal commas', 'price\n1,5\n12,25\n3\n'],
];

for (const [what, text] of singles) test(`one column: ${what}`, (t) => t.is(solve(text).fit.width, 1));

test('decisions are told with their evidence and the runner-up', (t) => {
  t.deepEqual(solve('a;b\n1,5;2\n3,5;4\n').because(), [
    'The delimiter is a semicolon (3 of the first 3 records have 2 fields; runner-up: a comma, 2 of 2 have 2).',
    'The quote is double (in the first records 0 fields stand in double quotes, 0 in single ones).',
  ]);
});

test('the table is found behind titles', (t) => {
  const { fit } = solve(
    `Hosts of the north\nprinted on Monday, early\n\nid;name\n${lines(20, (row) => `${row};PC, ${row}`)}`,
  );
  t.is(delimiterName(fit.dialect), 'a semicolon');
  t.is(fit.start, 2);
});

test('what has signs of everything, and closes nothing, is looked at in bounded time', (t) => {
  const noise = '"a\\"\'b, "; | \t\t;; ^ ~: #\n'.repeat(3000);
  const began = performance.now();
  solveDialect(Buffer.from(noise), {}, { whole: false, most: 200, text: (bytes) => Buffer.from(bytes).toString() });
  // A guard against hanging: it takes a tenth of that.
  t.true(performance.now() - began < 20_000);
});
