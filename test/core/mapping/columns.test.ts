import test from 'ava';
import type { Column } from '../../../core/adapter/contract.ts';
import { bindMapping } from '../../../core/mapping/bind/bind.ts';
import { parseMapping } from '../../../core/mapping/load.ts';

/** Which column of the data an expression reads, and what is said where none or several could be meant. */

const mapping = (columns: string, name = 'Name', more = '') => `
mapping: test/columns
source: { adapter: csv }
completeness: { Computer: additions }
${columns}
${more}
records:
  - entity: Computer
    key: Id
    fields:
      name: ${name}
`;

const named = (...names: readonly string[]): readonly Column[] => names.map((name) => ({ name, type: 'text' }));

function bind(text: string, ...columns: readonly string[]) {
  const { program, faults } = bindMapping(parseMapping(text), named('Id', ...columns));
  return {
    found: program.columns.found.get('Name')?.found,
    program,
    faults: faults.map(({ message, place }) => `${place?.line}:${place?.column} ${message}`),
  };
}

const declared = 'columns: { Id: {}, Name: [Host, "Computer Name"] }';
const found: readonly (readonly [string, string, readonly string[], string])[] = [
  ['its very name', '', ['name', 'Name', 'NAME'], 'Name'],
  ['its name without case', '', ['Other', 'NAME'], 'NAME'],
  ['its very name before an alias', declared, ['Host', 'Name'], 'Name'],
  ['an alias before its name without case', declared, ['NAME', 'Host'], 'Host'],
  ['an alias without case', declared, ['hOsT'], 'hOsT'],
  ['an alias without blanks and punctuation', declared, ['computer_name'], 'computer_name'],
  ['the first alias of several', declared, ['Computer Name', 'Host'], 'Host'],
];

for (const [title, columns, names, expected] of found) {
  test(`a column is found by ${title}`, (t) => {
    const { found: name, faults } = bind(mapping(columns), ...names);
    t.is(name, expected);
    t.deepEqual(faults, []);
  });
}

test('an undeclared column is not found loosely, and the suggestion names what there is', (t) => {
  t.deepEqual(bind(mapping('', '"[Computer Name]"'), 'ComputerName').faults, [
    '11:14 There is no column "Computer Name". Did you mean "ComputerName"?',
  ]);
  t.deepEqual(bind(mapping(''), 'NAME', 'name').faults, ['11:13 There is no column "Name". Did you mean "NAME"?']);
});

test('where several columns could be the declared one, none is taken', (t) => {
  const { program, faults } = bind(
    mapping('columns: { Id: {}, Name: {}, Serial: [Serial No] }'),
    'Name',
    'serial-no',
    'Serial_No',
  );
  t.true(program.columns.missing.has('Serial'));
  t.deepEqual(faults, [
    '3:9 "Serial" can be "serial-no" and "Serial_No": give the name of one, exactly as it is, under columns.',
  ]);
});

test('names of signs alone are like nothing else', (t) => {
  const { program, faults } = bind(mapping('columns: { Id: {}, Name: {}, "%": ["#"] }'), 'Name', '§');
  t.true(program.columns.missing.has('%'));
  t.deepEqual(faults, []);
});

test('a required column that is missing stops, and says under which names it was looked for', (t) => {
  const { faults } = bind(
    mapping('columns: { Id: {}, Name: {}, Serial: { aliases: [S/N, SN], required: true } }'),
    'Name',
    'Serail',
  );
  t.deepEqual(faults, [
    '3:9 The data have no column "Serial" (also known as S/N, SN), which a key, a condition or a required field needs. Did you mean "Serail"?',
  ]);
});

test('columns that nothing reads are listed, but not those of a rejects file', (t) => {
  const { program } = bind(mapping(''), 'Name', 'Colour', 'Tributary origin', 'Tributary reasons', 'Tributary text');
  t.deepEqual(program.columns.unused, ['Colour']);
});

test('a mask finds its columns by any of their names, used or not, and a misspelt one is a fault', (t) => {
  const masked = (mask: string, ...names: readonly string[]) => {
    const { program, faults } = bind(mapping('columns: { Id: {}, Name: [Host] }', 'Name', `mask: ${mask}`), ...names);
    return [...[...program.columns.maskedIndexes].map((index) => ['Id', ...names][index]), ...faults];
  };
  t.deepEqual(masked('[Name]', 'HOST', 'Mail'), ['HOST']);
  t.deepEqual(masked('[Host]', 'Name', 'Mail'), ['Name']);
  t.deepEqual(masked('[e-mail]', 'Name', 'Email', 'E Mail'), ['Email', 'E Mail']);
  t.deepEqual(masked('[Host]', 'Name', 'host'), ['Name', 'host']);
  t.deepEqual(masked('[Name, Mial]', 'Name', 'Mail'), [
    'Name',
    '6:14 mask: there is no column "Mial". Did you mean "Mail"?',
  ]);
});

test('mask: personal takes the columns that personal fields are made of', (t) => {
  const { program } = bind(
    mapping('', 'Name', 'mask: personal').replace(
      'name: Name',
      'name: Name\n      email: Account | concat("@", Domain)',
    ),
    'Name',
    'Account',
    'Domain',
  );
  t.deepEqual([...program.columns.maskedIndexes], [2, 3]);
});

test('with drift: blank a missing column is known to be empty; otherwise it is not collected', (t) => {
  const text = (drift: string) =>
    mapping('columns: { Id: {}, Name: {}, Model: {} }', 'Name\n      model: Model', drift);
  const evolve = bind(text('drift: evolve'), 'Name').program;
  t.deepEqual(
    [evolve.records[0].fields.map(({ rule }) => rule.name), evolve.notCollected.get('Computer')],
    [['key', 'name'], ['model']],
  );
  const blank = bind(text('drift: blank'), 'Name').program;
  t.deepEqual(
    [blank.records[0].fields.map(({ rule }) => rule.name), blank.notCollected.get('Computer')],
    [['key', 'name', 'model'], []],
  );
});
