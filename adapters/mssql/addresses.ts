import { isIP } from 'node:net';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import type { Session } from './tedious.ts';

/**
 * Servers that are called by their address. TLS has no field for one, and tedious before 20 writes it into that for names, of which Node
 * warns and which it will give up. So TLS begins without a name, and the certificate is checked here, before anything is sent by it.
 */
export function checkAddresses(session: Session): void {
  const negotiate = session.performTlsNegotiation.bind(session);
  session.performTlsNegotiation = async (prelogin, signal) => {
    const { messageIo } = session;
    const startTls = messageIo.startTls.bind(messageIo);
    messageIo.startTls = async (details, host, isTrusted) => {
      if (isIP(host) === 0) return await startTls(details, host, isTrusted);
      await startTls(details, '', true);
      if (!isTrusted) checkCertificate(messageIo.securePair?.cleartext, host);
    };
    return await negotiate(prelogin, signal);
  };
}

/** @throws Error with the code of Node for what is wrong. */
function checkCertificate(socket: TLSSocket | undefined, address: string): void {
  // Node compares the certificate with "localhost" where there is no name, once all else of it is right.
  const error = String(socket?.authorizationError ?? '');
  if (socket === undefined || (!socket.authorized && error !== 'ERR_TLS_CERT_ALTNAME_INVALID'))
    throw Object.assign(new Error(error), { code: error });
  const mismatch = checkServerIdentity(address, socket.getPeerCertificate());
  if (mismatch !== undefined) throw mismatch;
}
