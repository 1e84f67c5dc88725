import type { Book } from '../book.ts';
import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import { CellGiver, type NumberFormat, numberFormat } from '../values/cell-giver.ts';
import { textOf } from './text.ts';

/** Opens a SYLK file (.slk): a line for each cell, which says where it is and what it holds. */
export function openSylk(name: string, bytes: Buffer): Book {
  const { cells, date1904 } = readCells(name, textOf(bytes));
  const pour = async function* (sink: RowSink) {
    const giver = new CellGiver(sink, date1904);
    for (const [index, cell] of cells.entries()) {
      give(giver, cell);
      if (cells[index + 1]?.row !== cell.row && sink.endRow(cell.row)) yield;
    }
  };
  const sheet = { name: 'Sheet1', hidden: false, pour, rowsEstimate: () => cells.at(-1)?.row };
  return { sheets: [sheet], close: async () => {} };
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly written: string;
  readonly format: NumberFormat | undefined;
}

/** The cells in the order of rows and columns; of two for one place the later one counts. */
function readCells(name: string, text: string): { readonly cells: readonly Cell[]; readonly date1904: boolean } {
  const found = new Map<number, Cell>();
  const formats: NumberFormat[] = [];
  const formatOf = new Map<number, NumberFormat | undefined>();
  let [row, column, date1904, ended] = [1, 1, false, false];
  for (const line of linesOf(text)) {
    const [kind, ...fields] = fieldsOf(line.replace(/[\r\n]+$/, ''));
    const field = (letter: string) => fields.find((each) => each.startsWith(letter))?.slice(1);
    if (kind === 'E') ended = true;
    else if (kind === 'P' && field('P') !== undefined) formats.push(numberFormat(0, field('P')));
    else if (kind === 'O') date1904 ||= field('V') === '4';
    if (kind !== 'C' && kind !== 'F') continue;
    row = within(name, field('Y') ?? field('R'), row, limits.rows);
    column = within(name, field('X'), column, limits.columns);
    const place = row * limits.columns + column;
    const chosen = kind === 'F' ? field('P') : undefined;
    if (chosen !== undefined) formatOf.set(place, formats[Number(chosen)]);
    const written = kind === 'C' ? field('K') : undefined;
    if (found.size > mostCells) throw tooLarge(name, 'more cells', `${mostCells}`);
    if (written !== undefined) found.set(place, { row, column: column - 1, written, format: formatOf.get(place) });
  }
  if (!ended) throw damaged(name, 'its end is missing');
  const ordered = [...found].sort(([a], [b]) => a - b).map(([, cell]) => cell);
  return { cells: ordered, date1904 };
}

/** A text may have lines of its own, which begin with no kind of record. */
function* linesOf(text: string): Generator<string> {
  const border = /(?:\r\n|\r|\n)(?=[A-Z]{1,2};|E\s*$)/g;
  let from = 0;
  for (let found = border.exec(text); found !== null; found = border.exec(text)) {
    yield text.slice(from, found.index);
    from = border.lastIndex;
  }
  yield text.slice(from);
}

/** Fields have semicolons between them; one that is doubled is text. */
function fieldsOf(line: string): readonly string[] {
  const fields = line.replaceAll(';;', doubled).split(';');
  return fields.map((field) => field.replaceAll(doubled, ';'));
}

function within(name: string, written: string | undefined, otherwise: number, most: number): number {
  if (written === undefined || !/^\d+$/.test(written)) return otherwise;
  const number = Number(written);
  if (number < 1 || number > most) throw damaged(name, `it has a cell in row or column ${number}`);
  return number;
}

function give(giver: CellGiver, { column, written, format }: Cell): void {
  if (written.startsWith('"'))
    giver.text(column, plainText(written.replace(/^"|"$/g, '').replaceAll('""', '"')), format);
  else if (written === 'TRUE' || written === 'FALSE') giver.boolean(column, written === 'TRUE');
  else giver.written(column, written, format);
}

/** Signs beyond ASCII have an escape before them: two digits of a byte, or a letter with its accent. */
function plainText(text: string): string {
  if (!text.includes('\u001b')) return text;
  return text.replace(/\u001b(?:N([A-K])(.)|N(.)|([ -/])([0-?]))/gs, (all, accent, letter, sign, high, low) => {
    if (accent !== undefined) return (letter + (accents.get(accent) ?? '')).normalize('NFC');
    if (sign !== undefined) return signs.get(sign) ?? all;
    return String.fromCharCode(((high.charCodeAt(0) - 0x20) << 4) | (low.charCodeAt(0) - 0x30));
  });
}

/** They are kept until all are known, because they may come in any order. */
const mostCells = 1 << 20;
const doubled = '\u0000';
const accents = new Map([
  ['A', '\u0300'],
  ['B', '\u0301'],
  ['C', '\u0302'],
  ['D', '\u0303'],
  ['H', '\u0308'],
  ['J', '\u030a'],
  ['K', '\u0327'],
]);
const signs = new Map(
  '!¡ "¢ #£ %¥ \'§ (¤ +« 0° 1± 2² 3³ 5µ 6¶ 7· ;» <¼ =½ >¾ ?¿ S© R® Q¹ aÆ bÐ cª iØ kº lÞ qæ sð yø {ß |þ'
    .split(' ')
    .map((pair) => [pair[0], pair[1]] as const),
);
