import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { mssqlDriver } from '../../../adapters/mssql/driver.ts';
import { closeSession, openSession } from '../../../adapters/mssql/session.ts';
import type { MssqlSettings } from '../../../adapters/mssql/settings.ts';
import { Secret } from '../../../core/options/option.ts';
import { smallDatabase } from './small-database.ts';
import { connectOptions, faultOf, rowsOf, settingsFor, standIn } from './support.ts';
import { selfSigned } from './tds-stand-in/certificate.ts';
import { columns, row, wait } from './tds-stand-in/script.ts';
import type { StandIn } from './tds-stand-in/stand-in.ts';
import { standInType as type } from './tds-stand-in/types.ts';

const table = { name: 't', columns: [{ name: 'n', type: type.int, serverType: 'int' }], rows: () => [[1]] };
const answer = smallDatabase([table]);

function certificateFile(t: ExecutionContext, { certificate }: StandIn): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-mssql-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'ca.pem');
  writeFileSync(path, certificate);
  return path;
}

/** The port of a server that treats each connection like that. */
async function listening(t: ExecutionContext, treat: (socket: Socket) => unknown): Promise<number> {
  const server = createServer((socket) => void treat(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  t.teardown(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function encryptionOf(t: ExecutionContext, settings: MssqlSettings): Promise<string | undefined> {
  const connection = await mssqlDriver.connect(settings, connectOptions());
  try {
    t.deepEqual(await rowsOf(connection, 'SELECT * FROM t'), [[1]]);
    return (await connection.about()).encryption;
  } finally {
    await connection.close();
  }
}

test('TLS inside the protocol, by a certificate whose authority is known', async (t) => {
  const server = await standIn(t, { encryption: 'inside', answer });
  const settings = settingsFor(server, { server: 'localhost', encrypt: 'required', ca: certificateFile(t, server) });
  t.is(await encryptionOf(t, settings), 'TLS 1.2');
  t.is(server.logins[0].password, 'right');
});

test('TLS before the protocol (TDS 8)', async (t) => {
  const server = await standIn(t, { encryption: 'strict', answer });
  const settings = settingsFor(server, { server: 'localhost', encrypt: 'strict', ca: certificateFile(t, server) });
  t.is(await encryptionOf(t, settings), 'TLS 1.3');
});

test('without encryption, if that is asked for', async (t) => {
  const server = await standIn(t, { answer });
  t.is(await encryptionOf(t, settingsFor(server)), undefined);
});

test('a certificate of an unknown authority is refused, and taken if that is asked for', async (t) => {
  const server = await standIn(t, { encryption: 'inside', answer });
  const settings = settingsFor(server, { server: 'localhost', encrypt: 'required' });
  const fault = await faultOf(t, mssqlDriver.connect(settings, connectOptions()));
  t.is(fault.code, 'sql/encryption');
  t.false(fault.retryable);
  t.regex(fault.message, /trustServerCertificate/);
  t.is(server.logins.length, 0);
  t.is(await encryptionOf(t, { ...settings, trustServerCertificate: true }), 'TLS 1.2');
});

test('a server that is called by its address is known by the address in its certificate, and Node has nothing to warn of', async (t) => {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error) => warnings.push(message);
  process.on('warning', onWarning);
  t.teardown(() => process.off('warning', onWarning));
  const server = await standIn(t, { encryption: 'inside', answer });
  const settings = settingsFor(server, { encrypt: 'required', ca: certificateFile(t, server) });
  t.is(await encryptionOf(t, settings), 'TLS 1.2');
  t.is(await encryptionOf(t, { ...settings, ca: undefined, trustServerCertificate: true }), 'TLS 1.2');
  await delay(0);
  t.deepEqual(warnings, []);
});

for (const [what, identity, isKnown, words] of [
  ['for another address', selfSigned('localhost', [127, 0, 0, 9]), true, /127\.0\.0\.1.*Write server as/],
  ['of an authority that is not known', selfSigned('localhost'), false, /signed by nobody but itself/],
] as const) {
  test(`a server that is called by its address, with a certificate ${what}, sees no password`, async (t) => {
    const server = await standIn(t, { encryption: 'inside', identity, answer });
    const settings = settingsFor(server, {
      encrypt: 'required',
      ...(isKnown ? { ca: certificateFile(t, server) } : {}),
    });
    const fault = await faultOf(t, mssqlDriver.connect(settings, connectOptions()));
    t.is(fault.code, 'sql/encryption');
    t.regex(fault.message, words);
    t.is(server.logins.length, 0);
  });
}

test('a server that can not encrypt never sees a password, if encryption is required', async (t) => {
  const server = await standIn(t, { answer });
  const fault = await faultOf(t, mssqlDriver.connect(settingsFor(server, { encrypt: 'required' }), connectOptions()));
  t.is(fault.code, 'sql/encryption');
  t.is(server.logins.length, 0);
});

test('old TLS is spoken only if it is asked for, with a warning', async (t) => {
  const server = await standIn(t, { encryption: 'inside', answer });
  const notes: string[] = [];
  const settings = settingsFor(server, { encrypt: 'required', trustServerCertificate: true, minimumTls: '1.0' });
  const connection = await mssqlDriver.connect(settings, connectOptions({ note: (note) => notes.push(note) }));
  await connection.close();
  t.regex(notes.join(), /TLS 1\.0.*no longer safe/);
});

for (const [what, changes, words] of [
  ['TLS 1.3 inside the protocol', { encrypt: 'required', minimumTls: '1.3' }, /encrypt: strict/],
  ['a certificate unseen, by strict', { encrypt: 'strict', trustServerCertificate: true }, /trustServerCertificate/],
] as const) {
  test(`${what} is refused, with what can be said in its place`, async (t) => {
    const fault = await faultOf(t, mssqlDriver.connect(settingsFor({ port: 1 }, changes), connectOptions()));
    t.is(fault.code, 'sql/unsupported');
    t.regex(fault.message, words);
  });
}

test('a server of something else is told to be one', async (t) => {
  const port = await listening(t, (socket) => socket.write(Buffer.from([4, 1, 0, 8, 0, 0, 1, 0])));
  const fault = await faultOf(t, mssqlDriver.connect(settingsFor({ port }), connectOptions()));
  t.is(fault.code, 'sql/unsupported');
  t.regex(fault.message, /does not speak the protocol of SQL Server/);
});

test('bytes that can not be read after the login are a fault, too', async (t) => {
  const server = await standIn(t, { answer: () => [{ step: 'bytes', bytes: Buffer.alloc(40, 0x5a), rows: 1 }] });
  const fault = await faultOf(t, mssqlDriver.connect(settingsFor(server), connectOptions()));
  t.is(fault.code, 'sql/bad-value');
  t.true(fault.retryable);
});

test('a server that does not know TLS before the protocol is told so', async (t) => {
  const port = await listening(t, (socket) => socket.once('data', () => socket.destroy()));
  const settings = settingsFor({ port }, { server: 'localhost', encrypt: 'strict' });
  const fault = await faultOf(t, mssqlDriver.connect(settings, connectOptions()));
  t.is(fault.code, 'sql/encryption');
  t.regex(fault.message, /encrypt: required/);
});

test('a wrong password is refused for good, and never repeated', async (t) => {
  const server = await standIn(t);
  const login = { kind: 'sql', user: 'reader', password: new Secret('wr0ng-canary') } as const;
  const fault = await faultOf(t, mssqlDriver.connect(settingsFor(server, { login }), connectOptions()));
  t.is(fault.code, 'sql/login');
  t.false(fault.retryable);
  t.regex(fault.message, /18456/);
  t.false(fault.message.includes('canary'));
});

test('a Windows account logs in by NTLM', async (t) => {
  const server = await standIn(t, { user: 'CORP\\reader', answer });
  const ntlm = (domain: string) =>
    settingsFor(server, { login: { kind: 'ntlm', domain, user: 'reader', password: new Secret('right') } });
  t.is(await encryptionOf(t, ntlm('CORP')), undefined);
  t.is((await faultOf(t, mssqlDriver.connect(ntlm('OTHER'), connectOptions()))).code, 'sql/login');
});

test('a token of Entra ID logs in', async (t) => {
  const server = await standIn(t, { encryption: 'inside', password: 'a-token', answer });
  const bearing = (token: string) =>
    settingsFor(server, {
      encrypt: 'required',
      trustServerCertificate: true,
      login: { kind: 'entra-token', token: new Secret(token) },
    });
  t.is(await encryptionOf(t, bearing('a-token')), 'TLS 1.2');
  t.is((await faultOf(t, mssqlDriver.connect(bearing('another'), connectOptions()))).code, 'sql/login');
});

for (const [number, message, code, retryable] of [
  [4060, 'Cannot open database "CM_EX2" requested by the login. The login failed.', 'sql/login', false],
  [18486, "Login failed for user 'reader' because the account is currently locked out.", 'sql/login', false],
  [40613, 'Database on server is not currently available.', 'sql/unreachable', true],
  [17809, 'Could not connect because the maximum number of connections has been reached.', 'sql/busy', true],
] as const) {
  test(`a login that ends with error ${number} is ${code}`, async (t) => {
    const server = await standIn(t, { refusal: { number, message } });
    const fault = await faultOf(t, mssqlDriver.connect(settingsFor(server), connectOptions()));
    t.is(fault.code, code);
    t.is(fault.retryable, retryable);
    t.true(fault.message.includes(message));
  });
}

test('what the server learns of the session', async (t) => {
  const server = await standIn(t, { answer });
  const connection = await mssqlDriver.connect(settingsFor(server, { readOnlyIntent: true }), connectOptions());
  await connection.close();
  t.like(server.logins[0], { application: 'Tributary', database: 'CM_EX1', user: 'reader', readOnlyIntent: true });
});

test('a port where nobody listens may be answered later', async (t) => {
  const fault = await faultOf(t, mssqlDriver.connect(settingsFor({ port: 1 }), connectOptions()));
  t.is(fault.code, 'sql/unreachable');
  t.true(fault.retryable);
  t.regex(fault.message, /127\.0\.0\.1:1/);
});

test('a host that has no address may have one later', async (t) => {
  const settings = settingsFor({ port: 1433 }, { server: 'sql01.invalid' });
  const fault = await faultOf(t, mssqlDriver.connect(settings, connectOptions()));
  t.is(fault.code, 'sql/unreachable');
  t.true(fault.retryable);
});

test('a server that takes the connection and says nothing runs into the limit', async (t) => {
  const port = await listening(t, () => {});
  const timeouts = { connect: 200, firstRow: 30_000, read: 30_000 };
  const fault = await faultOf(t, mssqlDriver.connect(settingsFor({ port }), connectOptions({ timeouts })));
  t.is(fault.code, 'sql/timeout');
  t.true(fault.retryable);
});

test('the failover partner is tried when the first does not answer, and not when it says no', async (t) => {
  const server = await standIn(t, { answer });
  const failoverPartner = `127.0.0.1:${server.port}`;
  const notes: string[] = [];
  const options = connectOptions({ note: (note) => notes.push(note) });
  const connection = await mssqlDriver.connect(settingsFor({ port: 1 }, { failoverPartner }), options);
  await connection.close();
  t.regex(notes.join(), /127\.0\.0\.1:1 does not answer/);
  const refusing = await standIn(t, { password: 'another' });
  const fault = await faultOf(t, mssqlDriver.connect(settingsFor(refusing, { failoverPartner }), connectOptions()));
  t.is(fault.code, 'sql/login');
  t.is(server.logins.length, 1);
});

test('a login by the account of this program is refused, with what can do it', async (t) => {
  const settings = settingsFor({ port: 1 }, { login: { kind: 'integrated' } });
  const fault = await faultOf(t, mssqlDriver.connect(settings, connectOptions()));
  t.is(fault.code, 'sql/unsupported');
  t.regex(fault.message, /odbc/);
});

test('an abort ends a login that waits', async (t) => {
  const port = await listening(t, () => {});
  const aborting = new AbortController();
  const connecting = mssqlDriver.connect(settingsFor({ port }), connectOptions({ signal: aborting.signal }));
  await delay(50);
  aborting.abort(new Error('interrupted'));
  await t.throwsAsync(connecting, { message: 'interrupted' });
});

test('a session that is closed while it stops a query has something to take the late answer', async (t) => {
  const rows = [columns({ name: 'n', type: type.int }), row(1), wait(60_000)];
  const server = await standIn(t, { answer: ({ text }) => (text === 'stuck' ? rows : undefined) });
  const { session, tedious } = await openSession(settingsFor(server), connectOptions());
  const ended = new Promise<unknown>((resolve) => {
    const request = new tedious.Request('stuck', resolve);
    request.on('columnMetadata', () => request.cancel());
    request.on('columnMetadata', () => closeSession(session, tedious));
    session.execSqlBatch(request);
  });
  t.regex(String(await ended), /ECLOSE|closed/i);
  // The package looks for its `error` without asking whether there is one.
  t.truthy(session.request);
  t.true(session.closed);
});
