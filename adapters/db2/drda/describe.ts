import type { ColumnType } from '../../../core/adapter/contract.ts';
import type { SqlColumn } from '../../sql/driver.ts';
import { Bytes } from './bytes.ts';
import type { ServerKind } from './products.ts';
import { isNull, type Outcome, readOutcome } from './sqlca.ts';

/** The columns of a prepared statement, or why it could not be prepared: SQLDARD. */
export interface Description {
  readonly outcome: Outcome;
  readonly columns: readonly SqlColumn[];
}

export function readDescription(
  data: Buffer,
  isLittle: boolean,
  { passUserType }: Pick<ServerKind, 'passUserType'>,
): Description {
  const bytes = new Bytes(data, isLittle);
  const outcome = readOutcome(bytes);
  if (bytes.left === 0) return { outcome, columns: [] };
  if (!isNull(bytes)) readHeader(bytes);
  const count = bytes.i16();
  return { outcome, columns: Array.from({ length: count }, () => readColumn(bytes, passUserType)) };
}

/** SQLDHGRP: what the cursor can do, and names of the database. */
function readHeader(bytes: Bytes): void {
  bytes.take(6 * 2);
  for (let name = 0; name < 3; name++) bytes.short();
}

/** SQLDAGRP: numbers, type, and groups of names of which the first has the column's own. */
function readColumn(bytes: Bytes, passUserType: ServerKind['passUserType']): SqlColumn {
  const precision = bytes.i16();
  const scale = bytes.i16();
  const length = bytes.i64();
  const type = bytes.i16();
  const codePage = bytes.u16();
  const name = isNull(bytes) ? '' : readNames(bytes, passUserType);
  const isBits = codePage === 0 || codePage === 0xffff;
  const found = typeOf(type & ~1, length);
  const size = (sizes.get(found.named) ?? '')
    .replace('n', String(length))
    .replace('p', String(precision))
    .replace('s', String(scale));
  const isBytes = isBits && letters.has(found.named);
  const serverType = `${found.named}${size}${isBytes ? ' FOR BIT DATA' : ''}`;
  const kind = isBytes ? 'bytes' : found.kind;
  return { name, type: kind, serverType, nullable: (type & 1) === 1 };
}

/** SQLDOPTGRP: the name, label and comment, each of several bytes a letter or of one; then the groups of user types and of tables. */
function readNames(bytes: Bytes, passUserType: ServerKind['passUserType']): string {
  bytes.i16();
  const [mixed, single] = [bytes.short(), bytes.short()];
  for (let text = 0; text < 4; text++) bytes.short();
  if (!isNull(bytes)) passUserType(bytes);
  if (!isNull(bytes)) readTable(bytes);
  return (mixed.length > 0 ? mixed : single).toString('utf8');
}

/** SQLDXGRP: what the column is in its table, and the names of both. */
function readTable(bytes: Bytes): void {
  bytes.take(4 * 2);
  for (let name = 0; name < 9; name++) bytes.short();
}

interface NamedType {
  readonly kind: ColumnType;
  readonly named: string;
}

/** The type of the SQLDA, an even number. */
function typeOf(type: number, length: bigint): NamedType {
  const found = types.get(type) ?? { kind: 'text', named: `type ${type}` };
  return found.named === 'DOUBLE' && length === 4n ? { ...found, named: 'REAL' } : found;
}

/** Letters without a code page are bytes. */
const letters: ReadonlySet<string> = new Set(['CHAR', 'VARCHAR', 'LONG VARCHAR']);
const named = (type: number, kind: ColumnType, name: string) => [type, { kind, named: name }] as const;

const types = new Map<number, NamedType>([
  named(384, 'date', 'DATE'),
  named(388, 'text', 'TIME'),
  named(392, 'text', 'TIMESTAMP'),
  named(404, 'bytes', 'BLOB'),
  named(408, 'text', 'CLOB'),
  named(412, 'text', 'DBCLOB'),
  named(448, 'text', 'VARCHAR'),
  named(452, 'text', 'CHAR'),
  named(456, 'text', 'LONG VARCHAR'),
  named(464, 'text', 'VARGRAPHIC'),
  named(468, 'text', 'GRAPHIC'),
  named(472, 'text', 'LONG VARGRAPHIC'),
  named(480, 'decimal', 'DOUBLE'),
  named(484, 'decimal', 'DECIMAL'),
  named(492, 'integer', 'BIGINT'),
  named(496, 'integer', 'INTEGER'),
  named(500, 'integer', 'SMALLINT'),
  named(904, 'bytes', 'ROWID'),
  named(908, 'bytes', 'VARBINARY'),
  named(912, 'bytes', 'BINARY'),
  named(988, 'text', 'XML'),
  named(996, 'decimal', 'DECFLOAT'),
  named(2436, 'boolean', 'BOOLEAN'),
]);

const sizes = new Map([
  ['CHAR', '(n)'],
  ['VARCHAR', '(n)'],
  ['GRAPHIC', '(n)'],
  ['VARGRAPHIC', '(n)'],
  ['DECIMAL', '(p,s)'],
]);
