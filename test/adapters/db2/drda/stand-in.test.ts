import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Db2Settings } from '../../../../adapters/db2/options.ts';
import { testLogin } from '../../../support/servers.ts';
import { selfSigned } from '../../mssql/tds-stand-in/certificate.ts';
import { described, rowsOf } from '../../odbc/support.ts';
import {
  type Answer,
  i16,
  i32,
  type Script,
  type StandIn,
  type StandInColumn,
  short,
  startStandIn,
  u16,
} from './stand-in.ts';
import { settingsFor, withConnection } from './support.ts';

/** What a DB2 on Linux says otherwise than Derby, as the standard has it, told by a stand-in. */
async function withStandIn(
  t: ExecutionContext,
  script: Script,
  use: (settings: Db2Settings, standIn: StandIn) => Promise<void>,
): Promise<void> {
  const standIn = await startStandIn(script);
  t.teardown(() => standIn.close());
  await use(settingsFor(standIn), standIn);
}

const present = Buffer.from([0]);
const absent = Buffer.from([0xff]);
/** A row: no outcome, present, and its values. */
const row = (...values: readonly Buffer[]) => Buffer.concat([absent, present, ...values]);
const wide = Buffer.alloc(8);
wide.writeBigInt64LE(-9007199254740993n);
const double = Buffer.alloc(8);
double.writeDoubleLE(0.1);
const single = Buffer.alloc(4);
single.writeFloatLE(1.1);

const kinds: readonly (readonly [
  column: StandInColumn,
  bytes: Buffer,
  type: string,
  serverType: string,
  cell: unknown,
])[] = [
  [{ name: 'I', type: 496, length: 4, field: [0x02, 4] }, i32(-2), 'integer', 'INTEGER', -2],
  [{ name: 'S', type: 501, length: 2, field: [0x05, 2] }, Buffer.concat([present, i16(-3)]), 'integer', 'SMALLINT', -3],
  [{ name: 'B', type: 492, length: 8, field: [0x16, 8] }, wide, 'integer', 'BIGINT', -9007199254740993n],
  [{ name: 'F', type: 480, length: 8, field: [0x0a, 8] }, double, 'decimal', 'DOUBLE', '0.1'],
  [{ name: 'R', type: 480, length: 4, field: [0x0c, 4] }, single, 'decimal', 'REAL', '1.1'],
  [
    { name: 'D', type: 484, precision: 7, scale: 2, field: [0x0e, 0x0702] },
    Buffer.from('1234567d', 'hex'),
    'decimal',
    'DECIMAL(7,2)',
    '-12345.67',
  ],
  [
    { name: 'E', type: 484, precision: 5, scale: 5, field: [0x0e, 0x0505] },
    Buffer.from('00100c', 'hex'),
    'decimal',
    'DECIMAL(5,5)',
    '0.001',
  ],
  [
    { name: 'Z', type: 484, precision: 3, scale: 0, field: [0x0e, 0x0300] },
    Buffer.from('000d', 'hex'),
    'decimal',
    'DECIMAL(3,0)',
    '0',
  ],
  [{ name: 'DA', type: 384, length: 10, field: [0x20, 10] }, Buffer.from('2024-03-31'), 'date', 'DATE', '2024-03-31'],
  [{ name: 'TI', type: 388, length: 8, field: [0x22, 8] }, Buffer.from('22.15.01'), 'text', 'TIME', '22:15:01'],
  [
    { name: 'TS', type: 392, length: 26, field: [0x24, 26] },
    Buffer.from('2024-03-31-22.15.00.500000'),
    'text',
    'TIMESTAMP',
    '2024-03-31 22:15:00.5',
  ],
  [
    { name: 'C', type: 452, length: 4, codePage: 1208, field: [0x3c, 4] },
    Buffer.from('ab  '),
    'text',
    'CHAR(4)',
    'ab  ',
  ],
  [
    { name: 'V', type: 448, length: 20, codePage: 1208, field: [0x3e, 20] },
    short('Grüße ☃'),
    'text',
    'VARCHAR(20)',
    'Grüße ☃',
  ],
  [
    { name: 'CB', type: 452, length: 2, codePage: 0, field: [0x26, 2] },
    Buffer.from([0, 255]),
    'bytes',
    'CHAR(2) FOR BIT DATA',
    Uint8Array.from([0, 255]),
  ],
  [
    { name: 'VB', type: 449, length: 9, codePage: 0, field: [0x29, 9] },
    Buffer.concat([present, short(Buffer.from([1, 2]))]),
    'bytes',
    'VARCHAR(9) FOR BIT DATA',
    Uint8Array.from([1, 2]),
  ],
  [
    { name: 'G', type: 464, length: 9, codePage: 1200, field: [0x38, 9] },
    Buffer.concat([u16(2), Buffer.from('00e42603', 'hex')]),
    'text',
    'VARGRAPHIC(9)',
    'ä☃',
  ],
  [
    { name: 'CL', type: 409, length: 999, codePage: 1208, field: [0xcf, 0x8004] },
    Buffer.concat([present, Buffer.from('00000005', 'hex')]),
    'text',
    'CLOB',
    'clöb',
  ],
  [
    { name: 'BL', type: 404, length: 999, field: [0xc8, 0x8004] },
    Buffer.from('00000002', 'hex'),
    'bytes',
    'BLOB',
    Uint8Array.from([7, 8]),
  ],
  [{ name: 'N', type: 449, length: 9, codePage: 1208, field: [0x3f, 9] }, absent, 'text', 'VARCHAR(9)', null],
];
const long = [Buffer.concat([present, Buffer.from('clöb')]), Buffer.from([7, 8])];

test('values of a server whose numbers have their last byte first are exact', async (t) => {
  const answer: Answer = {
    columns: kinds.map(([column]) => column),
    blocks: [row(...kinds.map(([, bytes]) => bytes))],
    long,
  };
  await withStandIn(t, { answer: () => answer }, async (settings) => {
    const found = await withConnection(settings, (connection) => described(connection, 'SELECT 1'));
    t.deepEqual(
      found,
      kinds.map(([{ name }, , type, serverType, cell]) => [name, type, serverType, cell]),
    );
  });
});

const number: StandInColumn = { name: 'N', type: 496, length: 4, field: [0x02, 4] };
const text: StandInColumn = { name: 'T', type: 448, length: 900, codePage: 1208, field: [0x3e, 900] };

test('rows that are cut between blocks, wherever it is, come whole', async (t) => {
  const all = Buffer.concat(Array.from({ length: 50 }, (_, n) => row(i32(n), short('x'.repeat(n)))));
  const blocks = Array.from({ length: Math.ceil(all.length / 7) }, (_, index) =>
    all.subarray(index * 7, index * 7 + 7),
  );
  await withStandIn(t, { answer: () => ({ columns: [number, text], blocks }) }, async (settings, { commands }) => {
    const rows = await withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT N, T FROM A' }));
    t.deepEqual(
      rows,
      Array.from({ length: 50 }, (_, n) => [n, 'x'.repeat(n)]),
    );
    t.is(commands.filter((command) => command === '2006').length, blocks.length - 1);
  });
});

test('a block that is longer than a frame comes in pieces', async (t) => {
  const blocks = [Buffer.concat(Array.from({ length: 2000 }, (_, n) => row(i32(n), short('y'.repeat(90)))))];
  await withStandIn(t, { answer: () => ({ columns: [number, text], blocks }) }, async (settings) => {
    const rows = await withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT N, T FROM A' }));
    t.is(rows.length, 2000);
    t.true(rows.every(([n, y], index) => n === index && y === 'y'.repeat(90)));
  });
});

test('a description may give a number another type and code page', async (t) => {
  const triplets = Buffer.from('0778000501013e0c70d110000004e401000000', 'hex');
  const column: StandInColumn = { ...text, field: [0xd1, 900] };
  const blocks = [row(short(Buffer.from([0x80, 0x20, 0xe4])))];
  await withStandIn(t, { answer: () => ({ columns: [column], blocks, triplets }) }, async (settings) => {
    t.deepEqual(await withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT T FROM A' })), [
      ['€ ä'],
    ]);
  });
});

test('texts are read by the code pages of the database', async (t) => {
  const column: StandInColumn = { name: 'T', type: 448, length: 9, codePage: 1252, field: [0x32, 9] };
  const script: Script = {
    codePages: [1252, 1200, 1252],
    answer: () => ({ columns: [column], blocks: [row(short(Buffer.from([0x80, 0xe4])))] }),
  };
  await withStandIn(t, script, async (settings) => {
    t.deepEqual(await withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT T FROM A' })), [
      ['€ä'],
    ]);
  });
});

const words: readonly (readonly [
  code: number,
  state: string,
  words: readonly string[],
  expected: string,
  place?: string | undefined,
  retryable?: boolean,
])[] = [
  [-204, '42704', ['ADM.NOPE'], 'sql/missing-object', 'ADM.NOPE'],
  [-206, '42703', ['NOPE'], 'sql/missing-column', 'NOPE'],
  [-551, '42501', ['READER', 'SELECT', 'ADM.HOST'], 'sql/missing-right', 'ADM.HOST'],
  [-911, '40001', ['2'], 'sql/deadlock', undefined, true],
  [-911, '40001', ['68'], 'sql/timeout', undefined, true],
  [-952, '57014', [], 'sql/killed', undefined, true],
  [-1224, '55032', [], 'sql/dropped', undefined, true],
  [-332, '57017', ['1208', '13488'], 'sql/bad-value'],
  [-420, '22018', ['INTEGER'], 'sql/bad-value'],
  [-104, '42601', ['FORM', 'SELECT * ', 'FROM'], 'sql/failed'],
];
for (const [code, state, said, expected, place, retryable = false] of words)
  test(`SQLCODE ${code} with ${said.join(', ') || 'no words'} is ${expected}, in place of rows and after some`, async (t) => {
    const failure = { code, state, words: said };
    const late: Answer = { columns: [number], blocks: [row(i32(1))], failure };
    const answer = (sql: string) =>
      /LATE/.test(sql) ? late : /WELL/.test(sql) ? { columns: [number], blocks: [row(i32(7))] } : { failure };
    await withStandIn(t, { answer }, async (settings) => {
      await withConnection(settings, async (connection) => {
        for (const sql of ['SELECT AT ONCE', 'SELECT LATE']) {
          const error = await t.throwsAsync(rowsOf(connection, { text: sql }));
          const where = place === undefined ? {} : { place: { file: place } };
          t.like(error, { faults: [{ code: expected, ...where }], retryable }, sql);
        }
        t.deepEqual(await rowsOf(connection, { text: 'SELECT WELL' }), [[7]]);
      });
    });
  });

test('an error in place of a row is the end of the rows', async (t) => {
  const failed = Buffer.concat([
    present,
    i32(-801),
    Buffer.from('22012'),
    Buffer.from('SQLTEST '),
    absent,
    absent,
    absent,
  ]);
  const blocks = [Buffer.concat([row(i32(1)), failed])];
  await withStandIn(t, { answer: () => ({ columns: [number], blocks }) }, async (settings) => {
    const error = await t.throwsAsync(
      withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT N' })),
    );
    t.like(error, { faults: [{ code: 'sql/bad-value' }] });
  });
});

test('a connection that breaks in the middle is sql/dropped', async (t) => {
  const answer: Answer = { columns: [number], blocks: [row(i32(1)), row(i32(2))], cut: true };
  await withStandIn(t, { answer: () => answer }, async (settings) => {
    const error = await t.throwsAsync(
      withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT N' })),
    );
    t.like(error, { faults: [{ code: 'sql/dropped' }], retryable: true });
  });
});

test('parameters are sent as what the statement says that they are', async (t) => {
  const parameters = [number, number, text, text, text];
  const answer: Answer = { columns: [number], parameters, blocks: [row(i32(1))] };
  await withStandIn(t, { answer: () => answer }, async (settings, { bound }) => {
    await withConnection(settings, (connection) =>
      rowsOf(connection, { text: 'SELECT N WHERE ? ? ? ? ?', parameters: [null, '-2', null, 7, 'ä'] }),
    );
    const description = ['001c0010', '1276d0', '170008', '170008', '3f7fa0', '3f7fa0', '3f7fa0', '0671e4d00001'];
    const data = ['0019147a', '00', 'ff', '00fffffffffffffffe', 'ff', '00000137', '000002c3a4'];
    t.deepEqual(bound, [[...description, ...data].join('')]);
  });
});

test('a reader that stops closes the query and its transaction', async (t) => {
  const answer: Answer = { columns: [number], blocks: [row(i32(1)), row(i32(2)), row(i32(3))] };
  await withStandIn(t, { answer: () => answer }, async (settings, { commands }) => {
    await withConnection(settings, async (connection) => {
      for await (const _batch of connection.read({ text: 'SELECT N' })) break;
    });
    t.deepEqual(commands.slice(-4), ['200c', '2006', '2005', '200e']);
  });
});

test('who reads waits for locks half a minute at most, in the package that reads committed rows', async (t) => {
  await withStandIn(t, {}, async (settings, { statements }) => {
    await withConnection(settings, async () => undefined);
    t.deepEqual(statements, ['SET CURRENT LOCK TIMEOUT 30']);
  });
});

const logins: readonly (readonly [
  title: string,
  script: Script,
  encrypt: Db2Settings['encrypt'],
  code: string | undefined,
])[] = [
  ['a plain password', { mechanisms: [3], password: testLogin.password }, 'off', undefined],
  ['a password that is encrypted', { mechanisms: [9], password: testLogin.password }, 'password', undefined],
  ['a server that wants it encrypted', { mechanisms: [9], password: testLogin.password }, 'off', undefined],
  ['another password, plain', { mechanisms: [3], password: 'another' }, 'off', 'sql/login'],
  ['another password, encrypted', { mechanisms: [9], password: 'another' }, 'password', 'sql/login'],
  ['a server that wants tickets', { mechanisms: [11] }, 'off', 'sql/login'],
  ['a server without encryption', { mechanisms: [3] }, 'password', 'sql/login'],
  ['a password that has expired', { securityCode: 0x0e }, 'off', 'sql/login'],
  ['a user that is locked', { securityCode: 0x14 }, 'off', 'sql/login'],
  ['a database that is not there', { refusal: 0x2211 }, 'off', 'sql/login'],
  ['a database that is not for this login', { refusal: 0x2203 }, 'off', 'sql/login'],
  ['another refusal', { refusal: 0x1210 }, 'off', 'sql/failed'],
  [
    'a database that is closed',
    { refusal: 0x221a, outcome: { code: -20157, state: '08004', words: ['READER'] } },
    'off',
    'sql/busy',
  ],
  [
    'a database that is not active',
    { refusal: 0x221a, outcome: { code: -1224, state: '55032', words: [] } },
    'off',
    'sql/dropped',
  ],
  ['a mainframe', { typdefnam: 'QTDSQL370' }, 'off', 'sql/unsupported'],
];
for (const [title, script, encrypt, code] of logins)
  test(`a login with ${title} ${code === undefined ? 'goes well' : `is ${code}`}`, async (t) => {
    await withStandIn(t, script, async (settings) => {
      const connecting = withConnection({ ...settings, encrypt }, async (connection) => connection.snapshot());
      if (code === undefined) t.is(await connecting, 'none');
      else t.like(await t.throwsAsync(connecting), { faults: [{ code }], retryable: /busy|dropped/.test(code) });
    });
  });

test('a connection over TLS is to the server of the certificate', async (t) => {
  const own = selfSigned('db01');
  const folder = mkdtempSync(join(tmpdir(), 'tributary-db2-'));
  const [ca, another] = ['ca.pem', 'another.pem'].map((name) => join(folder, name));
  writeFileSync(ca, own.cert);
  writeFileSync(another, selfSigned('another').cert);
  const facts = ['DB2 v11.5', 'v11.5', 'INVENTRY', 'READER', 'db2:INVENTRY/1', 'unknown'];
  const columns = facts.map((_, index): StandInColumn => ({ ...text, name: `C${index}` }));
  await withStandIn(
    t,
    { tls: own, answer: () => ({ columns, blocks: [row(...facts.map((fact) => short(fact)))] }) },
    async (settings) => {
      const tls = { ...settings, encrypt: 'required', ca } as const;
      const about = await withConnection(tls, (connection) => connection.about());
      t.like(about, { product: 'DB2 v11.5', database: 'INVENTRY', login: 'READER', id: 'db2:INVENTRY/1' });
      t.regex(about.encryption ?? '', /^TLSv1\.[23]$/);
      for (const wrong of [{ ca: another }, { ca: undefined }])
        t.like(await t.throwsAsync(withConnection({ ...tls, ...wrong }, async () => undefined)), {
          faults: [{ code: 'sql/encryption' }],
        });
    },
  );
});

for (const [title, field, code] of [
  ['DECFLOAT', [0xba, 16], 'sql/unsupported'],
  ['a type that is not known', [0x7a, 16], 'sql/unsupported'],
] as const)
  test(`${title} is refused before a row is read`, async (t) => {
    await withStandIn(t, { answer: () => ({ columns: [{ ...number, field }], blocks: [] }) }, async (settings) => {
      const error = await t.throwsAsync(
        withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT N' })),
      );
      t.like(error, { faults: [{ code }], retryable: false });
      t.regex(error.message, /Cast it in the query/);
    });
  });

test('bytes that are no text are sql/bad-value', async (t) => {
  const blocks = [row(short(Buffer.from([0x61, 0xff, 0x62])))];
  await withStandIn(t, { answer: () => ({ columns: [text], blocks }) }, async (settings) => {
    const error = await t.throwsAsync(
      withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT T' })),
    );
    t.like(error, { faults: [{ code: 'sql/bad-value' }], retryable: false });
    t.regex(error.message, /61ff62/);
  });
});
