import { createCipheriv, randomBytes } from 'node:crypto';

/**
 * How user and password are encrypted without TLS: a key that both sides agree on (Diffie and Hellman, with the prime and base of DRDA), and DES. Both are as
 * old and as weak as the standard has them: it hides a password from whoever passes by, not from whoever wants it.
 */
export interface Agreement {
  /** What the server is told. */
  readonly token: Buffer;
  /** Encrypts a text for the server that has answered with its own token. */
  readonly encrypt: (text: Buffer, serverToken: Buffer) => Buffer;
}

const prime = 0xc62112d73ee613f0947ab31f0f6846a1bff5b3a4ca0d60bc1e4c7a0d8c16b3e3n;
const base = 0x4690fa1f7b9e1d4442c86c9114603fdecf071edcec5f626e21e256aed9ea34e4n;
const size = 32;
/** Of 32 bytes, those that make the key, or the vector that encryption begins with. */
const middle = [12, 20] as const;

export function agreement(random: Buffer = randomBytes(size)): Agreement {
  const secret = toNumber(random) % prime;
  return {
    token: toBytes(power(base, secret)),
    encrypt(text, serverToken) {
      const shared = toBytes(power(toNumber(serverToken), secret));
      const key = shared.subarray(...middle);
      // Three times the same key is DES once, which this runtime does not have by itself.
      const cipher = createCipheriv(
        'des-ede3-cbc',
        Buffer.concat([key, key, key]),
        padded(serverToken).subarray(...middle),
      );
      return Buffer.concat([cipher.update(text), cipher.final()]);
    },
  };
}

function power(number: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = number % prime;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(2 * size, '0'), 'hex');
}

function padded(bytes: Buffer): Buffer {
  return toBytes(toNumber(bytes));
}
