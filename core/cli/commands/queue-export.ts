import { exportPackage } from '../../package/export.ts';
import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { spoolFolder } from '../settings.ts';

/** `tributary queue export`: the members as files. */
export async function run({ args: [id, folder], options, json, print }: Call): Promise<number> {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const sealed = spool.show(id);
    const files = await exportPackage(sealed.path, folder);
    print(
      json
        ? JSON.stringify({ id: sealed.id, folder, files }, undefined, 2)
        : files.map((file) => `${folder}/${file}`).join('\n'),
    );
    return 0;
  } finally {
    spool.close();
  }
}
