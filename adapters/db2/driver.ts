import { SourceError } from '../../core/errors/errors.ts';
import { db2Sql } from '../odbc/driver.ts';
import type { Connection, ConnectOptions, Driver } from '../sql/driver.ts';
import { derby, drdaDriver } from './drda/driver.ts';
import { licence } from './licence.ts';
import { byIbmDb, byOdbc } from './native.ts';
import type { Db2Settings } from './options.ts';

/** DB2 by what is installed of the drivers that speak to it, or by the one that the options name. */
export const db2Driver: Driver<Db2Settings> = { name: 'db2', dialect: db2Sql.dialect, connect };

const drivers = { ibm_db: byIbmDb, odbc: byOdbc, drda: drdaDriver } as const;

async function connect(settings: Db2Settings, options: ConnectOptions): Promise<Connection> {
  if (settings.driver !== 'auto') return withLicence(await drivers[settings.driver].connect(settings, options));
  // IBM's own knows all of DB2; the one that needs nothing knows what inventory is made of.
  for (const driver of [drivers.ibm_db, drivers.odbc]) {
    try {
      return withLicence(await driver.connect(settings, options));
    } catch (error) {
      if (!(error instanceof SourceError) || error.faults[0].code !== 'sql/driver-missing') throw error;
    }
  }
  options.note?.('Neither ibm_db nor odbc with IBM’s driver is there: the server is read by the driver drda.');
  return withLicence(await drivers.drda.connect(settings, options));
}

function withLicence(connection: Connection): Connection {
  const about = async () => {
    const info = await connection.about();
    return info.product === derby ? info : { ...info, licence };
  };
  return { ...connection, about };
}
