import { configError } from '../../core/errors/errors.ts';
import { type OptionValues, option } from '../../core/options/option.ts';
import { db2Driver } from '../db2/driver.ts';
import { db2Options, db2Settings } from '../db2/options.ts';
import { mssqlDriver } from '../mssql/driver.ts';
import { mssqlOptions, mssqlSettings } from '../mssql/options.ts';
import { odbcDriver } from '../odbc/driver.ts';
import { sqlAdapter, withSettings } from '../sql/adapter-of.ts';
import type { Driver } from '../sql/driver.ts';
import { sqlOptions } from '../sql/options.ts';
import { product, productOptions } from './product.ts';

const { database: _name, ...mssqlOnly } = mssqlOptions;
const { database: _database, host: _host, port: _port, ...db2Only } = db2Options;

const options = {
  database: option.choice({
    choices: ['mssql', 'db2'],
    default: 'mssql',
    summary: 'What the database of License Metric Tool is: SQL Server or DB2.',
  }),
  databaseName: option.text({ default: 'TEMADB', summary: 'The name of the database.' }),
  ...productOptions,
  ...db2Only,
  ...mssqlOnly,
  ...sqlOptions,
  port: option.integer({
    minimum: 1,
    maximum: 65_535,
    summary: 'Its port; without it 1433 or that of the instance, and 50000 of DB2.',
  }),
  encrypt: option.choice({
    choices: ['strict', 'required', 'password', 'off'],
    default: 'required',
    summary:
      'Encryption: `required` is TLS or no login; `strict` is TLS before anything else (SQL Server 2022); `password` encrypts user and password alone (DB2); `off` leaves it out, and the password can be read on the way.',
  }),
  driver: option.choice({
    choices: ['auto', 'mssql', 'ibm_db', 'odbc', 'drda'],
    default: 'auto',
    summary:
      'What speaks to the server: for SQL Server mssql, or odbc with Microsoft’s driver; for DB2 ibm_db, odbc with IBM’s driver, or drda, which needs nothing.',
  }),
  connection: option.text({
    summary: 'With odbc: what the driver is told, without user and password, in place of what the other options say.',
    example: 'Driver=ODBC Driver 18 for SQL Server;Server=ilmt01.corp.example;Database=TEMADB;Trusted_Connection=yes',
  }),
} as const;

type Values = OptionValues<typeof options>;

/** IBM License Metric Tool and BigFix Inventory, on either of their databases. */
export default sqlAdapter({
  name: 'ilmt',
  summary:
    'IBM License Metric Tool (ILMT) and BigFix Inventory: computers, software and metric results in their database.',
  module: import.meta.url,
  options,
  driver: (values) => drivers[wayOf(values)],
  settingsOf(values) {
    // What is missing is said now, with where it belongs.
    settings[wayOf(values)](values);
    return values;
  },
  queries: 'queries',
  ...product,
});

type Way = 'mssql' | 'db2' | 'odbc';

/** A connection that is written out needs nothing of the other options but a login. */
function wayOf({ database, driver, connection }: Values): Way {
  return driver === 'odbc' && connection !== undefined ? 'odbc' : database;
}

const settings = {
  mssql({ encrypt, driver, databaseName, ...values }: Values) {
    if (encrypt === 'password') throw wrong('encrypt', 'strict, required or off of SQL Server', encrypt);
    if (driver === 'ibm_db' || driver === 'drda') throw wrong('driver', 'mssql or odbc of SQL Server', driver);
    if (driver === 'odbc') throw configError('option/missing', 'Expected the option "connection" beside driver: odbc.');
    return mssqlSettings({ ...values, encrypt, database: databaseName });
  },
  db2({ encrypt, driver, databaseName, server, port, ...values }: Values) {
    if (encrypt === 'strict') throw wrong('encrypt', 'required, password or off of DB2', encrypt);
    if (driver === 'mssql') throw wrong('driver', 'ibm_db, odbc or drda of DB2', driver);
    if (server === undefined) throw configError('option/missing', 'Expected the option "server", found none.');
    const reached = { host: server, port: port ?? 50_000, database: databaseName };
    return db2Settings({ ...values, ...reached, encrypt, driver });
  },
  odbc({ database, connection = '', user, password, memoryMb }: Values) {
    return { connection, user, password, memoryMb, product: database };
  },
} as const;

const drivers: Readonly<Record<Way, Driver<Values>>> = {
  mssql: withSettings(mssqlDriver, settings.mssql),
  db2: withSettings(db2Driver, settings.db2),
  odbc: withSettings(odbcDriver, settings.odbc),
};

function wrong(name: string, expected: string, found: string) {
  return configError('option/wrong-value', `${name}: expected ${expected}, found ${found}.`);
}
