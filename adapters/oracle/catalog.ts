import type { CatalogTable, SqlColumn } from '../sql/driver.ts';
import type { Session } from './session.ts';
import { columnOf } from './types.ts';

/**
 * Tables and views of people and products, and of the server's own those that an audit reads. Oracle's other schemas, and the thousands of
 * views that everybody has, are left out.
 */
const columns = (
  ofPeople: string,
) => `SELECT c.OWNER, c.TABLE_NAME, o.OBJECT_TYPE, t.NUM_ROWS, c.COLUMN_NAME, c.DATA_TYPE, c.DATA_PRECISION,
  c.DATA_SCALE, c.DATA_LENGTH, c.NULLABLE
FROM ALL_TAB_COLUMNS c
JOIN ALL_OBJECTS o ON o.OWNER = c.OWNER AND o.OBJECT_NAME = c.TABLE_NAME AND o.OBJECT_TYPE IN ('TABLE', 'VIEW')
LEFT JOIN ALL_TABLES t ON t.OWNER = c.OWNER AND t.TABLE_NAME = c.TABLE_NAME
WHERE ${ofPeople}
  OR (c.OWNER = 'SYS' AND REGEXP_LIKE(c.TABLE_NAME, '^(DBA_|CDB_|G?V_\\$)'))
ORDER BY c.OWNER, c.TABLE_NAME, c.COLUMN_ID`;

const ofPeople = "c.OWNER NOT IN (SELECT u.USERNAME FROM ALL_USERS u WHERE u.ORACLE_MAINTAINED = 'Y')";
/** Servers before 12.1 do not say which users come with the software. */
const ofPeopleBefore12 = `c.OWNER NOT IN ('SYS', 'SYSTEM', 'OUTLN', 'DIP', 'TSMSYS', 'DBSNMP', 'ORACLE_OCM', 'APPQOSSYS', 'WMSYS', 'EXFSYS',
  'CTXSYS', 'XDB', 'ANONYMOUS', 'ORDSYS', 'ORDDATA', 'ORDPLUGINS', 'SI_INFORMTN_SCHEMA', 'MDSYS', 'MDDATA', 'OLAPSYS', 'LBACSYS',
  'DVSYS', 'SYSMAN', 'MGMT_VIEW', 'FLOWS_FILES', 'OWBSYS', 'OWBSYS_AUDIT', 'XS$NULL', 'PUBLIC')
  AND c.OWNER NOT LIKE 'APEX%'`;

/** The tables and views that this login may read, as the server's catalog has them. */
export async function readCatalog(session: Session, limit: number): Promise<readonly CatalogTable[]> {
  const tables: (CatalogTable & { columns: SqlColumn[] })[] = [];
  const isOld = Number.parseInt(session.connection.oracleServerVersionString, 10) < 12;
  for (const row of await session.ask(columns(isOld ? ofPeopleBefore12 : ofPeople), limit)) {
    const [schema, name, kind, rows, column, type, precision, scale, length, nullable] = row;
    let table = tables.at(-1);
    if (table === undefined || table.schema !== schema || table.name !== name) {
      table = {
        schema: schema ?? '',
        name: name ?? '',
        kind: kind === 'VIEW' ? 'view' : 'table',
        columns: [],
        ...(rows === null || rows === undefined ? {} : { rowsEstimate: Number(rows) }),
      };
      tables.push(table);
    }
    table.columns.push(catalogColumn(column ?? '', type ?? '', { precision, scale, length, nullable }));
  }
  return tables;
}

type Figure = string | null | undefined;
interface Written {
  readonly precision: Figure;
  readonly scale: Figure;
  readonly length: Figure;
  readonly nullable: Figure;
}

/** A column from what the catalog writes: `TIMESTAMP(6) WITH TIME ZONE` has its precision inside. A type without text keeps its name. */
function catalogColumn(name: string, written: string, { precision, scale, length, nullable }: Written): SqlColumn {
  const dbTypeName = written.replace(/\(\d+\)/g, '').trim();
  const sized = /^(N?VARCHAR2|N?CHAR|RAW)$/.test(dbTypeName);
  const inner = /\((\d+)\)/.exec(written)?.[1];
  const known = columnOf({
    name,
    dbTypeName: /^[A-Z0-9_ ]+$/.test(dbTypeName) && !unreadable.test(dbTypeName) ? dbTypeName : 'VARCHAR2',
    nullable: nullable !== 'N',
    // INTEGER has a scale and no precision there.
    precision: Number(precision ?? inner ?? (scale === '0' ? 38 : 0)),
    scale: scale === null || scale === undefined ? -127 : Number(scale),
    ...(sized ? { byteSize: Number(length) } : {}),
  });
  return known.serverType.startsWith(dbTypeName) ? known : { ...known, serverType: written };
}

const unreadable = /^(OBJECT|CURSOR|BFILE|VECTOR)$/;
