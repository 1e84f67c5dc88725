import type { Comparison } from '../comparison.ts';
import { grouped } from '../grouped.ts';
import type { Workplace } from '../workplace.ts';
import { asFast, asSmall, type Part, present } from './part.ts';

/** csv to a sealed package, with gzip and with zstd, beside DuckDB that copies the same columns. */
export const csv: Part = (place) => csvToPackage(place, 'plain.csv', 'csv');

/** The same of a file with quotes and line ends in a third of its cells. */
export const quoted: Part = (place) => csvToPackage(place, 'quoted.csv', 'csv with quotes and newlines');

function csvToPackage(place: Workplace, kind: 'plain.csv' | 'quoted.csv', name: string): readonly Comparison[] {
  const { rows } = place;
  const input = place.input(kind, rows);
  const duckdb = (format: string, label: string) =>
    place.contender(`DuckDB, ${label}`, 'duckdb', ['csv', input, place.output(`duckdb.${format}`), format], rows);
  const others = [duckdb('json-gzip', 'NDJSON gzip'), duckdb('json', 'NDJSON'), duckdb('parquet-zstd', 'Parquet zstd')];
  const [gzip, zstd, ...theirs] = place
    .measure([
      place.importing({ mapping: 'csv', input, rows, compression: 'gzip' }),
      place.importing({ mapping: 'csv', input, rows, compression: 'zstd' }),
      ...others,
    ])
    .map(present);
  const work = (compression: string) => `${name} to a sealed package (${compression}), ${grouped(rows)} rows`;
  return [
    asFast(work('gzip'), gzip, { run: others[0], goal: 5, measured: theirs[0] }),
    asFast(work('gzip'), gzip, { run: others[1], goal: 1.4, measured: theirs[1] }),
    asFast(work('zstd'), zstd, { run: others[2], goal: 1.2, measured: theirs[2] }),
    asSmall(work('gzip'), gzip, others[0].label, theirs[0]),
    asSmall(work('zstd'), zstd, others[2].label, theirs[2]),
  ];
}
