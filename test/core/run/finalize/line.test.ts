import test from 'ava';
import fc from 'fast-check';
import { fold } from '../../../../core/run/finalize/fold.ts';
import { formatLine, parseLine, printed } from '../../../../core/run/finalize/line.ts';
import { planFor } from './model.ts';

test('any JSON object is the same to the byte after parsing and formatting', (t) => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (object) => {
      const line = JSON.stringify(object);
      return formatLine(parseLine(line)) === line && parseLine(line).length === Object.keys(object).length;
    }),
  );
  t.pass();
});

test('blanks between tokens are allowed', (t) => {
  t.deepEqual(parseLine(' { "a" : [ 1 , 2 ] , "b\\"" : "}" ,"c":null } '), [
    { name: 'a', raw: '[ 1 , 2 ]' },
    { name: 'b"', raw: '"}"' },
    { name: 'c', raw: 'null' },
  ]);
});

for (const line of [
  '',
  '[]',
  '{',
  '{"a"}',
  '{"a":}',
  '{"a":1',
  '{"a":"',
  '{"a":"\\"}',
  '{"a":[1}',
  '{a:1}',
  '{"a":1 "b":2}',
]) {
  test(`no object: ${line === '' ? 'an empty line' : line}`, (t) => {
    t.throws(() => parseLine(line), { instanceOf: SyntaxError });
  });
}

test('merging keeps names, order and integers past 2^53', (t) => {
  const [plan] = planFor().entities;
  const first = parseLine('{"key":"1","custom":{"__proto__":"x","2":9007199254740993},"macs":["\\u2028"]}');
  const later = parseLine('{"key":"1","name":"n","custom":{"2":9007199254740992,"1":"y"},"macs":["\\u2028"]}');
  const { properties, conflicts, changed } = fold({ plan, order: new Map(), natural: new Set() }, first, later);
  t.is(
    formatLine(properties),
    '{"key":"1","name":"n","custom":{"__proto__":"x","2":9007199254740993,"1":"y"},"macs":["\\u2028"]}',
  );
  t.deepEqual(conflicts, [{ field: 'custom.2', kept: '9007199254740993', found: '9007199254740992' }]);
  t.true(changed);
});

test('values are printed as people read them', (t) => {
  t.deepEqual(['"a\\"b"', '12', '["x"]', 'null'].map(printed), ['a"b', '12', '["x"]', 'null']);
});

test('a property that was missing goes where the model has it', (t) => {
  const [plan] = planFor().entities;
  const order = new Map(Object.keys(plan.entity.fields).map((name, at) => [name, at]));
  const first = parseLine('{"key":"1","name":"n","mode":"upsert","custom":{}}');
  const later = parseLine('{"key":"1","model":"m","host":"h","mode":"upsert"}');
  const { properties } = fold({ plan, order, natural: new Set() }, first, later);
  t.deepEqual(
    properties.map(({ name }) => name),
    ['key', 'name', 'model', 'host', 'mode', 'custom'],
  );
});
