import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { Secret } from '../../../core/options/option.ts';
import { damaged, passwordFault, tooLarge, unknownEncryption, wrongPassword } from '../faults.ts';
import { limits } from '../limits.ts';
import { readSmallPart } from '../xml/small-part.ts';
import type { Zip } from '../zip/zip.ts';

/** The parts of an ods without their encryption; the same zip if it has none. */
export async function decryptOds(zip: Zip, password: Secret | undefined): Promise<Zip> {
  // From version 1.4 on the whole package lies in one part, under a key that takes a new library to derive.
  if (zip.has('encrypted-package'))
    throw password === undefined ? passwordFault(zip.name) : unknownEncryption(zip.name);
  const locks = zip.has(manifest) ? await readLocks(zip) : new Map<string, Lock>();
  if (locks.size === 0) return zip;
  if (password === undefined) throw passwordFault(zip.name);
  const lock = locks.get(contentPart);
  if (lock !== undefined && !(await fits(zip, lock, password))) throw wrongPassword(zip.name);
  return {
    ...zip,
    // The reader of the parts shall not take them for encrypted once more.
    has: (part) => part !== manifest && zip.has(part),
    content: (part) => {
      const found = locks.get(part);
      return found === undefined ? zip.content(part) : inflated(zip, part, found, password);
    },
  };
}

/** How one part is encrypted, as the manifest says. */
interface Lock {
  readonly values: ReadonlyMap<string, string>;
}

async function readLocks(zip: Zip): Promise<ReadonlyMap<string, Lock>> {
  const locks = new Map<string, { values: Map<string, string> }>();
  let part = '';
  await readSmallPart(zip, manifest, ({ name, attributes }, path) => {
    const local = new Map([...attributes].map(([key, value]) => [key.slice(key.indexOf(':') + 1), value]));
    if (name === 'file-entry') part = local.get('full-path') ?? '';
    else if (name === 'encryption-data') locks.set(part, { values: local });
    else if (path.at(-1) === 'encryption-data')
      // Two of the elements have a key size of their own.
      for (const [key, value] of local) locks.get(part)?.values.set(key === 'key-size' ? `${name}/${key}` : key, value);
  });
  return locks;
}

/** The checksum is that of the first bytes, packed as they are. */
async function fits(zip: Zip, lock: Lock, password: Secret): Promise<boolean> {
  const { values } = lock;
  const algorithm = /sha256/i.test(values.get('checksum-type') ?? '') ? 'sha256' : 'sha1';
  const decipher = decipherOf(zip, lock, password);
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of zip.content(contentPart)) {
    const plain = decipher.update(chunk);
    pieces.push(plain);
    length += plain.length;
    if (length >= checkedBytes) break;
  }
  const first = Buffer.concat(pieces).subarray(0, checkedBytes);
  const expected = values.get('checksum');
  // A short part has a padding behind it, whose length its last byte tells.
  const unpadded = length < checkedBytes ? first.subarray(0, length - (first[length - 1] ?? 0)) : first;
  return [first, unpadded].some((bytes) => createHash(algorithm).update(bytes).digest('base64') === expected);
}

function decipherOf({ name }: Zip, { values }: Lock, password: Secret) {
  const rounds = Number(values.get('iteration-count'));
  const keyBytes = Number(values.get('key-derivation/key-size') ?? 16);
  const known = /aes(128|192|256)-cbc$/.exec(values.get('algorithm-name') ?? '');
  if (known === null || keyBytes * 8 !== Number(known[1]) || !/PBKDF2$/i.test(values.get('key-derivation-name') ?? ''))
    throw unknownEncryption(name);
  if (!(rounds >= 1 && rounds <= mostRounds)) throw tooLarge(name, `${rounds} rounds of hashing`, `${mostRounds}`);
  const start = /sha256/i.test(values.get('start-key-generation-name') ?? '') ? 'sha256' : 'sha1';
  const secret = createHash(start).update(password.reveal(), 'utf8').digest();
  const key = pbkdf2Sync(secret, bytesOf(values.get('salt')), rounds, keyBytes, 'sha1');
  const decipher = createDecipheriv(`aes-${known[1]}-cbc`, key, bytesOf(values.get('initialisation-vector')));
  return decipher.setAutoPadding(false);
}

async function* inflated(zip: Zip, part: string, lock: Lock, password: Secret): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: 1 << 17 });
  let packed = 0;
  const counted = async function* () {
    for await (const chunk of zip.content(part)) {
      packed += chunk.length;
      yield chunk;
    }
  };
  // The error arrives at the loop below; the callback is there because pipeline demands one.
  pipeline(Readable.from(counted(), { highWaterMark: 2 }), decipherOf(zip, lock, password), inflate, () => {});
  let count = 0;
  try {
    for await (const chunk of inflate) {
      count += chunk.length;
      if (count > limits.ratioFrom && count > Math.max(packed, 1) * limits.ratio)
        throw tooLarge(zip.name, `more in ${part}`, `${limits.ratio} times the packed size`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw damaged(zip.name, `${part} can not be unpacked`, error);
    throw error;
  } finally {
    inflate.destroy();
  }
}

function bytesOf(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'base64');
}

const manifest = 'META-INF/manifest.xml';
const contentPart = 'content.xml';
const checkedBytes = 1024;
/** Programs hash 100,000 times. */
const mostRounds = 400_000;
