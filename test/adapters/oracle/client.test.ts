import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { connectInProcess, environmentOf } from '../../../adapters/oracle/client.ts';
import { oracleDriver } from '../../../adapters/oracle/driver.ts';
import { timeOfText } from '../../../adapters/oracle/values.ts';
import type { Connection } from '../../../adapters/sql/driver.ts';
import { Secret } from '../../../core/options/option.ts';
import { faultOf, rowsOf, settingsOf, patient as usual } from './driving.ts';
import { rowOf } from './tns-stand-in/cells.ts';
import type { AnswerColumn } from './tns-stand-in/replies.ts';
import { type Script, type StandIn, startStandIn } from './tns-stand-in/server.ts';

/**
 * The process of a client. No client of Oracle is here: without one the same process speaks to the stand-in by the package alone, and what
 * is said of clients that can not be loaded comes from the package itself.
 */

const columns: AnswerColumn[] = [
  { name: 'ID', type: 'number', precision: 20 },
  { name: 'NAME', type: 'varchar2', size: 200 },
  { name: 'SEEN', type: 'date' },
  { name: 'BITS', type: 'raw', size: 10 },
];
const rows = Array.from({ length: 2500 }, (_, index) =>
  rowOf(columns, [`${index + 1}`.padStart(17, '9'), `host-${index + 1} ä☃`, '2024-03-31T02:30:00', 'ff00']),
);
const text = 'SELECT * FROM HOSTS';
// A process has to start first.
const patient = { ...usual, connect: 30_000 };
const script: Script = { answer: (sql) => (/HOSTS/.test(sql) ? { columns, rows } : undefined) };
const inProcess = { library: undefined, memoryMb: 512 };

async function withProcess(
  of: Script,
  run: (opened: {
    connection: Connection;
    standIn: StandIn;
    notes: string[];
    stop: (reason: Error) => void;
  }) => Promise<void>,
  timeouts = patient,
): Promise<void> {
  const standIn = await startStandIn(of);
  const controller = new AbortController();
  const notes: string[] = [];
  try {
    const options = { signal: controller.signal, timeouts, note: (sentence: string) => notes.push(sentence) };
    const connection = await connectInProcess(settingsOf(standIn.port), options, inProcess);
    try {
      await run({ connection, standIn, notes, stop: (reason) => controller.abort(reason) });
    } finally {
      await connection.close();
    }
  } finally {
    await standIn.close();
  }
}

test.serial('rows of a process are those of this one: order, big numbers, texts, times and bytes', async (t) => {
  await withProcess(script, async ({ connection, standIn }) => {
    const here = await oracleDriver.connect(settingsOf(standIn.port), {
      signal: new AbortController().signal,
      timeouts: patient,
    });
    t.teardown(() => here.close());
    const found = await rowsOf(connection.read({ text }));
    t.is(found.length, 2500);
    t.deepEqual(found, await rowsOf(here.read({ text })));
    t.deepEqual(found[0]?.slice(1, 3), ['host-1 ä☃', '2024-03-31 02:30:00']);
    t.deepEqual(await connection.describe({ text }), await here.describe({ text }));
  });
});

test.serial('a session in a process can only read, binds parameters, and says a snapshot', async (t) => {
  await withProcess(script, async ({ connection, standIn }) => {
    t.is(standIn.statements[1], 'SET TRANSACTION READ ONLY');
    t.is(await connection.snapshot(), 'snapshot');
    await rowsOf(connection.read({ text: `${text} WHERE A = :1`, parameters: [12345678901234567890n] }));
    t.is(standIn.statements.at(-1), `${text} WHERE A = :1 | 12345678901234567890`);
  });
});

test.serial('a loop that ends early reads no further, and the connection can be used again', async (t) => {
  await withProcess(script, async ({ connection, standIn }) => {
    for await (const batch of connection.read({ text })) {
      t.is(batch.rows, 1000);
      break;
    }
    t.is(standIn.sent.rows, 1000);
    t.is((await rowsOf(connection.read({ text }))).length, 2500);
  });
});

test.serial('what a process notes, and the name of what is missing, arrive', async (t) => {
  const failure = { code: 1109, message: 'database not open' };
  const missing = { code: 942, message: 'table or view "HR"."HOSTS" does not exist' };
  const answer = (sql: string) => {
    if (/^SET TRANSACTION/.test(sql)) return { failure };
    return /HOSTS/.test(sql) ? { failure: missing } : undefined;
  };
  await withProcess({ answer }, async ({ connection, notes }) => {
    t.is(await connection.snapshot(), 'none');
    t.regex(notes[0] ?? '', /mounted and not open/);
    const fault = await faultOf(t, () => connection.describe({ text }));
    t.like(fault, { faults: [{ code: 'sql/missing-object', place: { file: 'HR.HOSTS' } }], retryable: false });
    t.true(connection.isOpen?.());
  });
});

test.serial('a connection that is cut in the middle of the rows is an error of a process, too', async (t) => {
  const cut: Script = {
    answer: (sql) => (sql === text ? { columns, rows: rows.slice(0, 1500), cut: true } : undefined),
  };
  await withProcess(cut, async ({ connection }) => {
    const fault = await faultOf(t, () => rowsOf(connection.read({ text })));
    t.like(fault, { faults: [{ code: 'sql/dropped' }], retryable: true });
  });
});

test.serial('an abort ends the process, and closing takes leave of the server', async (t) => {
  await withProcess({ answer: (sql) => (sql === text ? { columns, hangs: true } : undefined) }, async (opened) => {
    const reason = new Error('stopped by a person');
    const reading = rowsOf(opened.connection.read({ text }));
    setTimeout(() => opened.stop(reason), 50);
    t.is(await t.throwsAsync(reading), reason);
    t.false(opened.connection.isOpen?.());
  });
  await withProcess(script, async ({ connection, standIn }) => {
    await Promise.all([connection.close(), connection.close()]);
    await t.throwsAsync(connection.describe({ text }), { message: /source\/closed/ });
    await new Promise((resolve) => setTimeout(resolve, 50));
    t.is(standIn.sent.connections, 0);
  });
});

test.serial('a server that says nothing is given up, and its process with it', async (t) => {
  const standIn = await startStandIn({ silent: true });
  t.teardown(() => standIn.close());
  const options = { signal: new AbortController().signal, timeouts: { ...patient, connect: 900 } };
  const fault = await faultOf(t, () => connectInProcess(settingsOf(standIn.port), options, inProcess));
  t.like(fault, { faults: [{ code: 'sql/unreachable' }], retryable: true });
});

test.serial('a wrong password is refused, and stands in no message', async (t) => {
  const standIn = await startStandIn();
  t.teardown(() => standIn.close());
  const settings = settingsOf(standIn.port, { password: new Secret('hunter2-wrong') });
  const options = { signal: new AbortController().signal, timeouts: patient };
  const fault = await faultOf(t, () => connectInProcess(settings, options, inProcess));
  t.like(fault, { faults: [{ code: 'sql/login' }], retryable: false });
  t.notRegex(`${fault.message}${fault.stack}`, /hunter2/);
});

test.serial('two folders without a client are two processes, each with its own error and the way out', async (t) => {
  const standIn = await startStandIn();
  t.teardown(() => standIn.close());
  const root = mkdtempSync(join(tmpdir(), 'tributary-client-'));
  t.teardown(() => rmSync(root, { recursive: true }));
  const folders = ['instantclient_11_2', 'instantclient_19_26'].map((name) => join(root, name));
  for (const folder of folders) mkdirSync(folder);
  // One has a file that is no library.
  for (const name of ['libclntsh.so', 'libclntsh.dylib', 'oci.dll'])
    writeFileSync(join(folders[1] ?? '', name), 'none');
  const options = { signal: new AbortController().signal, timeouts: patient };
  const faults = await Promise.all(
    folders.map((folder) =>
      faultOf(t, () => oracleDriver.connect(settingsOf(standIn.port, { client: { folder, memoryMb: 512 } }), options)),
    ),
  );
  for (const [index, fault] of faults.entries()) {
    t.like(fault, { faults: [{ code: 'sql/driver-missing' }], retryable: false });
    t.regex(fault.message, /"clientFolder"[\s\S]*Instant Client[\s\S]*DPI-1047/);
    t.true(fault.message.includes(['instantclient_11_2', 'instantclient_19_26'][index] ?? ''));
  }
});

// A library that says its version and can do nothing else: what the real package makes of two of them, at once.
const compiler = process.platform === 'linux' ? spawnSync('cc', ['--version']).status : 1;
(compiler === 0 ? test.serial : test.skip)(
  'two clients of several versions are loaded at once, each in its process',
  async (t) => {
    const root = mkdtempSync(join(tmpdir(), 'tributary-client-'));
    t.teardown(() => rmSync(root, { recursive: true }));
    const folderOf = (major: number, minor: number) => {
      const folder = join(root, `instantclient_${major}_${minor}`);
      mkdirSync(folder);
      const says = `void OCIClientVersion(int *a, int *b, int *c, int *d, int *e) { *a = ${major}; *b = ${minor}; *c = *d = *e = 0; }`;
      const arguments_ = ['-shared', '-fPIC', '-x', 'c', '-', '-o', join(folder, 'libclntsh.so')];
      t.is(spawnSync('cc', arguments_, { input: says }).status, 0);
      return folder;
    };
    const options = { signal: new AbortController().signal, timeouts: patient };
    const connecting = (folder: string) =>
      faultOf(t, () => oracleDriver.connect(settingsOf(1, { client: { folder, memoryMb: 512 } }), options));
    const [old, young] = await Promise.all([connecting(folderOf(11, 2)), connecting(folderOf(19, 26))]);
    t.like(old, { faults: [{ code: 'sql/driver-missing' }], retryable: false });
    t.regex(old.message, /too old[\s\S]*DPI-1050[\s\S]*11\.2/);
    t.like(young, { faults: [{ code: 'sql/driver-missing' }], retryable: false });
    t.regex(young.message, /no whole client[\s\S]*DPI-1049/);
  },
);

/** In place of the package with a client of 11.2 and a server of that age, as far as they differ from others. */
const package_ = mkdtempSync(join(tmpdir(), 'tributary-oracledb-'));
test.after.always(() => rmSync(package_, { recursive: true }));
mkdirSync(join(package_, 'node_modules', 'oracledb'), { recursive: true });
writeFileSync(
  join(package_, 'node_modules', 'oracledb', 'index.js'),
  `Object.assign(exports, {
    thin: true, versionString: '6.10.0', OUT_FORMAT_ARRAY: 1, STRING: 'text', BUFFER: 'bytes', thickModeDSNPassthrough: true,
    initOracleClient({ libDir }) { Object.assign(exports, { thin: false, libDir, oracleClientVersionString: '11.2.0.4.0' }); },
    async getConnection({ sdu, walletLocation }) {
      if (sdu !== undefined) throw new Error('sdu is for thin');
      if (walletLocation !== undefined && exports.thickModeDSNPassthrough) throw new Error('ORA-28759: no wallet');
      const metaData = [{ name: 'SEEN', dbTypeName: 'TIMESTAMP', precision: 6 }, { name: 'AT', dbTypeName: 'TIMESTAMP WITH TIME ZONE', precision: 6 }];
      return {
        oracleServerVersionString: '11.2.0.4.0',
        break: async () => {}, rollback: async () => {}, close: async () => {},
        getStatementInfo: async () => ({ metaData }),
        async execute(text, parameters, { resultSet, fetchTypeHandler }) {
          if (/GROW/.test(text)) { globalThis.kept = Buffer.alloc(1 << 28, 1); return new Promise(() => {}); }
          if (/CRASH/.test(text)) process.kill(process.pid, 'SIGSEGV');
          if (/CON_NAME/.test(text)) throw new Error('ORA-02003: invalid USERENV parameter');
          if (/, CDB|ORACLE_MAINTAINED/.test(text)) throw new Error('ORA-00904: invalid identifier');
          if (/CONTAINERS/.test(text)) throw new Error('ORA-00942: table or view does not exist');
          if (/NETWORK_PROTOCOL/.test(text)) return { rows: [['tcps']] };
          if (/DB_NAME/.test(text)) return { rows: [['OLD', 'OLD_A', null, 'AUDIT', 'old1', '+01:00']] };
          if (/BANNER/.test(text)) return { rows: [['Oracle Database 11g in ' + exports.libDir]] };
          if (/DATABASE/.test(text)) return { rows: [[7, 'READ WRITE', 'PRIMARY', 'NO']] };
          if (!resultSet) return { rows: [] };
          const asText = metaData.every((column) => fetchTypeHandler(column)?.type === 'text');
          const rows = [asText ? ['2024-03-31 02:30:00.123456', '2024-03-31T02:30:00.500000+02:00'] : [new Date(), new Date()]];
          return { resultSet: { metaData, getRows: async () => rows.splice(0), close: async () => {} } };
        },
      };
    },
  });`,
);

async function withOldServer(memoryMb: number, run: (connection: Connection, notes: string[]) => Promise<void>) {
  const notes: string[] = [];
  const note = (sentence: string) => notes.push(sentence);
  const options = { signal: new AbortController().signal, timeouts: patient, note };
  process.env.TRIBUTARY_ORACLEDB = package_;
  const settings = settingsOf(1, { wallet: package_, client: { folder: '/opt/instantclient_11_2', memoryMb } });
  const connection = await oracleDriver.connect(settings, options).finally(() => {
    delete process.env.TRIBUTARY_ORACLEDB;
  });
  await run(connection, notes).finally(() => connection.close());
}

test.serial('with a client, a server before 12.1 says what it is, and times are exact texts', async (t) => {
  await withOldServer(512, async (connection, notes) => {
    t.deepEqual(await connection.about(), {
      product: 'Oracle Database 11g in /opt/instantclient_11_2',
      version: '11.2.0.4.0',
      database: 'OLD',
      login: 'AUDIT',
      id: '7/OLD_A',
      zone: '+01:00',
      encryption: 'TLS',
      driver: 'oracledb 6.10.0 (thick, client 11.2.0.4.0)',
    });
    t.regex(notes.join(), /older than 12\.1/);
    t.deepEqual(await connection.catalog(), []);
    t.deepEqual(await rowsOf(connection.read({ text: 'SELECT SEEN, AT FROM HOSTS' })), [
      ['2024-03-31 02:30:00.123456', '2024-03-31T00:30:00.5Z'],
    ]);
  });
});

for (const [word, code] of [
  ['GROW', 'sql/too-large'],
  ['CRASH', 'sql/driver-crashed'],
] as const)
  test.serial(`a client that does this is ${code}: ${word}`, async (t) => {
    await withOldServer(256, async (connection) => {
      t.like(await faultOf(t, () => rowsOf(connection.read({ text: `SELECT ${word}` }))), { faults: [{ code }] });
      t.false(connection.isOpen?.());
    });
  });

const times = [
  ['2024-03-31 02:30:00', false, '2024-03-31 02:30:00'],
  ['2024-03-31 02:30:00.123456000', false, '2024-03-31 02:30:00.123456'],
  ['2024-03-31 02:30:00.000000', false, '2024-03-31 02:30:00'],
  ['2024-03-31T02:30:00.500000000+02:00', true, '2024-03-31T00:30:00.5Z'],
  ['2024-12-31T23:30:00.123456789-05:45', true, '2025-01-01T05:15:00.123456789Z'],
  ['2024-03-31 00:30:00.000', true, '2024-03-31T00:30:00Z'],
  ['31-MAR-24', false, undefined],
  ['2024-03-31T02:30:00+02:00', false, undefined],
] as const;
for (const [text, isInstant, time] of times)
  test(`a client gives times as texts of the session: ${text}`, (t) => {
    t.is(timeOfText(text, isInstant), time);
  });

const environments = [
  ['linux', { LD_LIBRARY_PATH: '/usr/local/lib' }, { LD_LIBRARY_PATH: `/opt/ic${delimiter}/usr/local/lib` }],
  ['linux', {}, { LD_LIBRARY_PATH: '/opt/ic' }],
  ['win32', { Path: 'C' }, { Path: `/opt/ic${delimiter}C` }],
  ['linux', { ORACLE_HOME: '/u01/db' }, { LD_LIBRARY_PATH: '/opt/ic' }],
  ['linux', { ORACLE_HOME: '/opt' }, { LD_LIBRARY_PATH: '/opt/ic', ORACLE_HOME: '/opt' }],
] as const;
for (const [platform, before, after] of environments)
  test(`a process finds the libraries of its client alone: ${platform} ${JSON.stringify(before)}`, (t) => {
    t.deepEqual({ ...environmentOf('/opt/ic', before, platform) }, { ...after });
  });
