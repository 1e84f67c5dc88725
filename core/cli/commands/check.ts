import { type Fault, formatFault } from '../../errors/errors.ts';
import { checkMappingFile } from '../../mapping/check-mapping.ts';
import type { Call } from '../command.ts';
import { exitCodes } from '../exit.ts';

/** `tributary check`: every fault of every file. */
export async function run({ args, adapters, signal, json, print, say }: Call): Promise<number> {
  const results: { readonly file: string; readonly faults: readonly Fault[] }[] = [];
  for (const file of args) results.push({ file, faults: (await checkMappingFile(file, adapters, signal)).faults });
  const faults = results.flatMap((each) => each.faults);
  if (json) print(JSON.stringify({ status: faults.length === 0 ? 'ok' : 'failed', files: results }, undefined, 2));
  for (const each of faults) say(formatFault(each));
  const good = results.filter((each) => each.faults.length === 0).length;
  say(
    faults.length === 0
      ? `${count(good, 'mapping')} checked, no fault.`
      : `${count(faults.length, 'fault')} in ${results.length - good} of ${count(results.length, 'mapping')}.`,
  );
  return faults.length === 0 ? exitCodes.ok : exitCodes.configuration;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
