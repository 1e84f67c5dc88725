import { ConfigError, type Fault, formatFault } from '../../errors/errors.ts';
import { checkMappingFile } from '../../mapping/check-mapping.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { type Held, holdAgainst } from '../../run/hold-against.ts';
import type { Input } from '../../run/input.ts';
import { loadSourceFile, mappingFor } from '../../run/source-file.ts';
import type { Call } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { heldJson, heldText } from '../held-text.ts';
import { openSource } from '../open-source.ts';

interface Checked {
  readonly file: string;
  readonly faults: readonly Fault[];
  readonly held?: Held;
}

/** `tributary check`: every fault of every file, and of what a source lacks for them. */
export async function run(call: Call): Promise<number> {
  const { args, options, json, print, say } = call;
  const sourceFile = options.text('source');
  const input = sourceFile === undefined ? undefined : await openSource(call, sourceFile);
  const results: Checked[] = [];
  try {
    for (const file of args) results.push(await checkFile(call, file, sourceFile, input));
  } finally {
    await input?.source.close();
  }
  const faults = results.flatMap((each) => each.faults);
  const files = results.map(({ file, faults: own, held }) => {
    return { file, faults: own, ...(held === undefined ? {} : { source: heldJson(held) }) };
  });
  if (json) print(JSON.stringify({ status: faults.length === 0 ? 'ok' : 'failed', files }, undefined, 2));
  for (const { held } of results)
    if (held !== undefined) for (const line of heldText({ ...held, faults: [] })) say(line);
  for (const each of faults) say(formatFault(each));
  const good = results.filter((each) => each.faults.length === 0).length;
  say(
    faults.length === 0
      ? `${count(good, 'mapping')} checked, no fault.`
      : `${count(faults.length, 'fault')} in ${results.length - good} of ${count(results.length, 'mapping')}.`,
  );
  return faults.length === 0 ? exitCodes.ok : exitCodes.configuration;
}

async function checkFile(
  { adapters, signal }: Call,
  file: string,
  sourceFile: string | undefined,
  input: Input | undefined,
): Promise<Checked> {
  const { mapping, faults } = await checkMappingFile(file, adapters, signal);
  if (mapping === undefined || faults.length > 0 || input === undefined || sourceFile === undefined)
    return { file, faults };
  const held = hold(mapping, sourceFile, input);
  return 'mapping' in held ? { file, faults: held.faults, held } : { file, faults: held.faults };
}

/** A mapping held against the source, or why it is not for it. */
function hold(
  mapping: Mapping,
  sourceFile: string,
  { source, datasets }: Input,
): Held | { readonly faults: readonly Fault[] } {
  try {
    return holdAgainst(mappingFor(mapping, loadSourceFile(sourceFile)), source, datasets);
  } catch (error) {
    if (error instanceof ConfigError) return { faults: error.faults };
    throw error;
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
