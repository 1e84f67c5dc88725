import { mostAlike } from '../../core/adapter/alike.ts';
import type { Proposal } from '../../core/adapter/contract.ts';
import { alikeTables } from './alike-tables.ts';
import type { Meant } from './combine-proposals.ts';
import type { CatalogTable, SqlColumn } from './driver.ts';
import { findView, fold, type Site, saidOf } from './find-view.ts';
import type { Need } from './needs.ts';
import { yamlName } from './yaml-name.ts';

/**
 * What could be meant by views and columns that are not there, with the line for the source file that would say so. Nothing is read under
 * another name before a person has written that line.
 */
export function proposals(
  missing: readonly (readonly [view: string, column?: string])[],
  needs: readonly Need[],
  site: Site,
  /** The views that queries read by their own names: none of them stands for another one. */
  taken: ReadonlySet<string>,
): readonly Meant[] {
  return missing.flatMap(([view, column]) => {
    const isIt = (name: string) =>
      fold(name) === fold(view) || fold(saidOf(site.views ?? new Map(), name)?.name ?? '') === fold(view);
    const need = needs.find(({ names }) => names.some(isIt));
    return column === undefined ? ofView(view, need, site, taken) : ofColumn(view, column, need, site);
  });
}

function ofView(
  view: string,
  need: Need | undefined,
  { tables, views }: Site,
  taken: ReadonlySet<string>,
): readonly Meant[] {
  const read = need?.columns.filter(({ name }) => name !== '*') ?? [];
  const needed = read.filter(({ optional }) => !optional).map(({ name }) => name);
  // What the source file says of it is wrong, and is to be replaced.
  const name = need?.names[0] ?? view;
  const said = [...(views ?? [])].find(([each]) => need?.names.some((one) => fold(one) === fold(each)))?.[0] ?? name;
  return alikeTables({ name, needed, columns: read.map((column) => column.name) }, tables, taken).map((table) => {
    const lacks = read.filter((column) => !has(table, column.name)).map((column) => column.name);
    const found = writtenName(table);
    return {
      missing: view,
      found,
      lacks,
      view: said,
      name: found,
      change: `views: { ${[...others(views, said), `${yamlName(said)}: ${yamlName(found)}`].join(', ')} }`,
    };
  });
}

function ofColumn(view: string, column: string, need: Need | undefined, site: Site): readonly Meant[] {
  const wanted = need?.columns.find(({ name }) => fold(name) === fold(column));
  const found = need && findView(need.names, [], site);
  if (need === undefined || wanted === undefined || found?.kind !== 'there') return [];
  const { table, said } = found;
  const read = new Set(need.columns.map(({ name }) => fold(name)));
  const free = table.columns.filter(({ name }) => !read.has(fold(name)) && isLike(wanted.type, name, table.columns));
  const likely = mostAlike(column, free, ({ name }) => name).filter(([, score]) => score >= veryAlike);
  return likely.slice(0, 2).map(([{ name }]) => {
    const known = [...(site.views ?? [])].find(([each]) => need.names.some((one) => fold(one) === fold(each)));
    const columns = [...(known?.[1].columns ?? []), [wanted.name, name]].map(
      ([a, b]) => `${yamlName(a)}: ${yamlName(b)}`,
    );
    const entry = `${yamlName(known?.[0] ?? need.names[0])}: { name: ${yamlName(said ?? writtenName(table))}, columns: { ${columns.join(', ')} } }`;
    return {
      missing: `${view}.${column}`,
      found: `${view}.${name}`,
      lacks: [],
      view: known?.[0] ?? need.names[0],
      name: said ?? writtenName(table),
      column: [wanted.name, name] as const,
      change: `views: { ${[...others(site.views, known?.[0] ?? need.names[0]), entry].join(', ')} }`,
    };
  });
}

const veryAlike = 0.75;

/** Numbers and times are not what texts are. A text may hold anything. */
function isLike(type: string, name: string, columns: readonly SqlColumn[]): boolean {
  const there = columns.find((column) => column.name === name)?.type;
  if (/char/.test(type)) return true;
  return type === 'datetime'
    ? there === 'instant' || there === 'text' || there === 'date'
    : there === 'integer' || there === 'decimal';
}

/** What the source file has already, since its names are one map. */
function others(views: Site['views'], but: string): readonly string[] {
  return [...(views ?? [])].flatMap(([name, { name: other, columns }]) => {
    if (fold(name) === fold(but)) return [];
    const list = [...columns].map(([a, b]) => `${yamlName(a)}: ${yamlName(b)}`).join(', ');
    return [
      `${yamlName(name)}: ${list === '' ? yamlName(other) : `{ name: ${yamlName(other)}, columns: { ${list} } }`}`,
    ];
  });
}

function has({ columns }: CatalogTable, name: string): boolean {
  return columns.some((column) => fold(column.name) === fold(name));
}

function writtenName({ schema, name }: CatalogTable): string {
  return schema === '' ? name : `${schema}.${name}`;
}

/** The proposals as sentences, each with the line to paste. */
export function proposalText({ missing, found, lacks, change }: Proposal): string {
  const but = lacks.length === 0 ? '' : ` It has no ${lacks.join(', ')}.`;
  return `${found} looks like it, and is not read in place of ${missing} unless the source file says so:${but}\n${change}`;
}
