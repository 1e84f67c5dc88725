import { join } from 'node:path';
import { findClasses } from '../../../adapters/sccm/classes.ts';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import { option } from '../../../core/options/option.ts';
import { sqliteDriver } from '../sql/sqlite-driver.ts';

/** The queries of the adapter over a made-up site in SQLite, called as the adapter is. */
export const siteQueries = join(import.meta.dirname, '../../../adapters/sccm/queries');

export const siteOptions = {
  ...sqlOptions,
  database: option.text({ path: true, summary: 'The file of the database.' }),
  collection: option.text({ default: 'SMS00001', summary: 'The collection.' }),
};

export default sqlAdapter({
  name: 'sccm',
  summary: 'The queries over SQLite.',
  module: import.meta.url,
  options: siteOptions,
  driver: sqliteDriver(),
  settingsOf: ({ database = '' }) => ({ path: database }),
  asides: '../../../adapters/sccm/queries/asides',
  finds: findClasses,
});
