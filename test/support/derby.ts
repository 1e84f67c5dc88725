import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type TestServer, testDatabase, testLogin } from './servers.ts';

/** Apache Derby, whose network server speaks DRDA, the protocol of DB2. A test starts it for itself, in a folder of its own. */
const jars = ['derby', 'derbynet', 'derbytools', 'derbyclient'].map((name) => `/usr/share/java/${name}.jar`);
const owner = { user: 'owner', password: 'owner' };

/** Starts it with the database of tests, in which `reader` owns nothing and may read what PUBLIC may; else why it could not, as text. */
export async function startDerby(): Promise<TestServer | string> {
  if (!jars.every((jar) => existsSync(jar)))
    return 'Derby is not installed (apt-get install libderby-java derby-tools)';
  if (spawnSync('java', ['-version']).status !== 0) return 'Java is not installed';
  const folder = mkdtempSync(join(tmpdir(), 'derby-'));
  const port = await freePort();
  const properties = {
    'derby.system.home': folder,
    'derby.stream.error.file': join(folder, 'derby.log'),
    'derby.connection.requireAuthentication': 'true',
    'derby.authentication.provider': 'BUILTIN',
    [`derby.user.${owner.user}`]: owner.password,
    [`derby.user.${testLogin.user}`]: testLogin.password,
    'derby.database.sqlAuthorization': 'true',
    'derby.locks.waitTimeout': '2',
    'derby.locks.deadlockTimeout': '1',
  };
  const child = spawn(
    'java',
    [
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
      '-cp',
      jars.join(':'),
      'org.apache.derby.drda.NetworkServerControl',
      ...['start', '-h', '127.0.0.1', '-p', `${port}`, '-noSecurityManager'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'], cwd: folder },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const started = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  const stop = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  };
  await Promise.race([started, gone, setTimeout(60_000, undefined, { ref: false })]);
  child.stdout.resume();
  const run = (sql: string) => byItsOwnClient(port, '', sql);
  try {
    byItsOwnClient(port, ';create=true', 'VALUES 1;');
  } catch (error) {
    await stop();
    return String(error);
  }
  return { port, run, kill, stop };
}

/** Runs SQL as the owner, by the client that comes with it. */
function byItsOwnClient(port: number, attributes: string, sql: string): void {
  const connect = `CONNECT 'jdbc:derby://127.0.0.1:${port}/${testDatabase}${attributes}' USER '${owner.user}' PASSWORD '${owner.password}';\n`;
  const { stdout, status } = spawnSync(
    'java',
    ['-XX:TieredStopAtLevel=1', '-Dderby.ui.codeset=UTF-8', '-cp', jars.join(':'), 'org.apache.derby.tools.ij'],
    { input: `${connect}${sql}\n`, encoding: 'utf8', timeout: 60_000 },
  );
  if (status !== 0 || /\bERROR( [\dA-Z]{5})?:/.test(stdout)) throw new Error(`Derby refuses:\n${stdout}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return address.port;
}
