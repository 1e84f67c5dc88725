import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { Cursor, exhausted } from './cursor.ts';
import type { BiffRecord } from './records.ts';

/** The texts that cells refer to by number, as UTF-8. */
export interface SharedTexts {
  readonly bytes: Buffer;
  /** Where each text begins; one more than there are texts. */
  readonly offsets: Uint32Array;
  readonly count: number;
}

export const noSharedTexts: SharedTexts = { bytes: Buffer.alloc(0), offsets: new Uint32Array(1), count: 0 };

/** Reads the table of shared texts: the record and those that continue it. */
export function readSharedTexts(file: string, stream: Buffer, { start, end }: BiffRecord): SharedTexts {
  const cursor = new Cursor(stream, start, end);
  let bytes = Buffer.allocUnsafeSlow(1 << 16);
  let used = 0;
  try {
    cursor.skip(4);
    const count = cursor.long();
    // A text takes at least three bytes, whatever the record claims.
    if (count * 3 > stream.length) throw damaged(file, `it claims ${count} shared texts, more than it has room for`);
    const offsets = new Uint32Array(count + 1);
    for (let index = 0; index < count; index++) {
      const text = cursor.unicode(cursor.short());
      if (used + text.length * 3 > bytes.length) {
        if (used > limits.sharedBytes) throw tooLarge(file, 'more', `${limits.sharedBytes} bytes of shared texts`);
        const larger = Buffer.allocUnsafeSlow((used + text.length * 3) * 2);
        bytes.copy(larger, 0, 0, used);
        bytes = larger;
      }
      used += bytes.write(text, used, 'utf8');
      offsets[index + 1] = used;
    }
    return { bytes, offsets, count };
  } catch (error) {
    if (error === exhausted) throw damaged(file, 'its table of shared texts is cut off', error);
    throw error;
  }
}
