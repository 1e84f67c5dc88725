import test from 'ava';
import { functions } from '../../../../core/mapping/functions/index.ts';
import { evaluate } from './evaluate.ts';

for (const { name, examples, parameters } of functions.values()) {
  for (const example of examples) {
    const { expression, gives, fails } = example;
    test(`${name}: ${expression} ${fails === undefined ? `is ${JSON.stringify(gives)}` : `fails with ${fails}`}`, (t) => {
      t.deepEqual(evaluate(expression, example), fails === undefined ? (gives ?? null) : { fails });
    });
  }

  test(`${name}: has two examples or more, each with one outcome, and calls itself in them`, (t) => {
    t.true(examples.length >= 2);
    for (const { expression, gives, fails } of examples) {
      t.true((gives === undefined) !== (fails === undefined), expression);
      t.regex(expression, new RegExp(`\\b${name}\\b`));
    }
  });

  test(`${name}: literal parameters stand behind the others, and only the last one repeats`, (t) => {
    const literal = parameters.map((parameter) => parameter.literal === true);
    t.deepEqual(literal, [...literal].sort());
    t.true(parameters.slice(0, -1).every(({ rest }) => rest === undefined));
    t.true(parameters.every((parameter) => !parameter.named || (parameter.literal && parameter.optional)));
  });
}

test('names are lowerCamelCase words, summaries are sentences', (t) => {
  for (const { name, summary, details, parameters } of functions.values()) {
    t.regex(name, /^[a-z][a-zA-Z0-9]*$/);
    for (const text of [summary, details ?? '.', ...parameters.map((each) => each.summary)]) t.regex(text, /\.$/, text);
  }
});
