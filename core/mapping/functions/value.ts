import type { Code } from '../../errors/catalogue.ts';

/**
 * A value while an expression runs. A number is a JavaScript number where it is a safe integer and canonical decimal text
 * otherwise; a date is `2024-03-31`; an instant `2024-03-31T22:00:00Z`, with a fraction only where there is one.
 */
export type Value = null | boolean | number | string | readonly string[];

/** The types of the language. */
export type Type = 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'list';

export type RowCode = Extract<Code, `row/${string}`>;

/**
 * Thrown by a function that can not convert a value: becomes an issue of the row. No Error, so no stack is captured: a bad
 * column costs one for each row.
 */
export class RowFault {
  readonly code: RowCode;
  /** What was expected, to be read after "expected": `a date as dd/MM/yyyy`. */
  readonly expected: string;
  readonly found: string;
  constructor(code: RowCode, expected: string, found: string) {
    this.code = code;
    this.expected = expected;
    this.found = found;
  }
}
