import { damaged } from '../faults.ts';
import { Cursor, exhausted } from './cursor.ts';
import type { BiffRecord } from './records.ts';
import { type SharedTexts, TextStore } from './text-store.ts';

/** Reads the table of shared texts: the record and those that continue it. */
export function readSharedTexts(file: string, stream: Buffer, { start, end }: BiffRecord): SharedTexts {
  const cursor = new Cursor(stream, start, end);
  const store = new TextStore(file);
  try {
    cursor.skip(4);
    const count = cursor.long();
    // A text takes at least three bytes, whatever the record claims.
    if (count * 3 > stream.length) throw damaged(file, `it claims ${count} shared texts, more than it has room for`);
    for (let index = 0; index < count; index++) store.add(cursor.unicode(cursor.short()));
    return store.finish();
  } catch (error) {
    if (error === exhausted) throw damaged(file, 'its table of shared texts is cut off', error);
    throw error;
  }
}
