import { type Fault, fault } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import { usedColumns } from './columns.ts';
import type { Mapping } from './mapping.ts';

/** Columns that a test names and the mapping does not know: most likely misspelt. */
export function testFaults(mapping: Mapping): readonly Fault[] {
  const known = knownColumns(mapping);
  return mapping.tests.flatMap(({ rows }) =>
    rows.flatMap((row) =>
      [...row].flatMap(([name, { place }]) =>
        known.includes(name)
          ? []
          : [
              fault(
                'mapping/unknown-column',
                `The mapping reads no column ${JSON.stringify(name)}.${didYouMean(name, known)}`,
                { place },
              ),
            ],
      ),
    ),
  );
}

/** The columns that the mapping itself speaks of. */
export function knownColumns(mapping: Mapping): readonly string[] {
  return [
    ...new Set([...mapping.columns.keys(), ...usedColumns(mapping), ...mapping.mask.columns.map(({ name }) => name)]),
  ];
}
