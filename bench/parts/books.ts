import type { Comparison } from '../comparison.ts';
import { grouped } from '../grouped.ts';
import type { Workplace } from '../workplace.ts';
import { type Part, race } from './part.ts';

/** Workbooks to a sealed package, beside programs that only read them. */
export const xlsx: Part = (place) => {
  const rows = Math.max(1, Math.round(place.rows / 10));
  const input = place.input('xlsx', rows);
  return race(
    place,
    `xlsx to a sealed package, ${grouped(rows)} rows x 20`,
    place.importing({ mapping: 'books', input, rows }),
    [
      { run: place.contender('exceljs, streaming, reading only', 'exceljs', [input], rows), goal: 8 },
      { run: place.contender('xlsx-to-csv (calamine, native), reading only', 'xlsx-to-csv', [input]), goal: 1 },
    ],
  );
};

export const xls: Part = (place) => oldBook(place, 'xls');

export const ods: Part = (place) => oldBook(place, 'ods');

/** As many rows as an xls can have, or nearly so. */
function oldBook(place: Workplace, kind: 'xls' | 'ods'): readonly Comparison[] {
  const rows = Math.min(65_000, Math.max(1, Math.round((place.rows * 65) / 1000)));
  const input = place.input(kind, rows);
  return race(
    place,
    `${kind} to a sealed package, ${grouped(rows)} rows x 12`,
    place.importing({ mapping: 'books', input, rows }),
    [{ run: place.contender('SheetJS, reading only', 'sheetjs', [input], rows), goal: 1 }],
  );
}
