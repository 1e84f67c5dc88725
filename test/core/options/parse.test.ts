import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import test from 'ava';
import { ConfigError } from '../../../core/errors/errors.ts';
import { option } from '../../../core/options/option.ts';
import { checkOptions, parseOptions } from '../../../core/options/parse.ts';
import { optionsSchema, optionsTable } from '../../../core/options/schema.ts';

const spec = {
  path: option.text({ path: true, summary: 'The file.' }),
  delimiter: option.text({ default: ',', summary: 'What separates fields.' }),
  rows: option.integer({ minimum: 1, maximum: 1000, default: 100, summary: 'How many rows.' }),
  header: option.choice({ choices: ['first', 'none'], default: 'first', summary: 'What names the columns.' }),
  cells: option.perColumn({ choices: ['values', 'displayed'], default: 'values', summary: 'What cells give.' }),
  views: option.names({ summary: 'What views are called.' }),
  trim: option.boolean({ default: false, summary: 'Whether blanks go.' }),
  password: option.secret({ summary: 'The password.' }),
};

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
const context = { directory: folder };

test('what is left out is its default', (t) => {
  const { password, cells, views, ...values } = parseOptions(spec, {}, context);
  t.deepEqual(values, { path: undefined, delimiter: ',', rows: 100, header: 'first', trim: false });
  t.is(password, undefined);
  t.deepEqual(cells, { all: 'values', columns: new Map() });
  t.deepEqual(views, new Map());
});

test('names are those of views, and perhaps of their columns', (t) => {
  const said = JSON.parse('{ "Hosts": "INV.HOSTS", "__proto__": { "name": "B", "columns": { "__proto__": "c" } } }');
  t.deepEqual(
    parseOptions(spec, { views: said }, context).views,
    new Map([
      ['Hosts', { name: 'INV.HOSTS', columns: new Map() }],
      ['__proto__', { name: 'B', columns: new Map([['__proto__', 'c']]) }],
    ]),
  );
});

test('a choice holds for all columns, or for those that are named', (t) => {
  t.deepEqual(parseOptions(spec, { cells: 'displayed' }, context).cells, { all: 'displayed', columns: new Map() });
  const named = JSON.parse('{ "Code": "displayed", "__proto__": "displayed" }');
  t.deepEqual(parseOptions(spec, { cells: named }, context).cells, {
    all: 'values',
    columns: new Map([
      ['Code', 'displayed'],
      ['__proto__', 'displayed'],
    ]),
  });
});

test('a path starts at the folder of the file that names it', (t) => {
  t.is(parseOptions(spec, { path: 'a/b.csv' }, context).path, resolve(folder, 'a/b.csv'));
});

test('text from the command line is read as what it stands for', (t) => {
  const { rows, trim, delimiter } = parseOptions(spec, { rows: '5', trim: 'true', delimiter: 1 }, context);
  t.deepEqual({ rows, trim, delimiter }, { rows: 5, trim: true, delimiter: '1' });
});

const wrong: readonly (readonly [Readonly<Record<string, unknown>>, string, RegExp])[] = [
  [{ delimeter: ';' }, 'option/unknown', /Did you mean "delimiter"\?/],
  [{ constructor: ';' }, 'option/unknown', /no option "constructor"/],
  [{ rows: 0 }, 'option/wrong-value', /from 1 to 1000, got 0/],
  [{ rows: '1e3' }, 'option/wrong-value', /whole number/],
  [{ header: 'frist' }, 'option/wrong-value', /one of first, none.*Did you mean "first"\?/],
  [{ cells: 'shown' }, 'option/wrong-value', /cells: expected one of values, displayed/],
  [{ cells: ['displayed'] }, 'option/wrong-value', /one of values, displayed/],
  [{ cells: { Code: 'display' } }, 'option/wrong-value', /cells, Code: .*Did you mean "displayed"\?/],
  [{ views: 'INV.HOSTS' }, 'option/wrong-value', /views: expected names, each with another name/],
  [{ views: ['INV.HOSTS'] }, 'option/wrong-value', /expected names/],
  [{ views: { Hosts: ' ' } }, 'option/wrong-value', /expected names/],
  [{ views: { Hosts: { columns: {} } } }, 'option/wrong-value', /expected names/],
  [{ views: { Hosts: { name: 'A', column: {} } } }, 'option/wrong-value', /expected names/],
  [{ views: { Hosts: { name: 'A', columns: { id: 1 } } } }, 'option/wrong-value', /expected names/],
  [{ trim: 'yes' }, 'option/wrong-value', /true or false/],
  [{ delimiter: [';'] }, 'option/wrong-value', /a text/],
  [{ password: 'hunter2' }, 'option/secret', /not the secret itself/],
  [{ password: 'env:TRIBUTARY_TEST_UNSET' }, 'option/secret', /no variable TRIBUTARY_TEST_UNSET/],
  [{ password: 'file:gone.txt' }, 'option/secret', /ENOENT/],
];

for (const [values, code, message] of wrong) {
  test(`${JSON.stringify(values)} is ${code}`, (t) => {
    const { faults } = checkOptions(spec, values, context);
    t.deepEqual(
      faults.map((each) => each.code),
      [code],
    );
    t.regex(faults[0].message, message);
    t.notRegex(faults[0].message, /hunter2/);
  });
}

test('all faults come at once', (t) => {
  const error = t.throws(() => parseOptions(spec, { rows: 0, trim: 3, x: 1 }, context), { instanceOf: ConfigError });
  t.is(error?.faults.length, 3);
});

test('a secret is read from its reference and never printed', (t) => {
  writeFileSync(join(folder, 'secret.txt'), 'hunter2\n');
  const { password } = parseOptions(spec, { password: 'file:secret.txt' }, context);
  t.is(password?.reveal(), 'hunter2');
  for (const shown of [String(password), JSON.stringify({ password }), inspect(password), `${password}`])
    t.notRegex(shown, /hunter2/);
});

test('the declaration gives the schema of editors and the table of the page', (t) => {
  const { properties } = optionsSchema(spec);
  t.deepEqual(Object.keys(properties ?? {}), Object.keys(spec));
  t.regex(optionsTable(spec), /^\| `header` \| `first`, `none` \| `first` \| What names the columns\. \|$/m);
  t.regex(
    optionsTable(spec),
    /^\| `password` \| `env:NAME`, `file:PATH` or `credential:NAME` \| {2}\| The password\. \|$/m,
  );
});
