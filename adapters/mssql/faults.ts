import type { Code } from '../../core/errors/catalogue.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { type Facts, meaningOf } from './meanings.ts';

/** The SourceError of whatever the package has thrown. `what` opens the sentence: `Connecting to sql01:1433`, `Reading`. */
export function sourceError(error: unknown, what: string, stage: 'connecting' | 'using' = 'using'): SourceError {
  if (error instanceof SourceError) return error;
  const found = factsOf(error);
  const own = [...chain(error, new Set())].find((one) => one instanceof SourceError);
  if (own instanceof SourceError) return own;
  const { code, retryable, said, remedy } = meaningOf(found, stage);
  const number = found.number === undefined ? '' : ` (error ${found.number})`;
  const name = nameIn(code, found.message);
  const message = `${what} failed${number}: ${said ?? sentence(found.message)} ${remedy}`.trim();
  return new SourceError(code, message, {
    retryable,
    cause: error,
    ...(name === undefined ? {} : { place: { file: name } }),
  });
}

/**
 * An error and those that it wraps. The last of several that a server sends is its summary, the first says why; of the package's own,
 * the innermost does.
 */
function factsOf(error: unknown): Facts {
  const codes: string[] = [];
  let message: string | undefined;
  let number: number | undefined;
  const seen = new Set<unknown>();
  for (const one of chain(error, seen)) {
    const found = field(one, 'number');
    if (typeof found === 'number' && number === undefined) {
      number = found;
      message = text(one);
    }
    const code = field(one, 'code');
    if (typeof code === 'string') codes.push(code);
    if (number === undefined) message = text(one) ?? message;
  }
  return { message: message ?? 'no reason was given', number, codes };
}

function* chain(error: unknown, seen: Set<unknown>): Generator<unknown> {
  if (typeof error !== 'object' || error === null || seen.has(error)) return;
  seen.add(error);
  const inner = field(error, 'errors');
  if (Array.isArray(inner)) for (const one of inner) yield* chain(one, seen);
  else yield error;
  yield* chain(field(error, 'cause'), seen);
}

function field(owner: unknown, name: string): unknown {
  return Reflect.get(Object(owner), name);
}

function text(error: unknown): string | undefined {
  const message = field(error, 'message');
  return typeof message === 'string' && message !== '' ? message : undefined;
}

function sentence(message: string): string {
  const trimmed = message.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** What is missing, from the server's sentence: `Invalid column name 'X'.`, `… denied on the object 'X', database 'Y'`. */
function nameIn(code: Code, message: string): string | undefined {
  if (!code.startsWith('sql/missing-')) return undefined;
  const words = code === 'sql/missing-right' ? deniedName : missingName;
  return words
    .exec(message)
    ?.slice(1)
    .find((name) => name !== undefined);
}

const missingName = /['"“]([^'"”]+)['"”]|(?:column|relation) "?([^"\s]+)"? does not exist/i;
const deniedName = /(?:column|object) ['"“]([^'"”]+)['"”]|permission denied for \w+ "?([^"\s]+)/i;
