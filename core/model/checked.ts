import type { Value } from '../mapping/functions/value.ts';

/** A value that its field takes, ready to be written. */
export type Checked = null | boolean | number | string | readonly string[];

/** The amount as canonical decimal text, and a code of ISO 4217. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/**
 * Stands for a value that had to be changed to be written: it was too long, or held characters that no target takes.
 * The caller writes `kept`, and records `row/cut` with `full`.
 */
export class Cut {
  readonly kept: string | readonly string[];
  readonly full: string;
  constructor(kept: string | readonly string[], full: string) {
    this.kept = kept;
    this.full = full;
  }
}

/**
 * Checks a value and gives it in its normal form. Values that need no change are given as they came, without allocation.
 * @throws RowFault if the field can not take the value.
 */
export type Check = (value: Value) => Checked | Cut;
