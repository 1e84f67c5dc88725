import { SourceError } from '../../core/errors/errors.ts';
import type { ConnectOptions } from '../sql/driver.ts';
import { checkAddresses } from './addresses.ts';
import { sourceError } from './faults.ts';
import { readRowsInBatches } from './rows.ts';
import { configuration, type MssqlSettings, type Place, placesOf, placeText } from './settings.ts';
import { loadTedious, type Session, type Tedious } from './tedious.ts';

/** A session that is logged in, and where. */
export interface Opened {
  readonly session: Session;
  readonly tedious: Tedious;
  readonly place: Place;
  /** `TLS 1.3`; undefined if it is not encrypted. */
  readonly encryption?: string | undefined;
  /** Why the session was given up: what came could not be read. */
  readonly fault: () => SourceError | undefined;
}

/** Logs in to the first server that answers. */
export async function openSession(settings: MssqlSettings, options: ConnectOptions): Promise<Opened> {
  const tedious = loadTedious();
  const [first, ...others] = placesOf(settings);
  try {
    return await openAt(tedious, settings, first, options);
  } catch (fault) {
    for (const other of others) {
      if (!isAnswerless(fault) || options.signal.aborted) break;
      options.note?.(`${placeText(first)} does not answer: its failover partner ${placeText(other)} is tried.`);
      return await openAt(tedious, settings, other, options);
    }
    throw fault;
  }
}

/** A server that said no is not asked again elsewhere. */
function isAnswerless(fault: unknown): boolean {
  const answerless = ['sql/unreachable', 'sql/timeout', 'sql/dropped'];
  return fault instanceof SourceError && answerless.includes(fault.faults[0].code);
}

async function openAt(
  tedious: Tedious,
  settings: MssqlSettings,
  place: Place,
  { signal, timeouts, note }: ConnectOptions,
): Promise<Opened> {
  signal.throwIfAborted();
  const session = new tedious.Connection(configuration(settings, place, timeouts.connect));
  let refusal: unknown;
  let encryption: string | undefined;
  // The package's own error of a login has no number; the server's message has.
  const onMessage = (message: unknown) => {
    refusal ??= message;
  };
  session.on('errorMessage', onMessage);
  session.on('secure', (socket) => {
    encryption = protocolOf(socket);
  });
  // A session that breaks while nobody uses it says so to whoever uses it next.
  session.on('error', () => {});
  let fault: SourceError | undefined;
  readRowsInBatches(session, tedious, (error) => {
    fault ??= error;
    closeSession(session, tedious);
  });
  checkAddresses(session);
  if (settings.encrypt === 'required') requireEncryption(session);
  if (settings.minimumTls === '1.0' || settings.minimumTls === '1.1')
    note?.(`${placeText(place)} may be spoken to by TLS ${settings.minimumTls}, which is no longer safe (minimumTls).`);
  const abort = () => closeSession(session, tedious);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      session.connect((error) => (error === undefined || error === null ? resolve() : reject(error)));
    });
  } catch (error) {
    closeSession(session, tedious);
    signal.throwIfAborted();
    const cause = fault ?? (refusal === undefined ? error : new AggregateError([refusal, error]));
    throw sourceError(cause, `Connecting to ${placeText(place)}`, 'connecting');
  } finally {
    signal.removeEventListener('abort', abort);
    session.removeListener('errorMessage', onMessage);
  }
  return { session, tedious, place, encryption: encryption ?? protocolOf(session.socket), fault: () => fault };
}

/**
 * Closes a session, whatever it is doing. Where the server's word that it has stopped a query is on its way, the package looks for the request when
 * it comes, and would end the process if there were none: an inert one takes it.
 */
export function closeSession(session: Session, { Request }: Tedious): void {
  session.close();
  session.request ??= new Request('', () => {});
}

/** The package would log in without TLS to a server that can't do it. */
function requireEncryption(session: Session): void {
  const negotiate = session.performTlsNegotiation.bind(session);
  session.performTlsNegotiation = async (prelogin, signal) => {
    if (prelogin.encryptionString === 'ON' || prelogin.encryptionString === 'REQ')
      return await negotiate(prelogin, signal);
    throw new SourceError(
      'sql/encryption',
      'Expected a server that encrypts the session, found one that does not. Set up a certificate there, or say encrypt: off, and anybody on the way can read the password.',
    );
  };
}

function protocolOf(socket: unknown): string | undefined {
  const get: unknown = Reflect.get(Object(socket), 'getProtocol');
  const protocol: unknown = typeof get === 'function' ? Reflect.apply(get, socket, []) : undefined;
  return typeof protocol === 'string' ? protocol.replace(/^TLSv/, 'TLS ').replace(/^TLS 1$/, 'TLS 1.0') : undefined;
}
