import { openFile } from './file.ts';

/** The first 64 KiB of a file, inflated if it is a gzip: what an adapter recognises it by. */
export async function readHead(path: string, signal: AbortSignal): Promise<Buffer> {
  const file = await openFile(path, { signal });
  try {
    return file.head;
  } finally {
    await file.close();
  }
}
