import { cellText } from '../../core/adapter/batch.ts';
import { printable } from '../../core/adapter/printable.ts';
import { sqlFault } from '../sql/faults.ts';
import type { Asked, Guard } from '../sql/guard.ts';

/** The collection of all systems, which no query looks up. */
export const allSystems = 'SMS00001';

/**
 * The collection that the source file names is there and has devices. Otherwise a wrong id, or a right that was taken away, would read
 * as an estate of which nothing is left.
 */
export function guardOf(collection: string): Guard {
  if (collection === allSystems) return async () => undefined;
  let isGood = false;
  return async (asked) => {
    if (isGood || asked.when === 'after' || !asked.parameters.includes('collection')) return;
    await checkCollection(collection, asked);
    isGood = true;
  };
}

async function checkCollection(collection: string, { rowsOf }: Asked): Promise<void> {
  const shown = JSON.stringify(printable(collection));
  const devices = await rowsOf('collection-devices', 1);
  if (devices === undefined)
    throw sqlFault(
      'sql/unknown-scope',
      `Expected v_FullCollectionMembership, which says what is in the collection ${shown}, and v_R_System; one of them is not there, or this login may not read it.`,
    );
  if (devices.length > 0) return;
  const known = await rowsOf('collection', 1);
  if (known === undefined)
    throw sqlFault(
      'sql/empty-scope',
      `Expected a collection ${shown} with devices, found none in it. Whether there is such a collection is not known: v_Collection can not be read.`,
    );
  const [found] = known;
  if (found === undefined)
    throw sqlFault(
      'sql/unknown-scope',
      `Expected the id of a collection that this login may see, found ${shown}. Names are no ids: the id is on the first page of its properties.`,
    );
  const name = printable(cellText(found.get('name') ?? null));
  throw sqlFault(
    'sql/empty-scope',
    `Expected devices in the collection ${shown}${name === '' ? '' : ` (${name})`}, found none. Nothing was published.`,
  );
}
