import { rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageError } from '../../../core/errors/errors.ts';
import type { Run } from '../../../core/spool/run.ts';
import { openSpool, type Spool } from '../../../core/spool/spool.ts';
import { key } from './sample-run.ts';

/** A process that has the run of one source and mapping again and again (`turns`), or takes it and never ends (`forever`). */

const [directory, mode] = process.argv.slice(2);
const spool = openSpool(directory);

if (mode === 'forever') {
  const run = spool.beginRun(key);
  writeFileSync(join(run.folder, 'part'), 'x');
  writeSync(1, `${run.id}\n`);
  await sleep(60_000);
}

for (let turn = 0; turn < 5; turn++) {
  const run = await begin(spool);
  // Made by one process at a time, or it is there already and this fails.
  const alone = join(directory, '..', 'alone');
  writeFileSync(alone, '', { flag: 'wx' });
  await sleep(5);
  rmSync(alone);
  run.abandon();
}
spool.close();

async function begin(from: Spool): Promise<Run> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    try {
      return from.beginRun(key);
    } catch (error) {
      if (!(error instanceof StorageError && error.faults[0].code === 'spool/busy')) throw error;
      await sleep(3);
    }
  }
  throw new Error('never had its turn');
}
