import { createReadStream } from 'node:fs';
import { type Run, turn } from './state.ts';

/** Copies the keys that a part could read of its rejected records, a line each. Memory: a chunk and a line. */
export async function copyPresentKeys(run: Run, entity: string, path: string): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    const bytes: Buffer = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let stop = bytes.indexOf(10); stop >= 0; stop = bytes.indexOf(10, start)) {
      writePresent(run, entity, bytes.toString('utf8', start, stop));
      start = stop + 1;
    }
    rest = bytes.subarray(start);
    await turn(run);
  }
}

/** A key that is at the source, though its record is not written. `key` is a JSON object. */
export function writePresent(run: Run, entity: string, key: string): void {
  run.present.lines.line(`{"entity":${JSON.stringify(entity)},"key":${key}}`);
  run.present.count++;
}
