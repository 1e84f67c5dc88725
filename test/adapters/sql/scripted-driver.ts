import type { Connection, Driver, SqlColumn } from '../../../adapters/sql/driver.ts';
import { type Batch, batchRows } from '../../../core/adapter/batch.ts';

/** A driver that does what a test wants: it breaks, hangs, or answers at once. */
export interface Script {
  readonly rows?: number;
  /** Thrown when so many rows were read. */
  readonly breaks?: { readonly after: number; readonly error: unknown };
  /** What never answers. */
  readonly hangs?: 'connect' | 'about' | 'first row' | 'rows' | 'cancel';
  /** By the dataset in the text of a query. */
  readonly describe?: (text: string) => readonly SqlColumn[];
  readonly batch?: (batch: Batch) => Batch;
  /** Describing a query costs the session. */
  readonly isSpent?: boolean;
}

export interface Scripted {
  readonly driver: Driver<unknown>;
  /** What was done, in order. */
  readonly log: string[];
  /** How many connections are open. */
  readonly open: () => number;
  /** The most that were open at once. */
  readonly most: () => number;
}

export const columns: readonly SqlColumn[] = [
  { name: 'Id', type: 'integer', serverType: 'int', nullable: false },
  { name: 'Name', type: 'text', serverType: 'varchar(9)', nullable: true },
];

const never = () => new Promise<never>(() => undefined);

export function scripted({
  rows = 3000,
  breaks,
  hangs,
  describe = () => columns,
  batch = (each) => each,
  isSpent = false,
}: Script): Scripted {
  const log: string[] = [];
  const connections = new Set<Connection>();
  let most = 0;
  const connect = async (): Promise<Connection> => {
    log.push('connect');
    if (hangs === 'connect') return never();
    let isOpen = true;
    const connection: Connection = {
      isOpen: () => isOpen,
      async about() {
        if (hangs === 'about') return never();
        return { product: 'Script 1', version: '1', database: 'db', login: 'me', id: 'script:1', driver: 'script 1' };
      },
      catalog: async () => [],
      async describe({ text }) {
        log.push('describe');
        isOpen = !isSpent;
        return describe(text);
      },
      async *read() {
        log.push('read');
        if (hangs === 'first row') await never();
        try {
          for (let first = 1; first <= rows; first += batchRows) {
            const count = Math.min(batchRows, rows - first + 1, (breaks?.after ?? Infinity) - first + 1);
            if (count > 0) yield batch(rowsFrom(first, count));
            if (breaks !== undefined && first + batchRows > breaks.after) throw breaks.error;
            if (hangs === 'rows') await never();
          }
        } finally {
          log.push('end of read');
          if (hangs === 'cancel') await never();
        }
      },
      async snapshot() {
        log.push('snapshot');
        return 'snapshot';
      },
      async close() {
        if (connections.delete(connection)) log.push('close');
      },
    };
    connections.add(connection);
    most = Math.max(most, connections.size);
    return connection;
  };
  const dialect = { quoteName: (name: string) => name, parameter: () => '?', limit: (query: string) => query };
  return { driver: { name: 'script', dialect, connect }, log, open: () => connections.size, most: () => most };
}

function rowsFrom(first: number, rows: number): Batch {
  const positions = Array.from({ length: rows }, (_, row) => first + row);
  return { layout: 'cells', rows, width: 2, positions, cells: positions.flatMap((id) => [id, `pc-${id}`]) };
}
