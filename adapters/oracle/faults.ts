import { excerpt } from '../../core/adapter/printable.ts';
import { ConfigError, SourceError } from '../../core/errors/errors.ts';
import { type SqlCode, sqlFault } from '../sql/faults.ts';

/** Where a fault happened: the server as messages name it, and the query if there is one. */
export interface FaultPlace {
  readonly server: string;
  readonly query?: string;
}

interface Known {
  readonly code: SqlCode;
  /** What to say before the words of the server. */
  readonly says: string;
}

/** Which client reaches which server. */
const thick =
  'write "mode: thick" and, as "clientFolder", the folder of an Instant Client: 19 reaches servers from 11.2 on, and older clients older ones (see the page of the adapter)';
const clientPage = 'https://www.oracle.com/database/technologies/instant-client/downloads.html';
const noClient: Known = {
  code: 'sql/driver-missing',
  says: `No client of Oracle for "mode: thick" could be loaded: the libraries are not in the folder of the option "clientFolder", are of another architecture than Node, or lack one that they need (on Linux libaio). Unpack an Instant Client (Basic or Basic Light, ${clientPage}) and let "clientFolder" name its folder; servers from 12.1 on need none, with "mode: thin".`,
};
const oldClient: Known = {
  code: 'sql/driver-missing',
  says: 'The client of Oracle in "clientFolder" is too old for this version of the package oracledb. Take an Instant Client of 19 or later; or, for servers older than 11.2, install oracledb@6.10.0, which takes clients from 11.2 on, in a folder that TRIBUTARY_ORACLEDB names.',
};
const partOfClient: Known = {
  code: 'sql/driver-missing',
  says: 'The library in "clientFolder" is no whole client of Oracle. Unpack an Instant Client (Basic or Basic Light) into a folder of its own.',
};

const unreachable: Known = { code: 'sql/unreachable', says: 'No connection to the database.' };
const dropped: Known = { code: 'sql/dropped', says: 'The connection broke.' };
const busy: Known = { code: 'sql/busy', says: 'The server has no room for another session or query.' };
const killed: Known = { code: 'sql/killed', says: 'The session or query was ended at the server.' };
const encryption: Known = { code: 'sql/encryption', says: 'The encrypted connection could not be made.' };
const noWallet: Known = { code: 'sql/encryption', says: 'The wallet can not be read.' };
const refused: Known = { code: 'sql/failed', says: 'The server refused.' };
const badValue: Known = { code: 'sql/bad-value', says: 'A value can not be read or converted.' };

/** The codes of Oracle's server, listener and package. In a message with several, the first of this list counts. */
const known: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['ORA-01017', { code: 'sql/login', says: 'The user or the password is wrong.' }],
  ['ORA-01005', { code: 'sql/login', says: 'The password is empty.' }],
  ['ORA-28000', { code: 'sql/login', says: 'The account is locked. An administrator can unlock it.' }],
  ['ORA-28001', { code: 'sql/login', says: 'The password has expired. Set a new one for the account.' }],
  ['ORA-01045', { code: 'sql/login', says: 'The account lacks the right CREATE SESSION.' }],
  ['ORA-01035', { code: 'sql/login', says: 'The database is open for administrators only.' }],
  ['NJS-101', { code: 'sql/login', says: 'The user or the password is empty.' }],
  [
    'NJS-116',
    {
      code: 'sql/unsupported',
      says: `The account has only an old (10G) password verifier. Set its password again on the server (with SQLNET.ALLOWED_LOGON_VERSION_SERVER of 11 or higher), or ${thick}.`,
    },
  ],
  [
    'NJS-138',
    {
      code: 'sql/unsupported',
      says: `The server is older than 12.1, the first that can be read without a client of Oracle: ${thick}.`,
    },
  ],
  ['NJS-533', { code: 'sql/unsupported', says: `The server wants native network encryption. Use tcps, or ${thick}.` }],
  [
    'ORA-12660',
    { code: 'sql/unsupported', says: `The server wants native network encryption. Use tcps, or ${thick}.` },
  ],
  ['NJS-100', { code: 'sql/unsupported', says: `The national character set is not AL16UTF16: ${thick}.` }],
  ['DPI-1047', noClient],
  ['DPI-1050', oldClient],
  ['DPI-1049', partOfClient],
  ['DPI-1072', oldClient],
  [
    'NJS-045',
    {
      code: 'sql/driver-missing',
      says: 'The package oracledb has no part for clients of Oracle on this system. Install it again with: npm install oracledb@26.0.0',
    },
  ],
  [
    'ORA-03134',
    { code: 'sql/unsupported', says: `The client is too new for this server. Take an older one: ${thick}.` },
  ],
  [
    'ORA-28040',
    {
      code: 'sql/unsupported',
      says: 'Server and client know no common way to log in. Take a client of about the version of the server, or set the password of the account again on a newer verifier.',
    },
  ],
  [
    'ORA-00942',
    { code: 'sql/missing-object', says: 'A table or view is not there, or this login has no right to see it.' },
  ],
  ['ORA-04043', { code: 'sql/missing-object', says: 'An object is not there, or this login has no right to see it.' }],
  ['ORA-00980', { code: 'sql/missing-object', says: 'A synonym leads to nothing that is there.' }],
  [
    'ORA-01219',
    { code: 'sql/missing-object', says: 'The database is mounted and not open: it answers V$ views only.' },
  ],
  ['ORA-00904', { code: 'sql/missing-column', says: 'A column is not there.' }],
  ['ORA-01031', { code: 'sql/missing-right', says: 'This login lacks a right.' }],
  ['ORA-41900', { code: 'sql/missing-right', says: 'This login lacks a right.' }],
  ['ORA-00060', { code: 'sql/deadlock', says: 'The server ended the query because of a deadlock.' }],
  [
    'ORA-01555',
    { code: 'sql/busy', says: 'The server no longer has the state of the database that the query began with (undo).' },
  ],
  [
    'ORA-22924',
    { code: 'sql/busy', says: 'The server no longer has the state of a large value that the query began with (undo).' },
  ],
  ...[
    'ORA-00028',
    'ORA-00031',
    'ORA-01013',
    'ORA-02393',
    'ORA-02394',
    'ORA-02395',
    'ORA-02396',
    'ORA-02399',
    'ORA-56720',
  ].map((code): [string, Known] => [code, killed]),
  ...[
    'ORA-00018',
    'ORA-00020',
    'ORA-02391',
    'ORA-12516',
    'ORA-12518',
    'ORA-12519',
    'ORA-12520',
    'ORA-12526',
    'ORA-12528',
    'ORA-01652',
    'ORA-04031',
    'ORA-04036',
  ].map((code): [string, Known] => [code, busy]),
  ['NJS-518', { code: 'sql/unreachable', says: 'The listener knows no such service.' }],
  ['ORA-12514', { code: 'sql/unreachable', says: 'The listener knows no such service.' }],
  ['NJS-519', { code: 'sql/unreachable', says: 'The listener knows no such SID.' }],
  ['ORA-12505', { code: 'sql/unreachable', says: 'The listener knows no such SID.' }],
  ['ORA-01033', { code: 'sql/unreachable', says: 'The database is starting or stopping.' }],
  ['ORA-01034', { code: 'sql/unreachable', says: 'The database is not started.' }],
  ['ORA-01089', { code: 'sql/killed', says: 'The database is shutting down.' }],
  ['ORA-01109', { code: 'sql/unreachable', says: 'The database is not open.' }],
  ...[
    'NJS-505',
    'NJS-506',
    'NJS-507',
    'NJS-508',
    'NJS-529',
    'ORA-28759',
    'ORA-28860',
    'ORA-28864',
    'ORA-29002',
    'ORA-29024',
    'ORA-29106',
  ].map((code): [string, Known] => [code, encryption]),
  ...[
    'ORA-12541',
    'ORA-12170',
    'ORA-12535',
    'ORA-12543',
    'ORA-12545',
    'ORA-12521',
    'ORA-12560',
    'ORA-12606',
    'NJS-503',
    'NJS-510',
    'NJS-511',
    'NJS-530',
  ].map((code): [string, Known] => [code, unreachable]),
  ['ORA-12154', { code: 'sql/unsupported', says: 'The tnsnames.ora has no such name.' }],
  ['NJS-517', { code: 'sql/unsupported', says: 'The tnsnames.ora has no such name.' }],
  ['NJS-520', { code: 'sql/unsupported', says: 'There is no tnsnames.ora in the folder of the option "tnsnames".' }],
  ['NJS-512', { code: 'sql/unsupported', says: 'The descriptor can not be used.' }],
  ['NJS-514', { code: 'sql/unsupported', says: 'The descriptor can not be read.' }],
  ...['ORA-01466', 'ORA-08103'].map((code): [string, Known] => [
    code,
    { code: 'sql/schema-changed', says: 'A table of the query was changed while it was read.' },
  ]),
  ...[
    'ORA-01426',
    'ORA-01476',
    'ORA-29275',
    'ORA-12703',
    'ORA-12713',
    'ORA-01489',
    'ORA-01830',
    'ORA-01841',
    'ORA-01843',
    'ORA-01722',
    'ORA-01858',
    'ORA-01861',
    'ORA-12899',
    'ORA-01406',
    'ORA-22835',
  ].map((code): [string, Known] => [code, badValue]),
  ...[
    'ORA-03113',
    'ORA-03114',
    'ORA-03135',
    'ORA-01012',
    'ORA-12537',
    'ORA-12547',
    'ORA-12570',
    'ORA-12571',
    'ORA-12152',
    'ORA-12153',
    'ORA-12592',
    'ORA-25408',
    'DPI-1010',
    'DPI-1080',
    'NJS-500',
    'NJS-501',
    'NJS-003',
    'NJS-521',
  ].map((code): [string, Known] => [code, dropped]),
]);

const order = new Map([...known.keys()].map((code, index) => [code, index]));

/** The error of a code for what the package threw. What is already an error of ours stays as it is. */
export function oracleFault(error: unknown, place: FaultPlace): Error {
  if (error instanceof SourceError || error instanceof ConfigError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const codes = [...said.matchAll(/\b(?:(?:ORA|TNS)-\d{5}|NJS-\d{3}|DPI-\d{4})\b/g)].map(([code]) =>
    code.replace('TNS', 'ORA'),
  );
  const [found] = codes.filter((code) => known.has(code)).sort((one, other) => rank(one) - rank(other));
  const { code, says } = /ewallet\.pem/.test(said) ? noWallet : (known.get(found ?? '') ?? refused);
  const name = nameOf(code, said, error, place) ?? place.server;
  return sqlFault(code, `${says} ${place.server} said: ${wordsOf(said)}`, { name, cause: error });
}

function rank(code: string): number {
  return order.get(code) ?? order.size;
}

/** What the server said, in one line and without what it says to programs. */
function wordsOf(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const told = lines.filter((line) => line !== '' && !/^(Help:|Cause:$)/.test(line));
  return excerpt(told.join(' ').replace(/\s*\(CONNECTION_ID=[^)]*\)/g, ''), 400);
}

/** The object or column that is missing: as the message has it, else what stands in the query where the server stopped. */
function nameOf(code: SqlCode, said: string, error: unknown, { query }: FaultPlace): string | undefined {
  if (!code.startsWith('sql/missing')) return undefined;
  const quoted = /"[^"]+"(?:\."[^"]+")*/.exec(said)?.[0];
  if (quoted !== undefined) return quoted.replaceAll('"', '');
  const offset = typeof error === 'object' && error !== null ? Reflect.get(error, 'offset') : undefined;
  if (query === undefined || typeof offset !== 'number' || offset === 0) return undefined;
  const before = /[\w$#."]*$/.exec(query.slice(0, offset))?.[0] ?? '';
  const after = /^[\w$#."]*/.exec(query.slice(offset))?.[0] ?? '';
  return `${before}${after}`.replaceAll('"', '') || undefined;
}
