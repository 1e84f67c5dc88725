import test from 'ava';
import { combineProposals, type Meant } from '../../../adapters/sql/combine-proposals.ts';

const view = (missing: string, name: string): Meant => {
  return { missing, found: name, lacks: [], change: '', view: missing, name };
};
const column = (known: string, here: string): Meant => {
  const [missing, found] = [`v_A.${known}`, `v_A.${here}`];
  return { missing, found, lacks: [], change: '', view: 'v_A', name: 'dbo.v_A', column: [known, here] };
};

test('all proposals are one map, with what the source file says already', (t) => {
  const known = new Map([
    ['v_Known', { name: 'rep.v_Known', columns: new Map() }],
    ['v_a', { name: 'dbo.v_A', columns: new Map([['Id', 'Ident']]) }],
  ]);
  t.is(
    combineProposals([column('Name0', 'Name00'), view('v_B', 'dbo.v_B2'), column('Size0', 'Size00')], known),
    [
      'views:',
      '  v_Known: rep.v_Known',
      '  v_a: { name: dbo.v_A, columns: { Id: Ident, Name0: Name00, Size0: Size00 } }',
      '  v_B: dbo.v_B2',
    ].join('\n'),
  );
});

test('what else could be meant stands behind the likeliest', (t) => {
  t.is(
    combineProposals([view('v_B', 'dbo.v_B2'), view('v_B', 'rep.v_B'), view('v_B', 'dbo.v_B2')], new Map()),
    'views:\n  v_B: dbo.v_B2  # or rep.v_B',
  );
});

test('without proposals there is nothing to say', (t) => {
  t.is(combineProposals([], new Map([['v_A', { name: 'v_B', columns: new Map() }]])), undefined);
});
