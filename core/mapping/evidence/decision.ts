/** What all values of a column decided about how it is written. */

/** How numbers are written, as arguments of `number()`. Nothing given: plain decimals. */
export interface NumberForm {
  readonly locale?: 'in';
  readonly decimal?: '.' | ',';
  /** Every sign that stands between groups of digits. */
  readonly thousands?: string;
  /** Currencies and units that stand before or behind the numbers, with blanks between them. */
  readonly ignore?: string;
}

/** How dates are written, as arguments of `date()`: patterns in the order in which they are tried. */
export interface DateForm {
  readonly patterns: readonly string[];
  /** Two-digit years from here on are in the 1900s. */
  readonly pivot?: number;
}

/** By column as the mapping calls it, what stands where a call says "auto" or nothing. */
export type Readings = ReadonlyMap<string, { readonly numbers?: NumberForm; readonly dates?: DateForm }>;

/** A word for `source.dates` or `source.numbers`, and what it makes of an example. */
export interface Answer {
  readonly word: string;
  readonly meaning: string;
}

interface Decided {
  readonly column: string;
  /** Whether the values leave no other reading. */
  readonly proven: boolean;
  /** Nobody needs to be told: the form is the one that every program understands. */
  readonly plain: boolean;
  /** The decision and its evidence, in a sentence. */
  readonly sentence: string;
  /** What a person may answer where the values do not tell. */
  readonly answers: readonly Answer[];
}

export interface DateDecision extends Decided, DateForm {
  readonly reads: 'date';
}

export interface NumberDecision extends Decided {
  readonly reads: 'number';
  readonly form: NumberForm;
}

export type ColumnDecision = DateDecision | NumberDecision;

/** An example of a value, and where it stands. */
export interface Example {
  readonly text: string;
  /** In its dataset; 0 if it is not known. */
  readonly position: number;
}

/** Prints an example: `"31.02.24" (hosts.csv:17)`. Values of a masked column are dots. */
export type ShowExample = (example: Example) => string;

export function readingsOf(decisions: readonly ColumnDecision[]): Readings {
  const readings = new Map<string, { numbers?: NumberForm; dates?: DateForm }>();
  for (const decision of decisions) {
    const known = readings.get(decision.column) ?? {};
    if (decision.reads === 'number') readings.set(decision.column, { ...known, numbers: decision.form });
    else {
      const { patterns, pivot } = decision;
      readings.set(decision.column, { ...known, dates: { patterns, ...(pivot === undefined ? {} : { pivot }) } });
    }
  }
  return readings;
}
