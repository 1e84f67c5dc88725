import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** The lines of a text file, each ended by a line feed; one chunk in memory at a time. */
export function linesOfFile(path: string, signal: AbortSignal): AsyncGenerator<string> {
  return linesOfStream(createReadStream(path, { signal }));
}

export async function* linesOfStream(stream: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let open = '';
  for await (const chunk of stream) {
    const lines = (open + decoder.write(chunk)).split('\n');
    open = lines.pop() ?? '';
    yield* lines;
  }
  open += decoder.end();
  if (open !== '') yield open;
}
