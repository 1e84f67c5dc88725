import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../../core/options/option.ts';
import { damaged, tooLarge, unknownEncryption } from '../faults.ts';
import type { Compound } from '../ole/compound.ts';
import { unlock } from './password.ts';

/** Whether a container holds an encrypted xlsx. */
export function isEncryptedPackage(container: Compound): boolean {
  return container.names.some((name) => name.toLowerCase() === 'encryptedpackage');
}

/** The zip inside a container of OLE, as Excel 2007 ("standard") and Excel 2010 and later ("agile") encrypt it. */
export function decryptPackage(file: string, container: Compound, password: Secret | undefined): Buffer {
  const info = container.stream('EncryptionInfo');
  const stored = container.stream('EncryptedPackage');
  if (info === undefined || info.length < 8 || stored === undefined || stored.length < 8)
    throw damaged(file, 'what it says of its encryption is missing');
  const [major, minor] = [info.readUInt16LE(0), info.readUInt16LE(2)];
  const agile = major === 4 && minor === 4;
  if (!agile && !(minor === 2 && major >= 2 && major <= 4)) throw unknownEncryption(file);
  const encrypted = stored.subarray(8);
  const open = agile ? agileOpener(file, info.toString('utf8', 8)) : standardOpener(file, info);
  const plain = whole(file, () => unlock(file, password, open)(encrypted));
  const size = stored.readUInt32LE(0);
  if (size > plain.length) throw damaged(file, 'it is cut off');
  return plain.subarray(0, size);
}

/** Keys and lengths that contradict each other are found by the cipher. */
function whole(file: string, decrypt: () => Buffer): Buffer {
  try {
    return decrypt();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError)
      throw damaged(file, 'what it says of its encryption contradicts itself', error);
    throw error;
  }
}

/** Opens the content, if the password fits. */
type Opener = (password: string) => ((encrypted: Buffer) => Buffer) | undefined;

function standardOpener(file: string, info: Buffer): Opener {
  const headerLength = info.length < 12 ? 0 : info.readUInt32LE(8);
  const at = 12 + headerLength;
  if (headerLength < 32 || at + 72 > info.length) throw damaged(file, 'what it says of its encryption is cut off');
  const [algorithm, bits] = [info.readUInt32LE(12 + 8), info.readUInt32LE(12 + 16)];
  const cipher = standardCiphers.get(algorithm);
  if (cipher === undefined || cipher.bits !== bits) throw unknownEncryption(file);
  const salt = info.subarray(at + 4, at + 20);
  const verifier = info.subarray(at + 20, at + 36);
  const verifierHash = info.subarray(at + 40, at + 72);
  return (password) => {
    const spun = digest('sha1', spin('sha1', salt, password, standardSpins), number32(0));
    const key = Buffer.concat([0x36, 0x5c].map((fill) => digest('sha1', Buffer.alloc(64, fill).map(laidOver(spun)))));
    const decrypt = (bytes: Buffer) => decipher(cipher.name, key.subarray(0, bits >> 3), null, bytes);
    const expected = decrypt(verifierHash).subarray(0, 20);
    return timingSafeEqual(digest('sha1', decrypt(verifier)), expected) ? decrypt : undefined;
  };
}

function laidOver(bytes: Buffer): (value: number, index: number) => number {
  return (value, index) => value ^ (index < bytes.length ? bytes[index] : 0);
}

function agileOpener(file: string, xml: string): Opener {
  const data = attributesOf(xml, 'keyData');
  const key = attributesOf(xml, 'encryptedKey');
  const spins = Number(key.get('spinCount'));
  const hash = hashName(key);
  const dataHash = hashName(data);
  const [cipher, dataCipher] = [cipherName(key), cipherName(data)];
  if (hash === undefined || dataHash === undefined || cipher === undefined || dataCipher === undefined)
    throw unknownEncryption(file);
  if (!(spins >= 0 && spins <= mostSpins)) throw tooLarge(file, `${spins} rounds of hashing`, `${mostSpins}`);
  const [salt, dataSalt] = [bytesOf(key, 'saltValue'), bytesOf(data, 'saltValue')];
  const keyBytes = Number(key.get('keyBits')) >> 3;
  return (password) => {
    const spun = spin(hash, salt, password, spins);
    const reveal = (purpose: string, value: string) => {
      const purposeKey = fitted(digest(hash, spun, Buffer.from(purpose, 'hex')), keyBytes);
      return decipher(cipher, purposeKey, fitted(salt, 16), bytesOf(key, value));
    };
    try {
      const input = reveal('fea7d2763b4b9e79', 'encryptedVerifierHashInput');
      const expected = reveal('d7aa0f6d3061344e', 'encryptedVerifierHashValue');
      const actual = digest(hash, input.subarray(0, salt.length));
      if (!expected.subarray(0, actual.length).equals(actual)) return undefined;
      const secret = reveal('146e0be7abacd0d6', 'encryptedKeyValue').subarray(0, Number(data.get('keyBits')) >> 3);
      return (encrypted) => decryptSegments(encrypted, dataCipher, secret, dataHash, dataSalt);
    } catch (error) {
      throw damaged(file, 'what it says of its encryption is damaged', error);
    }
  };
}

/** The content is cut into pieces of 4 KiB, each with a start of its own. */
function decryptSegments(encrypted: Buffer, cipher: string, key: Buffer, hash: string, salt: Buffer): Buffer {
  const whole = encrypted.length - (encrypted.length % 16);
  const plain = Buffer.alloc(whole);
  for (let at = 0, segment = 0; at < whole; at += segmentBytes, segment++) {
    const start = fitted(digest(hash, salt, number32(segment)), 16);
    decipher(cipher, key, start, encrypted.subarray(at, Math.min(at + segmentBytes, whole))).copy(plain, at);
  }
  return plain;
}

/** The attributes of an element, by a pattern: the text is small, and nothing in it is nested in a way that matters. */
function attributesOf(xml: string, element: string): ReadonlyMap<string, string> {
  const tag = new RegExp(`<(?:\\w+:)?${element}\\b([^>]*)>`).exec(xml)?.[1] ?? '';
  return new Map([...tag.matchAll(/(\w+)\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

function hashName(attributes: ReadonlyMap<string, string>): string | undefined {
  const name = attributes.get('hashAlgorithm')?.replace('-', '').toLowerCase();
  return name !== undefined && ['sha1', 'sha256', 'sha384', 'sha512', 'md5'].includes(name) ? name : undefined;
}

function cipherName(attributes: ReadonlyMap<string, string>): string | undefined {
  const bits = attributes.get('keyBits');
  const mode = new Map([
    ['ChainingModeCBC', 'cbc'],
    ['ChainingModeCFB', 'cfb8'],
  ]).get(attributes.get('cipherChaining') ?? '');
  const known = attributes.get('cipherAlgorithm') === 'AES' && ['128', '192', '256'].includes(bits ?? '');
  return known && mode !== undefined ? `aes-${bits}-${mode}` : undefined;
}

function bytesOf(attributes: ReadonlyMap<string, string>, name: string): Buffer {
  return Buffer.from(attributes.get(name) ?? '', 'base64');
}

function spin(algorithm: string, salt: Buffer, password: string, count: number): Buffer {
  let hash = digest(algorithm, salt, Buffer.from(password, 'utf16le'));
  for (let round = 0; round < count; round++) hash = digest(algorithm, number32(round), hash);
  return hash;
}

/** Cut or filled up to a length. */
function fitted(bytes: Buffer, length: number): Buffer {
  if (bytes.length >= length) return bytes.subarray(0, length);
  return Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0x36)]);
}

function decipher(cipher: string, key: Buffer, start: Buffer | null, bytes: Buffer): Buffer {
  const running = createDecipheriv(cipher, key, start).setAutoPadding(false);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 16));
  return Buffer.concat([running.update(whole), running.final()]);
}

function digest(algorithm: string, ...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function number32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

/** By the numbers that Windows gives them. */
const standardCiphers = new Map([
  [0x660e, { name: 'aes-128-ecb', bits: 128 }],
  [0x660f, { name: 'aes-192-ecb', bits: 192 }],
  [0x6610, { name: 'aes-256-ecb', bits: 256 }],
]);
const standardSpins = 50_000;
/** Programs hash 100,000 times. */
const mostSpins = 400_000;
const segmentBytes = 4096;
