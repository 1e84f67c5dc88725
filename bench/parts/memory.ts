import type { Comparison } from '../comparison.ts';
import { grouped } from '../grouped.ts';
import { type Part, present } from './part.ts';

/** Memory must not grow with the file: ten and a hundred times the rows, and the same limit for all. */
export const memory: Part = (place) => {
  const lines: Comparison[] = [];
  for (const rows of [place.rows / 10, place.rows, place.rows * 10].map(Math.ceil)) {
    const input = place.input('plain.csv', rows);
    const own = present(place.measure([place.importing({ mapping: 'csv', input, rows })])[0]);
    lines.push({
      work: `memory: csv to a sealed package, ${grouped(rows)} rows`,
      against: `${limitMegabytes} MB at most`,
      goal: 1,
      ratio: limitMegabytes / own.peakMegabytes,
      own,
    });
  }
  return lines;
};

const limitMegabytes = 256;
