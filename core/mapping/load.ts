import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { ConfigError, configError, type Fault, fault, type Place } from '../errors/errors.ts';
import { type Located, type LocatedEntry, type LocatedMap, parseLocated } from './format/located.ts';
import { mappingShape } from './format/mapping-shape.ts';
import { overlay } from './format/overlay.ts';
import { readText } from './format/read-text.ts';
import { checkShape } from './format/shape.ts';
import type { Mapping } from './mapping.ts';
import { type Loaded, readMapping } from './read/read.ts';

/**
 * Reads a mapping file, with those that it extends.
 * @throws ConfigError with all faults of format and syntax. Columns and types are checked later, by `checkMapping`.
 */
export function loadMapping(file: string): Mapping {
  return unwrap(tryLoadMapping(file));
}

/** The same from a text; relative paths start at `directory`. */
export function parseMapping(text: string, file = 'mapping.yaml', directory = process.cwd()): Mapping {
  return unwrap(readWhole(text, file, directory));
}

/** A setting of the source: a text, or texts by column. */
export type Setting = string | ReadonlyMap<string, string>;

/**
 * The mapping with other settings of its source, such as `dates` or `zone`: its text and digest change with them.
 * @throws ConfigError if a setting has an impossible value.
 */
export function withSource(mapping: Mapping, settings: Readonly<Record<string, Setting>>): Mapping {
  const { document } = parseLocated(mapping.text, mapping.file);
  if (document?.kind !== 'map' || Object.keys(settings).length === 0) return mapping;
  const place: Place = { file: 'the settings' };
  const located = (setting: Setting): Located =>
    typeof setting === 'string'
      ? { kind: 'scalar', place, value: setting, text: setting, placeAt: () => place }
      : { kind: 'map', place, entries: new Map([...setting].map(([name, text]) => [name, entry(text)])) };
  const entry = (setting: Setting): LocatedEntry => ({ place, value: located(setting) });
  const entries = new Map(Object.entries(settings).map(([name, setting]) => [name, entry(setting)]));
  const source: LocatedEntry = { place, value: { kind: 'map', place, entries } };
  const changed = overlay(document, { kind: 'map', place: document.place, entries: new Map([['source', source]]) });
  const faults = checkShape(changed, mappingShape, '');
  return unwrap(
    faults.length > 0 || changed.kind !== 'map'
      ? { faults }
      : readMapping(changed, { file: mapping.file, directories: new Map([[mapping.file, mapping.source.directory]]) }),
  );
}

export function tryLoadMapping(file: string): Loaded {
  const path = resolve(file);
  const read = readText(path);
  if ('problem' in read)
    return { faults: [fault('mapping/unreadable', `The file ${read.problem}.`, { place: { file } })] };
  return readWhole(read.text, file, dirname(path));
}

function readWhole(text: string, file: string, directory: string): Loaded {
  const parsed = parseLocated(text, file);
  if (parsed.document === undefined) return { faults: parsed.faults };
  const directories = new Map([[file, directory]]);
  const stacked = stack(parsed.document, { file, path: resolve(directory, basename(file)), directories, above: [] });
  if ('faults' in stacked) return stacked;
  const { document } = stacked;
  const shapeFaults = checkShape(document, mappingShape, '');
  if (document.kind !== 'map') return { faults: shapeFaults };
  const whole = document === parsed.document ? { text } : {};
  const { mapping, faults } = readMapping(document, { file, directories, ...whole });
  return { ...(mapping === undefined ? {} : { mapping }), faults: [...shapeFaults, ...faults] };
}

type Stacked = { readonly document: Located } | { readonly faults: readonly Fault[] };

interface Level {
  /** As messages name it. */
  readonly file: string;
  readonly path: string;
  /** By file as messages name it, where its relative paths start. */
  readonly directories: Map<string, string>;
  /** The paths of the mappings that lie over it. */
  readonly above: readonly string[];
}

/** Lays a document over the one that it extends, and that one over its own. */
function stack(document: Located, { file, path, directories, above }: Level): Stacked {
  const base = document.kind === 'map' ? document.entries.get('extends')?.value : undefined;
  if (document.kind !== 'map' || base === undefined || base.kind !== 'scalar') return { document };
  const refuse = (message: string): Stacked => ({ faults: [fault('mapping/extends', message, { place: base.place })] });
  const lower = resolve(dirname(path), base.text);
  if ([...above, path].includes(lower)) return refuse('The mappings extend each other in a circle.');
  const read = readText(lower);
  if ('problem' in read) return refuse(`${base.text} ${read.problem}.`);
  const name = isAbsolute(base.text) ? base.text : join(dirname(file), base.text);
  const below = parseLocated(read.text, name);
  if (below.document === undefined) return { faults: below.faults };
  directories.set(name, dirname(lower));
  const stacked = stack(below.document, { file: name, path: lower, directories, above: [...above, path] });
  if ('faults' in stacked) return stacked;
  if (stacked.document.kind !== 'map') return refuse(`${base.text} is not a mapping.`);
  return { document: overlay(stacked.document, withoutExtends(document)) };
}

function withoutExtends(document: LocatedMap): LocatedMap {
  return { ...document, entries: new Map([...document.entries].filter(([name]) => name !== 'extends')) };
}

function unwrap({ mapping, faults }: Loaded): Mapping {
  if (faults.length > 0) throw new ConfigError(faults);
  if (mapping === undefined) throw configError('mapping/unreadable', 'The mapping could not be read.');
  return mapping;
}
