import test from 'ava';
import { checkViews } from '../../../adapters/sql/check-views.ts';
import { parseQueryFile } from '../../../adapters/sql/query-file.ts';

/** Names that change nothing are said before the server is asked. */

const queries = [
  parseQueryFile('-- reads: Hosts or Servers (Id int, Name0)\nSELECT 1', 'hosts.sql'),
  parseQueryFile('-- reads: Hosts (Id int, Cores0? int)\nSELECT 1', 'cores.sql'),
];

function check(view: string, columns: Readonly<Record<string, string>> = {}): void {
  checkViews(new Map([[view, { name: 'INV.HOSTS', columns: new Map(Object.entries(columns)) }]]), queries);
}

test('names of any query are taken, without case', (t) => {
  t.notThrows(() => check('hosts', { CORES0: 'a', name0: 'b' }));
  t.notThrows(() => check('Servers', { Id: 'a' }));
});

for (const [view, columns, message] of [
  ['Host', {}, 'views: expected names of views that a query reads, found "Host". Did you mean "Hosts"?'],
  [
    'Hosts',
    { Core0: 'a' },
    'views: expected columns of Hosts that a query reads, found "Core0". Did you mean "Cores0"?',
  ],
  ['Servers', { Cores0: 'a' }, 'views: expected columns of Servers that a query reads, found "Cores0".'],
] as const)
  test(`${view} ${JSON.stringify(columns)} is refused`, (t) => {
    t.like(
      t.throws(() => check(view, columns)),
      { faults: [{ code: 'option/wrong-value', message }] },
    );
  });
