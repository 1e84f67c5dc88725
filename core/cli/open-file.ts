import { type Input, keepStream, openFileInput } from '../run/input.ts';
import type { Call } from './command.ts';
import { adapterSettings } from './settings.ts';

/** Opens the file that was named, or what comes on standard input. The caller closes it. `workers`: how many threads will map it, if it is to be imported. */
export async function openForReading(
  call: Call,
  { workers }: { readonly workers?: number } = {},
): Promise<{ readonly input: Input; readonly path: string; readonly close: () => Promise<void> }> {
  const {
    args: [file],
    signal,
    adapters,
    options,
    verbose,
    say,
  } = call;
  const kept = file === '-' ? await keepStream(process.stdin, signal) : { path: file, remove: async () => undefined };
  const set = adapterSettings(options);
  try {
    const input = await openFileInput(kept.path, {
      adapters,
      signal,
      set,
      ...(workers === undefined ? {} : { workers }),
      warn: say,
      ...(verbose ? { note: say } : {}),
    });
    const close = async () => {
      await input.source.close();
      await kept.remove();
    };
    return { input, path: kept.path, close };
  } catch (error) {
    await kept.remove();
    throw error;
  }
}
