import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary queue drop`: the package will never be sent. */
export async function run({ args: [id], options, json, print }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const dropped = spool.drop(id);
    print(json ? JSON.stringify({ id: dropped.id, dropped: true }, undefined, 2) : `${dropped.id} was dropped.`);
    return 0;
  } finally {
    spool.close();
  }
}
