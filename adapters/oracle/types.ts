import type { Cell } from '../../core/adapter/batch.ts';
import type { ColumnType } from '../../core/adapter/contract.ts';
import type { SqlColumn } from '../sql/driver.ts';
import { sqlFault } from '../sql/faults.ts';
import type { ColumnMetadata, Oracledb } from './package.ts';
import { dateText, daysText, decimalText, doubleText, floatText, integer, timeOfText, yearsText } from './values.ts';

/** What Oracle's types are in Tributary. A DATE or TIMESTAMP has no zone: it is text as it stands there, and the mapping's zone makes it an instant. */
const columnTypes: ReadonlyMap<string, ColumnType> = new Map([
  ['BINARY_DOUBLE', 'decimal'],
  ['BINARY_FLOAT', 'decimal'],
  ['FLOAT', 'decimal'],
  ['TIMESTAMP WITH TIME ZONE', 'instant'],
  ['TIMESTAMP WITH LOCAL TIME ZONE', 'instant'],
  ['RAW', 'bytes'],
  ['LONG RAW', 'bytes'],
  ['BLOB', 'bytes'],
  ['BOOLEAN', 'boolean'],
]);

/** What has no text: objects, cursors, files outside of the database, vectors. */
const unreadable = new Set(['OBJECT', 'CURSOR', 'BFILE', 'VECTOR']);

/** Values that come whole with their row and may be large. */
export const isLong = ({ dbTypeName }: ColumnMetadata): boolean =>
  ['CLOB', 'NCLOB', 'BLOB', 'LONG', 'LONG RAW', 'XMLTYPE', 'JSON'].includes(dbTypeName);

/** The column that the package describes. @throws SourceError `sql/unsupported` */
export function columnOf(found: ColumnMetadata): SqlColumn {
  if (unreadable.has(found.dbTypeName)) {
    throw sqlFault(
      'sql/unsupported',
      `The column ${found.name} is of the type ${found.dbTypeName}, which has no text. Leave it out, or convert it in the query.`,
    );
  }
  const type = found.dbTypeName === 'NUMBER' ? numberType(found) : (columnTypes.get(found.dbTypeName) ?? 'text');
  return { name: found.name, type, serverType: serverTypeOf(found), nullable: found.nullable ?? true };
}

/** NUMBER(10) is whole; NUMBER and what a query computes may be anything, and are exact as decimals. */
function numberType({ precision = 0, scale = -127 }: ColumnMetadata): ColumnType {
  return precision > 0 && scale <= 0 && scale !== -127 ? 'integer' : 'decimal';
}

/** The type as the server's catalog writes it. */
function serverTypeOf({ dbTypeName, precision = 0, scale = -127, byteSize }: ColumnMetadata): string {
  if (dbTypeName === 'NUMBER') {
    if (precision === 0) return 'NUMBER';
    if (scale === -127) return `FLOAT(${precision})`;
    return scale === 0 ? `NUMBER(${precision})` : `NUMBER(${precision},${scale})`;
  }
  if (dbTypeName.startsWith('TIMESTAMP')) return dbTypeName.replace('TIMESTAMP', `TIMESTAMP(${precision})`);
  return byteSize === undefined ? dbTypeName : `${dbTypeName}(${byteSize})`;
}

/** In which form the package is to hand out a column: numbers as their digits, large values whole. */
export function fetchAs(package_: Oracledb): (found: ColumnMetadata) => { type: unknown } | undefined {
  return ({ dbTypeName }) => {
    // A client would make a Date of it in the zone of this machine; the text is the server's, in the form of its session.
    if (!package_.thin && isTime(dbTypeName)) return { type: package_.STRING };
    if (dbTypeName === 'NUMBER' || dbTypeName === 'CLOB' || dbTypeName === 'NCLOB') return { type: package_.STRING };
    return dbTypeName === 'BLOB' ? { type: package_.BUFFER } : undefined;
  };
}

function isTime(dbTypeName: string): boolean {
  return dbTypeName === 'DATE' || dbTypeName.startsWith('TIMESTAMP');
}

/** Makes a cell of a value that the package gave for a column. */
export function cellMaker(
  column: SqlColumn,
  { dbTypeName }: ColumnMetadata,
  { thin }: Pick<Oracledb, 'thin'>,
): (value: unknown) => Cell {
  const isText = !thin && isTime(dbTypeName);
  const make = isText ? (value: unknown) => sessionTime(asText(value), column) : maker(column.type, dbTypeName);
  return (value) => (value === null || value === undefined ? null : make(value));
}

function maker(type: ColumnType, dbTypeName: string): (value: unknown) => Cell {
  if (type === 'integer') return (value) => (typeof value === 'string' ? integer(value) : asText(value));
  if (dbTypeName === 'NUMBER') return (value) => (typeof value === 'string' ? decimalText(value) : asText(value));
  if (dbTypeName === 'BINARY_FLOAT') return (value) => (typeof value === 'number' ? floatText(value) : asText(value));
  if (dbTypeName === 'BINARY_DOUBLE') return (value) => (typeof value === 'number' ? doubleText(value) : asText(value));
  if (dbTypeName.startsWith('INTERVAL')) return intervalText;
  if (isTime(dbTypeName)) {
    return (value) => (value instanceof Date ? dateText(value, type === 'instant') : asText(value));
  }
  if (dbTypeName === 'JSON') return (value) => (typeof value === 'string' ? value : JSON.stringify(value));
  return (value) => (typeof value === 'boolean' || value instanceof Uint8Array ? value : asText(value));
}

/** A time in the form that the session was told. Another form would be read as another time. */
function sessionTime(text: string, { name, type }: SqlColumn): string {
  const time = timeOfText(text, type === 'instant');
  if (time !== undefined) return time;
  throw sqlFault(
    'sql/bad-value',
    `Expected a time such as 2024-03-31 02:30:00 in the column ${name}, found "${text}".`,
  );
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}

function intervalText(value: unknown): Cell {
  if (typeof value !== 'object' || value === null) return asText(value);
  const figure = (name: string) => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === 'number' ? found : 0;
  };
  if ('years' in value) return yearsText(figure('years'), figure('months'));
  return daysText(figure('days'), [figure('hours'), figure('minutes'), figure('seconds'), figure('fseconds')]);
}
