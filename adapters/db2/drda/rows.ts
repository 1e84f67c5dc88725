import { type Batch, batchRows, type Cell } from '../../../core/adapter/batch.ts';
import { sqlFault } from '../../sql/faults.ts';
import { Bytes } from './bytes.ts';
import type { Field } from './layout.ts';
import type { CodePages } from './login.ts';
import { mostBytes } from './read.ts';
import type { Block } from './session.ts';
import { endOfRows, isNull, type Outcome, readOutcome } from './sqlca.ts';
import { type Later, type ReadValue, reader } from './values.ts';

export interface RowsOptions {
  readonly fields: readonly Field[];
  readonly codePages: CodePages;
  readonly isLittle: boolean;
  /** The error that the server puts in place of a row. */
  readonly faultOf: (outcome: Outcome) => Error;
}

/** The rows of an open query, out of its blocks: a row may begin in one and end in the next. */
export class Rows {
  readonly #readers: readonly ReadValue[];
  readonly #fields: readonly Field[];
  readonly #options: RowsOptions;
  /** The beginning of a row whose end is in the next block. */
  #rest: Buffer = Buffer.alloc(0);
  #position = 0;
  #isLast = false;

  constructor(options: RowsOptions) {
    this.#options = options;
    this.#fields = options.fields;
    this.#readers = options.fields.map((field) => reader(field, options.codePages));
  }

  /** The last row has been read. */
  get isLast(): boolean {
    return this.#isLast;
  }

  take({ rows, long, isLast }: Block): readonly Batch[] {
    const bytes = new Bytes(Buffer.concat([this.#rest, ...rows]), this.#options.isLittle);
    const waiting: Waiting[] = [];
    const batches: Cell[][] = [];
    let cells: Cell[] = [];
    const width = this.#readers.length;
    while (bytes.left > 0 && !this.#isLast) {
      const start = bytes.at;
      try {
        const row = this.#row(bytes, cells.length, cells, waiting);
        if (!row) break;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        bytes.at = start;
        cells.length -= cells.length % width;
        while ((waiting.at(-1)?.at ?? -1) >= cells.length && waiting.at(-1)?.cells === cells) waiting.pop();
        break;
      }
      if (cells.length === batchRows * width) {
        batches.push(cells);
        cells = [];
      }
    }
    this.#rest = bytes.buffer.subarray(bytes.at);
    if (this.#rest.length > mostBytes)
      throw sqlFault('sql/too-large', `Expected a row of at most ${mostBytes >> 20} MB, found a longer one.`);
    if (cells.length > 0) batches.push(cells);
    fill(waiting, long);
    this.#isLast ||= isLast;
    return batches.map((each) => this.#batch(each, width));
  }

  /** One row into the cells; false if there is none any more. */
  #row(bytes: Bytes, at: number, cells: Cell[], waiting: Waiting[]): boolean {
    const outcome = readOutcome(bytes);
    if (outcome.code < 0) throw this.#options.faultOf(outcome);
    const isMissing = isNull(bytes);
    if (outcome.code === endOfRows) this.#isLast = true;
    if (isMissing) return !this.#isLast;
    for (let column = 0; column < this.#readers.length; column++) {
      const { isNullable } = this.#fields[column];
      const value = isNullable && isNull(bytes) ? null : this.#readers[column](bytes);
      if (isLater(value)) {
        waiting.push({ cells, at: at + column, later: value, isNullable });
        cells.push(null);
      } else cells.push(value);
    }
    return true;
  }

  #batch(cells: readonly Cell[], width: number): Batch {
    const rows = cells.length / width;
    const before = this.#position;
    this.#position += rows;
    const positions = Array.from({ length: rows }, (_, index) => before + index + 1);
    return { layout: 'cells', rows, width, positions, cells };
  }
}

/** A cell whose value comes after its block. */
interface Waiting {
  readonly cells: Cell[];
  readonly at: number;
  readonly later: Later;
  readonly isNullable: boolean;
}

function isLater(value: Cell | Later): value is Later {
  return typeof value === 'object' && value !== null && 'finish' in value;
}

function fill(waiting: readonly Waiting[], long: readonly Buffer[]): void {
  if (waiting.length !== long.length)
    throw sqlFault('sql/bad-value', `Expected ${waiting.length} long values, found ${long.length}.`);
  for (const [index, { cells, at, later, isNullable }] of waiting.entries()) {
    const data = long[index];
    const isAbsent = isNullable && data[0] === 0xff;
    cells[at] = isAbsent ? null : later.finish(isNullable ? data.subarray(1) : data);
  }
}
