import { Readable } from 'node:stream';
import type { Batch } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { Cursor } from './cells.ts';
import { RowBatch, RowReader } from './row-batch.ts';
import type { Metadata, Session, Tedious, Token, TokenHandler, TokenParser } from './tedious.ts';

/**
 * Takes the reading of rows over from the package, for one session. All other tokens stay with the package; rows are read in a plain loop
 * from the bytes that are there, and a whole batch of them is handed on as one event `row`. Bytes that can't be read go to `onFault`: the
 * package would leave them to nobody, which ends the process.
 */
export function readRowsInBatches(
  session: Session,
  { TokenParser, pages }: Tedious,
  onFault: (error: SourceError) => void,
): void {
  session.createTokenStreamParser = (message, handler) => {
    const parser = new TokenParser(message, session.debug, session.config.options);
    const readerOf = (columns: readonly Metadata[]) => new RowReader(columns, pages);
    // One batch is made ahead of the one that is worked on.
    const tokens = Readable.from(tokensOf(parser, readerOf), { highWaterMark: 1 });
    tokens.on('data', (token: Token) => handle(handler, token));
    tokens.on('error', (error) => onFault(unreadable(error)));
    return tokens;
  };
}

/** What bytes are that can't be read: cut short, of a type that is not known here, or of no protocol at all. */
function unreadable(cause: Error): SourceError {
  const { message } = cause;
  if (/ended inside|unexpected end of data/.test(message))
    return new SourceError('sql/dropped', `${message} It can be read again.`, { retryable: true, cause });
  const [, type] = /(?:Unrecognised data type|a type that is not known:) (\w+)/.exec(message) ?? [];
  if (type !== undefined)
    return new SourceError(
      'sql/unsupported',
      `Expected types that are known here, found a column of type ${type}. Convert it in the query: CONVERT(nvarchar(max), …).`,
      { cause },
    );
  return new SourceError(
    'sql/bad-value',
    `Expected bytes as the protocol has them, found others: ${message} It can be read again. If that happens each time, look for a device on the way that changes what passes.`,
    { retryable: true, cause },
  );
}

function handle(handler: TokenHandler, token: Token): void {
  handler[token.handlerName](token);
}

const tokenType = { columns: 0x81, row: 0xd1, rowWithNulls: 0xd2 } as const;

// A slow server's rows are not kept back for longer than this.
const mostMillisecondsHeld = 250;

/** As the package's own token of a row would be handled: its columns are what listeners get. */
type RowToken = Token & { readonly columns: Batch };

async function* tokensOf(
  parser: TokenParser,
  readerOf: (columns: readonly Metadata[]) => RowReader,
): AsyncGenerator<Token | RowToken> {
  const cursor = new Cursor();
  let batch = new RowBatch(readerOf([]), 0);
  for (;;) {
    const filled = fill(parser);
    if (batch.rows > 0 && !(await settles(filled, mostMillisecondsHeld))) {
      yield { handlerName: 'onRow', columns: batch.finish() };
      batch = batch.next();
    }
    if (!(await filled)) return;
    while (parser.position < parser.buffer.length) {
      const type = parser.buffer[parser.position];
      if (type === tokenType.row || type === tokenType.rowWithNulls) {
        cursor.bytes = parser.buffer;
        cursor.at = parser.position + 1;
        if (!batch.read(cursor, type === tokenType.rowWithNulls)) break;
        parser.position = cursor.at;
        if (!batch.isFull()) continue;
        yield { handlerName: 'onRow', columns: batch.finish() };
        batch = batch.next();
        continue;
      }
      if (batch.rows > 0) yield { handlerName: 'onRow', columns: batch.finish() };
      parser.position++;
      const token = await parser.readToken(type);
      batch = type === tokenType.columns ? new RowBatch(readerOf(parser.colMetadata), 0) : batch.next();
      if (token !== undefined) yield token;
    }
  }
}

/** Whether something has happened, well or badly, within that time. */
async function settles(something: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, milliseconds, false);
  const yes = () => true as const;
  const first = await Promise.race([something.then(yes, yes), late]);
  clearTimeout(timer);
  return first;
}

const longValue = 65536;

/**
 * Waits for more of the message; false at its end. While a long value is under way it waits for as much again as is there, so that the
 * bytes of a value of a hundred megabytes are not copied once for each packet.
 */
async function fill(parser: TokenParser): Promise<boolean> {
  const left = parser.buffer.length - parser.position;
  const chunks = left === 0 ? [] : [parser.buffer.subarray(parser.position)];
  const wanted = left < longValue ? left + 1 : left * 2;
  for (let length = left; length < wanted; ) {
    const { done, value } = await parser.iterator.next();
    if (done) {
      if (length === left && left > 0) throw new Error('The message ended inside a row.');
      if (length === left) return false;
      break;
    }
    chunks.push(value);
    length += value.length;
  }
  parser.buffer = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  parser.position = 0;
  return true;
}
