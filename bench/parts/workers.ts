import { grouped } from '../grouped.ts';
import { type Part, race } from './part.ts';

/** What a second thread brings. */
export const workers: Part = (place) => {
  const { rows } = place;
  const input = place.input('plain.csv', rows);
  const importing = (count: 1 | 2) => place.importing({ mapping: 'csv', input, rows, workers: count });
  return race(place, `csv to a sealed package, two workers, ${grouped(rows)} rows`, importing(2), [
    { run: { ...importing(1), label: 'one worker' }, goal: 1.8 },
  ]);
};
