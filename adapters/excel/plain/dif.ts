import type { Book } from '../book.ts';
import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import { CellGiver } from '../values/cell-giver.ts';
import { textOf } from './text.ts';

/** Opens a DIF file: two lines for each cell, row by row. */
export function openDif(name: string, bytes: Buffer): Book {
  const text = textOf(bytes);
  const data = /^DATA\r?\n0,0\r?\n""\r?\n/m.exec(text);
  if (data === null || !/\nEOD\s*$/.test(text)) throw damaged(name, 'its end is missing');
  const pour = async function* (sink: RowSink) {
    const giver = new CellGiver(sink, false);
    let [row, column] = [0, 0];
    for (const { kind, value, written } of entriesOf(text, data.index + data[0].length)) {
      if (kind === '-1') {
        if (row > 0 && sink.endRow(row)) yield;
        if (written === 'EOD') return;
        row++;
        column = 0;
        if (row > limits.rows) throw tooLarge(name, `row ${row}`, `${limits.rows} rows`);
        continue;
      }
      if (column >= limits.columns) throw tooLarge(name, `a further one in row ${row}`, `${limits.columns} columns`);
      give(giver, column++, kind, value, written);
    }
    throw damaged(name, `it is cut off behind row ${row}`);
  };
  return { sheets: [{ name: 'Sheet1', hidden: false, pour }], close: async () => {} };
}

interface Entry {
  /** -1: a row begins or all ends; 0: a number; 1: a text. */
  readonly kind: string;
  readonly value: string;
  readonly written: string;
}

function* entriesOf(text: string, from: number): Generator<Entry> {
  // A text may go on over several lines, up to a quote that is not doubled.
  const entry = /(-?\d+),([^\r\n]*)\r?\n(?:"([^"]*(?:""[^"]*)*)"|([^\r\n]*))\r?(?:\n|$)/y;
  entry.lastIndex = from;
  for (let found = entry.exec(text); found !== null; found = entry.exec(text)) {
    const [, kind, value, quoted, bare] = found;
    yield { kind, value: value.trim(), written: quoted?.replaceAll('""', '"') ?? bare.trim() };
  }
}

function give(giver: CellGiver, column: number, kind: string, value: string, written: string): void {
  // A text that shall not be taken for a number is written as a formula.
  if (kind !== '0') giver.text(column, /^="(.*)"$/s.exec(written)?.[1] ?? written);
  else if (written === 'TRUE' || written === 'FALSE') giver.boolean(column, written === 'TRUE');
  else if (written === 'NA') giver.error(column, notAvailable);
  else if (written === 'ERROR') giver.error(column, valueError);
  else giver.written(column, value);
}

const notAvailable = 0x2a;
const valueError = 0x0f;
