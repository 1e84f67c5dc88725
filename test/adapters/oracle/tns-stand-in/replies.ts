/** Part of a stand-in for Oracle Database: what it answers. */
import { oracleType } from './values.ts';
import { Writer } from './wire.ts';

/** A column of an answer. Sizes are those of the server: bytes of texts and raw values. */
export interface AnswerColumn {
  readonly name: string;
  readonly type: keyof typeof oracleType;
  readonly size?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly nullable?: boolean;
  /** Texts of the national character set. */
  readonly national?: true;
}

/** A value as it goes over the wire: see values.ts. A row's id is four numbers. */
export type AnswerCell = Uint8Array | null;

export interface Failure {
  readonly code: number;
  readonly message: string;
  /** Where in the statement, from 0. */
  readonly position?: number;
}

const lengths: Partial<Record<keyof typeof oracleType, number>> = { number: 22, date: 7, timestamp: 11, clob: 4000 };

/** The columns of a query, before its first row. */
export function describeReply(columns: readonly AnswerColumn[]): Buffer {
  const writer = new Writer().u8(16).u8(0).int(1).int(columns.length);
  if (columns.length > 0) writer.u8(0);
  for (const [index, column] of columns.entries()) {
    const text = column.type === 'varchar2' || column.type === 'char' || column.type === 'clob';
    const size = column.size ?? lengths[column.type] ?? 13;
    writer.u8(oracleType[column.type], 0, column.precision ?? 0, (column.scale ?? 0) & 0xff);
    writer
      .int(size)
      .int(0)
      .int(0)
      .int(0)
      .int(0)
      .int(text ? 873 : 0);
    writer.u8(text ? (column.national ? 2 : 1) : 0).int(size);
    writer.u8(column.nullable === false ? 0 : 1, 0);
    writer
      .text(column.name)
      .text('')
      .text('')
      .int(index + 1)
      .int(0);
  }
  return writer.int(0).int(0).int(0).int(0).int(0).int(0).done();
}

export function rowHeader(): Buffer {
  return new Writer().u8(6).u8(0).int(0).int(0).int(0).int(0).int(0).int(0).done();
}

/** One row. A value that was asked for as a long one has an indicator and a code after it. */
export function rowReply(cells: readonly AnswerCell[], columns: readonly AnswerColumn[]): Buffer {
  const writer = new Writer().u8(7);
  for (const [index, cell] of cells.entries()) {
    const type = columns[index]?.type;
    if (type === 'rowid') {
      if (cell === null) writer.u8(0);
      else writer.u8(1).raw(cell);
      continue;
    }
    writer.bytes(cell);
    if (type === 'clob' || type === 'blob' || type === 'long' || type === 'longRaw') writer.int(0).int(0);
  }
  return writer.done();
}

export function rowIdBytes(object: number, file: number, block: number, slot: number): Buffer {
  return new Writer().int(object).int(file).u8(0).int(block).int(slot).done();
}

/** The end of an answer: how many rows it had, and what went wrong if something did. */
export function endReply(cursor: number, rows: number, failure?: Failure): Buffer {
  const code = failure?.code ?? 0;
  const writer = new Writer()
    .u8(4)
    .int(0)
    .int(0)
    .int(rows)
    .int(code)
    .int(0)
    .int(0)
    .int(cursor)
    .int(failure?.position ?? 0);
  writer.u8(0, 0, 0, 0, 0, 0);
  writer.int(0).int(0).u8(0).int(0).int(0);
  writer.int(0).u8(0, 0).int(0).int(0).int(0);
  writer.int(0).int(0).int(0);
  writer.int(code).int(rows);
  if (failure !== undefined) writer.bytes(Buffer.from(`ORA-${String(code).padStart(5, '0')}: ${failure.message}\n`));
  return writer.done();
}

/** ORA-01403: the cursor has no more rows. */
export const noMoreRows: Failure = { code: 1403, message: 'no data found' };

/** The answer to a call that has nothing to say. */
export function statusReply(): Buffer {
  return new Writer().u8(9).int(0).int(0).done();
}
