import type { ByteBatch } from '../../core/adapter/batch.ts';
import { doubleQuote, singleQuote } from './dialect.ts';
import type { Window } from './window.ts';

/** Makes batches of the records of a window. */
export interface Decoder {
  /** How far the window is consumed. */
  at: number;
  /** The window holds no further record: advance it. */
  readonly needsMore: boolean;
  /** How often the record with the column names came again. */
  readonly repeats: number;
  /** Rows of the last batch that have quotes in bare fields, begin or end with a quote of another kind, or have a blank before a value. */
  readonly odd: readonly number[];
  /** Where the window should keep its bytes: what lies there need not be copied. */
  readonly memory?: Buffer | undefined;
  /** The next rows of the window, or undefined if it has none. Their memory is used again for the ones behind them. */
  readonly next: (window: Window) => ByteBatch | undefined;
  /** Gives its memory back, for others to use. May be called twice; nothing else may be called behind it. */
  readonly close: () => void;
}

export interface DecoderOptions {
  readonly width: number;
  /** The fewest fields of a row, if all rows lack the last ones: these are null. */
  readonly least?: number;
  /** The most fields of a row, where fields beyond the columns are blank. */
  readonly most?: number;
  /** A column whose values never begin with a blank; -1 if there is none. Rows in which one does are odd. */
  readonly unpadded?: number;
  /** The line on which its first record begins. */
  readonly firstLine: number;
  /** The record with the column names: where it comes again, it is no row. */
  readonly repeat?: Buffer | undefined;
}

/** The quote that is none in this dialect. */
export function otherThan(quote: number): number {
  return quote === doubleQuote ? singleQuote : doubleQuote;
}
