/** A record of a binary book: its number, its length, its content. */
export function rec(id: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([u16(id, body.length), body]);
}

export function u16(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 2);
  for (const [index, number] of numbers.entries()) bytes.writeUInt16LE(number & 0xffff, index * 2);
  return bytes;
}

export function u32(number: number): Buffer {
  return u16(number & 0xffff, number >>> 16);
}

export function f64(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(number);
  return bytes;
}

/** A text of Excel 97: its length, its flags, its characters in one byte each or in two. */
export function text8(text: string, wide = false): Buffer {
  return Buffer.concat([u16(text.length), Buffer.of(wide ? 1 : 0), Buffer.from(text, wide ? 'utf16le' : 'latin1')]);
}

/** A cell with a text of its own, as Excel 97 takes it. */
export function label8(row: number, column: number, text: string): Buffer {
  return rec(0x0204, u16(row, column, 0), text8(text));
}

/** A cell with a text of bytes, as Excel 3 to 95 keep it. */
export function label(row: number, column: number, text: Buffer | string, format = 0): Buffer {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  return rec(0x0204, u16(row, column, format, bytes.length), bytes);
}

export function number(row: number, column: number, value: number, format = 0): Buffer {
  return rec(0x0203, u16(row, column, format), f64(value));
}

export const eof = rec(0x000a);
export const begin8 = (content: number): Buffer => rec(0x0809, u16(0x0600, content, 0, 0));
export const begin5 = (content: number): Buffer => rec(0x0809, u16(0x0500, content, 0, 0));
/** A cell format: its font and its number format. */
export const xf = (font: number, format: number): Buffer => rec(0x00e0, u16(font, format), Buffer.alloc(16));
export const format8 = (id: number, code: string): Buffer => rec(0x041e, u16(id), text8(code));

export interface MadeSheet {
  readonly name: string;
  readonly records: readonly Buffer[];
  /** 0: visible, 1: hidden, 2: very hidden. */
  readonly state?: number;
  /** 0: sheet, 1: macros, 2: chart, 6: module. */
  readonly kind?: number;
  readonly content?: number;
}

/** A book of Excel 97, without a container. */
export function book8(sheets: readonly MadeSheet[], globals: readonly Buffer[] = []): Buffer {
  return bookOf(sheets, globals, begin8, (name) =>
    Buffer.concat([Buffer.of(name.length, 0), Buffer.from(name, 'latin1')]),
  );
}

/** A book of Excel 5 or 95, without a container. */
export function book5(sheets: readonly MadeSheet[], globals: readonly Buffer[] = []): Buffer {
  return bookOf(sheets, globals, begin5, (name) =>
    Buffer.concat([Buffer.of(name.length), Buffer.from(name, 'latin1')]),
  );
}

function bookOf(
  sheets: readonly MadeSheet[],
  globals: readonly Buffer[],
  begin: (content: number) => Buffer,
  nameOf: (name: string) => Buffer,
): Buffer {
  const bodies = sheets.map(({ records, content = 0x10 }) => Buffer.concat([begin(content), ...records, eof]));
  const listed = (offsets: readonly number[]) =>
    sheets.map(({ name, state = 0, kind = 0 }, index) => rec(0x0085, u32(offsets[index]), [state, kind], nameOf(name)));
  const headOf = (offsets: readonly number[]) => Buffer.concat([begin(5), ...globals, ...listed(offsets), eof]);
  const offsets: number[] = [];
  let at = headOf(sheets.map(() => 0)).length;
  for (const body of bodies) {
    offsets.push(at);
    at += body.length;
  }
  return Buffer.concat([headOf(offsets), ...bodies]);
}
