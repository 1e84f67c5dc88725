import test from 'ava';
import { catalogue, lookUpCode } from '../../../core/errors/catalogue.ts';
import { ConfigError, configError, formatFault, SourceError } from '../../../core/errors/errors.ts';
import { didYouMean, nearestName } from '../../../core/errors/suggest.ts';

test('a message is place, code, and the sentences below', (t) => {
  const place = { file: 'hosts.yaml', line: 9, column: 26 };
  const message = 'There is no column "Name".\nAdd it.';
  t.is(
    formatFault({ code: 'mapping/unknown-column', message, place }),
    'hosts.yaml:9:26  mapping/unknown-column\n  There is no column "Name".\n  Add it.',
  );
  t.is(formatFault({ code: 'cli/usage', message: 'Add --help.' }), 'cli/usage\n  Add --help.');
});

test('an error of configuration carries all faults', (t) => {
  const faults = [
    { code: 'option/missing', message: 'One.' },
    { code: 'option/unknown', message: 'Two.' },
  ] as const;
  const error = new ConfigError(faults);
  t.deepEqual(error.faults, faults);
  t.is(error.message, 'option/missing\n  One.\noption/unknown\n  Two.');
});

test('the cause stays attached', (t) => {
  const cause = new Error('EBUSY');
  t.is(configError('option/secret', 'x', { cause }).cause, cause);
  const error = new SourceError('source/read-failed', 'x', { cause, retryable: true });
  t.is(error.cause, cause);
  t.true(error.retryable);
});

test('nothing is retried unless somebody said so', (t) => {
  t.false(new SourceError('source/damaged', 'x').retryable);
});

test('every entry is whole sentences', (t) => {
  for (const [code, { summary, cause, remedy }] of Object.entries(catalogue)) {
    t.regex(code, /^[a-z]+\/[a-z]+(-[a-z]+)*$/);
    for (const text of [summary, cause, remedy]) t.regex(text, /^[A-Za-z].*[.]$/s, `${code}: ${text}`);
    t.notRegex(summary, /\. [A-Z]/, `${code}: the summary is one sentence`);
  }
});

test('a code that came as text is looked up without its prototype', (t) => {
  t.is(lookUpCode('row/not-a-date'), catalogue['row/not-a-date']);
  t.is(lookUpCode('constructor'), undefined);
});

const mistyped: readonly (readonly [string, string | undefined])[] = [
  ['Computr', 'Computer'],
  ['computer', 'Computer'],
  ['Vendro', 'Vendor'],
  ['Netbios_Name', undefined],
  ['', undefined],
];

for (const [name, expected] of mistyped) {
  test(`for ${JSON.stringify(name)} the suggestion is ${expected ?? 'nothing'}`, (t) => {
    t.is(nearestName(name, ['Computer', 'Vendor', 'User']), expected);
    t.is(
      didYouMean(name, ['Computer', 'Vendor', 'User']),
      expected === undefined ? '' : ` Did you mean "${expected}"?`,
    );
  });
}
