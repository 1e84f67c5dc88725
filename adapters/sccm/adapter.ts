import { option } from '../../core/options/option.ts';
import { mssqlDriver } from '../mssql/driver.ts';
import { mssqlOptions, mssqlSettings } from '../mssql/options.ts';
import { odbcDriver } from '../odbc/driver.ts';
import { odbcOptions } from '../odbc/options.ts';
import { sqlAdapter, withSettings } from '../sql/adapter-of.ts';
import { sqlOptions } from '../sql/options.ts';
import { findClasses } from './classes.ts';
import { allSystems, guardOf } from './guard.ts';

const options = {
  ...mssqlOptions,
  ...sqlOptions,
  collection: option.text({
    default: allSystems,
    summary: 'The collection whose devices are read, by its id. SMS00001 is all systems.',
    example: 'P0100042',
  }),
  driver: option.choice({
    choices: ['mssql', 'odbc'],
    default: 'mssql',
    summary:
      'What speaks to the server: mssql, or Microsoft’s ODBC driver, which can log in as the account of this program.',
  }),
  connection: option.text({
    summary: 'With odbc: what the driver is told, without user and password.',
    example: 'Driver=ODBC Driver 18 for SQL Server;Server=sql01.corp.example;Database=CM_EX1;Trusted_Connection=yes',
  }),
  memoryMb: odbcOptions.memoryMb,
} as const;

/** The site database of Microsoft Configuration Manager. */
export default sqlAdapter({
  name: 'sccm',
  summary: 'Microsoft Configuration Manager (SCCM, MECM): the inventory in its site database.',
  module: import.meta.url,
  options,
  driver: ({ driver }) =>
    driver === 'odbc'
      ? withSettings(odbcDriver, ({ odbc }: Settings) => odbc())
      : withSettings(mssqlDriver, ({ mssql }: Settings) => mssql()),
  settingsOf(values) {
    const { connection = '', user, password, memoryMb } = values;
    const odbc = () => ({ connection, user, password, memoryMb, product: 'mssql' as const });
    const mssql = () => mssqlSettings(values);
    // What is missing is said now, with where it belongs.
    if (values.driver === 'mssql') mssql();
    return { odbc, mssql };
  },
  queries: 'queries',
  asides: 'queries/asides',
  finds: findClasses,
  guard: ({ collection }) => guardOf(collection),
});

/** The settings of the driver that was chosen; the other one's are not asked for. */
interface Settings {
  readonly odbc: () => Parameters<typeof odbcDriver.connect>[0];
  readonly mssql: () => Parameters<typeof mssqlDriver.connect>[0];
}
