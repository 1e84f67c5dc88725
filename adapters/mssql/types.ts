import type { Cell } from '../../core/adapter/batch.ts';
import type { ColumnType } from '../../core/adapter/contract.ts';
import type { SqlColumn } from '../sql/driver.ts';
import type { Metadata } from './tedious.ts';

/** What SQL Server's types are in Tributary. A time without a zone is text as it stands there: the mapping's zone makes it an instant. */
const columnTypes: Readonly<Record<string, ColumnType>> = {
  bit: 'boolean',
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  decimal: 'decimal',
  numeric: 'decimal',
  money: 'decimal',
  smallmoney: 'decimal',
  float: 'decimal',
  real: 'decimal',
  date: 'date',
  datetimeoffset: 'instant',
  binary: 'bytes',
  varbinary: 'bytes',
  image: 'bytes',
  timestamp: 'bytes',
  rowversion: 'bytes',
  geometry: 'bytes',
  geography: 'bytes',
  hierarchyid: 'bytes',
};

/** The column of a name and of a type as the server writes it: `nvarchar(256)`, `decimal(18,4)`. */
export function columnOf(name: string, serverType: string, nullable: boolean): SqlColumn {
  const bare = serverType.toLowerCase().replace(/\(.*$/, '').trim();
  return { name, type: columnTypes[bare] ?? 'text', serverType, nullable };
}

/** The columns of the first rows that a query gives. A column without a name gets one from its place, a repeated one a number. */
export function columnsOf(metadata: readonly Metadata[]): readonly SqlColumn[] {
  const names = uniqueNames(metadata.map(({ colName }) => colName));
  return metadata.map((column, index) => ({
    ...columnOf(names[index], serverTypeOf(column), (column.flags & 1) === 1),
    ...(column.type.name === 'UDT' ? { type: 'bytes' as const } : {}),
  }));
}

/** Names that are each there once: `column3` for a blank, `Name 2` for the second `Name`. */
export function uniqueNames(found: readonly string[]): readonly string[] {
  const taken = new Set(found);
  const seen = new Set<string>();
  return found.map((name, index) => {
    let unique = name === '' ? `column${index + 1}` : name;
    for (let number = 2; seen.has(unique) || (unique !== name && taken.has(unique)); number++)
      unique = `${name || `column${index + 1}`} ${number}`;
    seen.add(unique);
    return unique;
  });
}

/** The type as the server would write it, from what the protocol says of it. */
function serverTypeOf({ type, dataLength, precision, scale, udtInfo }: Metadata): string {
  const length = dataLength === undefined || dataLength === 0xffff ? 'max' : String(dataLength);
  switch (type.name) {
    case 'IntN':
      return { 1: 'tinyint', 2: 'smallint', 4: 'int' }[dataLength ?? 0] ?? 'bigint';
    case 'FloatN':
      return dataLength === 4 ? 'real' : 'float';
    case 'MoneyN':
      return dataLength === 4 ? 'smallmoney' : 'money';
    case 'DateTimeN':
      return dataLength === 4 ? 'smalldatetime' : 'datetime';
    case 'BitN':
      return 'bit';
    case 'DecimalN':
    case 'NumericN':
      return `${type.name === 'DecimalN' ? 'decimal' : 'numeric'}(${precision},${scale})`;
    case 'NVarChar':
    case 'NChar':
      return `${type.name.toLowerCase()}(${length === 'max' ? length : Number(length) / 2})`;
    case 'VarChar':
    case 'Char':
    case 'VarBinary':
    case 'Binary':
      return `${type.name.toLowerCase()}(${length})`;
    case 'Time':
    case 'DateTime2':
    case 'DateTimeOffset':
      return `${type.name.toLowerCase()}(${scale})`;
    case 'Variant':
      return 'sql_variant';
    case 'UDT':
      return udtInfo?.typeName?.toLowerCase() ?? 'udt';
    default:
      return type.name.toLowerCase();
  }
}

/** A cell as text, for sql_variant, whose values have a type each and whose column can have one. */
export function variantText(cell: Cell): string | null {
  if (cell === null) return null;
  if (cell instanceof Uint8Array) return `0x${Buffer.from(cell).toString('hex').toUpperCase()}`;
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  return String(cell);
}
