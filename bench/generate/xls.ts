import { writeFileSync } from 'node:fs';
import { CFB } from '@e965/xlsx';
import { columns, typedComputer } from './computers.ts';

/**
 * Writes an xls as Excel does: BIFF8 with shared strings, in a compound file. SheetJS writes them, too, but takes minutes and gigabytes
 * for as many rows as fit in one.
 */
export function generateXls(path: string, rows: number): void {
  const strings = new SharedStrings();
  const cells: Buffer[] = columns.map((name, column) => textCell(0, column, strings.indexOf(name)));
  for (let row = 1; row <= rows; row++) {
    typedComputer(row - 1).forEach((value, column) => {
      cells.push(
        typeof value === 'string' ? textCell(row, column, strings.indexOf(value)) : numberCell(row, column, value),
      );
    });
  }
  const sheet = Buffer.concat([beginning(0x10), dimensions(rows + 1), ...cells, record(0x0a)]);
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/Workbook', Buffer.concat([globals(strings), sheet]));
  writeFileSync(path, Buffer.from(CFB.write(file, { type: 'buffer' })));
}

/** The book, up to its only sheet, which follows at once. */
function globals(strings: SharedStrings): Buffer {
  const name = 'Computers';
  // Text in UTF-16, days since 1900; formats general, and day and time.
  const before = [beginning(0x05), record(0x42, u16(1200)), record(0x22, u16(0)), format(0), format(22)];
  const after = [...strings.records(), record(0x0a)];
  const sheetAt = Buffer.concat([...before, ...after]).length + 4 + 8 + name.length;
  const boundSheet = record(0x85, u32(sheetAt), u16(0), Buffer.from([name.length, 0]), Buffer.from(name, 'latin1'));
  return Buffer.concat([...before, boundSheet, ...after]);
}

/** Texts by number. */
class SharedStrings {
  readonly #indexes = new Map<string, number>();
  #uses = 0;

  indexOf(text: string): number {
    this.#uses++;
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#indexes.size);
    return this.#indexes.size - 1;
  }

  /** As many records as it takes; no text is cut in two. */
  records(): readonly Buffer[] {
    const bodies: Buffer[][] = [[u32(this.#uses), u32(this.#indexes.size)]];
    let length = 8;
    for (const text of this.#indexes.keys()) {
      const bytes = Buffer.concat([u16(text.length), Buffer.from([0]), Buffer.from(text, 'latin1')]);
      if (length + bytes.length > maxRecord) {
        bodies.push([]);
        length = 0;
      }
      bodies[bodies.length - 1].push(bytes);
      length += bytes.length;
    }
    return bodies.map((body, index) => record(index === 0 ? 0xfc : 0x3c, ...body));
  }
}

const maxRecord = 8224;

function textCell(row: number, column: number, index: number): Buffer {
  return record(0xfd, u16(row), u16(column), u16(0), u32(index));
}

function numberCell(row: number, column: number, value: number | Date): Buffer {
  const number = Buffer.alloc(8);
  const day = 86_400_000;
  // Day 25,569 is the first of 1970.
  number.writeDoubleLE(typeof value === 'number' ? value : value.getTime() / day + 25_569);
  return record(0x203, u16(row), u16(column), u16(typeof value === 'number' ? 0 : 1), number);
}

function beginning(kind: number): Buffer {
  return record(0x809, u16(0x600), u16(kind), u16(0xdbb), u16(0x7cc), u32(0), u32(6));
}

function format(number: number): Buffer {
  return record(0xe0, u16(0), u16(number), Buffer.alloc(16));
}

function dimensions(rows: number): Buffer {
  return record(0x200, u32(0), u32(rows), u16(0), u16(columns.length), u16(0));
}

function record(kind: number, ...body: readonly Buffer[]): Buffer {
  const length = body.reduce((sum, each) => sum + each.length, 0);
  return Buffer.concat([u16(kind), u16(length), ...body]);
}

function u16(number: number): Buffer {
  return Buffer.from([number & 255, (number >> 8) & 255]);
}

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
