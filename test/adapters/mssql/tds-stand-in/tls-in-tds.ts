import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { MessageReader, MessageWriter, packetType } from './packets.ts';

/**
 * Stand-in for SQL Server, in tests: TLS as versions before TDS 8 do it. The handshake travels inside packets of the protocol; what
 * follows are plain records of TLS with the packets inside.
 */
export function encryptInside(
  socket: Duplex,
  { key, cert }: { readonly key: string; readonly cert: string },
): TLSSocket {
  const reader = new MessageReader();
  let isHandshake = true;
  const under = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, written) {
      if (!isHandshake) {
        socket.write(chunk, written);
        return;
      }
      const message = new MessageWriter(socket, 4096, packetType.prelogin);
      message.write(chunk).then(() => {
        message.end();
        written();
      }, written);
    },
    destroy(error, destroyed) {
      socket.destroy();
      destroyed(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    // After the handshake the client speaks first, without packets around it.
    if (isHandshake && chunk[0] !== packetType.prelogin) isHandshake = false;
    if (!isHandshake) under.push(chunk);
    else for (const { data } of reader.take(chunk)) under.push(data);
  });
  socket.on('close', () => under.destroy());
  return new TLSSocket(under, { isServer: true, key, cert, maxVersion: 'TLSv1.2' });
}
