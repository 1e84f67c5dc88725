import type { TypedCell } from '../../../core/adapter/batch.ts';
import type { ShownColumns } from '../values/display.ts';

/** What the reader of whole books is asked, and answers. */
export interface Request {
  readonly id: number;
  readonly sheet: number;
  readonly from: number;
  readonly shown: ShownColumns | undefined;
}

export type Answer =
  | { readonly kind: 'opened'; readonly sheets: readonly SheetInfo[] }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'rows';
      readonly id: number;
      readonly rows: readonly PlainRow[];
      readonly next: number | undefined;
    };

export interface SheetInfo {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: number;
}

/** The filled cells of a row: columns from 0, their texts, and whether these are numbers or dates of the book. */
export interface PlainRow {
  readonly position: number;
  readonly columns: readonly number[];
  readonly texts: readonly string[];
  readonly typed: readonly (TypedCell | undefined)[];
}
