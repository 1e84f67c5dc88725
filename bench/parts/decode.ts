import { grouped } from '../grouped.ts';
import { type Part, race } from './part.ts';

/** Decoding alone: every cell of a csv file as text, to nowhere. */
export const decode: Part = (place) => {
  const { rows } = place;
  const input = place.input('plain.csv', rows);
  const own = place.tributary('tributary rows', ['rows', input, '--format', 'ndjson']);
  const rival = place.contender('csv-parse, arrays', 'csv-parse', [input], rows);
  return race(place, `csv decoded (rows --format ndjson), ${grouped(rows)} rows`, own, [{ run: rival, goal: 10 }]);
};
