import type { Connection, ConnectOptions, Driver } from '../sql/driver.ts';
import { connectionOf, openSession } from './connect.ts';
import type { OracleSettings } from './options.ts';

/** Oracle Database by the package oracledb: from 12.1 on without a client of Oracle, older ones with one, in a process of its own. */
export const oracleDriver: Driver<OracleSettings> = {
  name: 'oracle',
  dialect: {
    quoteName: (name) => `"${name.replaceAll('"', '""')}"`,
    parameter: (number) => `:${number}`,
    marks: {
      scn: {
        now: 'SELECT TO_CHAR(CURRENT_SCN) AS SCN_NOW FROM V$DATABASE',
        value: (parameter) => `TO_NUMBER(${parameter})`,
      },
    },
    limit: (query, rows) => `SELECT * FROM (${query}\n) WHERE ROWNUM <= ${rows}`,
  },
  async connect(settings, options) {
    const { client } = settings;
    if (client === undefined) return await connectHere(settings, options);
    const { connectInProcess } = await import('./client.ts');
    return await connectInProcess(settings, options, { library: { folder: client.folder }, memoryMb: client.memoryMb });
  },
};

async function connectHere(settings: OracleSettings, options: ConnectOptions): Promise<Connection> {
  const session = await openSession(settings, options);
  try {
    return await connectionOf(session, options);
  } catch (error) {
    await session.close();
    throw error;
  }
}
