import type { Cell } from '../../core/adapter/batch.ts';
import type { ColumnType } from '../../core/adapter/contract.ts';
import { canonicalDecimal, decimalOfFloat } from './decimals.ts';
import type { DriverColumn } from './protocol.ts';

/**
 * What the codes of ODBC's types mean, and how a value becomes a cell. The package gives BIGINT as it is, but decimals as doubles and
 * texts cut at the length that the driver states: what could lose something is cast to text in the query (see products/).
 */

/** How the value of a column is to be understood. A moment is a day and time without a zone; hex has bytes as digits. */
export type CellKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'moment'
  | 'instant'
  | 'bytes'
  | 'hex';

/** What a column of the driver holds, by its type's code. */
export function kindOf({ dataType }: Pick<DriverColumn, 'dataType'>): CellKind {
  return kinds.get(dataType) ?? 'text';
}

const kinds = new Map<number, CellKind>([
  [-7, 'boolean'],
  [-6, 'integer'],
  [5, 'integer'],
  [4, 'integer'],
  [-5, 'integer'],
  [2, 'decimal'],
  [3, 'decimal'],
  [6, 'float'],
  [7, 'float'],
  [8, 'float'],
  [91, 'date'],
  // Dates and times of ODBC 2.
  [9, 'date'],
  [11, 'moment'],
  [93, 'moment'],
  // Times with an offset, as Microsoft's driver gives them.
  [-155, 'instant'],
  [-2, 'bytes'],
  [-3, 'bytes'],
  [-4, 'bytes'],
]);

/** A time without a zone is text, which a mapping reads in the zone that it names. */
export function columnTypeOf(kind: CellKind): ColumnType {
  switch (kind) {
    case 'moment':
      return 'text';
    case 'float':
      return 'decimal';
    case 'hex':
      return 'bytes';
    default:
      return kind;
  }
}

/** `DECIMAL(30,4)`: the type as the driver tells it. */
export function driverTypeName({ dataTypeName, dataType, columnSize, decimalDigits }: DriverColumn): string {
  const name = dataTypeName === 'UNKNOWN' ? `type ${dataType}` : dataTypeName.replace(/^SQL_(TYPE_)?/, '');
  const kind = kindOf({ dataType });
  if (kind === 'decimal') return `${name}(${columnSize},${decimalDigits})`;
  return (kind === 'text' || kind === 'bytes') && columnSize > 0 ? `${name}(${columnSize})` : name;
}

/** A value that the package gave, as a cell of its kind. What a kind does not allow stays text. */
export function cellOf(kind: CellKind, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  // A Buffer may be a piece of a larger one.
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (typeof value === 'bigint') return safeInteger(value);
  if (typeof value === 'number') return numberCell(kind, value);
  if (typeof value === 'boolean') return value;
  const text = String(value);
  switch (kind) {
    case 'integer':
      return integerCell(text);
    case 'decimal':
      return canonicalDecimal(text) ?? text;
    case 'float':
      // Written with 17 digits it is not what a person wrote.
      return canonicalDecimal(text) === undefined ? text : decimalOfFloat(Number(text));
    case 'boolean':
      return booleanCell(text);
    case 'instant':
      return instantCell(text);
    case 'moment':
      return momentCell(text);
    case 'date':
      // SQLite keeps what was written, and Oracle's DATE has a time.
      return /^\d{4}-\d\d-\d\d[ T]00:00:00(\.0+)?$/.test(text) ? text.slice(0, 10) : text;
    case 'hex':
      return new Uint8Array(Buffer.from(text, 'hex'));
    default:
      return text;
  }
}

function numberCell(kind: CellKind, value: number): Cell {
  if (kind === 'boolean') return value !== 0;
  if (kind === 'integer' && Number.isSafeInteger(value)) return value;
  return decimalOfFloat(value);
}

function safeInteger(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function integerCell(text: string): Cell {
  const value = Number(text);
  if (Number.isSafeInteger(value) && text !== '') return value;
  return /^-?\d+$/.test(text) ? safeInteger(BigInt(text)) : text;
}

function booleanCell(text: string): Cell {
  if (text === '1' || text === 'true' || text === 't') return true;
  if (text === '0' || text === 'false' || text === 'f') return false;
  return text;
}

/** `2024-03-31 22:15:00.5` of `2024-03-31 22:15:00.500000`. */
function momentCell(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const withOffset = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))? ?(?:Z|([+-]\d\d)(?::?(\d\d))?)$/;

/** The same point in time in UTC. The fraction is kept as it is: a Date has milliseconds alone. */
function instantCell(text: string): string {
  const [, day, time, fraction = '', hours = '+00', minutes = '00'] = withOffset.exec(text) ?? [];
  if (day === undefined) return text;
  const digits = fraction.replace(/0+$/, '');
  const end = digits === '' ? 'Z' : `.${digits}Z`;
  if (Number(hours) === 0 && minutes === '00') return `${day}T${time}${end}`;
  const utc = new Date(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(utc.getTime()) ? text : `${utc.toISOString().slice(0, 19)}${end}`;
}
