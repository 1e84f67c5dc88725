/**
 * What a child process that has a native driver does, whatever the driver: native code of somebody else may crash, hang or take all
 * memory. It has one connection, answers one request at a time, and ends with the process that started it.
 */

/** What may be sent while a request is under way: to end what the driver does, or to take leave of the server and end. */
export type Interruption = { readonly op: 'cancel' | 'leave' };

/** It takes too much memory, and ends. */
export interface TooLarge {
  readonly kind: 'memory';
  readonly megabytes: number;
}

export interface Service<Request extends object> {
  /** The answer to a request: what it throws is made one by `faultOf`. */
  readonly answer: (request: Request) => Promise<object>;
  readonly faultOf: (error: unknown) => object;
  /** Ends what is under way, which answers for itself. */
  readonly cancel: () => Promise<unknown>;
  /** Ends the session of the server, within a moment. */
  readonly leave: () => Promise<unknown>;
}

export function serve<Request extends object>({ answer, faultOf, cancel, leave }: Service<Request>): void {
  const reply = (message: object) => process.send?.(message);
  // Nothing is to be saved, and a driver that hangs would keep an orderly end waiting.
  const end = () => process.kill(process.pid, 'SIGKILL');
  process.on('message', (message: Request | Interruption) => {
    if (!isInterruption(message)) answer(message).then(reply, (error: unknown) => reply(faultOf(error)));
    // A driver that can't cancel is ended by the parent.
    else if (message.op === 'cancel') cancel().catch(() => undefined);
    else leave().then(end, end);
  });
  process.on('disconnect', end);
}

function isInterruption(message: object): message is Interruption {
  return 'op' in message && (message.op === 'cancel' || message.op === 'leave');
}

/** Ends this process before it takes the memory of others. */
export function watchMemory(megabytes: number): void {
  setInterval(() => {
    const used = process.memoryUsage.rss() / (1 << 20);
    if (used > megabytes)
      process.send?.({ kind: 'memory', megabytes: Math.round(used) } satisfies TooLarge, () =>
        process.kill(process.pid, 'SIGKILL'),
      );
  }, everyMilliseconds).unref();
}

const everyMilliseconds = 100;
