import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Message, Order } from './messages.ts';

/** No file takes longer; one that does hangs. Generous, because machines may be busy. */
const hangSeconds = 40;

export interface Limits {
  readonly seconds: number;
  readonly count: number;
}

/**
 * Has cases read in a process of its own, until time or count are used up. A process that hangs or dies is replaced, which
 * counts as a broken promise of the case that it was at.
 */
export async function supervise(
  order: Omit<Order, 'from' | 'count' | 'saved'>,
  { seconds, count }: Limits,
  told: (message: Message) => void,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let from = 0;
  while (from < count && Date.now() < deadline) {
    const lost = await oneProcess({ ...order, from, count: count - from, saved: [] }, deadline, told);
    if (lost === undefined) return;
    from = lost + 1;
  }
}

/** Gives the case at which the process was lost; undefined if it ended as it should. */
function oneProcess(order: Order, deadline: number, told: (message: Message) => void): Promise<number | undefined> {
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), {
    execArgv: ['--expose-gc', '--conditions=tributary-source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send(order);
  return new Promise((resolve) => {
    let at: Message | undefined;
    let hung = false;
    let over = false;
    let watch = setTimeout(() => undefined, 0);
    const rewind = (): void => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        hung = true;
        child.kill('SIGKILL');
      }, hangSeconds * 1000);
    };
    rewind();
    child.on('message', (message: Message) => {
      rewind();
      if (message.kind === 'start') at = message;
      else if (!over) told(message);
      if (message.kind === 'failed') over = true;
      if (message.kind === 'done' && Date.now() >= deadline) over = true;
      if (over) stop(child);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watch);
      if (over || (code === 0 && !hung)) return resolve(undefined);
      if (at?.kind !== 'start') {
        told({ kind: 'failed', error: `The reading process did not start: ${signal ?? code}.` });
        return resolve(undefined);
      }
      const fault = hung ? `hang: more than ${hangSeconds} s` : `the process ended: ${signal ?? code}`;
      const verdict = { exact: 0, rejected: 0, wrong: 0 };
      told({ ...at, kind: 'done', outcome: { label: 'lost', verdict, faults: [fault] } });
      resolve(at.index);
    });
  });
}

function stop(child: ChildProcess): void {
  child.kill('SIGTERM');
}
