import type { Code } from '../../core/errors/catalogue.ts';
import { SourceError } from '../../core/errors/errors.ts';

/** What the package's errors and the server's error numbers mean, and whether the same may go well later. */
interface Meaning {
  readonly code: Code;
  readonly retryable: boolean;
  readonly remedy: string;
}

/** The SourceError of whatever the package has thrown. `what` opens the sentence: `Connecting to sql01:1433`, `Reading`. */
export function sourceError(error: unknown, what: string, stage: 'connecting' | 'using' = 'using'): SourceError {
  if (error instanceof SourceError) return error;
  const found = factsOf(error);
  const own = [...chain(error, new Set())].find((one) => one instanceof SourceError);
  if (own instanceof SourceError) return own;
  const { code, retryable, remedy } = meaningOf(found, stage);
  const number = found.number === undefined ? '' : ` (error ${found.number})`;
  const name = nameIn(code, found.message);
  const message = `${what} failed${number}: ${sentence(found.message)} ${remedy}`.trim();
  return new SourceError(code, message, {
    retryable,
    cause: error,
    ...(name === undefined ? {} : { place: { file: name } }),
  });
}

interface Facts {
  readonly message: string;
  readonly number?: number | undefined;
  /** Of the package, and of Node's errors below it. */
  readonly codes: readonly string[];
}

/** An error and those that it wraps: the last of several that a server sends is its summary, the first says why. */
function factsOf(error: unknown): Facts {
  const codes: string[] = [];
  let message: string | undefined;
  let number: number | undefined;
  const seen = new Set<unknown>();
  for (const one of chain(error, seen)) {
    const found = field(one, 'number');
    if (typeof found === 'number' && number === undefined) {
      number = found;
      message = text(one);
    }
    const code = field(one, 'code');
    if (typeof code === 'string') codes.push(code);
    message ??= text(one);
  }
  return { message: message ?? 'no reason was given', number, codes };
}

function* chain(error: unknown, seen: Set<unknown>): Generator<unknown> {
  if (typeof error !== 'object' || error === null || seen.has(error)) return;
  seen.add(error);
  const inner = field(error, 'errors');
  if (Array.isArray(inner)) for (const one of inner) yield* chain(one, seen);
  else yield error;
  yield* chain(field(error, 'cause'), seen);
}

function field(owner: unknown, name: string): unknown {
  return Reflect.get(Object(owner), name);
}

function text(error: unknown): string | undefined {
  const message = field(error, 'message');
  return typeof message === 'string' && message !== '' ? message : undefined;
}

function sentence(message: string): string {
  const trimmed = message.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function meaningOf({ number, codes, message }: Facts, stage: 'connecting' | 'using'): Meaning {
  const known = number === undefined ? undefined : byNumber.get(number);
  if (known !== undefined) return known;
  if (codes.some((code) => certificateCodes.test(code)) || certificateWords.test(message)) return meanings.certificate;
  if (codes.some((code) => code.startsWith('ERR_SSL') || code === 'EPROTO')) return meanings.tls;
  // What is below says more than the package's own code: refused, not found, reset.
  for (const code of codes.toReversed()) {
    const meaning = byCode.get(code);
    if (meaning === undefined) continue;
    return meaning === meanings.lost && stage === 'connecting' ? meanings.unreachable : meaning;
  }
  return byWords.find(([words]) => words.test(message))?.[1] ?? meanings.query;
}

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|ERR_TLS_CERT_ALTNAME/;
const certificateWords =
  /self[- ]signed certificate|unable to verify the first certificate|certificate has expired|altnames/i;

const meanings = {
  unreachable: {
    code: 'sql/unreachable',
    retryable: true,
    remedy: 'Check server, port and firewall, and that the server accepts TCP/IP.',
  },
  instance: {
    code: 'sql/unreachable',
    retryable: true,
    remedy: 'The SQL Server Browser (UDP 1434) gave no port of the instance: check its name, or give the port.',
  },
  lost: { code: 'sql/dropped', retryable: true, remedy: 'Nothing of this read is used. It can be read again.' },
  timeout: {
    code: 'sql/timeout',
    retryable: true,
    remedy: 'Raise the limit, or ask the administrator what the query waits for.',
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
  certificate: {
    code: 'sql/encryption',
    retryable: false,
    remedy:
      'Give the authority by ca, or a certificate that names this server; trustServerCertificate gives the check up.',
  },
  killed: { code: 'sql/killed', retryable: true, remedy: 'Nothing of this read is used. It can be read again.' },
  busy: { code: 'sql/busy', retryable: true, remedy: 'It can be read again at a quieter time.' },
  tls: {
    code: 'sql/encryption',
    retryable: false,
    remedy: 'Check encrypt, and which versions of TLS the server speaks.',
  },
  query: { code: 'sql/failed', retryable: false, remedy: '' },
} as const satisfies Record<string, Meaning>;

const byCode = new Map<string, Meaning>([
  ['EINSTLOOKUP', meanings.instance],
  ['ETIMEOUT', meanings.timeout],
  ['ETIMEDOUT', meanings.unreachable],
  ['ENOTFOUND', meanings.unreachable],
  ['EAI_AGAIN', meanings.unreachable],
  ['ECONNREFUSED', meanings.unreachable],
  ['EHOSTUNREACH', meanings.unreachable],
  ['ENETUNREACH', meanings.unreachable],
  ['ELOGIN', meanings.login],
  ['EFEDAUTH', meanings.login],
  ['EENCRYPT', meanings.tls],
  ['ECONNRESET', meanings.lost],
  ['EPIPE', meanings.lost],
  ['ECLOSE', meanings.lost],
  ['EINVALIDSTATE', meanings.lost],
  ['ESOCKET', meanings.lost],
]);

/** What Babelfish says in PostgreSQL's words where it has no number for it. */
const byWords: readonly (readonly [RegExp, Meaning])[] = [
  [/\brelation .* does not exist/i, meanings.object],
  [/\bcolumn .* does not exist/i, meanings.column],
  [/\bpermission denied\b/i, meanings.right],
  [/\bdeadlock detected|could not serialize access/i, meanings.deadlock],
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
  ...[3960, 3961, 3958, 3967].map((number) => [number, meanings.snapshot] as const),
  ...[10053, 10054, 64, 233, 109].map((number) => [number, meanings.lost] as const),
  ...[596, 6005, 17142].map((number) => [number, meanings.killed] as const),
  ...[701, 802, 1105, 8645, 8651, 10928, 10929, 17809, 17810].map((number) => [number, meanings.busy] as const),
  ...[976, 983, 17197, 40197, 40501, 40613, 49918, 49919, 49920].map(
    (number) => [number, meanings.unreachable] as const,
  ),
  [824, { code: 'sql/failed', retryable: false, remedy: 'A page of the database is damaged: tell its administrator.' }],
]);

/** What is missing, from the server's sentence: `Invalid column name 'X'.`, `… denied on the object 'X', database 'Y'`. */
function nameIn(code: Code, message: string): string | undefined {
  if (!code.startsWith('sql/missing-')) return undefined;
  const words = code === 'sql/missing-right' ? deniedName : missingName;
  return words
    .exec(message)
    ?.slice(1)
    .find((name) => name !== undefined);
}

const missingName = /['"“]([^'"”]+)['"”]|(?:column|relation) "?([^"\s]+)"? does not exist/i;
const deniedName = /(?:column|object) ['"“]([^'"”]+)['"”]|permission denied for \w+ "?([^"\s]+)/i;
