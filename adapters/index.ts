/** Every adapter by name, each loaded on first use. Only the command line reads this list. */
export const adapters = {
  csv: () => import('./csv/adapter.ts'),
  db2: () => import('./db2/adapter.ts'),
  excel: () => import('./excel/adapter.ts'),
  ilmt: () => import('./ilmt/adapter.ts'),
  json: () => import('./json/adapter.ts'),
  mssql: () => import('./mssql/adapter.ts'),
  odbc: () => import('./odbc/adapter.ts'),
  oracle: () => import('./oracle/adapter.ts'),
  sccm: () => import('./sccm/adapter.ts'),
};
