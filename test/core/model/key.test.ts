import test from 'ava';
import { defineEntity, field } from '../../../core/model/define.ts';
import { entityNamed } from '../../../core/model/entities/index.ts';
import { digestKey, keyText, referenceText } from '../../../core/model/key.ts';

const part = defineEntity({
  name: 'Part',
  summary: 'A part.',
  group: 'business',
  key: ['order', 'name', 'size'],
  fields: {
    order: field.naturalReference('PurchaseOrder', 'The order.', { required: true }),
    name: field.natural(64, 'Its name.', { required: true }),
    size: field.integer('Its size.'),
  },
});

test('natural keys are equal without case and trailing blanks, ids only as they are', (t) => {
  const [order, computer] = [entityNamed('PurchaseOrder'), entityNamed('Computer')];
  if (order === undefined || computer === undefined) return t.fail();
  t.is(keyText(order, { key: 'Po-1 ' }), keyText(order, { key: 'PO-1' }));
  t.not(keyText(order, { key: ' PO-1' }), keyText(order, { key: 'PO-1' }));
  t.not(keyText(computer, { key: 'a' }), keyText(computer, { key: 'A' }));
});

test('evidence that differs by case alone is one record', (t) => {
  const evidence = entityNamed('InstallerEvidence');
  if (evidence === undefined) return t.fail();
  const key = (name: string): string => keyText(evidence, { computer: '1', name, version: '1.0' });
  t.is(key('Visio® 2016'), key('VISIO® 2016 '));
  t.not(key('Visio 2016'), key('Visio® 2016'));
});

test('a reference compares as the key that it names', (t) => {
  const order = entityNamed('PurchaseOrder');
  if (order === undefined) return t.fail();
  t.is(referenceText(order, 'PO-1 '), keyText(order, { key: 'po-1' }));
  t.is(keyText(part, { order: 'PO-1', name: 'a', size: 1 }), keyText(part, { order: 'po-1 ', name: 'A', size: 1 }));
});

test('a part that is null is a part like others', (t) => {
  t.is(keyText(part, { order: '1', name: 'a', size: null }), keyText(part, { order: '1', name: 'a' }));
  t.not(keyText(part, { order: '1', name: 'a', size: null }), keyText(part, { order: '1', name: 'a', size: 0 }));
});

test('parts do not run into each other', (t) => {
  t.not(keyText(part, { order: '1', name: '2', size: null }), keyText(part, { order: '12', name: '', size: null }));
});

test('digests of many keys that differ little are all different', (t) => {
  const digests = Array.from({ length: 100_000 }, (_, index) => digest(String(16_777_216 + index), 0));
  t.is(new Set(digests).size, digests.length);
});

test('a digest is written where it is wanted', (t) => {
  t.is(digest('PC-1', 0), digest('PC-1', 3));
});

function digest(text: string, at: number): string {
  const into = new Uint32Array(at + 2);
  digestKey(text, into, at);
  return into.slice(at).join();
}
