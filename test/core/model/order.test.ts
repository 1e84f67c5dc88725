import test from 'ava';
import { entities } from '../../../core/model/entities/index.ts';
import { referenceOrder } from '../../../core/model/order.ts';

test('the references of the whole model run in no circle', (t) => {
  const found = referenceOrder([...entities.keys()]);
  t.like(found, { order: { length: entities.size } });
});

test('parents come first, whatever the order they are given in', (t) => {
  t.deepEqual(referenceOrder(['ComputerUser', 'User', 'Computer']), { order: ['Computer', 'User', 'ComputerUser'] });
  t.deepEqual(referenceOrder(['PurchaseLine', 'PurchaseOrder', 'Vendor']), {
    order: ['Vendor', 'PurchaseOrder', 'PurchaseLine'],
  });
});

test('entities without references to each other keep their order', (t) => {
  t.deepEqual(referenceOrder(['Vendor', 'Computer', 'OrgUnit']), { order: ['Vendor', 'Computer', 'OrgUnit'] });
});

test('entities that are not given do not count', (t) => {
  t.deepEqual(referenceOrder(['ComputerUser']), { order: ['ComputerUser'] });
});

test('an entity that is given twice comes once', (t) => {
  t.deepEqual(referenceOrder(['Computer', 'Computer']), { order: ['Computer'] });
});

test('an entity may refer to itself', (t) => {
  t.deepEqual(referenceOrder(['Node'], among({ Node: ['Node'] })), { order: ['Node'] });
});

test('a circle is told, each entity referring to the next', (t) => {
  const parentsOf = among({ A: ['B'], B: ['C'], C: ['D'], D: ['B'] });
  t.deepEqual(referenceOrder(['A', 'B', 'C', 'D'], parentsOf), { cycle: ['B', 'C', 'D'] });
});

test('a circle through an entity that is not given is none', (t) => {
  t.deepEqual(referenceOrder(['A', 'B'], among({ A: ['B'], B: ['C'], C: ['A'] })), { order: ['B', 'A'] });
});

function among(references: Readonly<Record<string, readonly string[]>>): (name: string) => readonly string[] {
  return (name) => references[name];
}
