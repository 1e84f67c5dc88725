import { createWriteStream, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Adapter, Dataset, OpenContext, Source } from '../adapter/contract.ts';
import { findDataset } from '../adapter/datasets.ts';
import { type AdapterRegistry, adapterFor, adapterNamed } from '../adapter/registry.ts';
import { type ConfigError, configError, type Place, SourceError } from '../errors/errors.ts';
import { fitMappings } from '../mapping/fit.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { parseOptions } from '../options/parse.ts';
import { storageFault } from '../package/storage-fault.ts';
import type { AbsentMember } from './content.ts';
import { Crew } from './crew.ts';
import { threadedBytes } from './map-parts.ts';
import type { SourceFile } from './source-file.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { Member } from './together.ts';

/** An open source, and what it takes to open it again in another thread or on another day. */
export interface Input {
  readonly adapter: Adapter;
  /** The adapter that mappings for it name, where it is opened by another. */
  readonly mappedAs?: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly directory: string;
  readonly source: Source;
  readonly datasets: readonly Dataset[];
  /** Threads that wait for its rows, where it is a large file. They end with the source. */
  readonly crew?: Crew;
}

export interface InputOptions {
  readonly adapters: AdapterRegistry;
  readonly signal: AbortSignal;
  readonly note?: (sentence: string) => void;
  /** Takes what a person has to know of the file, asked or not. */
  readonly warn?: (sentence: string) => void;
  /** Options of the adapter by name, as text or value; they win over those of a mapping. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** The file that says how the source is reached: its options win over those of a mapping, and `set` over both. */
  readonly sourceFile?: SourceFile;
  /** The file came back with marks of an import: what it has added is left out of the datasets. */
  readonly marked?: true;
  /** How many threads will map, if it is to be imported: for a large file they are started at once. */
  readonly workers?: number;
}

/** Opens a file with the adapter that recognises it. The caller closes the source. */
export async function openFileInput(
  path: string,
  { adapters, signal, set = {}, workers, ...say }: InputOptions,
  mapping?: Mapping,
): Promise<Input> {
  const adapter = await adapterFor(adapters, path, signal);
  // Settings of the mapping hold for its own kind of file; a workbook's sheet says nothing to a csv.
  const own = mapping?.source.adapter === adapter.name ? mapping.source.options : {};
  const directory = mapping?.source.directory ?? '.';
  const options = { ...located(adapter, own, directory), ...located(adapter, set, '.'), path: basename(path) };
  return open(adapter, options, dirname(path), contextFor(workers, { signal, ...say }), workers);
}

/** Opens the source that a mapping names. The caller closes it. */
export function openMappingInput(mapping: Mapping, options: InputOptions): Promise<Input> {
  return openMappingsInput([mapping], options);
}

/**
 * Opens the one source that several mappings name. The caller closes it.
 * @throws ConfigError `mapping/contradiction` if it is not one.
 */
export async function openMappingsInput(
  mappings: readonly Mapping[],
  { adapters, signal, set = {}, workers, sourceFile, ...say }: InputOptions,
): Promise<Input> {
  const [mapping] = mappings;
  const adapter = await adapterNamed(adapters, sourceFile?.openedBy ?? mapping.source.adapter);
  // What is typed starts at the current folder, what a file says at the folder of the file.
  const ofFile = sourceFile === undefined ? {} : optionsIn(sourceFile, adapter);
  const { options, directory, place } = mapping.source;
  // How a server is read says nothing to a capture of it.
  const own = sourceFile?.openedBy === undefined ? options : {};
  const overruled = new Set([...Object.keys(ofFile), ...Object.keys(set)]);
  for (const other of mappings.slice(1)) requireSameSource(mapping, other, adapter, overruled);
  const known = mappings.length > 1 ? undefined : mapping.source.dataset;
  const input = await open(
    adapter,
    { ...own, ...located(adapter, ofFile, sourceFile?.directory ?? '.'), ...located(adapter, set, '.') },
    directory,
    contextFor(workers, { signal, ...say, ...(known ? { dataset: known } : {}) }),
    workers,
    (name) =>
      name !== undefined && Object.hasOwn(ofFile, name) ? (sourceFile?.place(name) ?? place(name)) : place(name),
  );
  return { ...input, ...mappedAs(sourceFile) };
}

/** Two mappings are run together only if they say the same of their source, but for what is said over both. */
function requireSameSource(one: Mapping, other: Mapping, adapter: Adapter, overruled: ReadonlySet<string>): void {
  const refuse = (name: string): ConfigError =>
    configError(
      'mapping/contradiction',
      `${one.name} and ${other.name} do not name the same source: they differ in ${name}. Mappings that are run together read one source. Run them apart, or say ${name} for both, by --source FILE or --set source.${name}=VALUE.`,
      { place: other.source.place(name) },
    );
  if (one.source.adapter !== other.source.adapter) throw refuse('adapter');
  const [first, second] = [one, other].map(({ source }) => located(adapter, source.options, source.directory));
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  for (const name of names)
    if (!overruled.has(name) && JSON.stringify(first[name]) !== JSON.stringify(second[name])) throw refuse(name);
}

function mappedAs(sourceFile: SourceFile | undefined): { readonly mappedAs?: string } {
  return sourceFile?.openedBy === undefined ? {} : { mappedAs: sourceFile.adapter };
}

/**
 * Opens the source of a source file, for a look at it; it may have no dataset. The caller closes it.
 * @throws ConfigError, SourceError.
 */
export async function openSourceInput(
  sourceFile: SourceFile,
  {
    adapters,
    signal,
    set = {},
    ...say
  }: Omit<InputOptions, 'workers' | 'sourceFile' | 'marked'> & Pick<OpenContext, 'dataset'>,
): Promise<Input> {
  const adapter = await adapterNamed(adapters, sourceFile.openedBy ?? sourceFile.adapter);
  const { directory, place } = sourceFile;
  const options = { ...optionsIn(sourceFile, adapter), ...located(adapter, set, '.') };
  const source = await adapter.open(parseOptions(adapter.options, options, { directory, place }), { signal, ...say });
  try {
    return { adapter, options, directory, source, datasets: await source.discover(), ...mappedAs(sourceFile) };
  } catch (cause) {
    await source.close();
    throw cause;
  }
}

/** The options of a source file, with the name of the source for adapters that want to know it. */
function optionsIn({ name, options }: SourceFile, { options: declared }: Adapter): Readonly<Record<string, unknown>> {
  return Object.hasOwn(declared, 'source') ? { source: name, ...options } : options;
}

/** What is to be imported will be asked what it is. */
function contextFor(workers: number | undefined, context: OpenContext): OpenContext {
  return workers === undefined ? context : { ...context, identify: true };
}

/** The options with their paths, and the files that hold secrets, from a folder on. */
function located(
  { options: declared }: Adapter,
  options: Readonly<Record<string, unknown>>,
  folder: string,
): Readonly<Record<string, unknown>> {
  const placed = Object.entries(options).map(([name, value]) => {
    const option = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (option !== undefined && 'path' in option) return [name, resolve(folder, String(value))];
    const file = option?.kind === 'secret' ? /^file:(.+)$/s.exec(String(value))?.[1] : undefined;
    return [name, file === undefined ? value : `file:${resolve(folder, file)}`];
  });
  return Object.fromEntries(placed);
}

async function open(
  adapter: Adapter,
  options: Readonly<Record<string, unknown>>,
  directory: string,
  context: OpenContext,
  workers = 1,
  place?: (name?: string) => Place,
): Promise<Input> {
  const parsed = parseOptions(adapter.options, options, { directory, ...(place === undefined ? {} : { place }) });
  const crew = workers > 1 && isLarge(parsed.path) ? new Crew(workers - 1, adapter.module) : undefined;
  const source = await openWith(adapter, parsed, context, crew);
  try {
    const datasets = await source.discover();
    if (datasets.length === 0)
      throw (
        firstAbsence(source) ??
        new SourceError('source/empty', 'There is no dataset in it.', { place: { file: source.identity.name } })
      );
    return { adapter, options, directory, source, datasets, ...(crew ? { crew } : {}) };
  } catch (cause) {
    await source.close();
    throw cause;
  }
}

/** Why there is none of its datasets, where the source knows. */
function firstAbsence({ absences }: Source): SourceError | undefined {
  return absences?.().values().next().value;
}

/** Opens the source; its threads end when it is closed, or can not be opened. */
async function openWith(
  adapter: Adapter,
  options: Parameters<Adapter['open']>[0],
  context: OpenContext,
  crew: Crew | undefined,
): Promise<Source> {
  if (crew === undefined) return adapter.open(options, context);
  try {
    const source = await adapter.open(options, context);
    const close = async () => {
      await Promise.all([crew.dismiss(), source.close()]);
    };
    // With its getters: some things it knows only later.
    return Object.create(source, { close: { value: close } });
  } catch (error) {
    await crew.dismiss();
    throw error;
  }
}

/** A file of several parts. What is wrong with the path is said when it is opened. */
function isLarge(path: unknown): boolean {
  const size = typeof path === 'string' ? (statSync(path, { throwIfNoEntry: false })?.size ?? 0) : 0;
  return size >= threadedBytes;
}

/** The dataset that the mapping names, or else the first. */
export function datasetOf({ datasets, source }: Pick<Input, 'datasets' | 'source'>, name: string | undefined): Dataset {
  if (name !== undefined) {
    const absent = source.absent?.(name);
    if (absent !== undefined) throw absent;
    return findDataset(datasets, name, source.identity.name);
  }
  const [first] = datasets;
  if (first === undefined) throw configError('source/unknown-dataset', 'The source has no dataset.');
  return first;
}

/**
 * The dataset that a mapping is for: the one it names; else, where a source has several, the first that has what it needs; else the first.
 */
export function datasetFor(input: Input, mapping: Mapping): Dataset {
  const { adapter, mappedAs = adapter.name, datasets } = input;
  // The sheet of a book says nothing to a csv.
  const named = mapping.source.adapter === mappedAs ? mapping.source.dataset : undefined;
  const isOpen = named === undefined && datasets.length > 1;
  const found = isOpen ? datasets.find((dataset) => fitMappings([mapping], dataset).length > 0) : undefined;
  return found ?? datasetOf(input, named);
}

/**
 * The mappings of one source with their datasets, and those whose datasets it does not have.
 * @throws SourceError if it has none of them.
 */
export function membersOf(
  input: Input,
  mappings: readonly Mapping[],
): { readonly members: readonly Member[]; readonly absent: readonly AbsentMember[] } {
  const members: Member[] = [];
  const absent: AbsentMember[] = [];
  for (const mapping of mappings) {
    const { adapter, mappedAs = adapter.name } = input;
    const dataset = mapping.source.adapter === mappedAs ? mapping.source.dataset : undefined;
    const absence = dataset === undefined ? undefined : input.source.absent?.(dataset);
    if (dataset === undefined || absence === undefined) members.push({ mapping, dataset: datasetFor(input, mapping) });
    else if (absent.length + 1 === mappings.length) throw absence;
    else absent.push({ mapping, dataset, reason: absence.faults[0].message });
  }
  return { members, absent: absent.sort((a, b) => (a.mapping.name < b.mapping.name ? -1 : 1)) };
}

/**
 * Copies a stream to a file, because a run reads its source more than once; gives the path and how to remove it.
 * @throws StorageError if the place for temporary files is full or can't be used.
 */
export async function keepStream(
  stream: Readable,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const folder = temporaryFolder('input');
  const remove = async () => folder.remove();
  try {
    const path = join(folder.path, 'standard-input');
    await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
    return { path, remove };
  } catch (cause) {
    await remove();
    signal.throwIfAborted();
    throw storageFault(cause, `keep standard input in ${tmpdir()} (TMPDIR names another place)`);
  }
}
