import type { CatalogTable, SqlColumn } from './driver.ts';
import { findView, fold, type Site, saidOf } from './find-view.ts';
import { mergeNeeds, type Need, type NeededColumn } from './needs.ts';
import { yamlName } from './yaml-name.ts';

/**
 * The part of a source file that could say what all views are called at a site, for products whose tables nobody has published: what stands
 * in the catalog is held against the names and types of what queries read. A person looks at each line; nothing is read of a table before
 * the source file names it. Undefined if nothing is left to say.
 */
export function proposeViews(needs: readonly Need[], site: Site): string | undefined {
  const merged = mergeNeeds(needs);
  const open = merged.filter(({ names }) => findView(names, [], site).kind !== 'there');
  if (open.length === 0) return undefined;
  const product = sharedWord(merged.map(({ names: [name] }) => name));
  const lines = merged.flatMap((need) => {
    const said = need.names.map((name) => saidOf(site.views ?? new Map(), name)).find((each) => each !== undefined);
    if (open.includes(need)) return linesOf(need, alike(need, product, site.tables));
    return said === undefined ? [] : entry(need.names[0], said.name, [...said.columns]);
  });
  return ['views:', ...lines.map((line) => `  ${line}`)].join('\n');
}

interface Alike {
  readonly table: CatalogTable;
  /** By the name of the query. */
  readonly columns: ReadonlyMap<string, SqlColumn>;
  readonly score: number;
}

function linesOf(need: Need, [best, ...others]: readonly Alike[]): readonly string[] {
  const { names, columns } = need;
  if (best === undefined)
    return [`# ${names[0]}: nothing looks like it. It would have ${columns.map(({ name }) => name).join(', ')}.`];
  const lacks = columns.filter(({ name }) => !best.columns.has(name));
  const found = `${best.columns.size} of ${columns.length} columns`;
  const without = lacks.length === 0 ? '' : `; not found: ${lacks.map(shown).join(', ')}`;
  const list = columns.flatMap(({ name }) => {
    const other = best.columns.get(name)?.name;
    return other === undefined || fold(other) === fold(name) ? [] : [[name, other] as const];
  });
  return [
    `# ${writtenName(best.table)} has ${found}${without}.${others.map(({ table }) => ` Or is it ${writtenName(table)}?`).join('')}`,
    ...entry(names[0], writtenName(best.table), list),
  ];
}

const shown = ({ name, optional }: NeededColumn) => (optional ? name : `${name} (needed)`);

function entry(name: string, table: string, columns: readonly (readonly [string, string])[]): readonly string[] {
  if (columns.length === 0) return [`${yamlName(name)}: ${yamlName(table)}`];
  const list = columns.map(([known, other]) => `${yamlName(known)}: ${yamlName(other)}`);
  if (columns.length <= 3) return [`${yamlName(name)}: { name: ${yamlName(table)}, columns: { ${list.join(', ')} } }`];
  return [`${yamlName(name)}:`, `  name: ${yamlName(table)}`, '  columns:', ...list.map((line) => `    ${line}`)];
}

function writtenName({ schema, name }: CatalogTable): string {
  return schema === '' ? name : `${schema}.${name}`;
}

/** The likeliest tables, two at most: a name counts most, then the columns that can't be missing. */
function alike(
  { names: [name], columns }: Need,
  product: string | undefined,
  tables: readonly CatalogTable[],
): readonly Alike[] {
  const words = wordsOf(name).filter((word) => word !== product);
  const needed = columns.filter(({ optional }) => !optional);
  const scored = tables.map((table): Alike => {
    const found = matched(columns, table, words);
    const share = (all: readonly NeededColumn[]) =>
      all.length === 0 ? 1 : all.filter((column) => found.has(column.name)).length / all.length;
    const byName = overlap(words, wordsOf(table.name));
    const isNamedSo = byName >= 0.5 && share(needed) >= 0.5;
    const hasAll = columns.length >= 4 && share(columns) >= 0.9;
    return { table, columns: found, score: isNamedSo || hasAll ? 2 * byName + share(needed) + share(columns) : 0 };
  });
  const likely = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  return likely.filter(({ score }, index) => index < 2 && score > likely[0].score - close);
}

/** What a second table may be behind the first one to be named, too. */
const close = 0.5;

/** Which column could be which: the likeliest pairs first, each column once. */
function matched(
  wanted: readonly NeededColumn[],
  table: CatalogTable,
  of: readonly string[],
): ReadonlyMap<string, SqlColumn> {
  const own = [...of, ...wordsOf(table.name)];
  const pairs = wanted.flatMap((column) =>
    table.columns
      .map((other) => ({ column, other, score: likely(column, other, own) }))
      .filter(({ score }) => score >= 0.5),
  );
  const found = new Map<string, SqlColumn>();
  const taken = new Set<SqlColumn>();
  for (const { column, other } of pairs.sort((a, b) => b.score - a.score)) {
    if (found.has(column.name) || taken.has(other)) continue;
    found.set(column.name, other);
    taken.add(other);
  }
  return found;
}

/** Words of the table may stand before those of a column: `COMPUTER_NAME` is the `name` of computers. */
function likely(column: NeededColumn, other: SqlColumn, own: readonly string[]): number {
  if (!fits(column.type, other.type)) return 0;
  const [a, b] = [wordsOf(column.name), wordsOf(other.name)];
  const bare = (words: readonly string[]) => {
    const left = words.filter((word) => !own.includes(word));
    return left.length === 0 ? words : left;
  };
  return fold(column.name) === fold(other.name) ? 1 : Math.max(0.99 * overlap(a, b), 0.98 * overlap(bare(a), bare(b)));
}

function fits(wanted: string, there: SqlColumn['type']): boolean {
  if (there === 'bytes') return false;
  if (/char/.test(wanted)) return true;
  const isMoment = there === 'date' || there === 'instant';
  return /date/.test(wanted) ? isMoment || there === 'text' : !isMoment;
}

/** The share of words that both have; words of one stem are alike. */
function overlap(a: readonly string[], b: readonly string[]): number {
  const common = a.filter((word) => b.some((other) => isSame(word, other))).length;
  return (2 * common) / (a.length + b.length);
}

function isSame(word: string, other: string): boolean {
  const stem = 5;
  return (
    word === other || (word.length >= stem && other.length >= stem && word.slice(0, stem) === other.slice(0, stem))
  );
}

/** `SoftwareInstances`, `SOFTWARE_INSTANCES`: software, instance. */
function wordsOf(name: string): readonly string[] {
  const parts = name
    .replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return parts.filter((part) => part !== '').map((part) => (part.length > 3 ? part.replace(/s$/, '') : part));
}

/** The first word of all of them, which tells the product and not one from another. */
function sharedWord(names: readonly string[]): string | undefined {
  const first = new Set(names.map((name) => wordsOf(name).at(0)));
  return first.size === 1 && names.length > 1 ? [...first][0] : undefined;
}
