import test from 'ava';
import fc from 'fast-check';
import { nameColumns } from '../../../../core/adapter/columns.ts';
import { bindMapping } from '../../../../core/mapping/bind/bind.ts';
import { parseMapping } from '../../../../core/mapping/load.ts';
import { testMapping } from '../../../../core/mapping/run-tests.ts';
import { entities } from '../../../../core/model/entities/index.ts';
import { planOf } from '../../../../core/run/plan-of.ts';
import { guessOf, table } from './support.ts';

/** Whatever a file calls its columns and has in them: what is guessed loads, binds, and passes the test that comes with it. */
const known = [...entities.values()].flatMap(({ fields }) =>
  Object.entries(fields).flatMap(([name, { synonyms = [] }]) => [name, ...synonyms]),
);

const hostile = [
  ...[
    '[brackets]',
    ']',
    '[[',
    'a]b',
    '"quoted"',
    "it's",
    'a: b',
    '- item',
    '-',
    '# comment',
    'a # b',
    '{',
    '}',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%',
    '@',
    '`',
    '?',
    ': ',
  ],
  ...[
    'item',
    'in',
    'if',
    'and',
    'or',
    'not',
    'true',
    'false',
    'null',
    'yes',
    '~',
    '__proto__',
    'constructor',
    'toString',
    '1',
    '007',
    '1e3',
    '2024-01-31',
    'ünï',
    '名前',
  ],
  ...[
    'a\nb',
    'a\tb',
    'a\\b',
    '\u2028',
    '\u202e',
    '\ufeffx',
    '\ud800',
    '\u0000',
    '\u0085',
    '💡',
    'x'.repeat(2000),
    'Name (',
    'name:',
    '=1+1',
    'Host | trim',
  ],
];

const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...known) },
  { weight: 3, arbitrary: fc.constantFrom(...hostile) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...hostile), fc.constantFrom(...known))
      .map(([first, second]) => `${first} ${second}`),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }) },
);

const anyCell = fc.oneof(
  fc.constantFrom(
    null,
    '',
    ' ',
    'n/a',
    'None',
    '0',
    '-1',
    '12',
    '007',
    '3.5',
    '3,5',
    '1.234',
    '1,234',
    '1.234,50 €',
    '$ 12.00',
    '16 GB',
    '2,4 GHz',
    '50 %',
    'yes',
    'nein',
    'x',
  ),
  fc.constantFrom(
    '31.12.2024',
    '12/31/2024',
    '01.02.2024',
    '1/2/24',
    '2024-01-31',
    '2024-01-31 10:00',
    '2024-01-31T10:00:00Z',
    '20240131',
    '31.02.2024',
    '99.99.9999',
  ),
  fc.constantFrom(
    '00-1a-2b-3c-4d-5e',
    '10.0.0.1',
    'fe80::1',
    '4c4c4544-0042-3510-8057-b4c04f4a5931',
    'S-1-5-18',
    'a@example.org',
    'EMEA\\jdoe',
    'pc1.emea.example',
    'EMEA/DE',
    'active',
    'virtual',
  ),
  fc.constantFrom(...hostile),
  fc.integer().map(String),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Columns that an entity can be made of, so that most tables give a guess. */
const beginnings = [
  ['Hostname', 'Serial No.'],
  ['ComputerID', 'DisplayName'],
  ['Purchase Order Number', 'Line'],
  ['Vendor', 'Vendor number'],
  ['User name', 'Domain'],
  ['Location', 'Group type'],
];

const anyHeader = fc
  .tuple(fc.constantFrom(...beginnings, []), fc.array(anyName, { minLength: 1, maxLength: 10 }))
  .map((names) => names.flat());

const anyTable = anyHeader.chain((header) => {
  const columns = nameColumns(header, () => undefined);
  return fc.record({
    columns: fc.constant(columns),
    rows: fc.array(fc.array(anyCell, { minLength: columns.length, maxLength: columns.length }), { maxLength: 6 }),
  });
});

test('what is guessed loads, binds and passes its own test', async (t) => {
  let guessed = 0;
  await fc.assert(
    fc.asyncProperty(anyTable, async ({ columns, rows }) => {
      const given = await table(columns, rows);
      const guess = await guessOf(given);
      if (guess === undefined) return;
      guessed++;
      const mapping = parseMapping(guess.text);
      const { program, faults } = bindMapping(mapping, given.dataset.columns);
      const differences = (await testMapping(mapping)).flatMap((result) => result.differences);
      const all = [...faults, ...planOf(program).faults, ...bindMapping(mapping, undefined).faults, ...differences];
      if (all.length > 0) throw new Error(`${JSON.stringify(all, undefined, 1)}\n${guess.text}`);
    }),
    { numRuns: 60 },
  );
  t.true(guessed > 5, `only ${guessed} tables gave a guess`);
});
