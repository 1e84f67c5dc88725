import type { EncodingName } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { excerpt } from '../../core/adapter/printable.ts';
import { configError, SourceError } from '../../core/errors/errors.ts';
import { didYouMean } from '../../core/errors/suggest.ts';
import { fileTokens, tokenizer } from './tokens.ts';

/** Where the records of a JSON file are: one a line, the elements of an array at a path, or all values at the top. */
export type Layout =
  | { readonly kind: 'lines' }
  | { readonly kind: 'array'; readonly path: readonly string[] }
  | { readonly kind: 'documents' };

/**
 * Finds the records, from the beginning of the file, and if that is an object, from its arrays.
 * @throws ConfigError if several arrays could be meant, or there is none at the path that was given.
 */
export async function findLayout(
  file: InputFile,
  encoding: EncodingName,
  rows: string | undefined,
  note: (sentence: string) => void,
): Promise<Layout> {
  const head = new TextDecoder(encoding).decode(file.head);
  const first = head.trimStart().charAt(0);
  if (first === '' && head.length === file.head.length) {
    throw new SourceError('source/empty', 'Expected JSON, found an empty file. Check the export.', {
      place: { file: file.name },
    });
  }
  if (first !== '{' && first !== '[') {
    throw new SourceError(
      'source/unknown-format',
      `Expected JSON that begins with { or [, found ${JSON.stringify(excerpt(head, 20))}.`,
      {
        place: { file: file.name },
      },
    );
  }
  if (first === '[' && rows !== undefined) {
    throw configError(
      'option/wrong-value',
      `rows: the file is an array itself; leave the path ${JSON.stringify(rows)} out.`,
    );
  }
  if (first === '[') return { kind: 'array', path: [] };
  if (rows === undefined && (isNamedLines(file.name) || looksLikeLines(head))) {
    note('The file has one JSON object a line.');
    return { kind: 'lines' };
  }
  return layoutOfObject(file, encoding, rows, note);
}

function isNamedLines(name: string): boolean {
  return /\.(?:ndjson|jsonl|jsonlines)(?:\.gz)?$/i.test(name);
}

/** All whole lines of the head begin like objects, there are several, and one of the first three is one. */
function looksLikeLines(head: string): boolean {
  const whole = head
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return whole.length > 1 && whole.every((line) => line.startsWith('{')) && whole.slice(0, 3).some(isJson);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

interface FoundArray {
  readonly path: readonly string[];
  /** What its first element is. */
  first: 'object' | 'other' | 'none';
}

async function layoutOfObject(
  file: InputFile,
  encoding: EncodingName,
  rows: string | undefined,
  note: (sentence: string) => void,
): Promise<Layout> {
  const { arrays, several } = await surveyArrays(file, encoding);
  const names = arrays.map(({ path }) => path.join('.'));
  if (rows !== undefined) {
    const given = arrays.find(({ path }) => path.join('.') === rows);
    if (given !== undefined) return { kind: 'array', path: given.path };
    const known = names.length === 0 ? 'it has none' : `it has ${names.slice(0, 10).join(', ')}`;
    throw configError(
      'option/wrong-value',
      excerpt(
        `rows: expected the path of an array in the file, got ${JSON.stringify(rows)}; ${known}.${didYouMean(rows, names)}`,
        1000,
      ),
      { place: { file: file.name } },
    );
  }
  if (several) {
    note('The file has several JSON texts: each is a record.');
    return { kind: 'documents' };
  }
  const found = arrays.filter(({ first }) => first === 'object');
  const candidates = found.length > 0 ? found : arrays.filter(({ first }) => first === 'none');
  const [only] = candidates;
  if (candidates.length > 1) {
    const listed = candidates.slice(0, 10).map(({ path }) => path.join('.'));
    throw configError(
      'option/missing',
      excerpt(`rows: the file has several arrays. Say which holds the records: ${listed.join(', ')}.`, 1000),
      {
        place: { file: file.name },
      },
    );
  }
  if (only === undefined) {
    note('The file is one JSON object without an array of objects: it is one record.');
    return { kind: 'documents' };
  }
  note(`The records are the elements of ${excerpt(only.path.join('.'))}.`);
  return { kind: 'array', path: only.path };
}

/** The arrays of the first value that lie in no other array, and whether a second value follows. */
async function surveyArrays(
  file: InputFile,
  encoding: EncodingName,
): Promise<{ arrays: readonly FoundArray[]; several: boolean }> {
  const arrays: FoundArray[] = [];
  const keys: string[] = [];
  let depth = 0;
  let inArray = 0;
  let ended = false;
  for await (const tokens of fileTokens(file, encoding)) {
    for (const token of tokens) {
      const { name } = token;
      if (ended) return { arrays, several: true };
      const latest = arrays.at(-1);
      if (inArray === 1 && latest?.first === 'none' && name !== 'endArray') {
        latest.first = name === 'startObject' ? 'object' : 'other';
      }
      if (inArray > 0) inArray += name === 'startObject' || name === 'startArray' ? 1 : name.startsWith('end') ? -1 : 0;
      else if (name === 'startArray') {
        if (arrays.length < maxArrays) arrays.push({ path: keys.slice(0, depth), first: 'none' });
        inArray = 1;
      } else if (name === 'startObject') depth++;
      else if (name === 'endObject') depth--;
      else if (token.name === 'keyValue') {
        keys.length = depth - 1;
        keys.push(token.value);
      }
      ended = depth === 0 && inArray === 0;
    }
  }
  return { arrays, several: false };
}

const maxArrays = 1000;

/** How sure it is that this is JSON. */
export function recognizeJson(name: string, head: Uint8Array): number {
  const text = new TextDecoder(head[1] === 0 || (head[0] === 0xff && head[1] === 0xfe) ? 'utf-16le' : 'utf-8').decode(
    head,
  );
  if (!/^\s*[[{]/.test(text)) return 0;
  if (/\.(?:json|ndjson|jsonl|jsonlines|geojson)(?:\.gz)?$/i.test(name)) return 0.95;
  try {
    return tokenizer()(text).length > 1 ? 0.8 : 0.3;
  } catch {
    return 0;
  }
}
