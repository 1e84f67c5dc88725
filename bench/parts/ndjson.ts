import { grouped } from '../grouped.ts';
import { type Part, race } from './part.ts';

/** A file of JSON objects to a sealed package. */
export const ndjson: Part = (place) => {
  const { rows } = place;
  const input = place.input('ndjson', rows);
  const output = place.output('duckdb.json-gzip');
  const streamJson = (label: string, way: string) => place.contender(label, 'stream-json', [input, way], rows);
  return race(
    place,
    `NDJSON to a sealed package, ${grouped(rows)} rows`,
    place.importing({ mapping: 'ndjson', input, rows }),
    [
      {
        run: place.contender(
          'DuckDB, read_ndjson to NDJSON gzip',
          'duckdb',
          ['ndjson', input, output, 'json-gzip'],
          rows,
        ),
        goal: 4,
      },
      { run: streamJson('stream-json, values, reading only', 'values'), goal: 10 },
      // Its way of lines, which it hands to JSON.parse, is on its way out of it.
      { run: streamJson('stream-json, lines, reading only', 'lines'), goal: null },
    ],
  );
};
