import { configError } from '../errors/errors.ts';
import { loadMapping, withSource } from '../mapping/load.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { defaultWorkers } from '../run/default-workers.ts';
import type { Wish } from '../run/reading.ts';
import { loadSourceFile, mappingFor, reconcileDays, type SourceFile } from '../run/source-file.ts';
import type { Options } from './command.ts';

/** What options say, as values. */

export function spoolFolder(options: Options): string {
  return options.text('spool') ?? process.env.TRIBUTARY_SPOOL ?? 'spool';
}

/** A whole number from `minimum` on, or undefined if the option was not given. */
export function wholeNumber(options: Options, name: string, minimum: number): number | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) >= minimum) return Number(text);
  throw configError('cli/usage', `--${name}: expected a whole number from ${minimum} on, got ${JSON.stringify(text)}.`);
}

const ofMapping = new Set(['dataset', 'zone', 'dates', 'numbers']);

/** `--set source.dates=dmy`: what the mapping itself says of the source. */
export function mappingSettings(options: Options): Readonly<Record<string, string>> {
  return Object.fromEntries(settings(options).filter(([name]) => ofMapping.has(name)));
}

/** `--set source.delimiter=;` and `--cells displayed`: options of the adapter. */
export function adapterSettings(options: Options): Readonly<Record<string, string>> {
  const cells = options.text('cells');
  return Object.fromEntries([
    ...settings(options).filter(([name]) => !ofMapping.has(name)),
    ...(cells === undefined ? [] : [['cells', cells]]),
  ]);
}

function settings(options: Options): readonly (readonly [string, string])[] {
  return options.list('set').map((pair) => {
    const [, name, value] = /^source\.([A-Za-z]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      throw configError('cli/usage', `--set: expected source.NAME=VALUE, got ${JSON.stringify(pair)}.`);
    return [name, value];
  });
}

/** A mapping as it is to be run, and the file of its source if one was named: what was typed wins over the file, the file over the mapping. */
export function mappingAndSource(
  path: string,
  options: Options,
): { readonly mapping: Mapping; readonly inSource: { readonly sourceFile?: SourceFile } } {
  const {
    mappings: [mapping],
    inSource,
  } = mappingsAndSource([path], options);
  return { mapping, inSource };
}

/** The same of several mappings. */
export function mappingsAndSource(
  paths: readonly string[],
  options: Options,
): { readonly mappings: readonly Mapping[]; readonly inSource: { readonly sourceFile?: SourceFile } } {
  const file = options.text('source');
  const sourceFile = file === undefined ? undefined : loadSourceFile(file);
  const mappings = paths.map((path) => withSource(mappingFor(loadMapping(path), sourceFile), mappingSettings(options)));
  return { mappings, inSource: sourceFile === undefined ? {} : { sourceFile } };
}

/** How much of its source a run reads: what was typed wins over the source file. */
export function wishOf(options: Options, sourceFile: SourceFile | undefined): Wish {
  const [from, to] = [options.text('from'), options.text('to')];
  const said = [options.has('full'), options.has('incremental'), from !== undefined || to !== undefined];
  if (said.filter((each) => each).length > 1)
    throw configError('cli/usage', 'Expected one of --full, --incremental, or --from with --to.');
  if (from !== undefined && to !== undefined) return { kind: 'range', from, to };
  if (from !== undefined || to !== undefined)
    throw configError('cli/usage', 'Expected --from and --to together: a range has two ends, which are part of it.');
  if (options.has('full')) return { kind: 'full' };
  const { incremental } = sourceFile ?? {};
  if (!options.has('incremental') && incremental === undefined) return { kind: 'everything' };
  return { kind: 'incremental', reconcileDays: incremental?.reconcileDays ?? reconcileDays.default };
}

/** How a run works: threads and compression. */
export function runSettings(options: Options): { readonly workers: number; readonly compression: 'gzip' | 'zstd' } {
  return {
    workers: wholeNumber(options, 'workers', 1) ?? defaultWorkers(),
    compression: options.text('compression') === 'zstd' ? 'zstd' : 'gzip',
  };
}
