import type { Entity } from './define.ts';

/** Under which names of columns a field is known: its own name and its synonyms, compared without case, accents, blanks and punctuation. */

/** The fields of an entity by the folded names of the columns that stand for them. */
export function fieldsByColumn(entity: Entity): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, { synonyms = [] }] of Object.entries(entity.fields)) {
    for (const synonym of synonyms) found.set(foldColumnName(synonym), name);
  }
  // Own names last: a column that is called like a field is that field.
  for (const name of Object.keys(entity.fields)) found.set(foldColumnName(name), name);
  return found;
}

/** `Serial No.`, `SERIALNO` and `serial_no` are one name, and so are `Gerätename` and `Geratename`. */
export function foldColumnName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Names of columns with the currency of every amount in the row. */
export const currencyColumns = ['Currency', 'Currency code', 'ISO currency', 'Währung', 'Devise', 'Monnaie'];
