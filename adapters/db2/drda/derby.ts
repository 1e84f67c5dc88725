import type { CatalogTable } from '../../sql/driver.ts';
import type { ServerKind } from './products.ts';
import type { Outcome } from './sqlca.ts';

/** Apache Derby, whose network server speaks the protocol of DB2, and whose SQL is close to it. */
export const derby: ServerKind = {
  name: 'Apache Derby',
  about: `SELECT 'Apache Derby', '', CURRENT SCHEMA, CURRENT_USER, CAST(SCHEMAID AS VARCHAR(36)) FROM SYS.SYSSCHEMAS WHERE SCHEMANAME = 'SYS'`,
  async catalog({ texts, columns }) {
    const tables: CatalogTable[] = [];
    for (const [schema, name, kind] of await texts(tableNames)) {
      const place = [schema, name].map((each) => `"${each.replaceAll('"', '""')}"`).join('.');
      tables.push({
        schema,
        name,
        kind: kind === 'V' ? 'view' : 'table',
        columns: await columns(`SELECT * FROM ${place}`),
      });
    }
    return tables;
  },
  // Its packages say nothing of isolation.
  session: (isolation) => (isolation === 'rr' ? ['SET CURRENT ISOLATION = RR'] : []),
  outcome: asDb2,
  passUserType(bytes) {
    for (let name = 0; name < 4; name++) bytes.short();
  },
};

// The types in its catalog are objects of Java, so that each table is described.
const tableNames = `SELECT s.SCHEMANAME, t.TABLENAME, t.TABLETYPE
FROM SYS.SYSTABLES t
JOIN SYS.SYSSCHEMAS s ON s.SCHEMAID = t.SCHEMAID
WHERE t.TABLETYPE IN ('T', 'V')
ORDER BY s.SCHEMANAME, t.TABLENAME`;

const states = new Map<string, number>([
  ['42X05', -204],
  ['42Y07', -204],
  ['42X04', -206],
  ['42502', -551],
  ['40001', -911],
  ['40XL1', -911],
  ['08004', -1060],
  ['08006', -1224],
  ['57017', -332],
]);

/** It has states of its own for what DB2 has numbers for. */
function asDb2({ code, state, words }: Outcome): Outcome {
  const number = states.get(state);
  if (code >= 0 || number === undefined) return { code, state, words };
  const reason = state === '40XL1' ? ['68'] : ['2'];
  return { code: number, state, words: number === -911 ? reason : words };
}
