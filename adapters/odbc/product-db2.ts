import type { Product, ProductCatalog, Selected } from './products.ts';
import type { DriverColumn } from './protocol.ts';
import { exactKeys, standard } from './standard-sql.ts';
import { kindOf } from './types.ts';

/** DB2 on Linux, Unix and Windows; those of z/OS and i lack some of its catalog. */

/** What IBM's driver adds to the types of ODBC. */
const boolean = 16;
const decfloat = -360;
const blob = -98;
const xml = -370;

/** The numbers of the types as the catalog names them. */
const numbers = new Map<string, number>([
  ['SMALLINT', 5],
  ['INTEGER', 4],
  ['BIGINT', -5],
  ['DECIMAL', 3],
  ['DECFLOAT', decfloat],
  ['REAL', 7],
  ['DOUBLE', 8],
  ['BOOLEAN', boolean],
  ['DATE', 91],
  ['TIME', 92],
  ['TIMESTAMP', 93],
  ['BINARY', -2],
  ['VARBINARY', -3],
  ['BLOB', blob],
  ['XML', xml],
  ['CHARACTER', 1],
]);

/** Letters of a code page, or, with code page 0, bytes: `FOR BIT DATA`. */
const letters: ReadonlySet<string> = new Set(['CHARACTER', 'VARCHAR', 'LONG VARCHAR']);

const catalog: ProductCatalog = {
  text: `SELECT RTRIM(t.TABSCHEMA), t.TABNAME, t.TYPE, c.COLNAME, c.TYPENAME, c.LENGTH, c.SCALE, c.NULLS, c.CODEPAGE, t.CARD
FROM SYSCAT.TABLES t
JOIN SYSCAT.COLUMNS c ON c.TABSCHEMA = t.TABSCHEMA AND c.TABNAME = t.TABNAME
WHERE t.TYPE IN ('T', 'U', 'S', 'N', 'V', 'W') AND t.TABSCHEMA NOT LIKE 'SYS%'
ORDER BY t.TABSCHEMA, t.TABNAME, c.COLNO`,
  column([schema, table, type, name, typeName, length, scale, nulls, codePage, card]) {
    const isBits = letters.has(typeName) && codePage === '0';
    const column: DriverColumn = {
      name,
      dataType: isBits ? -3 : (numbers.get(typeName) ?? 12),
      dataTypeName: isBits ? `${typeName} FOR BIT DATA` : typeName,
      columnSize: Number(length),
      decimalDigits: Number(scale),
      nullable: nulls !== 'N',
    };
    const kind = type === 'V' || type === 'W' ? 'view' : 'table';
    // Without statistics it is -1.
    return { schema, table, kind, column, ...(Number(card) < 0 ? {} : { rowsEstimate: Number(card) }) };
  },
  primaryKey: `SELECT k.COLNAME FROM SYSCAT.TABCONST t
JOIN SYSCAT.KEYCOLUSE k ON k.CONSTNAME = t.CONSTNAME AND k.TABSCHEMA = t.TABSCHEMA AND k.TABNAME = t.TABNAME
WHERE t.TYPE = 'P' AND t.TABNAME = ? AND t.TABSCHEMA = COALESCE(CAST(? AS VARCHAR(128)), CURRENT SCHEMA)
ORDER BY k.COLSEQ`,
};

function selected(name: string, column: DriverColumn): Selected {
  switch (column.dataType) {
    case 2:
    case 3:
      // The package would make a double of it.
      return { expression: column.columnSize > 15 ? `VARCHAR(${name}, '.')` : name, kind: 'decimal' };
    case decfloat:
      return { expression: `VARCHAR(${name}, '.')`, kind: 'decimal' };
    case boolean:
    case -7:
      return { expression: `SMALLINT(${name})`, kind: 'boolean' };
    case xml:
      return { expression: `XMLSERIALIZE(${name} AS CLOB(16M))`, kind: 'text' };
    case blob:
      return { expression: name, kind: 'bytes' };
    default:
      return { expression: name, kind: kindOf(column) };
  }
}

export const db2 = {
  name: 'db2',
  drivers: /db2|ibm/i,
  about: `SELECT 'DB2 ' || SERVICE_LEVEL, SERVICE_LEVEL, CURRENT SERVER, SESSION_USER,
 'db2:' || CURRENT SERVER || '/' || (SELECT VARCHAR(CREATE_TIME) FROM SYSCAT.TABLES WHERE TABSCHEMA = 'SYSIBM' AND TABNAME = 'SYSTABLES'), 'unknown'
 FROM SYSIBMADM.ENV_INST_INFO`,
  dialect: {
    ...standard,
    nullType: (type) => type.replace(/^n(?=varchar)/, '').replace('datetime', 'timestamp'),
    oneRow: ' FROM SYSIBM.SYSDUMMY1',
  },
  session: [],
  // With cursor stability a row is read as it is committed when it is reached.
  consistency: 'none',
  attributes: [
    // Long values as ODBC has them: IBM's own types of them are beyond the package.
    ['LongDataCompat', '1'],
    // Whoever reads does not wait for ever.
    ['LockTimeout', '30'],
  ],
  catalog,
  selected,
  // Without UR: rows that others have not committed are not read.
  widened: (select) => `${select}\nFOR READ ONLY`,
  keyParameter: (kind, column) => (kind === 'moment' ? 'CAST(? AS TIMESTAMP)' : exactKeys(kind, column)),
} as const satisfies Product;
