import { isUtf8 } from 'node:buffer';
import type { BrokenRow } from '../../core/adapter/contract.ts';
import type { ColumnTree } from './columns.ts';
import { markBytes } from './content.ts';
import { limits } from './limits.ts';
import { type Row, RowAssembler, type Wanted } from './rows.ts';
import { JsonFault, JsonScanner, token } from './scanner.ts';

/** A line of a file, without its end; an overlong one is cut. */
export interface Line {
  readonly number: number;
  readonly bytes: Buffer;
  readonly overlong: boolean;
}

/** The lines of a byte stream in chunks, an array for each chunk, blank ones left out. */
export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  let number = 1;
  let pieces: Uint8Array[] = [];
  let length = 0;
  let overlong = false;
  const add = (piece: Uint8Array) => {
    if (length + piece.length > limits.valueBytes) overlong = true;
    else pieces.push(piece);
    length += overlong ? 0 : piece.length;
  };
  const take = (): Line => {
    const line = { number, bytes: Buffer.concat(pieces), overlong };
    pieces = [];
    length = 0;
    overlong = false;
    return line;
  };
  for await (const chunk of chunks) {
    const found: Line[] = [];
    for (let from = 0; from < chunk.length; ) {
      const feed = chunk.indexOf(10, from);
      add(chunk.subarray(from, feed < 0 ? chunk.length : feed));
      if (feed < 0) break;
      found.push(take());
      number++;
      from = feed + 1;
    }
    yield found.filter(isFilled);
  }
  const rest = take();
  if (isFilled(rest)) yield [rest];
}

function isFilled({ bytes, overlong }: Line): boolean {
  return overlong || bytes.some((byte) => byte > 32);
}

/** Reads lines that hold one object each; any other line is a broken row. */
export class LineReader {
  readonly #scanner = new JsonScanner();
  readonly #assembler: RowAssembler;
  #rows: { row: Row; fault: BrokenRow | undefined }[] = [];

  constructor(tree: ColumnTree, wants: Wanted) {
    this.#assembler = new RowAssembler(tree, (row, fault) => this.#rows.push({ row, fault }), wants);
  }

  read(line: Line): { readonly row: Row; readonly fault: BrokenRow | undefined } {
    const found = this.#parse(line);
    return typeof found === 'string' ? { row: [], fault: broken(line, found) } : found;
  }

  /** The row, or what was found in place of one object. */
  #parse({ number, bytes, overlong }: Line): { row: Row; fault: BrokenRow | undefined } | string {
    if (overlong) return `a line of more than ${limits.valueBytes} bytes`;
    if (!isUtf8(bytes)) return 'bytes that are not UTF-8';
    const scanner = this.#scanner;
    this.#rows = [];
    scanner.restart();
    this.#assembler.reset();
    try {
      scanner.push(number === 1 ? bytes.subarray(markBytes(bytes)) : bytes);
      scanner.finish();
      for (let kind = scanner.next(); kind !== token.end; kind = scanner.next()) this.#assembler.push(kind, scanner);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      return error.message;
    }
    const [first, second] = this.#rows;
    if (first === undefined) return 'no object';
    if (second !== undefined) return 'several values';
    return first.fault === undefined ? first : first.fault.found;
  }
}

function broken({ bytes }: Line, found: string): BrokenRow {
  const text = bytes.subarray(0, maxBrokenBytes).toString().trim();
  return { code: 'row/broken-record', expected: 'one JSON object on the line, each key once', found, text };
}

const maxBrokenBytes = 1 << 16;
