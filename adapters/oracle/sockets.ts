import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/**
 * Runs something that opens connections and tells of each socket that it opens. The package has no way to end a login that hangs, and
 * waits for the server when it closes a session: its socket can be destroyed instead.
 */
export async function watchingSockets<Result>(run: () => Promise<Result>, opened: Set<Socket>): Promise<Result> {
  const onOpen = (message: unknown) => {
    const socket = typeof message === 'object' && message !== null ? Reflect.get(message, 'socket') : undefined;
    if (current.getStore() !== opened || !(socket instanceof Socket)) return;
    opened.add(socket);
    socket.on('error', () => {});
  };
  subscribe(channel, onOpen);
  try {
    return await current.run(opened, run);
  } finally {
    unsubscribe(channel, onOpen);
  }
}

/**
 * Ends connections without a word. With an error, because the package says goodbye on a socket that was closed without one, and throws
 * where nobody can catch it: when its connection is collected as garbage.
 */
export function destroyAll(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) socket.destroy(new Error('The connection was ended from this side.'));
}

const channel = 'net.client.socket';
const current = new AsyncLocalStorage<Set<Socket>>();
