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
    const rules = mapping.records.filter(({ entity }) => entity === name);
    completeness.set(name, column === undefined ? single(claimed) : ofParents(claimed, name, rules, column));
  }
  return { ...mapping, completeness };
}

function single(claimed: Completeness): Completeness {
  return claimed === 'unknown' ? claimed : 'additions';
}

/** A reference that is made of another column names parents of which not all was read. */
function ofParents(claimed: Completeness, name: string, rules: readonly RecordRule[], column: string): Completeness {
  if (claimed !== 'everything' && claimed !== 'perParent') return single(claimed);
  const entity = entities.get(name);
  const parents = (entity?.key ?? []).filter((key) => entity?.fields[key]?.type === 'reference');
  const isRead = parents.length === 1 && rules.length > 0 && rules.every((rule) => isColumn(rule, parents[0], column));
  return isRead ? 'perParent' : 'additions';
}

function isColumn({ fields }: RecordRule, name: string, column: string): boolean {
  const tree = fields.find((field) => field.name === name && field.custom === undefined)?.value.tree;
  return tree?.kind === 'column' && foldColumnName(tree.name) === foldColumnName(column);
}
