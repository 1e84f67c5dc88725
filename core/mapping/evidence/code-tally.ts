/** What the values of a column of codes are like, so far as it shows what a spreadsheet did to them. As JSON, between threads. */
export interface CodeTally {
  readonly index: number;
  filled: number;
  /** `1.23E+15`: a long number that was shown, and saved, with few digits; or one of which only 15 digits are left. */
  readonly scientific: Sample;
  /** Days: `Mar-01`, or a date that the program keeps as one. */
  readonly dates: Sample;
  /** Cells that the program keeps as numbers. */
  readonly numbers: Sample;
  /** By length, values of digits alone: with a zero in front, and without. */
  readonly zeros: number[];
  readonly digits: Sample[];
  /** By length, which digits from 1 to 9 come first, as bits. */
  readonly firsts: number[];
  smallest: number;
  largest: number;
}

/** How many there are, and the first of them. */
export interface Sample {
  count: number;
  readonly cells: { readonly position: number; readonly text: string }[];
}

/** Longer values of digits are not told apart by length. */
export const longestCode = 32;
/** So many cells are kept of each kind. */
export const keptCells = 1000;

export function emptyTally(index: number): CodeTally {
  const lengths = Array.from({ length: longestCode + 1 }, () => 0);
  return {
    index,
    filled: 0,
    scientific: emptySample(),
    dates: emptySample(),
    numbers: emptySample(),
    zeros: [...lengths],
    digits: lengths.map(emptySample),
    firsts: [...lengths],
    smallest: Number.POSITIVE_INFINITY,
    largest: 0,
  };
}

function emptySample(): Sample {
  return { count: 0, cells: [] };
}

/** Adds what a later part has seen. */
export function addTally(to: CodeTally, from: CodeTally): void {
  to.filled += from.filled;
  addSample(to.scientific, from.scientific);
  addSample(to.dates, from.dates);
  addSample(to.numbers, from.numbers);
  for (let length = 0; length <= longestCode; length++) {
    to.zeros[length] += from.zeros[length];
    to.firsts[length] |= from.firsts[length];
    addSample(to.digits[length], from.digits[length]);
  }
  to.smallest = Math.min(to.smallest, from.smallest ?? Number.POSITIVE_INFINITY);
  to.largest = Math.max(to.largest, from.largest);
}

function addSample(to: Sample, from: Sample): void {
  to.count += from.count;
  for (const cell of from.cells) if (to.cells.length < keptCells) to.cells.push(cell);
}
