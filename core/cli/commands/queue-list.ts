import { packageStates, type SealedPackage } from '../../spool/entry.ts';
import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { grouped } from '../grouped.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary queue list`: one line a package. */
export async function run({ options, json, print, say }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const state = packageStates.find((each) => each === options.text('state'));
    const packages = [...spool.list(state === undefined ? {} : { state })];
    if (json) print(JSON.stringify({ packages }, undefined, 2));
    else for (const each of packages) print(line(each));
    if (packages.length === 0) say(state === undefined ? 'The queue is empty.' : `No package is ${state}.`);
    return 0;
  } finally {
    spool.close();
  }
}

function line({ id, state, entities, bytes, sealedAt, reasons }: SealedPackage): string {
  const records = entities.filter((each) => each.records > 0).map((each) => `${grouped(each.records)} ${each.entity}`);
  const why = reasons.length === 0 || state !== 'held' ? '' : `  (${reasons.map(({ code }) => code).join(', ')})`;
  return `${state.padEnd(10)} ${id}  ${sealedAt.slice(0, 19)}Z  ${grouped(bytes)} bytes  ${records.join(', ')}${why}`;
}
