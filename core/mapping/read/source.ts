import { type Fault, fault } from '../../errors/errors.ts';
import { type LocatedEntry, type LocatedMap, type LocatedScalar, plainValue } from '../format/located.ts';
import { dateOrders } from '../format/mapping-shape.ts';
import { choice } from '../format/nodes.ts';
import { ArgumentFault } from '../functions/define.ts';
import { zoneNamed } from '../functions/zones.ts';
import type { MappingSource } from '../mapping.ts';

/** What a mapping says of its source. All that is not its own is an option of the adapter, and checked there. */
export function readSource(document: LocatedMap, file: string, directory: string, faults: Fault[]): MappingSource {
  const source = document.entries.get('source')?.value;
  const entries = source?.kind === 'map' ? source.entries : new Map<string, LocatedEntry>();
  const own = new Set(['adapter', 'dataset', 'zone', 'dates']);
  const text = (name: string) => {
    const node = entries.get(name)?.value;
    return node?.kind === 'scalar' ? { [name]: node.text } : {};
  };
  const dates = choice(entries.get('dates')?.value, dateOrders);
  const zone = entries.get('zone')?.value;
  if (zone?.kind === 'scalar' && zone.text !== '') checkZone(zone, faults);
  return {
    adapter: '',
    ...text('adapter'),
    ...text('dataset'),
    ...text('zone'),
    ...(dates === undefined ? {} : { dates }),
    options: Object.fromEntries(
      [...entries].filter(([name]) => !own.has(name)).map(([name, { value }]) => [name, plainValue(value)]),
    ),
    place: (option) => (option === undefined ? undefined : entries.get(option)?.place) ?? source?.place ?? { file },
    directory,
  };
}

function checkZone({ text, place }: LocatedScalar, faults: Fault[]): void {
  try {
    zoneNamed(text);
  } catch (cause) {
    if (!(cause instanceof ArgumentFault)) throw cause;
    faults.push(fault('mapping/wrong-value', cause.message, { place }));
  }
}
