import { createHash } from 'node:crypto';
import { SourceError } from '../../core/errors/errors.ts';
import type { Connection, ConnectOptions, Consistency, Driver, Query, ServerInfo } from '../sql/driver.ts';
import { primaryKey, readCatalog, tablesOf } from './catalog.ts';
import { attributeOf } from './connection-string.ts';
import { type Described, describeQuery } from './described.ts';
import { Child } from './odbc-process.ts';
import { odbcOptions } from './options.ts';
import { readRows } from './pages.ts';
import { db2 } from './product-db2.ts';
import { consistencyOf, other, type Product, products } from './products.ts';
import type { PackageName } from './protocol.ts';
import { findPackage, type OdbcPackage, type OdbcSettings, type Target, targetOf } from './settings.ts';

export { faultOfStates } from './faults.ts';
export { DriverProcess } from './process.ts';
export type { OdbcSettings } from './settings.ts';

/** How DB2 is spoken to, and asked for what it is and has: for those who reach it in other ways. */
export const db2Sql = {
  dialect: db2.dialect,
  about: db2.about,
  text: db2.catalog.text,
  tablesOf: (rows: readonly (readonly string[])[]) => tablesOf(rows, db2, db2.catalog),
} as const;

/** Any server that has an ODBC driver, by the package `odbc`. Each connection is a process of its own. */
export const odbcDriver: Driver<OdbcSettings> = driverBy('odbc');

/** Servers of IBM, by the package `ibm_db`, in a process of its own as well. */
export const ibmDbDriver: Driver<OdbcSettings> = driverBy('ibm_db');

function driverBy(packageName: PackageName): Driver<OdbcSettings> {
  return {
    name: packageName,
    dialect: other.dialect,
    connect: (settings, options) => connect(packageName, settings, options),
  };
}

async function connect(packageName: PackageName, settings: OdbcSettings, options: ConnectOptions): Promise<Connection> {
  options.signal.throwIfAborted();
  const found = findPackage(packageName);
  const note = options.note ?? (() => undefined);
  const target = targetOf(settings, note);
  const memoryMb = settings.memoryMb ?? odbcOptions.memoryMb.default;
  const child = new Child({ place: target.place, packageName, memoryMb, signal: options.signal });
  try {
    await child.done({
      op: 'connect',
      packageName,
      path: found.path,
      connectionString: target.connectionString,
      loginSeconds: Math.max(1, Math.ceil(options.timeouts.connect / 1000)),
      memoryMb,
    });
    const server = inOneState(settings, await recognize(child, settings, target));
    for (const text of server.product.session) await child.rows({ op: 'query', text, parameters: [] });
    return connectionOf(child, server, target, found, { memoryMb, note });
  } catch (error) {
    await child.close();
    throw error;
  }
}

interface Server {
  readonly product: Product;
  /** What it said of itself; empty if it would not. */
  readonly facts: readonly string[];
}

/** Which server it is: the setting says it, or the server answers a question that only it understands. */
async function recognize(child: Child, { product }: OdbcSettings, { hint }: Target): Promise<Server> {
  if (product === 'other') return { product: other, facts: [] };
  const named = product === undefined ? hint : products.find(({ name }) => name === product);
  const order = [...(named === undefined ? [] : [named]), ...products.filter((each) => each !== named)];
  for (const each of product === undefined ? order : order.slice(0, 1)) {
    try {
      const { cells } = await child.rows({ op: 'query', text: each.about, parameters: [] });
      return { product: each, facts: cells.map((cell) => (cell === null ? '' : String(cell))) };
    } catch (error) {
      if (!child.isUsable || !(error instanceof SourceError) || error.retryable) throw error;
    }
  }
  return { product: named ?? other, facts: [] };
}

/** A server without snapshots can keep others from writing instead. */
function inOneState({ isRepeatable }: OdbcSettings, { product, facts }: Server): Server {
  if (isRepeatable !== true || product.snapshot !== undefined) return { product, facts };
  return { product: { ...product, snapshot: { isolation: 'serializable' } }, facts };
}

function connectionOf(
  child: Child,
  { product, facts }: Server,
  target: Target,
  found: OdbcPackage,
  { memoryMb, note }: { readonly memoryMb: number; readonly note: (sentence: string) => void },
): Connection {
  const descriptions = new Map<string, Described>();
  let consistency: Consistency | undefined;
  const describe = async (query: Query): Promise<Described> => {
    const known = descriptions.get(query.text);
    if (known !== undefined) return { ...known, query };
    const described = await describeQuery(child, product, query);
    descriptions.set(query.text, described);
    return described;
  };
  const keyOf = async ({ source, columns }: Described, declared: readonly string[] | undefined) => {
    const primary = source.table && (await primaryKey(child, product, source.table));
    const key = declared ?? (primary?.every((each) => columns.some(({ name }) => name === each)) ? primary : undefined);
    const isIndexed = key?.length === primary?.length && key?.every((each, index) => each === primary?.[index]);
    return { key, isIndexed: isIndexed === true };
  };
  return {
    dialect: product.dialect,
    about: async () => infoOf(facts, target, found),
    catalog: () => readCatalog(child, product),
    describe: async (query) => (await describe(query)).columns,
    async *read(query) {
      const described = await describe(query);
      const keyed = await keyOf(described, query.key);
      yield* readRows({ child, product, described, ...keyed, memoryMb, isSnapshot: consistency === 'snapshot', note });
    },
    async snapshot() {
      if (consistency !== undefined) return consistency;
      if (product.snapshot !== undefined) await child.done({ op: 'begin', isolation: product.snapshot.isolation });
      consistency = consistencyOf(product);
      return consistency;
    },
    close: () => child.close(),
  };
}

function infoOf(facts: readonly string[], { attributes, driverName }: Target, found: OdbcPackage): ServerInfo {
  const [product = '', release = '', database = '', login = '', id = '', encryption = 'unknown'] = facts;
  // What the server does not say, the connection does.
  const said = (...names: string[]) => names.flatMap((name) => attributeOf(attributes, name) ?? [])[0] ?? '';
  const written = attributes.map(({ name, value }) => `${name.toLowerCase()}=${value}`).sort();
  const digest = createHash('sha256').update(written.join(';')).digest('hex');
  return {
    product: product || driverName,
    version: release,
    database: database || said('Database', 'DBQ', 'DSN'),
    login: login || said('UID', 'User') || 'the account of this process',
    id: id || `odbc:${digest.slice(0, 32)}`,
    ...(encryption === '' ? {} : { encryption }),
    driver: `${found.name} ${found.version} (${driverName})`,
  };
}
