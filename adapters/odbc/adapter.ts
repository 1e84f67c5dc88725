import { option } from '../../core/options/option.ts';
import { sqlAdapter } from '../sql/adapter-of.ts';
import { sqlOptions } from '../sql/options.ts';
import { odbcDriver } from './driver.ts';
import { odbcOptions } from './options.ts';

export default sqlAdapter({
  name: 'odbc',
  summary: 'Tables, views and queries of any database that has an ODBC driver.',
  module: import.meta.url,
  options: {
    ...sqlOptions,
    ...odbcOptions,
    product: option.choice({
      choices: ['postgresql', 'mariadb', 'sqlite', 'mssql', 'oracle', 'db2', 'other'],
      summary: 'What the server is, if it is not recognized by itself; other keeps to the standard of SQL.',
    }),
  },
  driver: odbcDriver,
  settingsOf: ({ connection, user, password, product, memoryMb }) => ({
    connection: connection ?? '',
    user,
    password,
    product,
    memoryMb,
  }),
  catalog: true,
});
