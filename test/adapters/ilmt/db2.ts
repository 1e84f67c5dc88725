import { product, productOptions } from '../../../adapters/ilmt/product.ts';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import type { CatalogTable, Connection, Driver, Query } from '../../../adapters/sql/driver.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import type { Batch, Cell } from '../../../core/adapter/batch.ts';
import type { ColumnType } from '../../../core/adapter/contract.ts';
import { kinds, type Naming, type SiteDatabase } from './database.ts';
import type { site } from './site.ts';

/**
 * Stand-in for DB2 with the made-up site, behind the seam: no socket and none of IBM's drivers. Names fold to upper case, CHAR is padded, DECIMAL
 * keeps its zeros, flags are SMALLINT, times are text without a zone.
 */
export function db2With(database: () => SiteDatabase, naming: Naming, id: string, watch: Watch) {
  return sqlAdapter({
    name: 'ilmt',
    summary: 'The queries over a stand-in for DB2.',
    module: import.meta.url,
    options: { ...productOptions, ...sqlOptions },
    driver: driverOf(database, naming, id, watch),
    settingsOf: () => undefined,
    ...product,
  });
}

interface Watch {
  readonly tables: typeof site;
  /** Is shown each query after its rows were read. */
  readonly onRead: (text: string) => void;
}

function driverOf(database: () => SiteDatabase, naming: Naming, id: string, watch: Watch): Driver<undefined> {
  return {
    name: 'db2',
    dialect: {
      quoteName: (name) => `"${name.replaceAll('"', '""')}"`,
      parameter: (number) => `:p${number}`,
      limit: (query, rows) => `${query}\nFETCH FIRST ${rows} ROWS ONLY`,
      nullType: (type) => type.replace('datetime', 'timestamp'),
      oneRow: ' FROM SYSIBM.SYSDUMMY1',
    },
    connect: async () => connectionTo(database, naming, id, watch),
  };
}

function connectionTo(
  database: () => SiteDatabase,
  { schema, table, column }: Naming,
  id: string,
  { tables, onRead }: Watch,
): Connection {
  const describe = ({ text }: Query) =>
    database()
      .columnsOf(text)
      .map((name) => {
        const { type, serverType } = written[kinds.get(name) ?? ''] ?? ofText;
        return { name: name.toUpperCase(), type, serverType, nullable: true };
      });
  return {
    about: async () => ({
      product: 'DB2 11.5',
      version: '11.5',
      database: 'TEMADB',
      login: 'READER',
      id,
      driver: 'a stand-in',
    }),
    catalog: async () =>
      tables.map(
        ({ name, columns }): CatalogTable => ({
          schema,
          name: table(name),
          kind: 'table',
          columns: columns.map((each) => ({ name: column(each), type: 'text', serverType: 'VARCHAR', nullable: true })),
        }),
      ),
    describe: async (query) => describe(query),
    async *read(query): AsyncGenerator<Batch> {
      const { text, parameters = [] } = query;
      const names = database().columnsOf(text);
      const bound = Object.fromEntries(parameters.map((value, index) => [`p${index + 1}`, value]));
      let position = 0;
      try {
        for (const row of database().rowsOf(text, bound)) {
          const cells = row.map((value, index) => cellOf(value, names[index]));
          yield { layout: 'cells', rows: 1, width: names.length, positions: [++position], cells };
        }
      } finally {
        onRead(text);
      }
    },
    snapshot: async () => 'none',
    close: async () => undefined,
  };
}

interface Written {
  readonly type: ColumnType;
  readonly serverType: string;
  readonly cell: (value: string | number) => Cell;
}

const ofText: Written = { type: 'text', serverType: 'VARCHAR(400)', cell: String };
const moment: Written = {
  type: 'text',
  serverType: 'TIMESTAMP',
  cell: (value) => `${String(value).slice(0, 19)}.${String(value).slice(20).padEnd(6, '0')}`,
};
const written: Readonly<Record<string, Written>> = {
  integer: { type: 'integer', serverType: 'SMALLINT', cell: Number },
  decimal: { type: 'decimal', serverType: 'DECIMAL(18, 2)', cell: (value) => Number(value).toFixed(2) },
  moment,
  peak: moment,
  day: { type: 'date', serverType: 'DATE', cell: String },
  padded: { type: 'text', serverType: 'CHARACTER(64)', cell: (value) => String(value).padEnd(64) },
};

function cellOf(value: string | number | null, name: string): Cell {
  return value === null ? null : (written[kinds.get(name) ?? ''] ?? ofText).cell(value);
}
