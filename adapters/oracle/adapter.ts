import { sqlAdapter } from '../sql/adapter-of.ts';
import { sqlOptions } from '../sql/options.ts';
import { oracleDriver } from './driver.ts';
import { type OracleSettings, oracleOptions, oracleSettings } from './options.ts';

const options = { ...oracleOptions, ...sqlOptions };

/** The instances, options, features and users that an Oracle database tells of itself; with `queries`, anybody's own. */
export default sqlAdapter<typeof options, OracleSettings>({
  name: 'oracle',
  summary:
    'Oracle Database, from 12.1 on without a client: what it says of its versions, options, features, users and containers.',
  module: import.meta.url,
  options,
  driver: oracleDriver,
  settingsOf: oracleSettings,
  queries: 'queries',
  catalog: ({ tables }) => tables === 'datasets',
});
