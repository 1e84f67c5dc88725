import { openFile } from './file.ts';

/** The first 64 KiB of a file, inflated if it is a gzip: what an adapter recognises it by. */
export async function readHead(path: string, signal: AbortSignal): Promise<Buffer> {
  // The identity is stated so that the file is not read whole for its digest.
  const file = await openFile(path, { signal, identity: { kind: 'file', name: path, id: '' } });
  try {
    return file.head;
  } finally {
    await file.close();
  }
}
