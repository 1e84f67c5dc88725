import test from 'ava';
import { sourceError } from '../../../adapters/mssql/faults.ts';
import type { Code } from '../../../core/errors/catalogue.ts';

/** What errors mean: of the server by their number, of the package and of the network by their code. */

const ofServer: readonly (readonly [number: number, message: string, code: Code, retryable: boolean])[] = [
  [18456, "Login failed for user 'reader'.", 'sql/login', false],
  [18452, 'Login failed. The login is from an untrusted domain.', 'sql/login', false],
  [4060, 'Cannot open database "CM_EX1".', 'sql/login', false],
  [
    916,
    'The server principal is not able to access the database under the current security context.',
    'sql/login',
    false,
  ],
  [229, "The SELECT permission was denied on the object 'v_R_User'.", 'sql/missing-right', false],
  [230, "The SELECT permission was denied on the column 'Name0' of the object 'v_R_User'.", 'sql/missing-right', false],
  [208, "Invalid object name 'v_GS_PROCESSOR'.", 'sql/missing-object', false],
  [207, "Invalid column name 'Name0'.", 'sql/missing-column', false],
  [102, "Incorrect syntax near ','.", 'sql/failed', false],
  [8115, 'Arithmetic overflow error converting expression to data type int.', 'sql/bad-value', false],
  [3961, 'Snapshot isolation transaction failed because the object was modified.', 'sql/schema-changed', true],
  [1205, 'Transaction (Process ID 52) was deadlocked.', 'sql/deadlock', true],
  [3960, 'Snapshot isolation transaction aborted due to update conflict.', 'sql/deadlock', true],
  [1222, 'Lock request time out period exceeded.', 'sql/timeout', true],
  [596, 'Cannot continue the execution because the session is in the kill state.', 'sql/killed', true],
  [6005, 'SHUTDOWN is in progress.', 'sql/killed', true],
  [701, 'There is insufficient system memory.', 'sql/busy', true],
  [10928, 'Resource ID : 1. The request limit for the database is 60 and has been reached.', 'sql/busy', true],
  [40613, 'Database is not currently available.', 'sql/unreachable', true],
  [10054, 'An existing connection was forcibly closed by the remote host.', 'sql/dropped', true],
];

for (const [number, message, code, retryable] of ofServer) {
  test(`error ${number} is ${code}`, (t) => {
    const error = sourceError({ message, number, code: 'EREQUEST' }, 'Reading');
    t.is(error.faults[0].code, code);
    t.is(error.retryable, retryable);
    t.true(error.message.includes(message) && error.message.includes(String(number)));
  });
}

const below = (code: string, message = code) => Object.assign(new Error(message), { code });
const socket = (cause: Error) =>
  Object.assign(new Error(`Failed to connect - ${cause.message}`, { cause }), { code: 'ESOCKET' });

const ofPackage: readonly (readonly [name: string, error: Error, code: Code, retryable: boolean])[] = [
  ['nobody listens', socket(below('ECONNREFUSED')), 'sql/unreachable', true],
  ['no such host', socket(below('ENOTFOUND')), 'sql/unreachable', true],
  ['no way to the host', socket(below('EHOSTUNREACH')), 'sql/unreachable', true],
  ['cut while connecting', socket(below('ECONNRESET')), 'sql/unreachable', true],
  [
    'all addresses fail',
    socket(new AggregateError([below('ECONNREFUSED'), below('ETIMEDOUT')])),
    'sql/unreachable',
    true,
  ],
  ['no such instance', below('EINSTLOOKUP', 'Port for SCCM not found'), 'sql/unreachable', true],
  ['too slow', below('ETIMEOUT', 'Failed to connect to sql01:1433 in 15000ms'), 'sql/timeout', true],
  [
    'an authority that is not known',
    socket(below('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate')),
    'sql/encryption',
    false,
  ],
  ['another name', socket(below('ERR_TLS_CERT_ALTNAME_INVALID')), 'sql/encryption', false],
  ['an expired certificate', socket(below('CERT_HAS_EXPIRED')), 'sql/encryption', false],
  ['no common version of TLS', socket(below('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')), 'sql/encryption', false],
  ['the server insists on encryption', below('EENCRYPT'), 'sql/encryption', false],
  ['no token of Entra ID', new AggregateError([below('EFEDAUTH'), new Error('AADSTS50126')]), 'sql/login', false],
];

for (const [name, thrown, code, retryable] of ofPackage) {
  test(`while connecting, ${name} is ${code}`, (t) => {
    const error = sourceError(thrown, 'Connecting to sql01:1433', 'connecting');
    t.is(error.faults[0].code, code);
    t.is(error.retryable, retryable);
    t.regex(error.message, /Connecting to sql01:1433 failed: /);
  });
}

const said: readonly (readonly [code: string, words: RegExp])[] = [
  ['ECONNREFUSED', /nobody listens at that port\./],
  ['ENOTFOUND', /there is no host of that name\./],
  ['EAI_AGAIN', /the name service does not answer\./],
  ['ETIMEDOUT', /the host does not answer\./],
  ['ECONNRESET', /ended before the login\..*SQL Server that listens/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /signed by nobody but itself.*\bca\b.*trustServerCertificate/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /signed by nobody but itself/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /authority .* is not known here\..*\bca\b/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /authority .* is not known here\./],
  ['CERT_HAS_EXPIRED', /has expired\. Have it renewed/],
  ['CERT_NOT_YET_VALID', /not valid yet\. Set the clocks/],
  ['CERT_REVOKED', /was revoked/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /does not match .*DNS:sql01.* Write server as the certificate has it/],
];

for (const [code, words] of said) {
  test(`while connecting, ${code} is told in words that say what to do`, (t) => {
    const inner = below(code, code.includes('ALTNAME') ? "Host: a. does not match cert's altnames: DNS:sql01" : 'x');
    const { message } = sourceError(
      socket(new AggregateError([inner], 'Could not connect (sequence)')),
      'X',
      'connecting',
    );
    t.regex(message, words);
    t.notRegex(message, /sequence|Failed to connect/);
  });
}

test('a connection that ends in place of TLS is a server that does not know it', (t) => {
  const inner = below('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established');
  const error = sourceError(socket(inner), 'X', 'connecting');
  t.is(error.faults[0].code, 'sql/encryption');
  t.regex(error.message, /Say encrypt: required\./);
});

for (const [message, code, name] of [
  ['relation "v_gs_processor" does not exist', 'sql/missing-object', 'v_gs_processor'],
  ['column "is_virtual0" does not exist', 'sql/missing-column', 'is_virtual0'],
  ['column s.is_virtual0 does not exist', 'sql/missing-column', 's.is_virtual0'],
  ['role "nobody" does not exist', 'sql/login', undefined],
  ['permission denied for view v_r_user', 'sql/missing-right', 'v_r_user'],
  ['deadlock detected', 'sql/deadlock', undefined],
  ['terminating connection due to administrator command', 'sql/killed', undefined],
  ['sorry, too many clients already', 'sql/busy', undefined],
  ['syntax error at or near "FORM"', 'sql/failed', undefined],
] as const) {
  test(`a server on PostgreSQL that says ${JSON.stringify(message)}`, (t) => {
    const [fault] = sourceError({ message, number: 33557097 }, 'Reading').faults;
    t.is(fault.code, code);
    t.is(fault.place?.file, name);
  });
}

test('a session that breaks is one that was dropped', (t) => {
  for (const code of ['ECONNRESET', 'EPIPE', 'ESOCKET', 'ECLOSE', 'EINVALIDSTATE', 'ETIMEDOUT']) {
    const error = sourceError(below(code), 'Reading');
    t.is(error.faults[0].code, 'sql/dropped');
    t.true(error.retryable);
  }
});

test('bytes that TLS can not read any more came damaged', (t) => {
  const error = sourceError(below('ERR_SSL_CIPHER_OPERATION_FAILED'), 'Reading');
  t.is(error.faults[0].code, 'sql/bad-value');
  t.true(error.retryable);
});

test('a server that ends in the middle of its answer has dropped the session', (t) => {
  const error = sourceError(new Error('unexpected end of message stream'), 'Reading');
  t.is(error.faults[0].code, 'sql/dropped');
  t.true(error.retryable);
});

test('of several errors of the server the first says why', (t) => {
  const first = Object.assign(new Error("Invalid column name 'Name0'."), { number: 207 });
  const summary = Object.assign(new Error('The metadata could not be determined.'), { number: 11501 });
  const error = sourceError(new AggregateError([first, summary]), 'Reading');
  t.like(error.faults[0], { code: 'sql/missing-column', place: { file: 'Name0' } });
});

test('what is no error of anybody is still one', (t) => {
  t.is(sourceError('strange', 'Reading').faults[0].code, 'sql/failed');
});
