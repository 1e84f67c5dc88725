import type { Mapping, RecordRule } from '../mapping/mapping.ts';
import { entities } from '../model/entities/index.ts';
import { foldColumnName } from '../model/synonyms.ts';
import type { Completeness } from '../package/content.ts';

/**
 * The mapping, claiming what it can of a dataset of which only what has changed is read. Of rows that were read by the values of a column, such
 * as devices, each of these parents has all its children. Of single rows nothing can be said: the other children of their parents were not read.
 */
export function claimingChanges(mapping: Mapping, column: string | undefined): Mapping {
  const completeness = new Map<string, Completeness>();
  for (const [name, claimed] of mapping.completeness) {
    completeness.set(
      name,
      column === undefined ? single(claimed) : ofParents(claimed, name, { ...mapping, readBy: column }, column),
    );
  }
  return { ...mapping, completeness, ...(column === undefined ? {} : { readBy: column }) };
}

/** Whether the records that a mapping gives of an entity are the values by which its rows were read. */
export function bringsReadOnly({ records, readBy }: Mapping, entity: string, column: string): boolean {
  const rules = records.filter((rule) => rule.entity === entity);
  return readBy === column && rules.every((rule) => isColumn(rule, 'key', column));
}

function single(claimed: Completeness): Completeness {
  return claimed === 'unknown' ? claimed : 'additions';
}

/** A reference that is made of another column names parents of which not all was read; so does a record of one. */
function ofParents(claimed: Completeness, name: string, mapping: Mapping, column: string): Completeness {
  if (claimed !== 'everything' && claimed !== 'perParent') return single(claimed);
  const entity = entities.get(name);
  const parents = (entity?.key ?? []).flatMap((key) => {
    const field = entity?.fields[key];
    return field?.type === 'reference' ? [{ key, entity: field.entity }] : [];
  });
  const rules = mapping.records.filter((rule) => rule.entity === name);
  const [parent] = parents;
  const isRead =
    parents.length === 1 &&
    rules.every((rule) => isColumn(rule, parent.key, column)) &&
    bringsReadOnly(mapping, parent.entity, column);
  return isRead ? 'perParent' : 'additions';
}

function isColumn({ fields }: RecordRule, name: string, column: string): boolean {
  const tree = fields.find((field) => field.name === name && field.custom === undefined)?.value.tree;
  return tree?.kind === 'column' && foldColumnName(tree.name) === foldColumnName(column);
}
