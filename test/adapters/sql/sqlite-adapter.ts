import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import type { Adapter } from '../../../core/adapter/contract.ts';
import { configError } from '../../../core/errors/errors.ts';
import { option } from '../../../core/options/option.ts';
import { sqliteDriver, type Watch } from './sqlite-driver.ts';

const options = {
  ...sqlOptions,
  database: option.text({ path: true, summary: 'The file of the database.' }),
  password: option.secret({ summary: 'The password of the login.' }),
  opens: option.text({ summary: 'The SHA-256 of the password that opens the database.' }),
  site: option.text({ summary: 'A value for parameters of queries.' }),
};

/** An adapter as the seam makes them, over a database that is always there. */
export function sqliteAdapter(watch: Watch = {}): Adapter<typeof options> {
  return sqlAdapter({
    name: 'sqlite',
    summary: 'SQLite, for tests.',
    module: import.meta.url,
    options,
    driver: sqliteDriver(watch),
    settingsOf({ database, password, opens }) {
      if (database === undefined) throw configError('option/missing', 'Expected the option "database", found none.');
      return {
        path: database,
        ...(password === undefined ? {} : { password: password.reveal() }),
        ...(opens === undefined ? {} : { opens }),
      };
    },
    catalog: true,
  });
}

export default sqliteAdapter();
