import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary queue drop`: the package will never be sent. */
export async function run({ args: [id], options, json, print }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const dropped = spool.drop(id);
    const { kind, name } = dropped.source;
    const cleared = spool
      .bookmarks()
      .filter((each) => each.mapping === dropped.mapping.name && each.of.kind === kind && each.of.name === name)
      .some(({ value }) => value === null);
    const hint = cleared ? ' Its bookmarks are cleared: the next run reads everything.' : '';
    print(json ? JSON.stringify({ id: dropped.id, dropped: true }, undefined, 2) : `${dropped.id} was dropped.${hint}`);
    return 0;
  } finally {
    spool.close();
  }
}
