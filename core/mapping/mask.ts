import type { Column } from '../adapter/contract.ts';
import { type Fault, fault } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import { entities } from '../model/entities/index.ts';
import { foldColumnName } from '../model/synonyms.ts';
import { columnsOf } from './language/tree.ts';
import type { Mapping } from './mapping.ts';

/**
 * Which columns of a dataset are shown as dots in issues and rejects: those that the mapping names, under any of their names,
 * and those that personal fields are made of. In doubt one too many.
 */
export function maskedColumns(mapping: Mapping, columns: readonly Column[]): ReadonlySet<number> {
  const names = new Set([...mapping.mask.columns.map(({ name }) => name), ...personalColumns(mapping)]);
  const spellings = new Set([...names].flatMap((name) => spellingsOf(name, mapping)));
  const folded = new Set([...spellings].map(foldColumnName).filter((name) => name !== ''));
  const isMasked = ({ name }: Column) => spellings.has(name) || folded.has(foldColumnName(name));
  return new Set(columns.flatMap((column, index) => (isMasked(column) ? [index] : [])));
}

/** A misspelt name would mask nothing, and nobody would notice. */
export function maskFaults(mapping: Mapping, columns: readonly Column[]): readonly Fault[] {
  const known = new Set([...mapping.columns.keys(), ...columns.map(({ name }) => name)]);
  const folded = new Set([...known].flatMap((name) => spellingsOf(name, mapping)).map(foldColumnName));
  return mapping.mask.columns.flatMap(({ name, place }) => {
    if (known.has(name) || folded.has(foldColumnName(name))) return [];
    const message = `mask: there is no column ${JSON.stringify(name)}.${didYouMean(name, known)}`;
    return [fault('mapping/unknown-column', message, { place })];
  });
}

function personalColumns({ mask, records }: Mapping): readonly string[] {
  if (!mask.personal) return [];
  return records.flatMap(({ entity, each, fields }) => {
    const declared = entities.get(entity)?.fields ?? {};
    const personal = fields.filter(
      ({ name, custom }) => custom === undefined && Object.hasOwn(declared, name) && declared[name].personal === true,
    );
    // What an element becomes came from the list.
    const trees = [...personal.map(({ value }) => value), ...(personal.length > 0 && each ? [each] : [])];
    return trees.flatMap(({ tree }) => columnsOf(tree));
  });
}

function spellingsOf(name: string, { columns }: Mapping): readonly string[] {
  const declared = [...columns].map(([declaredName, { aliases }]) => [declaredName, ...aliases]);
  return [name, ...declared.filter((spellings) => spellings.includes(name)).flat()];
}
