import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Comparison } from '../comparison.ts';
import { grouped } from '../grouped.ts';
import { type Reached, type ServerKind, withServer } from '../servers/server.ts';
import { mappingPath, type Workplace } from '../workplace.ts';
import { type Part, present, race } from './part.ts';

/** Databases to a sealed package, with all checks, beside a bare loop over the driver that throws the rows away. */
export const sql: Part = (place) => [...works.flatMap((work) => measure(place, work)), ...slowSink(place)];

/** The least share of the speed of the bare loop. */
const goal = 0.9;

interface Work {
  readonly kind: ServerKind;
  readonly name: string;
  /** What the source file says beside the server. */
  readonly source: (reached: Reached) => { readonly adapter: string } & Readonly<Record<string, unknown>>;
  readonly rival: string;
  readonly contender: 'tedious' | 'oracledb' | 'odbc';
  readonly args: (reached: Reached) => readonly string[];
  readonly query?: string;
}

const odbcSource = ({ connection, user }: Reached) => ({
  adapter: 'odbc',
  connection,
  ...(user === undefined ? {} : { user, password: 'env:TRIBUTARY_BENCH_PASSWORD' }),
});
const odbcArgs = (way: string, attributes: string) => (reached: Reached) => {
  const { connection = '', user, password } = reached;
  const login = user === undefined ? '' : `;UID=${user};PWD={${password?.replaceAll('}', '}}')}}`;
  return [`${connection}${attributes}${login}`, way];
};

const works: readonly Work[] = [
  {
    kind: 'tds',
    name: 'SQL Server (stand-in)',
    source: ({ port }) => ({
      adapter: 'mssql',
      server: '127.0.0.1',
      port,
      encrypt: 'off',
      user: 'reader',
      password: 'env:TRIBUTARY_BENCH_PASSWORD',
    }),
    rival: 'tedious, bare loop',
    contender: 'tedious',
    args: ({ port }) => [String(port)],
  },
  {
    kind: 'oracle',
    name: 'Oracle (stand-in)',
    source: ({ port }) => ({
      adapter: 'oracle',
      host: '127.0.0.1',
      port,
      service: 'STANDIN',
      user: 'audit',
      password: 'env:TRIBUTARY_BENCH_PASSWORD',
    }),
    rival: 'oracledb, bare loop',
    contender: 'oracledb',
    args: ({ port }) => [String(port)],
    query:
      'SELECT ID "id", NAME "name", SERIAL "serial", OS "os", MEMORY "memory", CORES "cores", DOMAIN "domain", SITE "site", SCANNED "scanned", COST "cost" FROM hosts ORDER BY ID',
  },
  {
    kind: 'postgres',
    name: 'PostgreSQL by ODBC',
    source: odbcSource,
    rival: "odbc, bare loop over the driver's cursor",
    contender: 'odbc',
    args: odbcArgs('cursor', ';UseDeclareFetch=1;Fetch=1000'),
  },
  {
    kind: 'mariadb',
    name: 'MariaDB by ODBC',
    source: odbcSource,
    rival: 'odbc, bare loop over pages by the key',
    contender: 'odbc',
    args: odbcArgs('pages', ''),
  },
  {
    kind: 'sqlite',
    name: 'SQLite by ODBC',
    source: odbcSource,
    rival: "odbc, bare loop over the driver's cursor",
    contender: 'odbc',
    args: odbcArgs('cursor', ';StepAPI=Yes'),
  },
];

function measure(place: Workplace, work: Work): readonly Comparison[] {
  const folder = place.output(`sql-${work.kind}`);
  mkdirSync(join(folder, 'queries'), { recursive: true });
  try {
    return withServer(work.kind, place.rows, folder, (reached) => beside(place, work, folder, reached));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function beside(place: Workplace, work: Work, folder: string, reached: Reached): readonly Comparison[] {
  const missing = reached.missing ?? lacking(work.contender);
  const source = join(folder, 'source.yaml');
  const all = { source: 'bench', queries: 'queries', ...work.source(reached) };
  writeFileSync(source, JSON.stringify(all));
  writeFileSync(
    join(folder, 'queries', 'hosts.sql'),
    `-- key: id, immutable\n${work.query ?? 'SELECT * FROM hosts'}\n`,
  );
  process.env.TRIBUTARY_BENCH_PASSWORD = reached.password ?? 'right';
  const rival = place.contender(work.rival, work.contender, work.args(reached), place.rows);
  const mapping = join(folder, 'mapping.yaml');
  writeFileSync(mapping, readFileSync(mappingPath('sql'), 'utf8').replace('adapter: mssql', `adapter: ${all.adapter}`));
  const own = place.importingFrom({ mapping, source, rows: place.rows });
  const title = `${work.name} to a sealed package, ${grouped(place.rows)} rows`;
  if (missing === undefined) return race(place, title, own, [{ run: rival, goal }]);
  place.say(`${work.name} is left out: ${missing}`);
  return [];
}

/** Twice the rows, read by somebody who sleeps after each batch: memory must not grow. */
function slowSink(place: Workplace): readonly Comparison[] {
  if (lacking('tedious') !== undefined) return [];
  const rows = place.rows * 2;
  const folder = place.output('sql-slow');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hosts.sql'), 'SELECT * FROM hosts\n');
  return withServer('tds', rows, folder, ({ port }) => {
    let megabytes: readonly number[] = [];
    const script = join(import.meta.dirname, '..', 'servers', 'slow-sink.ts');
    const own = place.measure([
      {
        label: 'slow sink',
        command: process.execPath,
        args: ['--max-semi-space-size=8', script, String(port), String(rows), folder],
        did: (printed) => {
          const answer: { readonly rows: number; readonly megabytes: readonly number[] } = JSON.parse(printed);
          if (answer.rows !== rows) throw new Error(`Expected ${rows} rows, got ${answer.rows}.`);
          megabytes = answer.megabytes;
          return {};
        },
      },
    ]);
    place.say(`A slow reader of ${grouped(rows)} rows held, in each tenth of them: ${megabytes.join(', ')} MB.`);
    // The first tenth has compiled and filled what is used again.
    const ratio = (megabytes[1] ?? 0) / Math.max(...megabytes.slice(2));
    const work = `memory: ${grouped(rows)} rows of SQL Server (stand-in) to a slow reader`;
    return [{ work, against: 'the second tenth of its rows', goal: 0.8, ratio, own: present(own[0]) }];
  });
}

/** Why a driver can't be loaded. */
function lacking(contender: Work['contender']): string | undefined {
  const name = contender === 'tedious' ? 'mssql' : contender;
  const folders = name === 'odbc' ? [process.env.TRIBUTARY_ODBC ?? process.cwd()] : [import.meta.dirname];
  try {
    createRequire(join(folders[0], 'any.js')).resolve(name);
    return undefined;
  } catch {
    return `the package ${name} is not installed`;
  }
}
