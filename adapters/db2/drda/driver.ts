import { cellAt } from '../../../core/adapter/batch.ts';
import { db2Sql } from '../../odbc/driver.ts';
import type { Connection, ConnectOptions, Driver, Query, ServerInfo, SqlColumn } from '../../sql/driver.ts';
import { sqlFault } from '../../sql/faults.ts';
import type { Db2Settings } from '../options.ts';
import { faultOf } from './refusals.ts';
import { Rows } from './rows.ts';
import { type Block, type OpenQuery, Session } from './session.ts';

/** The other server that speaks it, as it calls itself: one that needs no licence. */
export const derby = 'Apache Derby';

/** DB2 by its own protocol, DRDA, spoken here: nothing has to be installed. */
export const drdaDriver: Driver<Db2Settings> = { name: 'drda', dialect: db2Sql.dialect, connect };

async function connect(settings: Db2Settings, { signal }: ConnectOptions): Promise<Connection> {
  const { host, port, database, user, password, encrypt, ca, isolation } = settings;
  const place = `${host}:${port}, ${database}`;
  if (encrypt === 'required' && settings.keystore !== undefined)
    throw sqlFault(
      'sql/unsupported',
      'Keystores of IBM are beyond the driver drda. Name the certificate of the server or of its authority by ca, as a PEM file.',
      { name: place },
    );
  const tls = encrypt === 'required' ? { ca } : undefined;
  const login = { database, user, password, isHidden: encrypt === 'password', place };
  const session = await Session.open({ host, port, tls, place, signal }, login, isolation);
  try {
    for (const text of session.kind.session(isolation)) await session.execute(text);
    await session.commit();
    return connectionOf(session, settings, place);
  } catch (error) {
    session.close();
    throw error;
  }
}

function connectionOf(session: Session, settings: Db2Settings, place: string): Connection {
  const { kind } = session;
  const { codePages, isLittle } = session.login;
  const isRepeatable = settings.isolation === 'rr';
  let isHeld = false;

  /** Locks end with a transaction; those of one state of the database are kept to the end. */
  const settle = async () => {
    if (session.wire.isUsable && !isHeld) await session.commit();
  };

  async function opened(text: string, parameters: NonNullable<Query['parameters']>) {
    try {
      return await session.query(text, parameters);
    } catch (error) {
      await settle().catch((cause) => session.wire.close(cause));
      throw error;
    }
  }

  async function* read({ text, parameters = [] }: Query) {
    const open = await opened(text, parameters);
    let coming: Promise<Block> | undefined;
    try {
      const rows = new Rows({
        fields: open.fields,
        codePages,
        isLittle,
        faultOf: (outcome) => faultOf(kind.outcome(outcome), place),
      });
      for (let block = open.first; ; block = await coming) {
        const batches = rows.take(block);
        // The next block is on its way while this one is worked on.
        coming = rows.isLast ? undefined : session.next(open);
        coming?.catch(() => undefined);
        yield* batches;
        if (coming === undefined) return;
      }
    } finally {
      await coming?.catch(() => undefined);
      // What can't be closed is not used again; why the rows ended says more.
      if (session.wire.isUsable) await closed(open).catch((error) => session.wire.close(error));
    }
  }

  async function closed(open: OpenQuery): Promise<void> {
    await session.closeQuery(open);
    await settle();
  }

  async function texts(text: string): Promise<readonly (readonly string[])[]> {
    const found: string[][] = [];
    for await (const batch of read({ text }))
      for (let row = 0; row < batch.rows; row++)
        found.push(
          Array.from({ length: batch.width }, (_, column) => {
            const cell = cellAt(batch, row * batch.width + column);
            return cell === null ? '' : String(cell).trimEnd();
          }),
        );
    return found;
  }

  async function columns(text: string): Promise<readonly SqlColumn[]> {
    const { columns: found } = await session.describe(text).finally(settle);
    return found;
  }

  return {
    async about() {
      const [facts = []] = await texts(kind.about);
      return infoOf(facts, session, settings);
    },
    catalog: () => kind.catalog({ texts, columns }),
    async describe({ text }) {
      const found = await columns(text);
      if (found.length > 0) return found;
      throw sqlFault('sql/failed', 'Expected a query that gives columns, found one that gives none. Write a SELECT.');
    },
    read,
    async snapshot() {
      isHeld = isRepeatable;
      return isRepeatable ? 'snapshot' : 'none';
    },
    isOpen: () => session.wire.isUsable,
    close: async () => session.close(),
  };
}

function infoOf(facts: readonly string[], { login, wire }: Session, { database, user }: Db2Settings): ServerInfo {
  const [product = '', version = '', name = '', loggedIn = '', id = ''] = facts;
  const { encryption } = wire;
  return {
    product: product === '' ? login.productId : product,
    version: version === '' ? login.release : version,
    database: name === '' ? database : name,
    login: loggedIn === '' ? user : loggedIn,
    id,
    ...(encryption === undefined ? {} : { encryption }),
    driver: `Tributary’s own (DRDA), with ${login.serverClass} ${login.productId}`,
  };
}
