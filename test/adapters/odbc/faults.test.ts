import test from 'ava';
import { faultOfStates } from '../../../adapters/odbc/faults.ts';

// What the drivers of these servers say, word by word.
const said: readonly (readonly [state: string, number: number, words: string, code: string, name?: string])[] = [
  ['01000', 0, "[unixODBC][Driver Manager]Can't open lib 'Nope' : file not found", 'sql/driver-missing'],
  [
    'IM002',
    0,
    '[unixODBC][Driver Manager]Data source name not found and no default driver specified',
    'sql/driver-missing',
  ],
  [
    '08001',
    101,
    'connection to server at "127.0.0.1", port 1 failed: Connection refused\n\tIs it running?\n',
    'sql/unreachable',
  ],
  ['08001', 101, 'connection to server failed: FATAL:  password authentication failed for user "a"\n', 'sql/login'],
  ['08001', 101, 'connection to server failed: FATAL:  database "nope" does not exist\n', 'sql/login'],
  ['28000', 1045, "[ma-3.1.15]Access denied for user 'u'@'localhost' (using password: YES)", 'sql/login'],
  ['HY000', 2002, "[ma-3.1.15]Can't connect to server on '127.0.0.1' (115)", 'sql/unreachable'],
  ['HY000', 14, '[SQLite]connect failed', 'sql/unreachable'],
  [
    '42P01',
    1,
    'ERROR: relation "a.nope" does not exist;\nError while executing the query',
    'sql/missing-object',
    'a.nope',
  ],
  ['42703', 1, 'ERROR: column q.nope does not exist;\nError while executing the query', 'sql/missing-column', 'q.nope'],
  ['42S22', 1054, "[ma-3.1.15][10.11.19-MariaDB]Unknown column 'nope' in 'SELECT'", 'sql/missing-column', 'nope'],
  ['42S02', 1146, "[ma-3.1.15][10.11.19-MariaDB]Table 't.nope' doesn't exist", 'sql/missing-object', 't.nope'],
  [
    '42S02',
    208,
    "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Invalid object name 'v_GS_NOPE'.",
    'sql/missing-object',
    'v_GS_NOPE',
  ],
  [
    '42S22',
    207,
    "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Invalid column name 'Foo0'.",
    'sql/missing-column',
    'Foo0',
  ],
  [
    '42000',
    229,
    "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]The SELECT permission was denied on the object 'v_R_User', database 'CM_EX1', schema 'dbo'.",
    'sql/missing-right',
    'v_R_User',
  ],
  ['42000', 18456, '[FreeTDS][SQL Server]Login failed for user "reader"', 'sql/login'],
  ['42000', 4060, '[FreeTDS][SQL Server]Cannot open database "CM" requested by the login.', 'sql/login'],
  ['42000', 102, "[FreeTDS][SQL Server]Incorrect syntax near ','.", 'sql/failed'],
  ['IM001', 0, '[unixODBC][Driver Manager]Driver does not support this function', 'sql/unsupported'],
  [
    '42S02',
    -204,
    '[IBM][CLI Driver][DB2/LINUXX8664] SQL0204N  "ADM.NOPE" is an undefined name.',
    'sql/missing-object',
    'ADM.NOPE',
  ],
  [
    '42501',
    -551,
    '[IBM][CLI Driver][DB2/LINUXX8664] SQL0551N  The statement failed because the authorization ID does not have the required authorization or privilege to perform the operation. Authorization ID: "READER". Operation: "SELECT". Object: "ADM.HOST".',
    'sql/missing-right',
    'ADM.HOST',
  ],
  [
    '42501',
    -551,
    '[IBM][CLI Driver][DB2/LINUXX8664] SQL0551N  "READER" does not have the required authorization or privilege to perform operation "SELECT" on object "ADM.HOST".',
    'sql/missing-right',
    'ADM.HOST',
  ],
  [
    '08001',
    -30081,
    '[IBM][CLI Driver] SQL30081N  A communication error has been detected. Communication protocol being used: "TCP/IP".',
    'sql/unreachable',
  ],
  [
    '08001',
    -30081,
    '[IBM][CLI Driver] SQL30081N  A communication error has been detected. Communication protocol being used: "SSL".  Protocol specific error code(s): "414", "*", "*".',
    'sql/encryption',
  ],
  [
    '08001',
    -30082,
    '[IBM][CLI Driver] SQL30082N  Security processing failed with reason "24" ("USERNAME AND/OR PASSWORD INVALID").',
    'sql/login',
  ],
  [
    '42705',
    -1013,
    '[IBM][CLI Driver] SQL1013N  The database alias name or database name "NOPE" could not be found.',
    'sql/login',
  ],
  [
    '42968',
    -1598,
    '[IBM][CLI Driver] SQL1598N  An attempt to connect to the database server failed because of a licensing problem.',
    'sql/unsupported',
  ],
  [
    '40001',
    -911,
    '[IBM][CLI Driver][DB2/LINUXX8664] SQL0911N  The current transaction has been rolled back because of a deadlock or timeout.  Reason code "2".',
    'sql/deadlock',
  ],
  [
    '40001',
    -911,
    '[IBM][CLI Driver][DB2/LINUXX8664] SQL0911N  The current transaction has been rolled back because of a deadlock or timeout.  Reason code "68".',
    'sql/timeout',
  ],
  [
    '57014',
    -952,
    '[IBM][CLI Driver][DB2/LINUXX8664] SQL0952N  Processing was cancelled due to an interrupt.',
    'sql/killed',
  ],
  [
    '55032',
    -1224,
    '[IBM][CLI Driver] SQL1224N  The database manager is not able to accept new requests.',
    'sql/dropped',
  ],
  [
    '57030',
    -1040,
    '[IBM][CLI Driver] SQL1040N  The maximum number of applications is already connected to the database.',
    'sql/busy',
  ],
  [
    '22021',
    -191,
    '[IBM][CLI Driver][DB2/LINUXX8664] SQL0191N  Error occurred because of a fragmented MBCS character.',
    'sql/bad-value',
  ],
  [
    '42501',
    1,
    'ERROR: permission denied for table secret;\nError while executing the query',
    'sql/missing-right',
    'secret',
  ],
  [
    '42000',
    1142,
    "[ma-3.1.15]SELECT command denied to user 'r'@'localhost' for table `h`.`secret`",
    'sql/missing-right',
    'h.secret',
  ],
  ['40001', 1205, '[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Transaction was deadlocked', 'sql/deadlock'],
  ['08S01', 104, '[Microsoft][ODBC Driver 18 for SQL Server]TCP Provider: Error code 0x68', 'sql/dropped'],
  ['HY000', 2013, '[ma-3.1.15]Lost connection to server during query', 'sql/dropped'],
  ['57P01', 1, 'FATAL: terminating connection due to administrator command', 'sql/killed'],
  ['70100', 1927, '[ma-3.1.15]Connection was killed', 'sql/killed'],
  ['HYT00', 0, '[Microsoft][ODBC Driver 18 for SQL Server]Login timeout expired', 'sql/timeout'],
  ['53300', 1, 'FATAL: sorry, too many clients already', 'sql/busy'],
  ['22021', 1, 'ERROR: invalid byte sequence for encoding "UTF8": 0xff', 'sql/bad-value'],
  ['42601', 1, 'ERROR: syntax error at end of input', 'sql/failed'],
];
for (const [state, number, message, code, name = 'db1'] of said)
  test(`${state} ${message.replaceAll(/\s+/g, ' ')}`, (t) => {
    const error = faultOfStates([{ state, code: number, message }], '[odbc] Error', 'db1');
    t.like(error, { faults: [{ code, place: { file: name } }] });
    t.notRegex(error.message, /\[(ma|unixODBC|Microsoft)|\.\./);
  });

test('a failure without a state has the words of the package', (t) => {
  t.regex(faultOfStates([], 'Something failed.', 'db1').message, /db1 {2}sql\/failed\n {2}Something failed\. Try/);
});
