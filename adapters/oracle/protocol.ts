import type { Batch } from '../../core/adapter/batch.ts';
import type { Code } from '../../core/errors/catalogue.ts';
import type { CatalogTable, Consistency, Query, ServerInfo, SqlColumn, Timeouts } from '../sql/driver.ts';
import type { OracleSettings } from './options.ts';
import type { Library } from './package.ts';

/**
 * What is said between this process and the child that has a client of Oracle: one request at a time, each with one reply. Both are sent
 * as structured clones, so that big integers and bytes arrive as they are.
 */
export type Request =
  | {
      readonly op: 'connect';
      readonly settings: PlainSettings;
      readonly timeouts: Timeouts;
      /** Without it no client is loaded, and the package speaks to the server by itself. */
      readonly library: Library | undefined;
      readonly memoryMb: number;
    }
  | { readonly op: 'about' | 'catalog' | 'snapshot' }
  | { readonly op: 'describe'; readonly query: Query }
  /** Opens a result. */
  | { readonly op: 'read'; readonly query: Query }
  /** The next batch of it. */
  | { readonly op: 'next' }
  /** Forgets it. */
  | { readonly op: 'end' };

/** Settings with their secrets: they go through the pipe, where no list of processes shows them. */
export interface PlainSettings extends Omit<OracleSettings, 'password' | 'walletPassword' | 'client'> {
  readonly password: string;
  readonly walletPassword: string | undefined;
}

export interface Reply {
  readonly answer: Answer;
  /** What is to be noted besides. */
  readonly notes: readonly string[];
}

export type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'info'; readonly info: ServerInfo }
  | { readonly kind: 'tables'; readonly tables: readonly CatalogTable[] }
  | { readonly kind: 'columns'; readonly columns: readonly SqlColumn[] }
  | { readonly kind: 'consistency'; readonly consistency: Consistency }
  /** None if the result has ended. */
  | { readonly kind: 'batch'; readonly batch: Batch | undefined }
  | {
      readonly kind: 'fault';
      readonly code: Code;
      readonly message: string;
      readonly retryable: boolean;
      readonly name: string | undefined;
    };
