import { type Fault, fault } from '../../errors/errors.ts';
import { type Located, type LocatedEntry, type LocatedMap, type LocatedScalar, plainValue } from '../format/located.ts';
import { dateOrders, numberWords } from '../format/mapping-shape.ts';
import { choice } from '../format/nodes.ts';
import { ArgumentFault } from '../functions/define.ts';
import { zoneNamed } from '../functions/zones.ts';
import type { MappingSource, PerColumn } from '../mapping.ts';

/** What a mapping says of its source. All that is not its own is an option of the adapter, and checked there. */
export function readSource(document: LocatedMap, file: string, directory: string, faults: Fault[]): MappingSource {
  const source = document.entries.get('source')?.value;
  const entries = source?.kind === 'map' ? source.entries : new Map<string, LocatedEntry>();
  const own = new Set(['adapter', 'dataset', 'zone', 'dates', 'numbers']);
  const text = (name: string) => {
    const node = entries.get(name)?.value;
    return node?.kind === 'scalar' ? { [name]: node.text } : {};
  };
  const dates = perColumn(entries.get('dates')?.value, dateOrders);
  const numbers = perColumn(entries.get('numbers')?.value, numberWords);
  const zone = entries.get('zone')?.value;
  if (zone?.kind === 'scalar' && zone.text !== '') checkZone(zone, faults);
  return {
    adapter: '',
    ...text('adapter'),
    ...text('dataset'),
    ...text('zone'),
    ...(dates === undefined ? {} : { dates }),
    ...(numbers === undefined ? {} : { numbers }),
    options: Object.fromEntries(
      [...entries].filter(([name]) => !own.has(name)).map(([name, { value }]) => [name, plainValue(value)]),
    ),
    place: (option) => (option === undefined ? undefined : entries.get(option)?.place) ?? source?.place ?? { file },
    directory,
  };
}

function perColumn<const Word extends string>(
  node: Located | undefined,
  words: readonly Word[],
): PerColumn<Word> | undefined {
  if (node?.kind === 'map') {
    const columns = [...node.entries].flatMap(([name, { value }]): [string, Word][] => {
      const word = choice(value, words);
      return word === undefined ? [] : [[name, word]];
    });
    return { columns: new Map(columns) };
  }
  const all = choice(node, words);
  return all === undefined ? undefined : { all, columns: new Map() };
}

function checkZone({ text, place }: LocatedScalar, faults: Fault[]): void {
  try {
    zoneNamed(text);
  } catch (cause) {
    if (!(cause instanceof ArgumentFault)) throw cause;
    faults.push(fault('mapping/wrong-value', cause.message, { place }));
  }
}
