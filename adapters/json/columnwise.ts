import type { EncodingName } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { markBytes, utf8Content } from './content.ts';
import { JsonText } from './json-text.ts';
import { limits } from './limits.ts';
import type { Member } from './outer.ts';
import type { Row } from './rows.ts';
import { JsonScanner, type Token, token } from './scanner.ts';

type ReadAt = (into: Buffer, offset: number) => Promise<number>;

/** Reads lists that are columns side by side, each from its own place in the file. */
export async function* readColumns(
  file: InputFile,
  encoding: EncodingName,
  members: readonly Member[],
): AsyncGenerator<readonly Row[]> {
  const readAt = await bytesOf(file, encoding);
  // All columns together have a few mebibytes of the file at hand.
  const bytes = Math.max(1 << 12, Math.min(1 << 16, Math.floor(chunksBytes / members.length)));
  const most = Math.max(1, Math.min(1000, Math.floor(cellsAtOnce / members.length)));
  const cursors = members.map((member) => new Cursor(member, readAt, bytes));
  for (;;) {
    const columns: (readonly (string | null)[])[] = [];
    for (const cursor of cursors) columns.push(await cursor.values(most));
    const rows = columns[0].length;
    if (columns.some((values) => values.length !== rows)) throw changed(file);
    if (rows === 0) return;
    yield Array.from({ length: rows }, (_, row) => columns.map((values) => values[row]));
  }
}

const chunksBytes = 1 << 24;
const cellsAtOnce = 1 << 17;

/** Reads the content in UTF-8 at any offset: from the file, or from memory where it has to be unpacked or converted. */
async function bytesOf(file: InputFile, encoding: EncodingName): Promise<ReadAt> {
  if (!file.gzip && encoding === 'utf-8') {
    const mark = markBytes(file.head);
    return (into, offset) => file.readAt(into, 0, into.length, offset + mark);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of utf8Content(file, encoding)) {
    length += chunk.length;
    if (length > limits.wholeBytes) throw tooLarge(file);
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks, length);
  return async (into, offset) => whole.copy(into, 0, offset);
}

class Cursor {
  readonly #scanner = new JsonScanner();
  readonly #readAt: ReadAt;
  readonly #bytes: number;
  #offset: number;
  #ended = false;

  constructor({ form, offset }: Member, readAt: ReadAt, bytes: number) {
    this.#readAt = readAt;
    this.#offset = offset;
    this.#bytes = bytes;
    this.#scanner.push(Buffer.from(form === 'list' ? '[' : '{'));
    this.#scanner.next();
  }

  /** The next values, fewer at the end of the list. */
  async values(most: number): Promise<readonly (string | null)[]> {
    const values: (string | null)[] = [];
    let text: JsonText | undefined;
    while (values.length < most && !this.#ended) {
      const kind = this.#scanner.next();
      if (kind === token.more) await this.#read();
      else if (text !== undefined) {
        if (!text.push(kind, this.#scanner)) continue;
        values.push(text.text);
        text = undefined;
      } else if (this.#scanner.depth === 0) this.#ended = true;
      else if (kind === token.openObject || kind === token.openArray) {
        text = new JsonText();
        text.push(kind, this.#scanner);
      } else if (kind !== token.key) values.push(scalar(kind, this.#scanner));
    }
    return values;
  }

  async #read(): Promise<void> {
    // A new one each time: the scanner still looks at what is left of the one before.
    const chunk = Buffer.allocUnsafeSlow(this.#bytes);
    const length = await this.#readAt(chunk, this.#offset);
    this.#offset += length;
    if (length === 0) this.#scanner.finish();
    else this.#scanner.push(chunk.subarray(0, length));
  }
}

function scalar(kind: Token, scanner: JsonScanner): string | null {
  if (kind === token.null) return null;
  return kind === token.string ? scanner.text() : scanner.raw();
}

function changed(file: InputFile): SourceError {
  return new SourceError(
    'source/changed',
    'The lists are no longer of the same length: the file changed. Import it again.',
    {
      place: { file: file.name },
      retryable: true,
    },
  );
}

function tooLarge(file: InputFile): SourceError {
  return new SourceError(
    'source/too-large',
    `Expected at most ${limits.wholeBytes >> 20} MiB in a gzip or UTF-16 file with a list for each column, found more. Unpack it, or convert it to UTF-8.`,
    { place: { file: file.name } },
  );
}
