import test from 'ava';
import { oracleDriver } from '../../../adapters/oracle/driver.ts';
import { oracleFault } from '../../../adapters/oracle/faults.ts';
import { faultOf, patient, rowsOf, settingsOf, withSession } from './driving.ts';
import { rowOf } from './tns-stand-in/cells.ts';
import type { AnswerColumn, Failure } from './tns-stand-in/replies.ts';
import { type Script, startStandIn } from './tns-stand-in/server.ts';

const columns: AnswerColumn[] = [{ name: 'ID', type: 'number', precision: 10 }];
const rows = Array.from({ length: 1500 }, (_, index) => rowOf(columns, [String(index)]));
const text = 'SELECT ID FROM HR.HOSTS';

/** What the server says to a query, and what becomes of it: code, whether it can be tried again, and the name of what is missing. */
const refusals: readonly (readonly [Failure, code: string, retryable: boolean, name?: string])[] = [
  [{ code: 942, message: 'table or view does not exist', position: 15 }, 'sql/missing-object', false, 'HR.HOSTS'],
  [{ code: 942, message: 'table or view "HR"."HOSTS" does not exist' }, 'sql/missing-object', false, 'HR.HOSTS'],
  [{ code: 904, message: '"H"."COLOUR": invalid identifier' }, 'sql/missing-column', false, 'H.COLOUR'],
  [{ code: 1031, message: 'insufficient privileges' }, 'sql/missing-right', false],
  [{ code: 1219, message: 'database or pluggable database not open' }, 'sql/missing-object', false],
  [{ code: 60, message: 'deadlock detected while waiting for resource' }, 'sql/deadlock', true],
  [{ code: 1555, message: 'snapshot too old: rollback segment number 9' }, 'sql/busy', true],
  [{ code: 28, message: 'your session has been killed' }, 'sql/killed', true],
  [{ code: 1013, message: 'user requested cancel of current operation' }, 'sql/killed', true],
  [{ code: 3113, message: 'end-of-file on communication channel' }, 'sql/dropped', true],
  [{ code: 3114, message: 'not connected to ORACLE' }, 'sql/dropped', true],
  [{ code: 1652, message: 'unable to extend temp segment' }, 'sql/busy', true],
  [{ code: 1722, message: 'invalid number' }, 'sql/bad-value', false],
  [{ code: 936, message: 'missing expression' }, 'sql/failed', false],
];

for (const [failure, code, retryable, name] of refusals) {
  test(`ORA-${String(failure.code).padStart(5, '0')} (${failure.message}) is ${code}`, async (t) => {
    await withSession({ answer: (sql) => (sql === text ? { failure } : undefined) }, async ({ connection }) => {
      for (const run of [() => rowsOf(connection.read({ text })), () => connection.describe({ text })].slice(
        retryable ? 1 : 0,
      )) {
        const fault = await faultOf(t, run);
        t.is<string | undefined, string>(fault.faults[0]?.code, code);
        t.is(fault.retryable, retryable);
        t.is(fault.faults[0]?.place?.file, name ?? 'db01:1521/STANDIN');
      }
    });
  });
}

for (const [failure, code] of refusals.filter(([, , retryable]) => retryable)) {
  test(`ORA-${String(failure.code).padStart(5, '0')} in the middle of the rows is ${code}, too`, async (t) => {
    const script: Script = { answer: (sql) => (sql === text ? { columns, rows, failure } : undefined) };
    await withSession(script, async ({ connection }) => {
      let read = 0;
      const fault = await faultOf(t, async () => {
        for await (const batch of connection.read({ text })) read += batch.rows;
      });
      t.is<string | undefined, string>(fault.faults[0]?.code, code);
      t.true(fault.retryable);
      t.is(read, 1000);
    });
  });
}

test('a connection that is cut in the middle of the rows is an error, never an end', async (t) => {
  const script: Script = { answer: (sql) => (sql === text ? { columns, rows, cut: true } : undefined) };
  await withSession(script, async ({ connection }) => {
    const fault = await faultOf(t, () => rowsOf(connection.read({ text })));
    t.is(fault.faults[0]?.code, 'sql/dropped');
    t.true(fault.retryable);
  });
});

/** What goes wrong before there is a session. */
const logins: readonly (readonly [title: string, Script, code: string, retryable: boolean, says: RegExp])[] = [
  ['a wrong password', { password: 'another' }, 'sql/login', false, /user or the password is wrong/],
  ['a locked account', refusing(28000, 'The account is locked.'), 'sql/login', false, /locked/],
  ['an expired password', refusing(28001, 'the password has expired'), 'sql/login', false, /expired/],
  ['an old verifier', { verifier: 0x939 }, 'sql/unsupported', false, /10G.*NJS-116/s],
  ['a service that the listener does not know', { services: ['OTHER'] }, 'sql/unreachable', true, /no such service/],
  ['a listener that has no place', { refuses: 12520 }, 'sql/busy', true, /ORA-12520/],
  ['a database that starts', refusing(1033, 'ORACLE initialization in progress'), 'sql/unreachable', true, /starting/],
  ['too many sessions', refusing(18, 'maximum number of sessions exceeded'), 'sql/busy', true, /ORA-00018/],
];

for (const [title, script, code, retryable, says] of logins) {
  test(`${title} is ${code}`, async (t) => {
    const standIn = await startStandIn(script);
    try {
      const options = { signal: new AbortController().signal, timeouts: patient };
      const fault = await faultOf(t, () => oracleDriver.connect(settingsOf(standIn.port), options));
      t.is<string | undefined, string>(fault.faults[0]?.code, code);
      t.is(fault.retryable, retryable);
      t.regex(fault.message, says);
      t.notRegex(fault.message, /CONNECTION_ID/);
    } finally {
      await standIn.close();
    }
  });
}

test('a SID that the listener does not know, and a port where nobody listens, are unreachable', async (t) => {
  const standIn = await startStandIn();
  const options = { signal: new AbortController().signal, timeouts: patient };
  const settings = settingsOf(standIn.port);
  const connectString = settings.connectString.replace('SERVICE_NAME=STANDIN', 'SID=NONE');
  const unknown = await faultOf(t, () => oracleDriver.connect({ ...settings, connectString }, options));
  t.is(unknown.faults[0]?.code, 'sql/unreachable');
  t.regex(unknown.message, /no such SID/);
  await standIn.close();
  const nobody = await faultOf(t, () => oracleDriver.connect(settings, options));
  t.is(nobody.faults[0]?.code, 'sql/unreachable');
  t.true(nobody.retryable);
});

/** What nothing here can be made to say: by the words of the package, the listener and the server. */
const words: readonly (readonly [said: string, code: string, retryable: boolean, says: RegExp])[] = [
  [
    'NJS-138: connections to this database server version are not supported',
    'sql/unsupported',
    false,
    /mode: thick.*11\.2/,
  ],
  ['NJS-533: Native Network Encryption is not supported', 'sql/unsupported', false, /tcps.*mode: thick/],
  [
    'DPI-1047: Cannot locate a 64-bit Oracle Client library',
    'sql/driver-missing',
    false,
    /clientFolder.*Instant Client/,
  ],
  ['DPI-1050: Oracle Client library is at version 11.2', 'sql/driver-missing', false, /too old.*TRIBUTARY_ORACLEDB/],
  ['NJS-045: cannot load a node-oracledb binary', 'sql/driver-missing', false, /npm install oracledb/],
  ['ORA-03134: Connections to this server version are no longer supported.', 'sql/unsupported', false, /too new/],
  ['ORA-28040: No matching authentication protocol', 'sql/unsupported', false, /no common way to log in/],
  ['DPI-1080: connection was closed by ORA-03113', 'sql/dropped', true, /connection broke/],
  ['DPI-1010: not connected', 'sql/dropped', true, /connection broke/],
  ['ORA-03135: connection lost contact', 'sql/dropped', true, /connection broke/],
  ['ORA-12514: TNS:listener does not currently know of service', 'sql/unreachable', true, /no such service/],
  ['ORA-12541: TNS:no listener', 'sql/unreachable', true, /No connection/],
  ['ORA-12170: TNS:Connect timeout occurred', 'sql/unreachable', true, /No connection/],
  ['ORA-12545: Connect failed because target host does not exist', 'sql/unreachable', true, /No connection/],
  ['ORA-12535: TNS:operation timed out', 'sql/unreachable', true, /No connection/],
  ['ORA-12154: TNS:could not resolve the connect identifier', 'sql/unsupported', false, /tnsnames/],
  ['ORA-01017: invalid username/password; logon denied', 'sql/login', false, /password is wrong/],
  ['ORA-28000: the account is locked', 'sql/login', false, /locked/],
  ['ORA-29275: partial multibyte character', 'sql/bad-value', false, /can not be read/],
  ['ORA-12703: this character set conversion is not supported', 'sql/bad-value', false, /can not be read/],
  ['ORA-29024: Certificate validation failure', 'sql/encryption', false, /encrypted/],
  ['ORA-28759: failure to open file', 'sql/encryption', false, /encrypted/],
  ['ORA-08103: object no longer exists', 'sql/schema-changed', true, /changed while/],
];

for (const [said, code, retryable, says] of words)
  test(`${said} is ${code}`, (t) => {
    const fault = oracleFault(new Error(said), { server: 'db01' });
    t.like(fault, { faults: [{ code }], retryable });
    t.regex(fault.message, says);
  });

function refusing(code: number, message: string): Script {
  return { refusal: { code, message } };
}
