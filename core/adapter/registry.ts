import { basename } from 'node:path';
import { configError, SourceError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { Adapter } from './contract.ts';
import { readHead } from './head.ts';
import { printable } from './printable.ts';

/** The adapters that a program has, each imported when it is first used. */
export type AdapterRegistry = Readonly<Record<string, () => Promise<{ readonly default: Adapter }>>>;

/** The adapter of a name, if there is one. Captures are read by the core, whatever the program has. */
export async function findAdapter(registry: AdapterRegistry, name: string): Promise<Adapter | undefined> {
  if (Object.hasOwn(registry, name)) return (await registry[name]()).default;
  return name === 'capture' ? (await import('../capture/adapter.ts')).default : undefined;
}

/** @throws ConfigError `mapping/unknown-adapter` */
export async function adapterNamed(registry: AdapterRegistry, name: string): Promise<Adapter> {
  const found = await findAdapter(registry, name);
  if (found !== undefined) return found;
  throw configError(
    'mapping/unknown-adapter',
    `There is no adapter "${name}".${didYouMean(name, Object.keys(registry))} There are ${Object.keys(registry).join(', ')}.`,
  );
}

/**
 * The adapter that is surest to read a file, by its first bytes and its name.
 * @throws SourceError `source/unknown-format` if none is.
 */
export async function adapterFor(registry: AdapterRegistry, path: string, signal: AbortSignal): Promise<Adapter> {
  const head = await readHead(path, signal);
  const place = { file: printable(basename(path)) };
  if (head.length === 0)
    throw new SourceError('source/empty', 'Expected a file with content, found an empty one. Check the export.', {
      place,
    });
  const adapters = await Promise.all(Object.values(registry).map((load) => load()));
  const sure = adapters.map(({ default: adapter }) => ({
    adapter,
    confidence: adapter.recognize?.(basename(path), head) ?? 0,
  }));
  const [best] = sure.sort((a, b) => b.confidence - a.confidence);
  if (best !== undefined && best.confidence > 0) return best.adapter;
  const kinds = adapters.flatMap(({ default: { name, recognize } }) => (recognize === undefined ? [] : [name]));
  throw new SourceError(
    'source/unknown-format',
    `Expected a file of one of the kinds ${kinds.join(', ')}, found content that is none of them. Export it as one; a mapping can name the adapter.`,
    { place },
  );
}
