import { closeSync, openSync, readdirSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '../../../core/errors/errors.ts';
import { openSpool } from '../../../core/spool/spool.ts';
import { key } from './sample-run.ts';

/** A process that fills the disk by a run and ends it (`abandon`), dies in it (`die`), or comes after it (`look`). */

const [directory, mode] = process.argv.slice(2);

try {
  const spool = openSpool(directory, { reserveBytes: 0 });
  if (mode === 'look') {
    spool.beginRun(key).abandon();
    console.log(`packages ${[...spool.list()].length}`);
  } else {
    const run = spool.beginRun(key);
    fill(join(run.folder, 'part'));
    if (mode === 'die') process.kill(process.pid, 'SIGKILL');
    run.abandon();
  }
  spool.close();
  console.log(`work ${readdirSync(join(directory, 'work')).length}`);
} catch (error) {
  if (!(error instanceof StorageError)) throw error;
  console.log(error.faults[0].code);
}

function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    // Single bytes at last: nothing else finds room.
    for (const size of [1 << 20, 1 << 12, 1]) writeAll(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
  if (statfsSync(path).bavail > 0) throw new Error('The disk is not full.');
}

function writeAll(file: number, piece: Buffer): void {
  try {
    for (;;) if (writeSync(file, piece) < piece.length) return;
  } catch {
    // No space is left, which is what we want.
  }
}
