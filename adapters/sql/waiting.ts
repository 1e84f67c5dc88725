/** A wait that ends: by its result, by its limit, or because nobody wants it any more. */
export interface Limit {
  readonly milliseconds: number;
  readonly signal: AbortSignal;
  /** The error when the time is over. */
  readonly late: () => Error;
}

export async function within<Result>(promise: Promise<Result>, { milliseconds, signal, late }: Limit): Promise<Result> {
  // Whoever is no longer waited for may still fail.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), milliseconds);
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Waits for something that is only tidied up, and no longer than that. Gives whether it was done. */
export async function atMost(milliseconds: number, promise: Promise<unknown> | undefined): Promise<boolean> {
  if (promise === undefined) return true;
  let timer: NodeJS.Timeout | undefined;
  const done = promise.then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
