import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError, configError, type Fault, fault, type Place } from '../errors/errors.ts';
import { type Located, type LocatedMap, parseLocated } from './format/located.ts';
import { mappingShape } from './format/mapping-shape.ts';
import { overlay } from './format/overlay.ts';
import { checkShape } from './format/shape.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './read.ts';

/** A mapping if it could be read, and every fault that was found on the way. */
export interface Loaded {
  readonly mapping?: Mapping;
  readonly faults: readonly Fault[];
}

/**
 * Reads a mapping file, with those that it extends.
 * @throws ConfigError with all faults of format and syntax. Columns and types are checked later, by `checkMapping`.
 */
export function loadMapping(file: string): Mapping {
  return unwrap(tryLoadMapping(file));
}

/** The same from a text; relative paths start at `directory`. */
export function parseMapping(text: string, file = 'mapping.yaml', directory = process.cwd()): Mapping {
  return unwrap(readText(text, file, directory, []));
}

/**
 * The mapping with other settings of its source, such as `dates` or `zone`: its text and digest change with them.
 * @throws ConfigError if a setting has an impossible value.
 */
export function withSource(mapping: Mapping, settings: Readonly<Record<string, string>>): Mapping {
  const { document } = parseLocated(mapping.text, mapping.file);
  if (document?.kind !== 'map' || Object.keys(settings).length === 0) return mapping;
  const place: Place = { file: 'the settings' };
  const entries = Object.entries(settings).map(
    ([name, text]) =>
      [name, { place, value: { kind: 'scalar', place, value: text, text, placeAt: () => place } }] as const,
  );
  const source = { place, value: { kind: 'map', place, entries: new Map(entries) } } as const;
  const changed = overlay(document, { kind: 'map', place: document.place, entries: new Map([['source', source]]) });
  const faults = checkShape(changed, mappingShape, '');
  return unwrap(
    faults.length > 0 || changed.kind !== 'map'
      ? { faults }
      : readMapping(changed, { file: mapping.file, directory: mapping.source.directory }),
  );
}

export function tryLoadMapping(file: string, above: readonly string[] = []): Loaded {
  const path = resolve(file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    return {
      faults: [fault('mapping/unreadable', `The file can not be read (${errorCode(cause)}).`, { place: { file } })],
    };
  }
  return readText(text, file, dirname(path), above);
}

function readText(text: string, file: string, directory: string, above: readonly string[]): Loaded {
  const parsed = parseLocated(text, file);
  if (parsed.document === undefined) return { faults: parsed.faults };
  const stacked = stack(parsed.document, file, directory, above);
  if ('faults' in stacked) return stacked;
  const shapeFaults = checkShape(stacked.document, mappingShape, '');
  if (shapeFaults.length > 0 || stacked.document.kind !== 'map') return { faults: shapeFaults };
  return readMapping(stacked.document, { file, directory, ...(stacked.document === parsed.document ? { text } : {}) });
}

type Stacked = { readonly document: Located } | { readonly faults: readonly Fault[] };

/** Lays a document over the one that it extends, and that one over its own. */
function stack(document: Located, file: string, directory: string, above: readonly string[]): Stacked {
  const base = document.kind === 'map' ? document.entries.get('extends') : undefined;
  if (document.kind !== 'map' || base === undefined || base.value.kind !== 'scalar') return { document };
  const path = resolve(directory, base.value.text);
  const place: Place = base.value.place;
  if ([...above, resolve(file)].includes(path))
    return { faults: [fault('mapping/extends', 'The mappings extend each other in a circle.', { place })] };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    return {
      faults: [fault('mapping/extends', `${base.value.text} can not be read (${errorCode(cause)}).`, { place })],
    };
  }
  const below = parseLocated(text, base.value.text);
  if (below.document === undefined) return { faults: below.faults };
  const stacked = stack(below.document, path, dirname(path), [...above, resolve(file)]);
  if ('faults' in stacked) return stacked;
  if (stacked.document.kind !== 'map')
    return { faults: [fault('mapping/extends', `${base.value.text} is not a mapping.`, { place })] };
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

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown cause';
}
