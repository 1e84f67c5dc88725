import { basename } from 'node:path';
import { mostAlike } from '../adapter/alike.ts';
import type { Column } from '../adapter/contract.ts';
import type { BoundColumns } from '../mapping/columns.ts';
import type { Mapping } from '../mapping/mapping.ts';

export type ColumnType = Pick<Column, 'name' | 'type' | 'serverType'>;

/**
 * An overlay of a mapping that finds columns which are called otherwise now: for each that is missing, the one that is not used and looks
 * most like it. Undefined if there is none. The name of the mapping stays, so that its packages are compared with those before.
 */
export function proposeColumns(
  mapping: Mapping,
  columns: readonly Column[],
  { missing, unused }: BoundColumns,
): string | undefined {
  const free = columns.filter(({ name }) => unused.includes(name));
  const lines = [...missing].flatMap((name) => {
    const [[best, score] = []] = mostAlike(name, free, (column) => column.name);
    if (best === undefined || score === undefined || score < veryAlike) return [];
    const { aliases = [], required = false } = mapping.columns.get(name) ?? {};
    const list = `[${[...aliases, best.name].map(yaml).join(', ')}]`;
    return [`  ${yaml(name)}: ${required ? `{ aliases: ${list}, required: true }` : list}`];
  });
  if (lines.length === 0) return undefined;
  return [`extends: ${yaml(basename(mapping.file))}`, 'columns:', ...lines].join('\n');
}

const veryAlike = 0.75;

/** A name as YAML takes it in a list. */
function yaml(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.$-]*$/u.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
