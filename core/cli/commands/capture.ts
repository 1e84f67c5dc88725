import { type Personal, personals } from '../../adapter/contract.ts';
import { type Captured, captureSource } from '../../capture/capture.ts';
import { captureSecret } from '../../capture/secret.ts';
import { configError } from '../../errors/errors.ts';
import { loadSourceFile } from '../../run/source-file.ts';
import type { Call, Options } from '../command.ts';
import { grouped } from '../grouped.ts';
import { openSource } from '../open-source.ts';

import { wholeNumber } from '../settings.ts';

/** `tributary capture`: some rows of a source in a folder, with other names in them. */
export async function run(call: Call): Promise<number> {
  const { args, options, json, print, say, signal, verbose } = call;
  const rows = wholeNumber(options, 'rows', 1) ?? 100;
  if (rows > mostRows)
    throw configError('cli/usage', `--rows: expected a number up to ${grouped(mostRows)}: a capture is small.`);
  const { adapter, zone } = loadSourceFile(args[0]);
  const input = await openSource(call, args[0]);
  try {
    const { source, datasets } = input;
    const [by, reference] = [options.text('by'), options.text('secret')];
    const secret = reference === undefined ? undefined : captureSecret(reference);
    const captured = await captureSource(source, datasets, {
      folder: options.text('out') ?? 'capture',
      name: options.text('name') ?? `${adapter}-capture`,
      adapter,
      zone,
      datasets: options.list('dataset'),
      rows,
      keep: options.list('keep'),
      replace: kindsOf(options),
      common: options.list('common'),
      signal,
      ...(by === undefined ? {} : { by }),
      ...(secret === undefined ? {} : { secret }),
    });
    if (json) print(JSON.stringify(jsonOf(captured), undefined, 2));
    else for (const line of textOf(captured)) print(line);
    // Names of the source go to the person alone, who asked for them.
    if (verbose) for (const line of foundText(captured)) say(line);
    for (const [dataset, count] of captured.broken)
      say(`${dataset}: ${grouped(count)} rows could not be decoded, and are left out.`);
    return 0;
  } finally {
    await input.source.close();
  }
}

const mostRows = 100_000;

/** `--replace Owner=person`. */
function kindsOf(options: Options): ReadonlyMap<string, Personal> {
  return new Map(
    options.list('replace').map((pair) => {
      const at = pair.lastIndexOf('=');
      const kind = personals.find((each) => each === pair.slice(at + 1));
      if (at > 0 && kind !== undefined) return [pair.slice(0, at), kind];
      throw configError(
        'cli/usage',
        `--replace: expected COLUMN=KIND with a kind of ${personals.join(', ')}, got ${JSON.stringify(pair)}.`,
      );
    }),
  );
}

function jsonOf({ folder, manifest, broken }: Captured) {
  const { name, adapter, datasets, missing } = manifest;
  return {
    folder,
    name,
    adapter,
    datasets,
    missing,
    broken: Object.fromEntries(broken),
  };
}

/** The names that were found in texts that stay, by column. */
function* foundText({ found }: Captured): Generator<string> {
  for (const [column, names] of found) {
    const shown = names.slice(0, 20).map((name) => JSON.stringify(name));
    yield `Found in ${column}: ${shown.join(', ')}${names.length > shown.length ? ` and ${grouped(names.length - shown.length)} more` : ''}.`;
  }
}

/** What was done with each column: nothing is replaced, or kept, in silence. */
function* textOf({ folder, manifest, found }: Captured): Generator<string> {
  for (const { name, rows, columns } of manifest.datasets) {
    yield `${name}: ${grouped(rows)} rows`;
    const replaced = columns.filter(({ care }) => care !== 'kept' && care !== 'names');
    for (const { name: column, care, replaced: count } of replaced)
      yield `  ${column}  replaced as ${care} in ${grouped(count)} rows`;
    const touched = columns.filter(({ care, replaced: count }) => care === 'names' && count > 0);
    for (const { name: column, replaced: count } of touched)
      yield `  ${column}  kept; names in ${grouped(count)} rows replaced`;
    const kept = columns.filter((column) => !replaced.includes(column) && !touched.includes(column));
    if (kept.length > 0) yield `  kept: ${kept.map((column) => column.name).join(', ')}`;
  }
  for (const { name, message } of manifest.missing) yield `${name}: ${message}`;
  if (found.size > 0)
    yield '\nA word that names nobody, though something is called so, stays with --common WORD. --verbose shows what was found.';
  yield `\nWritten to ${folder}. Look at it before you pass it on.`;
}
