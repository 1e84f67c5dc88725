import type { Cell } from '../adapter/batch.ts';
import type { Column } from '../adapter/contract.ts';
import { ShapeFault } from '../package/shape.ts';

/** A row of a capture as a line of JSON: its position, then its cells. What JSON has no value for is an object with one name. */

export interface CapturedRow {
  readonly position: number;
  readonly cells: readonly Cell[];
}

export function writeRow({ position, cells }: CapturedRow): string {
  return JSON.stringify([position, ...cells.map(written)]);
}

function written(cell: Cell): unknown {
  if (typeof cell === 'bigint') return { integer: String(cell) };
  if (cell instanceof Uint8Array) return { bytes: Buffer.from(cell).toString('hex') };
  return cell;
}

/** @throws ShapeFault if the line is no row of these columns. */
export function readRow(line: string, columns: readonly Pick<Column, 'name' | 'type'>[]): CapturedRow {
  const parsed: unknown = JSON.parse(line);
  if (!Array.isArray(parsed)) throw new ShapeFault('Expected a list of a position and cells');
  const [position, ...cells]: readonly unknown[] = parsed;
  if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 1)
    throw new ShapeFault(`Expected a position above 0, found ${JSON.stringify(position)}`);
  if (cells.length !== columns.length)
    throw new ShapeFault(`Expected ${columns.length} cells behind the position, found ${cells.length}`);
  return { position, cells: cells.map((cell, index) => cellOf(cell, columns[index])) };
}

function cellOf(cell: unknown, { name, type }: Pick<Column, 'name' | 'type'>): Cell {
  if (cell === null) return null;
  if (typeof cell === 'string' || typeof cell === 'boolean') return cell;
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
  if (typeof cell === 'object') {
    if ('integer' in cell && typeof cell.integer === 'string' && /^-?\d+$/.test(cell.integer))
      return BigInt(cell.integer);
    if ('bytes' in cell && typeof cell.bytes === 'string' && /^(?:[0-9a-f]{2})*$/.test(cell.bytes))
      return Buffer.from(cell.bytes, 'hex');
  }
  throw new ShapeFault(`${name}: expected a cell of type ${type}, found ${JSON.stringify(cell)?.slice(0, 80)}`);
}
