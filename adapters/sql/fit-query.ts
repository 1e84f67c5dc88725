import { configError } from '../../core/errors/errors.ts';
import { type FoundView, findView, fold, type Site } from './find-view.ts';
import type { Need } from './needs.ts';
import { shownIn, withoutResults } from './outer-list.ts';
import { replacePlaces, strayMention, type TablePlace, tablePlaces, usualName } from './places.ts';
import { emptyTable, qualified, standIn } from './stand-in-view.ts';

/** A query as it can be read here, or why it can't be. */
export type Fit =
  | {
      readonly kind: 'fits';
      readonly text: string;
      /** Views, and columns as `view.column`, that the database does not have. */
      readonly missing: readonly string[];
      /** Columns of the result that are gone with them. */
      readonly emptied: readonly string[];
      /** Views that are missing, and some of the rows with them. */
      readonly incomplete: readonly string[];
    }
  | NoFit;

export interface NoFit {
  readonly kind: 'absent';
  readonly code: 'sql/missing-object' | 'sql/missing-column';
  /** The view and perhaps its column, as the database or the source file calls them. */
  readonly missing: readonly [view: string, column?: string];
  /** Whole sentences, where there is more to say than that it is missing. */
  readonly message?: string;
}

/**
 * Fits a query to the catalog of the database that it is for. A view that lacks columns becomes a table in which they are null; one that is
 * missing, a table without rows; what of the result would then be null for all rows is left out, since unread is not empty. A view that
 * the source file says is another is read as that one. Only names that the query itself states, and those of the catalog, come into the
 * text, and only where it reads tables.
 * @throws ConfigError `sql/query-file`
 */
export function fitQuery(text: string, needs: readonly Need[], site: Site, file = 'query'): Fit {
  const missing: string[] = [];
  const incomplete: string[] = [];
  /** By column of the result: whether something gives it. */
  const given = new Map<string, boolean>();
  /** By view: what is read in its place. */
  const instead = new Map<string, string | undefined>();
  for (const need of needs) {
    const [name] = need.names;
    const columns = need.columns.map((column) => column.name).filter((column) => column !== '*');
    const found = findView(need.names, columns, site);
    if (found.kind === 'unclear') return absent(found);
    if (found.kind === 'missing' && need.role === 'required') return absent({ missing: [name] });
    const lacks = need.columns.filter(
      ({ name: column }) => found.kind === 'missing' || (column !== '*' && !found.columns.has(column)),
    );
    const needed = found.kind === 'missing' ? undefined : lacks.find(({ optional }) => !optional);
    if (found.kind === 'there' && needed !== undefined && need.role === 'required')
      return absent({ missing: [found.said ?? name, needed.name] });
    const isThere = found.kind === 'there' && needed === undefined;
    const gone = isThere ? lacks : need.columns;
    for (const column of need.columns)
      for (const result of column.results) given.set(result, (given.get(result) ?? false) || !gone.includes(column));
    if (!isThere) missing.push(needed === undefined ? name : `${name}.${needed.name}`);
    else missing.push(...lacks.map((column) => `${name}.${column.name}`));
    if (!isThere && need.role === 'adds') incomplete.push(name);
    instead.set(fold(name), isThere ? standIn(need, found, site.dialect) : emptyTable(need, site.dialect));
  }
  const others = readElsewhere(text, instead, site);
  if ('kind' in others) return others;
  const fitted = replaceViews(text, new Map([...instead, ...others]), { ...site, file });
  const emptied = [...given].flatMap(([result, isGiven]) => (isGiven ? [] : [result]));
  return {
    kind: 'fits',
    text: withoutResults(fitted, new Set(emptied)),
    missing,
    emptied: shownIn(text, emptied),
    incomplete,
  };
}

function absent({ missing, message }: Pick<FoundView & { readonly kind: 'unclear' }, 'missing' | 'message'>): NoFit {
  const code = missing[1] === undefined ? 'sql/missing-object' : 'sql/missing-column';
  return { kind: 'absent', code, missing, ...(message === undefined ? {} : { message }) };
}

/** Views of which a query states nothing, where the source file has other names for them. */
function readElsewhere(
  text: string,
  stated: ReadonlyMap<string, unknown>,
  site: Site,
): ReadonlyMap<string, string> | NoFit {
  const { views = new Map(), dialect, settled } = site;
  const instead = new Map<string, string>();
  if (views.size === 0) return instead;
  const said = new Set([...views.keys()].map(fold));
  for (const place of tablePlaces(text)) {
    const name = usualName(place);
    if (
      name === undefined ||
      isSettled(place, settled) ||
      stated.has(fold(name)) ||
      !(said.has(fold(name)) || said.has('*'))
    )
      continue;
    const found = findView([name], [], site);
    if (found.kind === 'unclear') return absent(found);
    if (found.kind === 'missing') return absent({ missing: [name] });
    instead.set(fold(name), qualified(found.table, dialect));
  }
  return instead;
}

function isSettled({ alias }: TablePlace, settled: string | undefined): boolean {
  return settled !== undefined && alias === settled;
}

function replaceViews(
  text: string,
  instead: ReadonlyMap<string, string | undefined>,
  { dialect, settled, file }: Pick<Site, 'dialect' | 'settled'> & { readonly file: string },
): string {
  const fitted = replacePlaces(text, (place) => {
    const name = usualName(place);
    const other = name === undefined || isSettled(place, settled) ? undefined : instead.get(fold(name));
    if (name === undefined || other === undefined) return undefined;
    return place.alias === undefined ? `${other} ${dialect.quoteName(name)}` : other;
  });
  const stray = [...instead].find(([name, other]) => other !== undefined && strayMention(text, name))?.[0];
  if (stray === undefined) return fitted;
  const message = `Expected ${stray} to be named as in "FROM ${stray} AS x" alone, because it is not read as it is here.`;
  throw configError('sql/query-file', `${message} It also stands elsewhere in the query.`, { place: { file } });
}
