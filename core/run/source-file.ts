import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { manifestName, parseManifest } from '../capture/format.ts';
import { ConfigError, configError, type Fault, fault, type Place } from '../errors/errors.ts';
import { type Located, parseLocated, plainValue } from '../mapping/format/located.ts';
import { readText } from '../mapping/format/read-text.ts';
import { ArgumentFault } from '../mapping/functions/define.ts';
import { zoneNamed } from '../mapping/functions/zones.ts';
import { withSource } from '../mapping/load.ts';
import type { Mapping } from '../mapping/mapping.ts';

/** What a file says of one source: which adapter reads it, and how this site's server is reached. Mappings hold for all sites. */
export interface SourceFile {
  readonly file: string;
  /** What the source is called in packages and messages. */
  readonly name: string;
  /** The kind of source that mappings are for. */
  readonly adapter: string;
  /** The adapter that opens it, where that is another: a capture is no server. */
  readonly openedBy?: string;
  /** The time zone of times that have none. It is the site's, so it wins over that of a mapping. */
  readonly zone?: string;
  /** Runs read what has changed, and everything again after so many days. */
  readonly incremental?: { readonly reconcileDays: number };
  /** What is left: options of the adapter. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly place: (option?: string) => Place;
  /** Relative paths start here. */
  readonly directory: string;
}

/**
 * The source that a file names, or that a capture is: a folder with its description.
 * @throws ConfigError `source/wrong-file` with all its faults, `capture/wrong-file`.
 */
export function loadSourceFile(path: string): SourceFile {
  const capture = captureFolder(path);
  return capture === undefined ? loadFile(path) : loadCapture(capture);
}

/** The folder of a capture, if the path is that of a folder, or of the description in it. */
function captureFolder(path: string): string | undefined {
  const folder = basename(path) === manifestName ? dirname(path) : path;
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : undefined;
}

function loadCapture(folder: string): SourceFile {
  const file = join(folder, manifestName);
  const read = readText(file);
  if ('problem' in read)
    throw configError(
      'source/wrong-file',
      `This is a folder. Expected a source file, or a capture, whose ${manifestName} ${read.problem}.`,
      { place: { file: folder } },
    );
  const { name, adapter, zone } = parseManifest(read.text, file);
  return {
    file,
    name,
    adapter,
    openedBy: 'capture',
    ...(zone === null ? {} : { zone }),
    options: { path: '.' },
    place: () => ({ file }),
    directory: resolve(folder),
  };
}

function loadFile(file: string): SourceFile {
  const read = readText(resolve(file));
  if ('problem' in read) throw configError('source/wrong-file', `The file ${read.problem}.`, { place: { file } });
  const { document, faults: yamlFaults } = parseLocated(read.text, file);
  if (document === undefined) throw new ConfigError(yamlFaults);
  const wrong = (message: string, place: Place): Fault => fault('source/wrong-file', message, { place });
  if (document.kind !== 'map')
    throw new ConfigError([wrong('Expected the properties source, adapter and options of it.', document.place)]);
  const faults: Fault[] = [];
  const text = (name: string): string | undefined => {
    const entry = document.entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.value.kind === 'scalar' && entry.value.text !== '') return entry.value.text;
    faults.push(wrong(`${name}: expected a text.`, entry.place));
    return undefined;
  };
  const [adapter, zone, name = basename(file).replace(/\.ya?ml$/, '')] = [
    text('adapter'),
    text('zone'),
    text('source'),
  ];
  if (!document.entries.has('adapter'))
    faults.push(wrong('adapter is missing: the kind of source, such as csv.', document.place));
  if (document.entries.has('mapping'))
    faults.push(wrong('This is a mapping. A source file says how one source is reached.', document.place));
  if (!namePattern.test(name))
    faults.push(
      wrong(
        `source: expected a name of letters, digits, points, dashes and underscores, found ${JSON.stringify(name)}.`,
        document.place,
      ),
    );
  if (zone !== undefined) {
    const wrongZone = zoneFault(zone);
    if (wrongZone !== undefined) faults.push(wrong(wrongZone, document.entries.get('zone')?.place ?? document.place));
  }
  const often = document.entries.get('incremental');
  const incremental = often === undefined ? undefined : readIncremental(often.value);
  if (incremental !== undefined && 'expected' in incremental)
    faults.push(wrong(`incremental: ${incremental.expected}`, often?.place ?? document.place));
  if (faults.length > 0 || adapter === undefined) throw new ConfigError(faults);
  const own = new Set<string>(ownWords);
  return {
    file,
    name,
    adapter,
    ...(zone === undefined ? {} : { zone }),
    ...(incremental === undefined || 'expected' in incremental ? {} : { incremental }),
    options: Object.fromEntries(
      [...document.entries]
        .filter(([option]) => !own.has(option))
        .map(([option, { value }]) => [option, plainValue(value)]),
    ),
    place: (option) => (option === undefined ? undefined : document.entries.get(option)?.place) ?? { file },
    directory: dirname(resolve(file)),
  };
}

/** What a source file says beside the options of its adapter. */
export const ownWords = ['source', 'adapter', 'zone', 'incremental'] as const;

/** How often everything is read again, in days; without a word about it, each week. */
export const reconcileDays = { minimum: 1, maximum: 90, default: 7 } as const;

function readIncremental(said: Located): { readonly reconcileDays: number } | { readonly expected: string } {
  const { minimum, maximum, default: usual } = reconcileDays;
  const [name, entry] = said.kind === 'map' ? ([...said.entries].at(0) ?? []) : [];
  const days = entry?.value.kind === 'scalar' ? Number(entry.value.text) : usual;
  const isKnown = said.kind === 'map' && said.entries.size <= 1 && (name ?? 'reconcileDays') === 'reconcileDays';
  if (isKnown && Number.isInteger(days) && days >= minimum && days <= maximum) return { reconcileDays: days };
  return { expected: `expected { reconcileDays: N } with ${minimum} to ${maximum} days.` };
}

function zoneFault(zone: string): string | undefined {
  try {
    zoneNamed(zone);
    return undefined;
  } catch (cause) {
    if (cause instanceof ArgumentFault) return `zone: ${cause.message}`;
    throw cause;
  }
}

const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;

/**
 * A mapping for the source of a file.
 * @throws ConfigError `source/wrong-adapter` if it is for another kind.
 */
export function mappingFor(mapping: Mapping, source: SourceFile | undefined): Mapping {
  if (source === undefined) return mapping;
  if (mapping.source.adapter !== source.adapter)
    throw configError(
      'source/wrong-adapter',
      `${mapping.name} maps sources of the adapter ${mapping.source.adapter}; ${source.name} is one of ${source.adapter}. Take a mapping or a source of the same kind.`,
      { place: mapping.source.place('adapter') },
    );
  const { zone } = source;
  return zone === undefined || zone === mapping.source.zone ? mapping : withSource(mapping, { zone });
}
