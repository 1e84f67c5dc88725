import { sqlAdapter } from '../sql/adapter-of.ts';
import { sqlOptions } from '../sql/options.ts';
import { db2Driver } from './driver.ts';
import { db2Options, db2Settings } from './options.ts';

const options = { ...db2Options, ...sqlOptions };

/** Anybody's own queries, and the tables and views of the catalog. */
export default sqlAdapter({
  name: 'db2',
  summary: 'DB2 on Linux, Unix and Windows: your own queries, tables and views.',
  module: import.meta.url,
  options,
  driver: db2Driver,
  settingsOf: (values) => db2Settings(values),
  catalog: true,
});
