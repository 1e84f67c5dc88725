import test from 'ava';
import { parseExpression } from '../../../../core/mapping/language/parse.ts';
import { SyntaxFault } from '../../../../core/mapping/language/tokens.ts';
import type { Expression } from '../../../../core/mapping/language/tree.ts';

/** A tree with all its parentheses. */
function shown(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return node.type === 'text' ? JSON.stringify(node.value) : String(node.value);
    case 'column':
      return node.name;
    case 'item':
      return 'item';
    case 'call':
      return `${node.name}(${node.args.map(({ name, value }) => `${name === undefined ? '' : `${name}: `}${shown(value)}`).join(', ')})`;
    case 'unary':
      return `(${node.operator} ${shown(node.operand)})`;
    case 'binary':
      return `(${shown(node.left)} ${node.operator} ${shown(node.right)})`;
    case 'if':
      return `if(${[node.condition, node.consequent, node.alternate].map(shown).join(', ')})`;
    case 'in':
      return `(${shown(node.value)}${node.negated ? ' not' : ''} in ${node.choices.map(shown).join(', ')})`;
  }
}

const precedence: readonly (readonly [string, string])[] = [
  ['a | f | g(1)', 'g(f(a), 1)'],
  ['a or b | f', 'f((a or b))'],
  ['a and b or c and d', '((a and b) or (c and d))'],
  ['a or b and c', '(a or (b and c))'],
  ['not a and b', '((not a) and b)'],
  ['not a = b', '(not (a = b))'],
  ['not not a', '(not (not a))'],
  ['a = b and c != d', '((a = b) and (c != d))'],
  ['a == b', '(a = b)'],
  ['a <> b', '(a != b)'],
  ['a <= b', '(a <= b)'],
  ['a >= b', '(a >= b)'],
  ['a ?? b = c', '((a ?? b) = c)'],
  ['a ?? b ?? c', '((a ?? b) ?? c)'],
  ['a ?? b + c', '(a ?? (b + c))'],
  ['a + b - c', '((a + b) - c)'],
  ['a - b * c / d', '(a - ((b * c) / d))'],
  ['-a * b', '((- a) * b)'],
  ['a - -b', '(a - (- b))'],
  ['-5', '-5'],
  ['--5', '5'],
  ['-(-5)', '5'],
  ['- - -5', '-5'],
  ['(a or b) and c', '((a or b) and c)'],
  ['(a | f) + 1', '(f(a) + 1)'],
  ['a in (1, 2)', '(a in 1, 2)'],
  ['a + 1 not in (b | f, 2)', '((a + 1) not in f(b), 2)'],
  ['not a in (1)', '(not (a in 1))'],
  ['if(a, b | f, c)', 'if(a, f(b), c)'],
  ['f(a, else: null)', 'f(a, else: null)'],
  ['a | f(x: "y")', 'f(a, x: "y")'],
  ['f()', 'f()'],
  ['12.500', '12.5'],
  ['0.0', '0'],
  ['item | trim', 'trim(item)'],
  ['Größe + Straße.Nr', '(Größe + Straße.Nr)'],
  ['@x + #y + $z + _', '(((@x + #y) + $z) + _)'],
];

for (const [expression, tree] of precedence) {
  test(`${expression} is read as ${tree}`, (t) => {
    t.is(shown(parseExpression(expression)), tree);
  });
}

test('a name in brackets may hold anything, with ]] for a bracket', (t) => {
  const name = (text: string) => {
    const node = parseExpression(text);
    return node.kind === 'column' ? node.name : undefined;
  };
  t.is(name('[Serial Number]'), 'Serial Number');
  t.is(name('[a]]b]'), 'a]b');
  t.is(name('[]]]'), ']');
  t.is(name('[*/ `{x}` "\\\']'), '*/ `{x}` "\\\'');
  t.is(name('[__proto__]'), '__proto__');
  for (const word of ['and', 'or', 'not', 'in', 'if', 'true', 'false', 'null', 'item']) t.is(name(`[${word}]`), word);
});

test('words of the language are words only as they are written', (t) => {
  t.is(shown(parseExpression('Not + IN + Item + True')), '(((Not + IN) + Item) + True)');
});

test('a backslash escapes quotes, itself, n and t, and else stands for itself', (t) => {
  const text = (expression: string) => {
    const node = parseExpression(expression);
    return node.kind === 'literal' ? node.value : undefined;
  };
  t.is(text(String.raw`"\d+"`), '\\d+');
  t.is(text(String.raw`"a\"b"`), 'a"b');
  t.is(text(String.raw`'it\'s'`), "it's");
  t.is(text(String.raw`"\\\n\t"`), '\\\n\t');
  t.is(text(`"it's"`), "it's");
  t.is(text('""'), '');
});

test('every node knows where it stands', (t) => {
  const source = 'trim( [Serial No] ) | upper';
  const outer = parseExpression(source);
  t.like(outer, { kind: 'call', nameStart: 22, start: 0, end: 27 });
  const inner = outer.kind === 'call' ? outer.args[0].value : outer;
  t.like(inner, { kind: 'call', start: 0, end: 19 });
  const column = inner.kind === 'call' ? inner.args[0].value : inner;
  t.is(source.slice(column.start, column.end), '[Serial No]');
});

const broken: readonly (readonly [string, number, string])[] = [
  ['', 0, 'Expected a column, a value or a function, but the expression ends.'],
  ['a +', 3, 'Expected a column, a value or a function, but the expression ends.'],
  ['a b', 2, 'Expected an operator or the end, but there is "b".'],
  ['(a', 2, 'Expected ")", but the expression ends.'],
  ['f(a,', 4, 'Expected a column, a value or a function, but the expression ends.'],
  ['f(a b)', 4, 'Expected ")", but there is "b".'],
  ['a)', 1, 'Expected an operator or the end, but there is ")".'],
  ['a |', 3, 'Expected the name of a function, but the expression ends.'],
  ['a | "f"', 4, 'Expected the name of a function, but there is "f".'],
  ['a in b', 5, 'Expected "(", but there is "b".'],
  ['a in ()', 6, 'Expected a column, a value or a function, but there is ")".'],
  ['a = b = c', 6, 'Expected an operator or the end, but there is "=".'],
  ['"abc', 0, 'The text that begins here has no closing quote.'],
  ['a + [b', 4, 'The column name that begins here has no closing bracket.'],
  ['a % b', 2, '"%" has no meaning here. Columns with blanks or signs are written in brackets: [Serial Number].'],
  ['a + 😀', 4, '"😀" has no meaning here. Columns with blanks or signs are written in brackets: [Serial Number].'],
  ['and', 0, '"and" is a word of the language; a column of that name is written [and].'],
  ['a + in', 4, '"in" is a word of the language; a column of that name is written [in].'],
  ['if(a, b)', 0, 'if takes three parts: if(condition, then, otherwise).'],
  ['if(a, then: b, c)', 0, 'if takes three parts: if(condition, then, otherwise).'],
  ['1e5', 1, 'Expected an operator or the end, but there is "e5".'],
  ['9'.repeat(401), 0, 'A number has at most 400 digits.'],
];

for (const [expression, offset, message] of broken) {
  test(`${JSON.stringify(expression.slice(0, 40))} is refused at ${offset}`, (t) => {
    const fault = t.throws(() => parseExpression(expression), { instanceOf: SyntaxFault });
    t.is(fault.message, message);
    t.is(fault.offset, offset);
  });
}

const tooMuch: readonly (readonly [string, string, RegExp])[] = [
  ['parentheses', `${'('.repeat(20_000)}a${')'.repeat(20_000)}`, /more than 10000 words/],
  ['fewer parentheses', `${'('.repeat(200)}a${')'.repeat(200)}`, /deeper than 100 levels/],
  ['calls', `${'f('.repeat(200)}a${')'.repeat(200)}`, /deeper than 100 levels/],
  ['nots', `${'not '.repeat(200)}a`, /deeper than 100 levels/],
  ['minus signs', `${'- '.repeat(200)}a`, /deeper than 100 levels/],
  ['pluses', `a${' + a'.repeat(2000)}`, /more than 500 operators/],
  ['ands', `a${' and a'.repeat(2000)}`, /more than 500 operators/],
  ['fallbacks', `a${' ?? a'.repeat(2000)}`, /more than 500 operators/],
  ['pipes', `a${' | trim'.repeat(2000)}`, /more than 500 operators/],
  ['choices', `a in (1${', 1'.repeat(100_000)})`, /more than 10000 words/],
  ['chains in parentheses', `(${'a + '.repeat(400)}a) * (${'a + '.repeat(400)}a)`, /more than 500 operators/],
];

for (const [title, expression, message] of tooMuch) {
  test(`too many ${title} are refused, not run into`, (t) => {
    t.throws(() => parseExpression(expression), { instanceOf: SyntaxFault, message });
  });
}
