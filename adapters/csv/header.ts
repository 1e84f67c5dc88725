import { excerpt, printable } from '../../core/adapter/printable.ts';
import type { SampleRecord } from './sample.ts';

/** Which records stand before the table, which name its columns, and where its rows begin. */
export interface Header {
  /** How many records stand before the column names. */
  readonly preamble: number;
  /** How many name the columns; 0 if none does. */
  readonly rows: number;
  readonly names: readonly string[];
  /** The first record that is a row. */
  readonly body: number;
  readonly because: readonly string[];
}

export interface StatedHeader {
  readonly header: 'auto' | 'first' | 'none';
  /** How many records name the columns; found if it is not given. */
  readonly headerRows: number | undefined;
  /** The lines before the table are left out already. */
  readonly skipped: boolean;
}

/** `width`: by which most records agree. */
export function findHeader(records: readonly SampleRecord[], width: number, stated: StatedHeader): Header {
  let preamble = stated.skipped ? 0 : preambleOf(records, width);
  const table = records.slice(preamble).map(({ fields }) => fields);
  const isNone =
    stated.header === 'none' || (stated.header === 'auto' && stated.headerRows === undefined && isData(table));
  // Without names below it, a record as wide as the others is a row, however little it has.
  while (isNone && preamble > 0 && records[preamble - 1].fields.length === width) preamble--;
  const because: string[] = preamble === 0 ? [] : [notePreamble(records.slice(0, preamble))];
  if (isNone) {
    if (stated.header === 'auto') {
      because.push('No record names the columns: the first one has numbers or dates where the others have them.');
    }
    const names = Array.from({ length: Math.max(width, table[0].length) }, (_, at) => `Column ${at + 1}`);
    return { preamble, rows: 0, names, body: preamble, because };
  }
  const rows = Math.min(stated.headerRows ?? (stated.header === 'auto' ? headerRowsOf(table, width) : 1), table.length);
  if (rows > 1) because.push(`The first ${rows} records name the columns together.`);
  const given = rows > 1 ? joinRows(table.slice(0, rows)) : table[0];
  const names = widen(given, table.slice(rows), width);
  if (names.length > given.length) {
    because.push(`The column names are ${given.length}, the records have ${width} fields: the last ones have no name.`);
  }
  let body = preamble + rows;
  if (rows > 0 && table[rows]?.length === width && table[rows].every((field) => ruler.test(field))) {
    because.push('A ruled line stands below the column names and is no row.');
    body++;
  }
  return { preamble, rows, names, body, because };
}

/** Titles and notes: records that fill at most half of the columns, before one that fills more. */
function preambleOf(records: readonly SampleRecord[], width: number): number {
  if (width < 2) return 0;
  let at = 0;
  while (at < records.length && isNote(records[at].fields, width)) at++;
  return at < records.length ? at : 0;
}

function isNote(fields: readonly string[], width: number): boolean {
  const filled = fields.filter((field) => field.trim() !== '');
  // A program that pads its lines gives a title as many fields as a row; it stands in the first one.
  if (fields.length === width) return filled.length <= 1 && width > 2 && fields[0].trim() !== '';
  return fields.length < width ? filled.length <= Math.max(1, width / 2) : filled.length <= 1;
}

function notePreamble(records: readonly SampleRecord[]): string {
  const lines = records.map(({ fields }) =>
    JSON.stringify(excerpt(fields.filter((field) => field !== '').join(' '), 60)),
  );
  const shown = lines.slice(0, 20).join(', ');
  const rest = lines.length > 20 ? ' and so on' : '';
  return lines.length === 1
    ? `1 record stands before the column names and is no row: ${printable(shown)}.`
    : `${lines.length} records stand before the column names and are no rows: ${printable(shown)}${rest}.`;
}

/** The first record has what the others have: in each column of numbers or dates a number or a date. */
function isData(table: readonly (readonly string[])[]): boolean {
  const [first, ...body] = table;
  if (body.length === 0 || (countsUp(first) && !body.every(countsUp))) return false;
  const typed = typedColumns(body);
  return (
    typed.length > 0 &&
    typed.every((at) => kindOf(first[at] ?? '') !== 'text') &&
    typed.some((at) => (first[at] ?? '') !== '')
  );
}

/** `Site;2024;2025` and `;1;2;3` name columns: they count up, and two years do. */
function countsUp(fields: readonly string[]): boolean {
  const numbers = fields.filter((field) => /^\d+$/.test(field.trim())).map(Number);
  const years = numbers.every((year) => year > 1900 && year < 2100);
  return numbers.length >= (years ? 2 : 3) && numbers.every((each, at) => at === 0 || each - numbers[at - 1] === 1);
}

/** More records name the columns if they have text where all others have numbers or dates. */
function headerRowsOf(table: readonly (readonly string[])[], width: number): number {
  for (let rows = 3; rows > 1; rows--) {
    const body = table.slice(rows);
    const upper = table.slice(1, rows);
    const typed = typedColumns(body);
    // One column is too little to take a row for names: its one value may be missing. Names over several columns are more.
    const spans = table[0].some((field) => field.trim() === '') || new Set(table[0]).size < table[0].length;
    if (body.length < 2 || typed.length < (spans ? 1 : 2)) continue;
    const isNamed = upper.every(
      (fields) =>
        fields.length === width &&
        typed.every(
          (at) => kindOf(fields[at]) === 'text' && fields[at].trim() !== '' && !placeholder.test(fields[at].trim()),
        ),
    );
    const isDistinct = upper.every((fields) => new Set(fields).size > 1);
    if (isNamed && isDistinct && typed.every((at) => kindOf(table[0][at] ?? '') !== 'value')) return rows;
  }
  return 1;
}

/** `Disk` over `Size` and `Free` is `Disk / Size` and `Disk / Free`. */
function joinRows(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(...rows.map((row) => row.length));
  const filled = rows.map((row, index) => {
    let before = '';
    return Array.from({ length: width }, (_, at) => {
      const own = (row[at] ?? '').trim();
      if (own !== '') before = own;
      // The last row has no spans: what is blank there is blank.
      return own !== '' || index === rows.length - 1 || (rows[index + 1][at] ?? '').trim() === '' ? own : before;
    });
  });
  return Array.from({ length: width }, (_, at) => {
    const parts = filled.map((row) => row[at]).filter((part) => part !== '');
    return parts.filter((part, index) => part !== parts[index - 1]).join(' / ');
  });
}

/** Columns without a name, where nearly all records have more fields than there are names. */
function widen(given: readonly string[], body: readonly (readonly string[])[], width: number): readonly string[] {
  const wider = body.filter((fields) => fields.length === width).length;
  if (given.length >= width || body.length === 0 || wider / body.length < 0.9) return given;
  return [...given, ...Array.from({ length: width - given.length }, () => '')];
}

/** The columns in which nearly all filled fields are numbers or dates. */
function typedColumns(body: readonly (readonly string[])[]): readonly number[] {
  const width = Math.max(0, ...body.map((fields) => fields.length));
  return Array.from({ length: width }, (_, at) => at).filter((at) => {
    const filled = body.map((fields) => fields[at] ?? '').filter((field) => field.trim() !== '');
    return filled.length > 0 && filled.filter((field) => kindOf(field) === 'value').length / filled.length >= 0.9;
  });
}

function kindOf(field: string): 'blank' | 'value' | 'text' {
  const text = field.trim();
  if (text === '') return 'blank';
  return numeric.test(text) || date.test(text) ? 'value' : 'text';
}

const numeric = /^[+-]?[$€£]?\d[\d.,'  ]*(?:[eE][+-]?\d+)?\s?[%€$]?$/;
const date = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d\d.*)?$|^\d{1,2}:\d\d(?::\d\d)?$/;
const placeholder = /^(?:n\/?a|null|none|nan|unknown|-|\?|#.*)$/i;
const ruler = /^\s*[-=_]{2,}\s*$/;
