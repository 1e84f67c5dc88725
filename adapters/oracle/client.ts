import { delimiter, relative, resolve } from 'node:path';
import { SourceError } from '../../core/errors/errors.ts';
import { DriverProcess } from '../odbc/driver.ts';
import type { Connection, ConnectOptions, Query } from '../sql/driver.ts';
import { sqlFault } from '../sql/faults.ts';
import { within } from '../sql/waiting.ts';
import type { OracleSettings } from './options.ts';
import type { Library } from './package.ts';
import type { Answer, PlainSettings, Reply, Request } from './protocol.ts';

export interface InProcess {
  /** The client that is loaded there; with undefined none is, and the package speaks to the server by itself. */
  readonly library: Library | undefined;
  readonly memoryMb: number;
}

/**
 * A connection in a process of its own. A process can have one version of Oracle's client, and keeps it until it ends: so each connection
 * has its own, and sources with clients of several versions are read at once.
 */
export async function connectInProcess(
  settings: OracleSettings,
  options: ConnectOptions,
  { library, memoryMb }: InProcess,
): Promise<Connection> {
  const { signal, timeouts, note = () => undefined } = options;
  signal.throwIfAborted();
  const { server } = settings;
  const child = new DriverProcess<Request, Reply>({
    // A checkout runs its sources, a published package its built files.
    file: new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './oracle-child.js', import.meta.url),
    place: server,
    driver: 'client of Oracle',
    memoryMb,
    whenTooLarge: 'Leave long columns out of the query, or raise the limit.',
    env: library?.folder === undefined ? process.env : environmentOf(library.folder, process.env),
    signal,
  });
  const ask = async <Kind extends Answer['kind']>(request: Request, kind: Kind) => {
    const { answer, notes } = await child.ask(request);
    for (const sentence of notes) note(sentence);
    if (isOf(answer, kind)) return answer;
    throw answer.kind === 'fault' ? faultOf(answer) : new Error(`Expected ${kind}, found ${answer.kind}.`);
  };
  try {
    const late = () =>
      sqlFault('sql/unreachable', `No connection to ${server} in ${timeouts.connect / 1000} s.`, { name: server });
    const connecting = ask({ op: 'connect', settings: plain(settings), timeouts, library, memoryMb }, 'done');
    await within(connecting, { milliseconds: timeouts.connect, signal, late });
  } catch (error) {
    await child.close();
    throw error;
  }
  return {
    about: async () => (await ask({ op: 'about' }, 'info')).info,
    catalog: async () => (await ask({ op: 'catalog' }, 'tables')).tables,
    describe: async (query) => (await ask({ op: 'describe', query }, 'columns')).columns,
    async *read(query: Query) {
      let isWhole = false;
      try {
        for (let request: Request = { op: 'read', query }; ; request = { op: 'next' }) {
          const { batch } = await ask(request, 'batch');
          isWhole = batch === undefined;
          if (batch === undefined) return;
          yield batch;
        }
      } finally {
        if (!isWhole && child.isUsable) await ask({ op: 'end' }, 'done');
      }
    },
    snapshot: async () => (await ask({ op: 'snapshot' }, 'consistency')).consistency,
    isOpen: () => child.isUsable,
    close: () => child.close(leaveMilliseconds),
  };
}

/** Within the second that closing may take. */
const leaveMilliseconds = 800;

function isOf<Kind extends Answer['kind']>(answer: Answer, kind: Kind): answer is Extract<Answer, { kind: Kind }> {
  return answer.kind === kind;
}

function faultOf({ code, message, retryable, name }: Extract<Answer, { kind: 'fault' }>): SourceError {
  return new SourceError(code, message, { retryable, ...(name === undefined ? {} : { place: { file: name } }) });
}

function plain({ password, walletPassword, client: _, ...others }: OracleSettings): PlainSettings {
  return { ...others, password: password.reveal(), walletPassword: walletPassword?.reveal() };
}

/**
 * What the loader of the system has to know before a process starts: where the libraries of a client find each other. The home of another
 * client would give this one messages and settings of a wrong version.
 */
export function environmentOf(
  folder: string,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv {
  const found: NodeJS.ProcessEnv = { ...environment };
  const home = found.ORACLE_HOME;
  if (home !== undefined && relative(resolve(home), resolve(folder)).startsWith('..')) delete found.ORACLE_HOME;
  const variable =
    platform === 'win32' ? (Object.keys(found).find((name) => /^path$/i.test(name)) ?? 'PATH') : 'LD_LIBRARY_PATH';
  const others = found[variable];
  found[variable] = others ? `${folder}${delimiter}${others}` : folder;
  return found;
}
