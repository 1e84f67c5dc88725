import { configError } from '../../core/errors/errors.ts';

/**
 * What a query needs of a database whose views differ from site to site, as its first comment says it:
 *
 *     -- reads: v_R_System (ResourceID int, Netbios_Name0, Obsolete0? int -> none)
 *     -- reads: v_GS_PC_BIOS? (ResourceID int, SerialNumber0? -> BiosSerialNumber)
 *     -- adds: v_GS_ADD_REMOVE_PROGRAMS_64 or v_GS_ADD_REMOVE_PROGRAMS640 (ResourceID int, DisplayName0)
 *
 * A question mark: the query can do without it. `->`: the columns of the result that are then missing, called alike if nothing is
 * said. `*` stands for the rows of the view. `adds`: a view whose rows are some of the result's own; without it, others are left.
 */
export interface Need {
  /** The view as the query calls it, and other names that it may have. */
  readonly names: readonly [string, ...string[]];
  /** Without it there is no dataset, or columns are empty, or rows are missing. */
  readonly role: 'required' | 'optional' | 'adds';
  readonly columns: readonly NeededColumn[];
}

export interface NeededColumn {
  readonly name: string;
  readonly optional: boolean;
  /** The type of the null that stands for it. */
  readonly type: string;
  /** The columns of the result that show it. */
  readonly results: readonly string[];
}

/** @throws ConfigError `sql/query-file` for a line that says it in another way. */
export function parseNeeds(text: string, file: string): readonly Need[] {
  const needs: Need[] = [];
  text.split('\n').forEach((line, index) => {
    const [, kind, said] = /^--\s*(reads|adds):\s*(.*?)\s*$/i.exec(line) ?? [];
    if (kind === undefined || said === undefined) return;
    const need = parseNeed(kind.toLowerCase(), said);
    if (need === undefined)
      throw configError(
        'sql/query-file',
        `Expected a view with its columns, such as "-- ${kind}: v_R_System (ResourceID int, Name0?)", found ${JSON.stringify(said.slice(0, 80))}.`,
        { place: { file, line: index + 1, column: 1 } },
      );
    needs.push(need);
  });
  return mergeNeeds(needs);
}

/** Those of one view as one. */
export function mergeNeeds(needs: readonly Need[]): readonly Need[] {
  const merged = new Map<string, Need>();
  for (const need of needs) {
    const key = need.names[0].toLowerCase();
    const known = merged.get(key);
    merged.set(key, known === undefined ? need : { ...known, columns: merge([...known.columns, ...need.columns]) });
  }
  return [...merged.values()];
}

const name = String.raw`[A-Za-z_]\w*`;
const needPattern = new RegExp(`^(${name}(?: or ${name})*)(\\?)? \\((.*)\\)$`);
const columnPattern = new RegExp(
  String.raw`^(${name}|\*)(\?)?(?: (int|bigint|date|datetime|n?varchar\(\d{1,4}\)))?((?: -> ${name})*)$`,
);

function parseNeed(kind: string, said: string): Need | undefined {
  const [, names, optional, list] = needPattern.exec(said) ?? [];
  const columns = (list ?? '').split(/,\s*/).map(parseColumn);
  if (names === undefined || columns.some((column) => column === undefined)) return undefined;
  const [first = '', ...others] = names.split(' or ');
  return {
    names: [first, ...others],
    role: kind === 'adds' ? 'adds' : optional === undefined ? 'required' : 'optional',
    columns: merge(columns.filter((column) => column !== undefined)),
  };
}

function parseColumn(said: string): NeededColumn | undefined {
  const [, column, optional, type = 'nvarchar(256)', shown = ''] = columnPattern.exec(said) ?? [];
  if (column === undefined) return undefined;
  const results = shown.split(' -> ').slice(1);
  return {
    name: column,
    optional: optional !== undefined,
    type,
    results: results.length === 0 ? [column] : results.filter((each) => each !== 'none'),
  };
}

/** A column that is named twice is needed if one of them needs it, and shown by both. */
function merge(columns: readonly NeededColumn[]): readonly NeededColumn[] {
  const merged = new Map<string, NeededColumn>();
  for (const column of columns) {
    const known = merged.get(column.name);
    merged.set(
      column.name,
      known === undefined
        ? column
        : {
            ...known,
            optional: known.optional && column.optional,
            results: [...new Set([...known.results, ...column.results])],
          },
    );
  }
  return [...merged.values()];
}
