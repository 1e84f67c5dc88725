import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type ServerKind = 'tds' | 'oracle' | 'postgres' | 'mariadb' | 'sqlite';

/** How a server is reached, or why there is none. */
export interface Reached {
  readonly port?: number;
  /** For ODBC. */
  readonly connection?: string;
  readonly user?: string;
  readonly password?: string;
  readonly missing?: string;
}

const mostSeconds = 300;

/** Does work while a server runs, in a process of its own. The folder is where it may leave something. */
export function withServer<Result>(
  kind: ServerKind,
  rows: number,
  folder: string,
  work: (reached: Reached) => Result,
): Result {
  const file = join(folder, `${kind}.json`);
  const script = join(import.meta.dirname, 'serve.ts');
  const args = ['--disable-warning=ExperimentalWarning', script, kind, String(rows), file, folder];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'inherit', 'inherit'] });
  try {
    // The bench waits for processes, one after the other: nothing else is to be done here.
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let tenths = 0; !existsSync(file); tenths++) {
      if (tenths > mostSeconds * 10) throw new Error(`The server ${kind} did not start in ${mostSeconds} s.`);
      Atomics.wait(pause, 0, 0, 100);
    }
    return work(JSON.parse(readFileSync(file, 'utf8')));
  } finally {
    child.stdin.end();
    child.unref();
    rmSync(file, { force: true });
  }
}
