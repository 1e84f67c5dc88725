import { sqlAdapter } from '../sql/adapter-of.ts';
import { sqlOptions } from '../sql/options.ts';
import { mssqlDriver } from './driver.ts';
import { mssqlOptions, mssqlSettings } from './options.ts';

const options = { ...mssqlOptions, ...sqlOptions };

/** Anybody's own queries, and the tables and views that the login may read. */
export default sqlAdapter({
  name: 'mssql',
  summary: 'SQL Server from 2008 on, and Azure SQL: your own queries, tables and views.',
  module: import.meta.url,
  options,
  driver: mssqlDriver,
  settingsOf: (values) => mssqlSettings(values),
  catalog: true,
});
