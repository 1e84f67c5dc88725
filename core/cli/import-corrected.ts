import { statSync } from 'node:fs';
import { configError } from '../errors/errors.ts';
import { importCorrections } from '../run/corrections.ts';
import { openSpool } from '../spool/spool.ts';
import type { Call } from './command.ts';
import { exitCodes } from './exit.ts';
import { grouped } from './grouped.ts';
import { resultJson, resultText } from './result-text.ts';
import { adapterSettings, runSettings, spoolFolder } from './settings.ts';

/** `tributary import --corrections`: rows that an import has given back, corrected by a person. */
export async function importCorrected(call: Call): Promise<number> {
  const {
    args: [file],
    options,
    adapters,
    signal,
    json,
    verbose,
    print,
    say,
  } = call;
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw configError('cli/usage', `${file} is a folder. Corrections come back file by file: name one of those in it.`);
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    const id = options.text('package');
    const result = await importCorrections({
      file,
      adapters,
      spool,
      signal,
      set: adapterSettings(options),
      compression: runSettings(options).compression,
      warn: say,
      ...(verbose ? { note: say } : {}),
      ...(id === undefined ? {} : { package: id }),
    });
    const { corrected, file: came } = result;
    if (json) print(JSON.stringify({ ...resultJson(result), file: came }, undefined, 2));
    else {
      const unchanged = came.unchanged === 0 ? '' : `, unchanged ${grouped(came.unchanged)}`;
      print(
        `Corrections of ${corrected.id}: ${grouped(came.marked)} ${came.marked === 1 ? 'row has' : 'rows have'} come back${unchanged}.`,
      );
      print(resultText(result, result.package.source.name));
    }
    return result.status === 'held' ? exitCodes.held : exitCodes.ok;
  } finally {
    spool.close();
  }
}
