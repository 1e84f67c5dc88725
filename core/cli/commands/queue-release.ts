import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary queue release`: a person has looked. */
export async function run({ args: [id], options, json, print }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const released = spool.release(id);
    print(json ? JSON.stringify(released, undefined, 2) : `${released.id} is ready.`);
    return 0;
  } finally {
    spool.close();
  }
}
