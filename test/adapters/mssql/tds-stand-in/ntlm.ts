import { u8, u16, u32 } from './wire.ts';

/** Stand-in for SQL Server, in tests: the two messages of NTLM that a server takes part in. It knows accounts, and does not check their passwords. */

/** What the server asks of a client that wants to log in so. */
export function challengeToken(): Buffer {
  const domain = Buffer.from('CORP', 'utf16le');
  // The end of the list of what the server says of itself.
  const target = Buffer.alloc(4);
  const message = Buffer.concat([
    Buffer.from('NTLMSSP\0', 'latin1'),
    u32(2),
    u16(domain.length),
    u16(domain.length),
    u32(56),
    u32(0x628a0205),
    Buffer.from('0123456789abcdef', 'hex'),
    Buffer.alloc(8),
    u16(target.length),
    u16(target.length),
    u32(56 + domain.length),
    Buffer.alloc(8),
    domain,
    target,
  ]);
  return Buffer.concat([u8(0xed), u16(message.length), message]);
}

/** The account of the client's answer, as Windows writes it: `CORP\reader`. */
export function accountIn(answer: Buffer): string {
  const field = (at: number) => {
    const start = answer.readUInt32LE(at + 4);
    return answer.toString('utf16le', start, start + answer.readUInt16LE(at));
  };
  return `${field(28)}\\${field(36)}`;
}
