import test from 'ava';
import fc from 'fast-check';
import type { Type, Value } from '../../../../core/mapping/functions/value.ts';
import type { BinaryOperator, Expression } from '../../../../core/mapping/language/tree.ts';
import { traceExpression } from '../../../../core/mapping/trace.ts';
import { type Columns, check, generate, run } from '../language/scope.ts';

/** Random trees of known types: the generated code has to do what the closures do, and what a trace shows. */

const span = { start: 0, end: 0 };
const hostileText = fc.oneof(
  fc.constantFrom('canary', 'a', ' A ', '', '5', '-0.50', '9007199254740993', '"*/`{canary}', "'];canary//", '\u2028'),
  fc.string({ maxLength: 6 }),
);
const numberText = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.constantFrom('0.1', '9007199254740991', '-0.25', '123456789012345678901234567890'),
);

const columns: Columns = {
  'canary text': { type: 'text', value: null },
  '*/ canary `': { type: 'text', value: null },
  canary: { type: 'number', value: null },
  flag: { type: 'boolean', value: null },
  gone: 'missing',
};
const names = Object.keys(columns);

const call = (name: string, ...values: readonly Expression[]): Expression => ({
  kind: 'call',
  name,
  nameStart: 0,
  args: values.map((value) => ({ value })),
  ...span,
});
const literal = (type: 'text' | 'number' | 'boolean' | 'null', value: string | boolean | null): Expression => ({
  kind: 'literal',
  type,
  value,
  ...span,
});
const column = (name: string): Expression => ({ kind: 'column', name, ...span });
const nothing = literal('null', null);

const { text, number, boolean } = fc.letrec<{ text: Expression; number: Expression; boolean: Expression }>((tie) => {
  const pair = (type: 'text' | 'number' | 'boolean') => fc.tuple(tie(type), tie(type));
  const binary = (type: 'text' | 'number' | 'boolean', operators: readonly BinaryOperator[]) =>
    fc
      .tuple(fc.constantFrom(...operators), pair(type))
      .map(([operator, [left, right]]): Expression => ({ kind: 'binary', operator, left, right, ...span }));
  const either = (type: 'text' | 'number' | 'boolean') =>
    fc.tuple(tie('boolean'), pair(type)).map(
      ([condition, [consequent, alternate]]): Expression => ({
        kind: 'if',
        condition,
        consequent,
        alternate,
        ...span,
      }),
    );
  const among = (type: 'text' | 'number') =>
    fc
      .tuple(tie(type), fc.array(tie(type), { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([value, choices, negated]): Expression => ({ kind: 'in', value, choices, negated, ...span }));
  return {
    text: fc.oneof(
      { maxDepth: 5 },
      hostileText.map((value) => literal('text', value)),
      fc.constantFrom(column('canary text'), column('*/ canary `'), column('gone'), nothing),
      pair('text').map(([a, b]) => call('concat', a, b)),
      tie('text').map((inner) => call('trim', inner)),
      tie('text').map((inner) => call('upper', inner)),
      tie('number').map((inner) => call('lower', inner)),
      fc.tuple(tie('text'), hostileText).map(([inner, blank]) => call('blankIf', inner, literal('text', blank))),
      binary('text', ['??']),
      either('text'),
    ),
    number: fc.oneof(
      { maxDepth: 5 },
      numberText.map((value) => literal('number', value.startsWith('-0.25') ? '-0.25' : value)),
      fc.constantFrom(column('canary'), column('canary text'), nothing),
      binary('number', ['+', '-', '*', '/', '??']),
      tie('number').map((operand): Expression => ({ kind: 'unary', operator: '-', operand, ...span })),
      tie('text').map((inner) => call('number', inner)),
      either('number'),
    ),
    boolean: fc.oneof(
      { maxDepth: 5 },
      fc.boolean().map((value) => literal('boolean', value)),
      fc.constantFrom(column('flag'), nothing),
      binary('text', ['=', '!=', '<', '<=', '>', '>=']),
      binary('number', ['=', '!=', '<', '<=', '>', '>=']),
      binary('boolean', ['and', 'or', '=', '??']),
      tie('boolean').map((operand): Expression => ({ kind: 'unary', operator: 'not', operand, ...span })),
      among('text'),
      among('number'),
      either('boolean'),
    ),
  };
});

const cell = (type: Type): fc.Arbitrary<Value> => {
  if (type === 'boolean') return fc.constantFrom(null, true, false);
  if (type === 'number') return fc.constantFrom(null, 0, 7, -3, '0.5', '9007199254740993');
  return fc.constantFrom(null, '', 'x', '12', ' 0012.50 ', 'canary');
};
const rows = fc.record(
  Object.fromEntries(
    Object.entries(columns).map(([name, given]) => [
      name,
      given === 'missing' ? fc.constant(given) : cell(given.type).map((value) => ({ type: given.type, value })),
    ]),
  ),
);

test('closures, generated code and trace agree on every tree', (t) => {
  let ran = 0;
  let failed = 0;
  fc.assert(
    fc.property(fc.oneof(text, number, boolean), rows, (tree, row) => {
      const { typed, faults } = check(tree, row);
      // A tree may still be ill-typed by a literal, such as a text that is no number beside a number.
      if (faults.length > 0) return;
      const { value, fails } = run(tree, row);
      const cells = names.map((name) => (row[name] === 'missing' ? null : row[name].value));
      const traced = traceExpression(typed.step, cells, null);
      if (JSON.stringify([value, fails]) !== JSON.stringify([traced.value, traced.fault?.code]))
        throw new Error('The trace differs.');
      ran++;
      if (fails !== undefined) failed++;
    }),
    { numRuns: 3000 },
  );
  t.true(ran > 1500, `only ${ran} trees were well-typed`);
  t.true(failed > 50, `only ${failed} rows failed`);
});

test('no text of a mapping is in the generated code', (t) => {
  fc.assert(
    fc.property(fc.oneof(text, number, boolean), (tree) => {
      const { typed, faults } = check(tree, columns);
      return (
        faults.length > 0 ||
        /^(?:const|let|return|null|true|false|[ckt]\d+|cells|\d+|[\s=;,.()[\]?:|!&-])*$/.test(generate(typed.step).code)
      );
    }),
    { numRuns: 1000 },
  );
  t.pass();
});
