import { option } from '../../core/options/option.ts';
import { mssqlDriver } from '../mssql/driver.ts';
import { mssqlOptions, mssqlSettings } from '../mssql/options.ts';
import { sqlAdapter } from '../sql/adapter-of.ts';
import { sqlOptions } from '../sql/options.ts';

const options = {
  ...mssqlOptions,
  ...sqlOptions,
  collection: option.text({
    default: 'SMS00001',
    summary: 'The collection whose devices are read, by its id. SMS00001 is all systems.',
    example: 'P0100042',
  }),
} as const;

/** The site database of Microsoft Configuration Manager. */
export default sqlAdapter({
  name: 'sccm',
  summary: 'Microsoft Configuration Manager (SCCM, MECM): the inventory in its site database.',
  module: import.meta.url,
  options,
  driver: mssqlDriver,
  settingsOf: (values) => mssqlSettings(values),
  queries: 'queries',
});
