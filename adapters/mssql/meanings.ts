import type { Code } from '../../core/errors/catalogue.ts';

/** What the package's errors and the server's error numbers mean, and whether the same may go well later. */
export interface Meaning {
  readonly code: Code;
  readonly retryable: boolean;
  /** In place of the words of the package and of Node; without it, theirs or the server's are shown. */
  readonly said?: string;
  readonly remedy: string;
}

/** What is known of an error. */
export interface Facts {
  readonly message: string;
  readonly number?: number | undefined;
  /** Of the package, and of Node's errors below it. */
  readonly codes: readonly string[];
}

/** The server's own number says most, then what is below the package's error: refused, not found, reset. */
export function meaningOf({ number, codes, message }: Facts, stage: 'connecting' | 'using'): Meaning {
  const known = number === undefined ? undefined : byNumber.get(number);
  if (known !== undefined) return known;
  const certificate = [...codes, message].map(certificateOf).find((each) => each !== undefined);
  if (certificate !== undefined) return certificate;
  if (codes.some((code) => code.startsWith('ERR_SSL') || code === 'EPROTO'))
    return stage === 'connecting' ? meanings.tls : meanings.garbled;
  if (stage === 'connecting' && /before secure TLS connection/i.test(message)) return meanings.noTls;
  if (/unexpected end of message stream/.test(message)) return stage === 'connecting' ? meanings.ended : meanings.lost;
  if (codes.some((code) => strayCodes.has(code))) return stage === 'connecting' ? meanings.stranger : meanings.garbled;
  for (const code of codes.toReversed()) {
    const meaning = byCode.get(code);
    if (meaning === undefined) continue;
    if (stage === 'connecting') return meaning === meanings.lost ? meanings.ended : meaning;
    return meaning.code === 'sql/unreachable' ? meanings.lost : meaning;
  }
  return byWords.find(([words]) => words.test(message))?.[1] ?? meanings.query;
}

const wayRemedy = 'Check server, port and firewall, and that the server accepts TCP/IP.';
const againRemedy = 'Nothing of this read is used. It can be read again.';
const way = { code: 'sql/unreachable', retryable: true, remedy: wayRemedy } as const;
const encryption = { code: 'sql/encryption', retryable: false } as const;

const meanings = {
  refused: { ...way, said: 'nobody listens at that port.' },
  unknownHost: { ...way, said: 'there is no host of that name.', remedy: 'Check server, and the name service.' },
  noNames: { ...way, said: 'the name service does not answer.', remedy: 'Check server, and the name service.' },
  noWay: { ...way, said: 'there is no way to the host from here.' },
  silent: { ...way, said: 'the host does not answer.' },
  ended: {
    ...way,
    said: 'the connection was ended before the login.',
    remedy: 'Check that it is SQL Server that listens at that port, and what it logs.',
  },
  unreachable: way,
  stranger: {
    code: 'sql/unsupported',
    retryable: false,
    said: 'what answers at that port does not speak the protocol of SQL Server.',
    remedy: 'Check server and port.',
  },
  garbled: {
    code: 'sql/bad-value',
    retryable: true,
    said: 'bytes came that are not of the protocol.',
    remedy: `${againRemedy} If it happens each time, look for a device on the way that changes what passes.`,
  },
  instance: {
    ...way,
    remedy: 'The SQL Server Browser (UDP 1434) gave no port of the instance: check its name, or give the port.',
  },
  lost: { code: 'sql/dropped', retryable: true, said: 'the connection broke.', remedy: againRemedy },
  lostByServer: { code: 'sql/dropped', retryable: true, remedy: againRemedy },
  slow: {
    code: 'sql/timeout',
    retryable: true,
    said: 'the server did not answer in time.',
    remedy: `Raise connectSeconds, or look for what holds it up. ${wayRemedy}`,
  },
  login: { code: 'sql/login', retryable: false, remedy: 'Check user, password and the way of logging in.' },
  database: {
    code: 'sql/login',
    retryable: false,
    remedy: 'Check the name of the database, and that the login may use it.',
  },
  right: { code: 'sql/missing-right', retryable: false, remedy: 'Grant the login SELECT on it.' },
  object: { code: 'sql/missing-object', retryable: false, remedy: 'Check the name, its schema and the database.' },
  column: {
    code: 'sql/missing-column',
    retryable: false,
    remedy: 'Check the name of the column: sites and versions differ.',
  },
  deadlock: { code: 'sql/deadlock', retryable: true, remedy: 'Others were let through. It can be read again.' },
  locked: {
    code: 'sql/timeout',
    retryable: true,
    remedy: 'Somebody else holds a lock on these rows. It can be read again later.',
  },
  snapshot: {
    code: 'sql/deadlock',
    retryable: true,
    remedy: 'The server no longer has the state that is read. It can be read again.',
  },
  killed: { code: 'sql/killed', retryable: true, remedy: againRemedy },
  busy: { code: 'sql/busy', retryable: true, remedy: 'It can be read again at a quieter time.' },
  selfSigned: {
    ...encryption,
    said: "the server's certificate is signed by nobody but itself, as that of a server which was given none.",
    remedy:
      'Give the server a certificate of an authority; or name a file with its own by ca, if it names this server. trustServerCertificate: true gives the check up.',
  },
  unknownAuthority: {
    ...encryption,
    said: "the authority of the server's certificate is not known here.",
    remedy:
      'Name a file with the certificate of the authority (PEM) by ca, or install it on this machine. trustServerCertificate: true gives the check up.',
  },
  expired: {
    ...encryption,
    said: "the server's certificate has expired.",
    remedy: 'Have it renewed, or set the clock of this machine right.',
  },
  tooEarly: {
    ...encryption,
    said: "the server's certificate is not valid yet.",
    remedy: 'Set the clocks of the server and of this machine right.',
  },
  revoked: { ...encryption, said: "the server's certificate was revoked.", remedy: 'Have it replaced.' },
  otherName: {
    ...encryption,
    remedy: 'Write server as the certificate has it, or have that name added to the certificate.',
  },
  certificate: {
    ...encryption,
    remedy: 'Check the certificate of the server. trustServerCertificate: true gives the check up.',
  },
  noTls: {
    ...encryption,
    said: 'the server ended the connection in place of beginning TLS.',
    remedy: 'Servers before SQL Server 2022 do not know encrypt: strict. Say encrypt: required.',
  },
  mustEncrypt: {
    ...encryption,
    said: 'the server insists on encryption.',
    remedy: 'Say encrypt: required.',
  },
  tls: { ...encryption, remedy: 'Check encrypt and minimumTls, and which versions of TLS the server speaks.' },
  changed: {
    code: 'sql/schema-changed',
    retryable: true,
    remedy: 'Somebody has changed a table of the query while it was read. Run it again when that is over.',
  },
  badValue: {
    code: 'sql/bad-value',
    retryable: false,
    remedy: 'Correct the value in the source, or leave the column out in the query.',
  },
  query: { code: 'sql/failed', retryable: false, remedy: '' },
} as const satisfies Record<string, Meaning>;

/** What is wrong with a certificate, by Node's code, or by its words where there is none. */
function certificateOf(code: string): Meaning | undefined {
  return certificates.find(([words]) => words.test(code))?.[1];
}

const certificates: readonly (readonly [RegExp, Meaning])[] = [
  [/SELF_SIGNED|self[- ]signed certificate/i, meanings.selfSigned],
  [/UNABLE_TO_(?:GET_ISSUER|VERIFY)|unable to verify the first certificate/i, meanings.unknownAuthority],
  [/CERT_HAS_EXPIRED|certificate has expired/i, meanings.expired],
  [/CERT_NOT_YET_VALID/, meanings.tooEarly],
  [/CERT_REVOKED/, meanings.revoked],
  [/ERR_TLS_CERT_ALTNAME|altnames/i, meanings.otherName],
  [/^(?:ERR_)?(?:TLS_)?CERT_|_CERT_/, meanings.certificate],
];

/** Of a client that finds lengths where there are none. */
const strayCodes: ReadonlySet<string> = new Set(['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS']);

const byCode = new Map<string, Meaning>([
  ['EINSTLOOKUP', meanings.instance],
  ['ETIMEOUT', meanings.slow],
  ['ETIMEDOUT', meanings.silent],
  ['ENOTFOUND', meanings.unknownHost],
  ['EAI_AGAIN', meanings.noNames],
  ['ECONNREFUSED', meanings.refused],
  ['EHOSTUNREACH', meanings.noWay],
  ['ENETUNREACH', meanings.noWay],
  ['ELOGIN', meanings.login],
  ['EFEDAUTH', meanings.login],
  ['EENCRYPT', meanings.mustEncrypt],
  ['ECONNRESET', meanings.lost],
  ['EPIPE', meanings.lost],
  ['ECLOSE', meanings.lost],
  ['EINVALIDSTATE', meanings.lost],
  ['ESOCKET', meanings.lost],
]);

/** What servers of this protocol say in PostgreSQL's words, where they have no number for it. */
const byWords: readonly (readonly [RegExp, Meaning])[] = [
  [/\brelation .* does not exist/i, meanings.object],
  [/\bcolumn .* does not exist/i, meanings.column],
  [/\brole .* does not exist/i, meanings.login],
  [/\bpermission denied\b/i, meanings.right],
  [/\bdeadlock detected|could not serialize access/i, meanings.deadlock],
  [/\binvalid byte sequence|invalid input syntax|out of range|division by zero|value overflow/i, meanings.badValue],
  [/\bcached plan must not change/i, meanings.changed],
  [/\block timeout|statement timeout/i, meanings.locked],
  [/\bterminating connection|canceling statement/i, meanings.killed],
  [/\btoo many (?:clients|connections)|connection slots are reserved/i, meanings.busy],
  [/\bthe database system is (?:starting up|shutting down)/i, meanings.unreachable],
];

/** Numbers of the server's errors, as sys.messages has them. */
const byNumber = new Map<number, Meaning>([
  ...[18456, 18452, 18470, 18486, 18487, 18488, 18451].map((number) => [number, meanings.login] as const),
  ...[4060, 4064, 911, 916, 927, 942, 945].map((number) => [number, meanings.database] as const),
  ...[229, 230, 297, 300, 262, 371].map((number) => [number, meanings.right] as const),
  [208, meanings.object],
  [2812, meanings.object],
  ...[207, 4104].map((number) => [number, meanings.column] as const),
  [1205, meanings.deadlock],
  [1222, meanings.locked],
  ...[3960, 3958, 3967].map((number) => [number, meanings.snapshot] as const),
  [3961, meanings.changed],
  // Values that do not fit what the query makes of them.
  ...[220, 232, 235, 241, 242, 244, 245, 248, 295, 296, 517, 535, 8114, 8115, 8134, 9402, 9420, 9803].map(
    (number) => [number, meanings.badValue] as const,
  ),
  ...[10053, 10054, 64, 233, 109].map((number) => [number, meanings.lostByServer] as const),
  ...[596, 6005, 17142].map((number) => [number, meanings.killed] as const),
  ...[701, 802, 1105, 8645, 8651, 10928, 10929, 17809, 17810].map((number) => [number, meanings.busy] as const),
  ...[976, 983, 17197, 40197, 40501, 40613, 49918, 49919, 49920].map(
    (number) => [number, meanings.unreachable] as const,
  ),
  [824, { code: 'sql/failed', retryable: false, remedy: 'A page of the database is damaged: tell its administrator.' }],
]);
