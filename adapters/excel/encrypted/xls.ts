import { createHash } from 'node:crypto';
import type { Secret } from '../../../core/options/option.ts';
import { recordAt } from '../biff/records.ts';
import { damaged, unknownEncryption } from '../faults.ts';
import { unlock } from './password.ts';
import { Rc4 } from './rc4.ts';
import { createXor } from './xor.ts';

/**
 * The stream of an xls without its encryption; the same stream if it has none. Records keep their heads in the clear, and a few
 * are in the clear as a whole.
 */
export function decryptXls(file: string, stream: Buffer, password: Secret | undefined): Buffer {
  const found = findFilePass(stream);
  if (found === undefined) return stream;
  const { start, end } = found;
  const isOld = end - start < 6;
  const xorAt = isOld ? start : start + 2;
  if (isOld || stream.readUInt16LE(start) === 0) {
    if (end - xorAt < 4) throw damaged(file, 'what it says of its encryption is cut off');
    const [key, hash] = [stream.readUInt16LE(xorAt), stream.readUInt16LE(xorAt + 2)];
    const xor = unlock(file, password, (text) => createXor(text, key, hash));
    return inTheClear(stream, xor);
  }
  const keyOf = unlock(file, password, blockKeys(file, stream.subarray(start + 2, end)));
  const plain = Buffer.from(stream);
  for (let at = 0; at < plain.length; at += blockBytes)
    new Rc4(keyOf(at / blockBytes)).apply(plain.subarray(at, at + blockBytes));
  return inTheClear(stream, (copy, from, _, end) => plain.copy(copy, from, from, end));
}

type KeyOfBlock = (block: number) => Uint8Array;

/** The two ways with RC4: each gives a key for every block of 1 KiB, if the password fits. */
function blockKeys(file: string, head: Buffer): (password: string) => KeyOfBlock | undefined {
  const version = head.length < 4 ? 0 : head.readUInt16LE(0);
  if (version === 1 && head.length >= 52) return (password) => simpleKeys(head.subarray(4), password);
  if (version >= 2 && version <= 4 && head.readUInt16LE(2) === 2) return (password) => cryptoKeys(file, head, password);
  throw unknownEncryption(file);
}

/** Excel 97: 40 bits. */
function simpleKeys(head: Buffer, password: string): KeyOfBlock | undefined {
  const [salt, verifier, hash] = [head.subarray(0, 16), head.subarray(16, 32), head.subarray(32, 48)];
  const short = digest('md5', Buffer.from(password, 'utf16le')).subarray(0, 5);
  const spun = Buffer.concat(Array.from({ length: 16 }, () => Buffer.concat([short, salt])));
  const base = digest('md5', spun).subarray(0, 5);
  const keyOf = (block: number) => digest('md5', base, number32(block));
  return fits('md5', keyOf(0), verifier, hash) ? keyOf : undefined;
}

/** Excel 2002 and later: up to 128 bits, by the cryptographic library of Windows. */
function cryptoKeys(file: string, head: Buffer, password: string): KeyOfBlock | undefined {
  const headerLength = head.length < 12 ? 0 : head.readUInt32LE(8);
  const verifierAt = 12 + headerLength;
  if (headerLength < 32 || verifierAt + 60 > head.length)
    throw damaged(file, 'what it says of its encryption is cut off');
  const bits = head.readUInt32LE(12 + 16) || 40;
  const salt = head.subarray(verifierAt + 4, verifierAt + 20);
  const verifier = head.subarray(verifierAt + 20, verifierAt + 36);
  const hash = head.subarray(verifierAt + 40, verifierAt + 60);
  const base = digest('sha1', salt, Buffer.from(password, 'utf16le'));
  const keyOf = (block: number) => {
    const key = digest('sha1', base, number32(block)).subarray(0, Math.min(16, bits >> 3));
    // The weakest keys are filled up with zeros.
    return bits === 40 ? Buffer.concat([key, Buffer.alloc(11)]) : key;
  };
  return fits('sha1', keyOf(0), verifier, hash) ? keyOf : undefined;
}

function fits(algorithm: string, key: Uint8Array, verifier: Buffer, hash: Buffer): boolean {
  const plain = new Rc4(key).apply(Buffer.concat([verifier, hash]));
  return digest(algorithm, plain.subarray(0, 16)).equals(plain.subarray(16));
}

/** A copy whose records are changed by `change`, but for those that are never encrypted. */
function inTheClear(stream: Buffer, change: (copy: Buffer, from: number, start: number, end: number) => void): Buffer {
  const copy = Buffer.from(stream);
  for (let at = 0; ; ) {
    const next = recordAt(stream, at);
    if (next === undefined) return copy;
    // A sheet's place in the stream is in the clear, its name is not.
    const from = next.id === boundSheet ? next.start + 4 : next.start;
    if (!alwaysClear.has(next.id) && from < next.end) change(copy, from, next.start, next.end);
    at = next.end;
  }
}

function findFilePass(stream: Buffer): { readonly start: number; readonly end: number } | undefined {
  for (let at = 0, count = 0; count < 64; count++) {
    const next = recordAt(stream, at);
    if (next === undefined) return undefined;
    if (next.id === filePass) return next;
    at = next.end;
  }
  return undefined;
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

const blockBytes = 1024;
const filePass = 0x002f;
const boundSheet = 0x0085;
/** Beginnings, what is said of the encryption itself, and who has the file open. */
const alwaysClear: ReadonlySet<number> = new Set([
  0x0009, 0x0209, 0x0409, 0x0809, 0x002f, 0x00e1, 0x0138, 0x0194, 0x0195, 0x0196,
]);
