import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { openDirectory } from '../../../core/package/directory.ts';
import { directoryOf, headerOf, type PlacedMember, type StoredMember, trailerOf } from '../../../core/package/zip.ts';

interface Sample {
  readonly name: string;
  readonly content: Uint8Array;
  readonly told: StoredMember['told'];
}

function zipOf(samples: readonly Sample[]): Buffer {
  const pieces: Uint8Array[] = [];
  const placed: PlacedMember[] = [];
  let at = 0;
  const add = (piece: Uint8Array): void => {
    pieces.push(piece);
    at += piece.length;
  };
  for (const { name, content, told } of samples) {
    const member = { name, told, bytes: content.length, crc32: crc32(content), at };
    add(headerOf(member));
    add(content);
    add(trailerOf(member));
    placed.push(member);
  }
  add(directoryOf(placed, at));
  return Buffer.concat(pieces);
}

async function yazlOf(samples: readonly Sample[]): Promise<Buffer> {
  const zip = new ZipFile();
  const usual = { mtime: new Date(1980, 0, 1), mode: 0o100644, compress: false, forceDosTimestamp: true };
  for (const { name, content, told } of samples) {
    const bytes = Buffer.from(content);
    if (told === 'before') zip.addBuffer(bytes, name, usual);
    else zip.addReadStream(Readable.from([bytes], { objectMode: false }), name, { ...usual, size: bytes.length });
  }
  zip.end();
  return buffer(Readable.from(zip.outputStream));
}

const names = fc.stringMatching(/^[a-zäß€]{1,20}\.[a-z]{1,6}$/);
const samples = fc.array(
  fc.record({ name: names, content: fc.uint8Array({ maxLength: 50 }), told: fc.constantFrom('before', 'behind') }),
  { maxLength: 6 },
);

test('a zip is the one that yazl makes, byte for byte', async (t) => {
  await fc.assert(
    fc.asyncProperty(samples, async (each) => {
      t.deepEqual(zipOf(each), await yazlOf(each));
    }),
    { numRuns: 50 },
  );
});

test('members past four gibibytes, and those behind them, are found', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-zip-'));
  const path = join(folder, 'large.zip');
  const file = openSync(path, 'wx');
  try {
    // The large member is a hole in the file.
    const large: PlacedMember = { name: 'large', bytes: 5 * 2 ** 30, crc32: 0, told: 'behind', at: 0 };
    let at = writeSync(file, headerOf(large)) + large.bytes;
    at += writeSync(file, trailerOf(large), 0, null, at);
    const small: PlacedMember = { name: 'small', bytes: 2, crc32: crc32('hi'), told: 'behind', at };
    const rest = [headerOf(small), Buffer.from('hi'), trailerOf(small)];
    const end = at + Buffer.concat(rest).length;
    writeSync(file, Buffer.concat([...rest, directoryOf([large, small], end)]), 0, null, at);
    t.is(trailerOf(large).length, 24);
    const directory = await openDirectory(path);
    try {
      const [first, second] = directory.entries.values();
      t.deepEqual([first.bytes, second.bytes, second.crc32], [large.bytes, 2, small.crc32]);
      t.is((await directory.read(second, 0, 2)).toString(), 'hi');
      t.is(Buffer.compare(await directory.read(first, large.bytes - 4, 4), Buffer.alloc(4)), 0);
    } finally {
      directory.close();
    }
  } finally {
    ftruncateSync(file, 0);
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
});
