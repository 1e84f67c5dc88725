import { db2Sql } from '../../odbc/driver.ts';
import type { CatalogTable, SqlColumn } from '../../sql/driver.ts';
import type { Bytes } from './bytes.ts';
import { derby } from './derby.ts';
import type { Isolation } from './section.ts';
import type { Outcome } from './sqlca.ts';

/** What differs between the servers that speak the protocol. */
export interface ServerKind {
  readonly name: string;
  /** One row: product, version, database, login, what tells it from others. */
  readonly about: string;
  readonly catalog: (asked: Asked) => Promise<readonly CatalogTable[]>;
  /** What a session begins with. */
  readonly session: (isolation: Isolation) => readonly string[];
  /** What its numbers are in DB2. */
  readonly outcome: (outcome: Outcome) => Outcome;
  /** Passes over the names of a type that users have made. */
  readonly passUserType: (bytes: Bytes) => void;
}

/** What a catalog is made of. */
export interface Asked {
  readonly texts: (query: string) => Promise<readonly (readonly string[])[]>;
  readonly columns: (query: string) => Promise<readonly SqlColumn[]>;
}

const db2: ServerKind = {
  name: 'DB2',
  about: db2Sql.about,
  catalog: async ({ texts }) => db2Sql.tablesOf(await texts(db2Sql.text)),
  // Whoever reads does not wait for ever.
  session: () => ['SET CURRENT LOCK TIMEOUT 30'],
  outcome: (outcome) => outcome,
  passUserType(bytes) {
    bytes.i32();
    for (let name = 0; name < 5; name++) bytes.short();
  },
};

/** By the letters that its product begins with: `SQL` of Linux, Unix and Windows; `CSS` of Derby. */
export function kindOf(productId: string): ServerKind {
  return productId.startsWith('CSS') ? derby : db2;
}
