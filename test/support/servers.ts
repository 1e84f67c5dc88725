import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Real database servers that a test starts for itself, in a folder of its own, reachable from this machine alone. */
export interface TestServer {
  readonly port: number;
  /** Runs SQL by the server's own client, as its owner. */
  readonly run: (sql: string) => void;
  /** Ends it as a crash would. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const testLogin = { user: 'reader', password: 'p;w}d{=' } as const;
export const testDatabase = 'inventory';

/** Starts PostgreSQL; without it on this machine, the reason as text. */
export async function startPostgres(): Promise<TestServer | string> {
  const bin = postgresFolder();
  if (bin === undefined) return 'PostgreSQL is not installed (apt-get install postgresql)';
  const owner = ownerOf('postgres');
  if (typeof owner === 'string') return owner;
  const folder = ownFolder(owner);
  const port = await freePort();
  command(owner, join(bin, 'initdb'), ['-D', join(folder, 'data'), '-U', 'owner', '-A', 'scram-sha-256'], folder, {
    extra: ['--no-sync', '-E', 'UTF8', '--locale', 'C', '--auth-local', 'trust'],
  });
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', join(folder, 'data'), '-p', `${port}`, '-k', folder, '-h', '127.0.0.1', '-c', 'fsync=off'],
    { ...owner, stdio: 'ignore', cwd: folder },
  );
  const client = (sql: string, database: string) =>
    command(owner, join(bin, 'psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-p', `${port}`], folder, {
      extra: ['-U', 'owner', '-d', database],
      input: sql,
    });
  const server = serverOf(child, folder, port, (sql) => client(sql, testDatabase));
  await ready(() => client('SELECT 1', 'postgres'), server);
  const { user, password } = testLogin;
  client(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`, 'postgres');
  client(`CREATE DATABASE ${testDatabase}`, 'postgres');
  server.run(`ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${user}`);
  return server;
}

/** Starts MariaDB; without it on this machine, the reason as text. */
export async function startMariadb(): Promise<TestServer | string> {
  const program = ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd'].find((path) => existsSync(path));
  if (program === undefined) return 'MariaDB is not installed (apt-get install mariadb-server)';
  const owner = ownerOf('mysql');
  if (typeof owner === 'string') return owner;
  const folder = ownFolder(owner);
  const port = await freePort();
  const data = `--datadir=${join(folder, 'data')}`;
  command(owner, 'mariadb-install-db', ['--no-defaults', data, '--skip-test-db'], folder, {
    extra: ['--auth-root-authentication-method=normal'],
  });
  const socket = `--socket=${join(folder, 'socket')}`;
  const child = spawn(
    program,
    ['--no-defaults', data, socket, `--port=${port}`, '--bind-address=127.0.0.1', '--innodb-flush-log-at-trx-commit=0'],
    { ...owner, stdio: 'ignore', cwd: folder },
  );
  const client = (sql: string, database: string) =>
    command(owner, 'mariadb', ['--no-defaults', '-u', 'root', socket, '--default-character-set=utf8mb4'], folder, {
      extra: [database],
      input: sql,
    });
  const server = serverOf(child, folder, port, (sql) => client(sql, testDatabase));
  await ready(() => client('SELECT 1', 'mysql'), server);
  const { user, password } = testLogin;
  client(`CREATE DATABASE ${testDatabase} CHARACTER SET utf8mb4`, 'mysql');
  client(`CREATE USER ${user}@'%' IDENTIFIED BY '${password}'`, 'mysql');
  client(`GRANT SELECT ON ${testDatabase}.* TO ${user}@'%'`, 'mysql');
  return server;
}

/** Whether the ODBC driver of this name is registered with unixODBC. */
export function hasOdbcDriver(name: string): boolean {
  const listed = spawnSync('odbcinst', ['-q', '-d'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.includes(`[${name}]`);
}

type Owner = { readonly uid?: number; readonly gid?: number };

/** Servers refuse to run as root: then another user has it, if there is one. */
function ownerOf(name: string): Owner | string {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  if (line === undefined) return `there is no user ${name} to run the server`;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function ownFolder({ uid, gid }: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  chmodSync(folder, 0o755);
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

function postgresFolder(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const found = readdirSync(root).map((version) => join(root, version, 'bin'));
  return found.findLast((folder) => existsSync(join(folder, 'initdb')));
}

function command(
  owner: Owner,
  program: string,
  options: readonly string[],
  cwd: string,
  { extra = [], input = '' }: { readonly extra?: readonly string[]; readonly input?: string },
): void {
  const { status, stderr, error } = spawnSync(program, [...options, ...extra], {
    ...owner,
    cwd,
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}

function serverOf(
  child: ReturnType<typeof spawn>,
  folder: string,
  port: number,
  run: (sql: string) => void,
): TestServer {
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await gone;
  };
  const stop = async () => {
    // PostgreSQL's immediate end takes its processes along, MariaDB ends at once by the other.
    await end('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  };
  return { port, run, kill: () => end('SIGQUIT'), stop };
}

async function ready(ask: () => void, server: TestServer): Promise<void> {
  for (let left = 100; ; left--) {
    try {
      ask();
      return;
    } catch (error) {
      if (left === 0) {
        await server.stop();
        throw error;
      }
    }
    await setTimeout(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return address.port;
}
