import type { CatalogTable, Dialect, SqlColumn } from './driver.ts';
import type { Asked } from './guard.ts';
import type { SeamOptions } from './options.ts';
import type { QueryFile } from './query-file.ts';

/** Finds datasets that follow from what a database has, such as the inventory classes of a site. */
export type FindQueries = (database: FoundDatabase) => Promise<readonly FoundQuery[]>;

export interface FoundDatabase {
  readonly tables: readonly CatalogTable[];
  readonly dialect: Dialect;
  readonly views: SeamOptions['views'];
  /** A query of the product that is no dataset. */
  readonly aside: (name: string) => QueryFile | undefined;
  readonly rowsOf: Asked['rowsOf'];
}

export interface FoundQuery {
  readonly file: QueryFile;
  /** By the catalog, so that a list of many needs no question for each. The server is asked when it is read. */
  readonly columns: readonly SqlColumn[];
}

/** The columns with what people call them. */
export function labelled(columns: readonly SqlColumn[], { labels }: QueryFile): readonly SqlColumn[] {
  if (labels === undefined) return columns;
  return columns.map((column) => {
    const label = labels.get(column.name);
    return label === undefined ? column : { ...column, label };
  });
}
