import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { oracleDriver } from '../../../adapters/oracle/driver.ts';
import type { OracleSettings } from '../../../adapters/oracle/options.ts';
import { Secret } from '../../../core/options/option.ts';
import { selfSigned } from '../mssql/tds-stand-in/certificate.ts';
import { faultOf, patient, settingsOf } from './driving.ts';
import { rowOf } from './tns-stand-in/cells.ts';
import type { AnswerColumn } from './tns-stand-in/replies.ts';
import { startStandIn } from './tns-stand-in/server.ts';

const columns = Array.from(
  { length: 6 },
  (_, index): AnswerColumn => ({ name: `C${index}`, type: 'varchar2', size: 9 }),
);
const everybody = { columns, rows: [rowOf(columns, ['DB', 'DB_A', 'DB', 'AUDIT', 'db1', '+00:00'])] };
const options = { signal: new AbortController().signal, timeouts: patient };

/** Runs something with a wallet that has a certificate, and settings that lead to a stand-in that has that of a name. */
async function overTls(
  t: ExecutionContext,
  { name, trusted, address }: { readonly name: string; readonly trusted: boolean; readonly address?: number[] },
  run: (settings: OracleSettings) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-wallet-'));
  const own = selfSigned(name, address);
  const { key, cert } = trusted ? own : selfSigned('another');
  writeFileSync(join(folder, 'ewallet.pem'), `${key}\n${cert}`);
  const standIn = await startStandIn({ tls: own, answer: (sql) => (/SYS_CONTEXT/.test(sql) ? everybody : undefined) });
  try {
    const settings = settingsOf(standIn.port, { wallet: folder });
    await run({ ...settings, connectString: settings.connectString.replace('PROTOCOL=tcp', 'PROTOCOL=tcps') });
  } finally {
    await standIn.close();
    rmSync(folder, { recursive: true });
  }
  t.pass();
}

test('a connection over TLS with a wallet says how it is encrypted', async (t) => {
  await overTls(t, { name: 'db01', trusted: true }, async (settings) => {
    const connection = await oracleDriver.connect(settings, options);
    try {
      t.regex((await connection.about()).encryption ?? '', /^TLS 1\.[23]$/);
    } finally {
      await connection.close();
    }
  });
});

test('a certificate that the wallet does not trust is sql/encryption', async (t) => {
  await overTls(t, { name: 'db01', trusted: false }, async (settings) => {
    const fault = await faultOf(t, () => oracleDriver.connect(settings, options));
    t.is(fault.faults[0]?.code, 'sql/encryption');
    t.false(fault.retryable);
  });
});

test('a certificate of another name is sql/encryption, unless names are left unchecked', async (t) => {
  await overTls(t, { name: 'db01', trusted: true, address: [10, 0, 0, 1] }, async (settings) => {
    const fault = await faultOf(t, () => oracleDriver.connect(settings, options));
    t.like(fault, { faults: [{ code: 'sql/encryption' }], retryable: false });
    const connection = await oracleDriver.connect({ ...settings, checkName: false }, options);
    await connection.close();
  });
});

test('a key in the wallet is opened by its password, and a wrong one is sql/encryption', async (t) => {
  await overTls(t, { name: 'db01', trusted: true }, async (settings) => {
    const file = join(settings.wallet ?? '', 'ewallet.pem');
    const [key = '', cert = ''] = readFileSync(file, 'utf8').split(/(?<=PRIVATE KEY-----)\n+(?=-----BEGIN CERT)/);
    const sealed = createPrivateKey(key).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'open sesame',
    });
    writeFileSync(file, `${sealed}\n${cert}`);
    const connection = await oracleDriver.connect({ ...settings, walletPassword: new Secret('open sesame') }, options);
    await connection.close();
    const fault = await faultOf(t, () =>
      oracleDriver.connect({ ...settings, walletPassword: new Secret('wrong') }, options),
    );
    t.like(fault, { faults: [{ code: 'sql/encryption' }], retryable: false });
  });
});

test('a wallet that is not there is an error that names it', async (t) => {
  await overTls(t, { name: 'db01', trusted: true }, async (settings) => {
    const fault = await faultOf(t, () =>
      oracleDriver.connect({ ...settings, wallet: join(tmpdir(), 'none') }, options),
    );
    t.is(fault.faults[0]?.code, 'sql/encryption');
    t.regex(fault.message, /ewallet\.pem/);
    t.false(fault.retryable);
  });
});
