import { formatFault } from '../../errors/errors.ts';
import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary queue check`: every package has its file, and every file its package. */
export async function run({ options, json, print, say }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const faults = await Array.fromAsync(spool.check({ deep: options.has('deep') }));
    if (json) print(JSON.stringify({ status: faults.length === 0 ? 'ok' : 'failed', faults }, undefined, 2));
    for (const fault of faults) say(formatFault(fault));
    say(
      faults.length === 0
        ? 'Books and files agree.'
        : `${faults.length} ${faults.length === 1 ? 'difference' : 'differences'}.`,
    );
    return faults.length === 0 ? exitCodes.ok : exitCodes.storage;
  } finally {
    spool.close();
  }
}
