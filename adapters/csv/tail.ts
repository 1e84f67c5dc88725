import type { EncodingName } from '../../core/adapter/encoding.ts';
import { headBytes, type InputFile } from '../../core/adapter/file.ts';
import { type Form, isRewritten, rewritten } from './content.ts';

/** The last bytes of a content as they are decoded. */
export interface Tail {
  readonly bytes: Buffer;
  /** The content has no others. */
  readonly whole: boolean;
}

/** Keeps the last bytes of a content that passes by. */
export class TailWatch {
  /** How many bytes have passed. */
  seen = 0;
  /** The memory of chunks is used again: what may be the last of them is copied, and moves to the front when there is no more room. */
  readonly #kept = Buffer.alloc(headBytes * 8);
  #to = 0;

  push(chunk: Uint8Array): void {
    this.seen += chunk.length;
    const added = chunk.subarray(-headBytes);
    if (this.#to + added.length > this.#kept.length) {
      this.#kept.copyWithin(0, this.#to - headBytes, this.#to);
      this.#to = headBytes;
    }
    this.#kept.set(added, this.#to);
    this.#to += added.length;
  }

  get last(): Buffer {
    return this.#kept.subarray(Math.max(0, this.#to - headBytes), this.#to);
  }
}

/** The end of a file from its first row on. A gzip that nobody has watched is read once more. */
export async function tailOf(file: InputFile, watch: TailWatch, form: Form, offset: number): Promise<Tail> {
  const watched = watch.seen === 0 ? await watchAll(file) : watch;
  const start = watched.seen - watched.last.length;
  if (!isRewritten(form)) {
    return { bytes: watched.last.subarray(Math.max(0, offset - start)), whole: start <= offset };
  }
  const aligned = start === 0 ? watched.last : alignedTail(watched.last, start, form.encoding);
  const pieces: Uint8Array[] = [];
  for await (const piece of rewritten(once(aligned), start === 0 ? form : { ...form, mark: 0 })) pieces.push(piece);
  return { bytes: Buffer.concat(pieces).subarray(start === 0 ? offset : 0), whole: start === 0 };
}

async function watchAll(file: InputFile): Promise<TailWatch> {
  const watch = new TailWatch();
  if (file.gzip) {
    for await (const chunk of file.content()) watch.push(chunk);
    return watch;
  }
  const length = Math.min(file.bytes, headBytes);
  const bytes = Buffer.alloc(length);
  const came = await file.readAt(bytes, 0, length, file.bytes - length);
  watch.push(bytes.subarray(0, came));
  watch.seen = file.bytes;
  return watch;
}

/** From the beginning of a character: an even offset, or behind a line feed, which is no half of another one. */
function alignedTail(bytes: Buffer, start: number, encoding: EncodingName): Buffer {
  if (encoding.startsWith('utf-16')) return bytes.subarray(start % 2);
  return bytes.subarray(bytes.indexOf(10) + 1);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
