import { parentPort, workerData } from 'node:worker_threads';
import * as sheetjs from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { type TypedCell, typedCell } from '../../../core/adapter/batch.ts';
import { displayOf, isShown, type ShownColumns } from '../values/display.ts';
import { type CellKind, cellKind, kindOfFormat, typedKind } from '../values/number-format.ts';
import { numberText } from '../values/number-text.ts';
import { serialText } from '../values/serial-text.ts';
import type { Answer, PlainRow, Request } from './messages.ts';

/**
 * Reads a book of a format that can only be read whole, in a thread of its own with a limited heap, and hands out its rows as
 * they are asked for. Only raw values are taken from the library: the texts follow the same rules as those of an xlsx.
 */
function serve(
  bytes: Uint8Array,
  send: (answer: Answer) => void,
  listen: (take: (request: Request) => void) => void,
): void {
  sheetjs.set_cptable(codepages);
  const book = sheetjs.read(bytes, {
    type: 'buffer',
    dense: true,
    cellNF: true,
    cellText: false,
    cellHTML: false,
    cellFormula: false,
    cellDates: false,
  });
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const sheets = book.SheetNames.map((name, index) => ({
    name,
    hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
    rows: denseRows(book.Sheets[name]),
  }));
  listen(({ id, sheet, from, shown }) =>
    send({ kind: 'rows', id, ...slice(sheets[sheet]?.rows ?? [], { from, date1904, shown }) }),
  );
  send({ kind: 'opened', sheets: sheets.map(({ name, hidden, rows }) => ({ name, hidden, rows: rows.length })) });
}

type Row = readonly (sheetjs.CellObject | undefined)[] | undefined;

function denseRows(sheet: sheetjs.WorkSheet): readonly Row[] {
  const rows: unknown = sheet['!data'];
  return Array.isArray(rows) ? rows : [];
}

interface Wanted {
  readonly from: number;
  readonly date1904: boolean;
  readonly shown: ShownColumns | undefined;
}

function slice(
  rows: readonly Row[],
  { from, date1904, shown }: Wanted,
): { rows: PlainRow[]; next: number | undefined } {
  const found: PlainRow[] = [];
  let length = 0;
  let at = from;
  for (; at < rows.length && found.length < sliceRows && length < sliceLength; at++) {
    const columns: number[] = [];
    const texts: string[] = [];
    const typed: (TypedCell | undefined)[] = [];
    for (const [column, cell] of rows[at]?.entries() ?? []) {
      const asShown = isShown(shown, column);
      const text =
        cell === undefined || cell === null ? '' : asShown ? shownText(cell, date1904) : cellText(cell, date1904);
      if (text === '') continue;
      columns.push(column);
      texts.push(text);
      typed.push(asShown ? undefined : typedAs(cell));
      length += text.length;
    }
    if (columns.length > 0) found.push({ position: at + 1, columns, texts, typed });
  }
  return { rows: found, next: at < rows.length ? at : undefined };
}

function typedAs(cell: sheetjs.CellObject | undefined): TypedCell | undefined {
  if (cell === undefined || cell.v instanceof Date) return cell === undefined ? undefined : typedCell.moment;
  if (typeof cell.v !== 'number' || cell.t === 'e') return undefined;
  return typedKind(cell.z === undefined ? cellKind.number : formatKind(String(cell.z)));
}

function cellText({ t: type, v: value, z: format }: sheetjs.CellObject, date1904: boolean): string {
  if (value === undefined || value === null || type === 'z') return '';
  if (type === 'b') return value ? 'TRUE' : 'FALSE';
  if (type === 'e') return errors.get(Number(value)) ?? String(value);
  if (value instanceof Date) return value.toISOString().replace(/(T00:00:00)?\.000Z$/, '');
  if (typeof value !== 'number') return String(value);
  const kind = format === undefined ? cellKind.number : formatKind(String(format));
  return kind === cellKind.number ? numberText(value) : serialText(value, kind, date1904);
}

function shownText(cell: sheetjs.CellObject, date1904: boolean): string {
  const { t: type, v: value, z: format = '' } = cell;
  // The library gives the short date with the year in two digits.
  const code = String(format).replace(/^m\/d\/yy(?=$| h:mm$)/, 'm/d/yyyy');
  if (type === 'n' && typeof value === 'number') return displayOf(code, date1904).number(value);
  const text = cellText(cell, date1904);
  return type === 's' && text !== '' ? (displayOf(code, date1904).text?.(text) ?? text) : text;
}

const kinds = new Map<string, CellKind>();

function formatKind(code: string): CellKind {
  const known = kinds.get(code) ?? kindOfFormat(code);
  kinds.set(code, known);
  return known;
}

const errors = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
  [0x2b, '#GETTING_DATA'],
]);
const sliceRows = 1000;
const sliceLength = 1 << 20;

const port = parentPort;
if (port !== null && workerData instanceof Uint8Array) {
  try {
    serve(
      workerData,
      (answer) => port.postMessage(answer),
      (take) => port.on('message', take),
    );
  } catch (error) {
    port.postMessage({
      kind: 'failed',
      message: error instanceof Error ? error.message : String(error),
    } satisfies Answer);
  }
}
