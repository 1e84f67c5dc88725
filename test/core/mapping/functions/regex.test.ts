import test from 'ava';
import { compileText, evaluate, faultsOf } from './evaluate.ts';

// Each of these takes a backtracking engine longer than the age of the universe.
for (const pattern of ['(a+)+$', '(a|aa)+$', '^(a|a?)+$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*)(.*)(.*)(.*)[^a]$']) {
  test(`${pattern} ends on 50,000 characters`, (t) => {
    t.timeout(20_000);
    const text = `${'a'.repeat(50_000)}!`;
    t.is(compileText(`Text | regexTest(${JSON.stringify(pattern)})`)(text), pattern.includes('[^a]'));
    t.is(
      compileText(`Text | regexExtract(${JSON.stringify(pattern)}, 0)`)(text)?.toString().length,
      pattern.includes('[^a]') ? 50_001 : undefined,
    );
  });
}

test('a text of more than 100,000 characters is a fault of the row', (t) => {
  const run = compileText('Text | regexTest("b")');
  t.is(run('a'.repeat(100_000)), false);
  t.throws(() => run('a'.repeat(100_001)), { any: true });
});

test('a pattern that is compiled to many steps takes shorter texts', (t) => {
  t.timeout(20_000);
  const run = compileText('Text | regexTest("(a?){500}a{500}$")');
  t.is(run('a'.repeat(3000)), true);
  t.throws(() => run('a'.repeat(5000)), { any: true });
});

test('a pattern that is compiled to too many steps is told before any row is read', (t) => {
  t.regex(
    faultsOf(`regexTest("x", "${'(a|b|c)'.repeat(5000)}")`).join('\n'),
    /compiled to \d+ steps, and may have 10000/,
  );
});

const impossible: readonly [string, RegExp][] = [
  ['regexTest("x", "(")', /is not valid: missing closing \)/],
  ['regexTest("x", "(?=a)b")', /does not look ahead or behind/],
  ['regexTest("x", "(a)\\1")', /no back references/],
  ['regexExtract("x", "(a)", 2)', /has no group 2/],
  ['regexExtract("x", "(a)", "major")', /has no group "major"/],
  ['regexReplace("x", "(a)", "$2")', /has no group 2; a dollar is written \$\$/],
  ['regexReplace("x", "(a)", "$<b>")', /has no group "b"/],
];
for (const [expression, message] of impossible) {
  test(`${expression} is told before any row is read`, (t) => t.regex(faultsOf(expression).join('\n'), message));
}

test('a group that took no part is null', (t) => {
  t.is(evaluate('regexExtract("b", "(a)|b")'), null);
});

test('replacements take groups, and dollars that are doubled', (t) => {
  t.is(evaluate('regexReplace("a1b2", "([a-z])([0-9])", "$2$1$$")'), '1a$2b$');
});
