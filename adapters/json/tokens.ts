import { jsonParser, type Token } from 'stream-json/core/parser.js';
import type { EncodingName } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';

/** The tokens of a JSON text of any size: values packed, numbers as they are written. */

export type Tokenize = (text: string) => readonly Token[];

/** A tokenizer that keeps its state between texts. It throws where the text is no JSON, and can't be used afterwards. */
export function tokenizer(): Tokenize {
  const parse = jsonParser({ packValues: true, streamValues: false, jsonStreaming: true });
  return (text) => tokensOf(parse(text));
}

// The parser gives its tokens as one value, which has them in an array, or as the symbol that means none.
function tokensOf(parsed: unknown): readonly Token[] {
  return typeof parsed === 'object' && parsed !== null && 'values' in parsed ? (parsed.values as readonly Token[]) : [];
}

/**
 * The tokens of a whole file, an array for each chunk.
 * @throws SourceError `source/damaged` where it is no JSON, `source/encoding` where it is no text.
 */
export async function* fileTokens(file: InputFile, encoding: EncodingName): AsyncGenerator<readonly Token[]> {
  const tokenize = tokenizer();
  let seen = 0;
  let silent = 0;
  for await (const text of fileText(file, encoding)) {
    const tokens = guarded(() => tokenize(text), file, seen);
    seen += text.length;
    silent = tokens.length === 0 ? silent + text.length : 0;
    if (silent > maxValueLength) {
      throw new SourceError(
        'source/too-large',
        `Expected values of at most ${maxValueLength} characters, found a longer one.`,
        {
          place: { file: file.name },
        },
      );
    }
    yield tokens;
  }
  // A text behind the end comes out as it is only if no string, number or word is unfinished.
  const end = guarded(() => tokenize('\n[]'), file, seen);
  if (end.at(-1)?.name !== 'endArray') throw damaged(file, seen, 'a value that does not end');
  if (end.length > 2) yield end.slice(0, -2);
}

/** No value of an honest file is longer. */
export const maxValueLength = 1 << 24;

async function* fileText(file: InputFile, encoding: EncodingName): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw new SourceError(
        'source/encoding',
        `Expected text in ${encoding}, found bytes that are not. Export it as UTF-8.`,
        {
          place: { file: file.name },
          cause,
        },
      );
    }
  };
  for await (const chunk of file.content()) yield decode(chunk);
  yield decode();
}

function guarded(tokenize: () => readonly Token[], file: InputFile, seen: number): readonly Token[] {
  try {
    return tokenize();
  } catch (cause) {
    throw damaged(file, seen, cause instanceof Error ? cause.message : 'something else', cause);
  }
}

/** The end of a JSON text that stops too early. */
export function damaged(file: InputFile, seen: number, found: string, cause?: unknown): SourceError {
  const where = `behind character ${seen}`;
  return new SourceError('source/damaged', `Expected JSON, found ${where}: ${found}. Fetch or export the file again.`, {
    place: { file: file.name },
    cause,
  });
}
