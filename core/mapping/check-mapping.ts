import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Adapter, Column } from '../adapter/contract.ts';
import { type AdapterRegistry, findAdapter } from '../adapter/registry.ts';
import { type Fault, fault } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import { checkOptions } from '../options/parse.ts';
import { planOf } from '../run/plan-of.ts';
import { bindMapping } from './bind/bind.ts';
import { tryLoadMapping } from './load.ts';
import type { Mapping } from './mapping.ts';
import { testFaults } from './test-columns.ts';

/**
 * Checks a mapping file without connecting to anything: format, expressions, types, entities, fields, references, options and
 * tests; and its columns, where the mapping declares them or names a file that is there. All faults at once.
 */
export async function checkMappingFile(
  file: string,
  adapters: AdapterRegistry,
  signal: AbortSignal,
): Promise<{ readonly mapping?: Mapping; readonly faults: readonly Fault[] }> {
  const { mapping, faults } = tryLoadMapping(file);
  if (mapping === undefined) return { faults: inOrder(faults, file) };
  const adapter = await findAdapter(adapters, mapping.source.adapter);
  // What is missing may have a misspelt name, which is a fault already.
  const isMisspelt = faults.some(({ code }) => code === 'mapping/unknown-property');
  const optionFaults =
    adapter !== undefined
      ? faultsOfOptions(mapping, adapter)
      : mapping.source.adapter === ''
        ? []
        : [unknownAdapter(mapping, adapters)];
  const columns =
    adapter === undefined || optionFaults.length > 0 ? undefined : await columnsAtHand(mapping, adapter, signal);
  const { program, faults: bindFaults } = bindMapping(mapping, columns);
  const bound = bindFaults.filter(({ code }) => !isMisspelt || code !== 'mapping/missing-field');
  const all = [...faults, ...optionFaults, ...bound, ...planOf(program).faults, ...testFaults(mapping)];
  return { mapping, faults: inOrder(all, file) };
}

function unknownAdapter({ source }: Mapping, adapters: AdapterRegistry): Fault {
  const names = Object.keys(adapters);
  return fault(
    'mapping/unknown-adapter',
    `There is no adapter "${source.adapter}".${didYouMean(source.adapter, names)} There are ${names.join(', ')}.`,
    { place: source.place('adapter') },
  );
}

/** A path may be left to the command line; secrets are not looked for. */
function faultsOfOptions({ source }: Mapping, adapter: Adapter): readonly Fault[] {
  const { faults } = checkOptions(adapter.options, source.options, {
    directory: source.directory,
    place: (name) => source.place(name),
  });
  return faults.filter(({ code }) => code !== 'option/missing' && code !== 'option/secret');
}

/** The columns of the file that the mapping names, if it is there and can be opened: only its head is read. */
async function columnsAtHand(
  { source }: Mapping,
  adapter: Adapter,
  signal: AbortSignal,
): Promise<readonly Column[] | undefined> {
  const path = source.options.path;
  if (adapter.recognize === undefined || typeof path !== 'string' || !existsSync(resolve(source.directory, path)))
    return undefined;
  try {
    const { parsed } = checkOptions(adapter.options, source.options, { directory: source.directory });
    const opened = await adapter.open(parsed, { signal, identity: { kind: 'file', name: path } });
    try {
      const datasets = await opened.discover();
      return (source.dataset === undefined ? datasets[0] : datasets.find(({ name }) => name === source.dataset))
        ?.columns;
    } finally {
      await opened.close();
    }
  } catch {
    // What is wrong with the file is said by a run; here it is only of no help.
    return undefined;
  }
}

/** By place, each once; those of the file itself before those of what it extends. */
function inOrder(faults: readonly Fault[], file: string): readonly Fault[] {
  const files = [...new Set([file, ...faults.map(({ place }) => place?.file ?? '')])];
  const at = ({ place }: Fault): readonly number[] => [
    files.indexOf(place?.file ?? ''),
    place?.line ?? 0,
    place?.column ?? 0,
  ];
  const unique = new Map(faults.map((each) => [JSON.stringify(each), each]));
  return [...unique.values()].sort((a, b) => {
    const [first, second] = [at(a), at(b)];
    const differing = first.findIndex((value, index) => value !== second[index]);
    return differing < 0 ? 0 : first[differing] - second[differing];
  });
}
