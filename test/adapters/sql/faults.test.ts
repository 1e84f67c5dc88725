import test from 'ava';
import { driverMissing, type SqlCode, seamError, sqlFault } from '../../../adapters/sql/faults.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { Secret } from '../../../core/options/option.ts';

const mayGoWellLater: Readonly<Record<SqlCode, boolean>> = {
  'sql/unreachable': true,
  'sql/encryption': false,
  'sql/login': false,
  'sql/missing-right': false,
  'sql/missing-object': false,
  'sql/missing-column': false,
  'sql/dropped': true,
  'sql/timeout': true,
  'sql/unfinished': true,
  'sql/deadlock': true,
  'sql/killed': true,
  'sql/busy': true,
  'sql/bad-value': false,
  'sql/bad-key': false,
  'sql/schema-changed': true,
  'sql/failed': false,
  'sql/unsupported': false,
  'sql/driver-missing': false,
  'sql/driver-crashed': true,
  'sql/too-large': false,
  'sql/rows-lost': false,
  'sql/unknown-scope': false,
  'sql/empty-scope': false,
};

test('what can be tried again follows from the code', (t) => {
  for (const code of Object.keys(mayGoWellLater) as SqlCode[])
    t.is(sqlFault(code, 'It failed.').retryable, mayGoWellLater[code], code);
});

test('a driver that is not installed is said with the command that installs it', (t) => {
  const { message } = driverMissing('odbc', 'npm install odbc@2.6.0', new Error('Cannot find package'));
  t.regex(message, /sql\/driver-missing[\s\S]*npm install odbc@2\.6\.0/);
});

test('an error leaves without the secrets that a driver puts into it', (t) => {
  const secrets = [new Secret('s3cret')];
  const cause = new Error('Login failed for PWD=s3cret;');
  const faults = [
    sqlFault('sql/login', 'Refused: s3cret.', { name: 's3cret@server' }),
    sqlFault('sql/login', 'Refused.', { name: 'server', cause }),
    cause,
    'thrown: s3cret',
  ];
  for (const each of faults) {
    const error = seamError(each, 'emea', secrets);
    t.true(error instanceof SourceError);
    const shown = [String(error), JSON.stringify(error)];
    if (error instanceof Error) shown.push(String(error.stack), String(error.cause));
    t.false(shown.join().includes('s3cret'), shown.join());
  }
});

test('what a driver throws beyond the known errors is a refusal of the server, with its words', (t) => {
  const error = seamError(new Error('ERROR 42: no.'), 'emea', []);
  t.true(
    error instanceof SourceError && error.message.includes('sql/failed') && error.message.includes('ERROR 42: no.'),
  );
});
