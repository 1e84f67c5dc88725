import { writeSync } from 'node:fs';
import { StorageError } from '../../../core/errors/errors.ts';
import { openSpool, type Spool } from '../../../core/spool/spool.ts';
import { held, sealSample } from './sample-run.ts';

/**
 * A life of a spool that can be killed anywhere and begun again: five packages, one of them held and released, one dropped.
 * As a program it tells on standard output what it has been promised, a line after each call that returned.
 */
export async function sealLoop(spool: Spool, tell: (line: string) => void): Promise<void> {
  for (let number = lastSequence(spool) + 1; number <= 5; number++) {
    const sealed = await sealSample(spool, {
      computers: [`{"key":"${number}"}`],
      bookmark: String(number),
      full: false,
      ...(number === 2 ? { reasons: held } : {}),
      ...(number === 3 ? { rejects: 'key;name\n', annotated: 'copy' } : {}),
      ...(number === 4 ? { rejects: { 'a.csv': 'key;name\n', 'b.csv': 'key\n' } } : {}),
    });
    tell(`sealed ${sealed.id}`);
  }
  for (const { id } of [...spool.list({ state: 'held' })]) {
    spool.release(id);
    tell(`released ${id}`);
  }
  for (const { id, sequence } of [...spool.list()]) {
    if (sequence !== 3) continue;
    tell(`dropping ${id}`);
    spool.drop(id);
    tell(`dropped ${id}`);
  }
}

function lastSequence(spool: Spool): number {
  let last = 0;
  for (const { sequence } of spool.list()) last = Math.max(last, sequence);
  return last;
}

if (import.meta.main) {
  try {
    const spool = openSpool(process.argv[2]);
    try {
      await sealLoop(spool, (line) => writeSync(1, `${line}\n`));
    } finally {
      spool.close();
    }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    writeSync(1, `fault ${error.faults[0].code}\n`);
    process.exitCode = 6;
  }
}
