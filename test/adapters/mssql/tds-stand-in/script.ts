import type { Statement } from './requests.ts';
import type { ServerMessage, StandInColumn } from './tokens.ts';

/** Stand-in for SQL Server, in tests: what it answers, as steps that a test writes down. */
export type Step =
  | { readonly step: 'columns'; readonly columns: readonly StandInColumn[] }
  | { readonly step: 'row' | 'rowWithNulls'; readonly values: readonly unknown[] }
  /** Rows as they are sent, made once: for many of them. */
  | { readonly step: 'bytes'; readonly bytes: Buffer; readonly rows: number }
  | { readonly step: 'error' | 'info'; readonly message: ServerMessage }
  | { readonly step: 'wait'; readonly milliseconds: number }
  | { readonly step: 'beginTransaction' }
  | { readonly step: 'cut' };

/** What the stand-in answers to a statement; undefined: it does not know it, and says so as a server would. */
export type Answer = (statement: Statement) => Iterable<Step> | AsyncIterable<Step> | undefined;

export const columns = (...each: readonly StandInColumn[]): Step => ({ step: 'columns', columns: each });
export const row = (...values: readonly unknown[]): Step => ({ step: 'row', values });
export const rowWithNulls = (...values: readonly unknown[]): Step => ({ step: 'rowWithNulls', values });
export const error = (number: number, message: string): Step => ({ step: 'error', message: { number, message } });
export const info = (number: number, message: string): Step => ({ step: 'info', message: { number, message } });
export const wait = (milliseconds: number): Step => ({ step: 'wait', milliseconds });
export const cut: Step = { step: 'cut' };
export const beginTransaction: Step = { step: 'beginTransaction' };
