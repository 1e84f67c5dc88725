import { sniffEncoding } from '../../core/adapter/encoding.ts';
import { decoderOf } from '../../core/adapter/encodings/code-pages.ts';
import { backtick, carriageReturn, type Dialect, doubleQuote, lineFeed, singleQuote } from './dialect.ts';

/** The names of what separates and quotes, as options and notes have them, and the guess whether a file is text with separators. */

export function delimiterName({ delimiter, more, run }: Pick<Dialect, 'delimiter' | 'more' | 'run'>): string {
  if (run !== undefined) return `${run > 1 ? 'two or more' : 'one or more'} ${names.get(delimiter)}s`;
  const name = more === undefined ? names.get(delimiter) : undefined;
  return name === undefined ? JSON.stringify(Buffer.from([delimiter, ...(more ?? [])]).toString()) : `a ${name}`;
}

export function quoteName(quote: number): 'double' | 'single' | 'backtick' | 'none' {
  if (quote === backtick) return 'backtick';
  return quote === doubleQuote ? 'double' : quote === singleQuote ? 'single' : 'none';
}

const names: ReadonlyMap<number, string> = new Map([
  [44, 'comma'],
  [59, 'semicolon'],
  [9, 'tab'],
  [124, 'pipe'],
  [32, 'space'],
]);

/** The bytes that an option means: a name or up to four characters; undefined if they can not separate. */
export function delimiterBytes(option: string): Uint8Array | undefined {
  for (const [byte, name] of names) if (name === option) return Uint8Array.of(byte);
  const bytes = Buffer.from(option);
  const isText = /[\p{L}\p{N}"]/u.test(option);
  const fits = bytes.length >= 1 && [...option].length <= 4 && !isText;
  return fits && !bytes.includes(lineFeed) && !bytes.includes(carriageReturn) ? bytes : undefined;
}

/** How sure it is that this is text with separators. */
export function recognizeText(name: string, head: Uint8Array): number {
  // Which encoding text has takes a while to find out, and these are none.
  if (containers.some((magic) => magic.every((byte, at) => head[at] === byte))) return 0;
  const { encoding, mark } = sniffEncoding(head);
  const text = decoderOf(encoding).decode(head);
  // Some programs escape quotes by a zero.
  if (head.length === 0 || /\0(?!["'])/.test(text)) return 0;
  const extension = /\.([^.]+?)(?:\.gz)?$/.exec(name.toLowerCase())?.[1] ?? '';
  if (['csv', 'tsv', 'tab', 'psv'].includes(extension)) return 0.9;
  const looksStructured = /^\s*[[{<%]/.test(text) && mark === 0;
  if (looksStructured) return 0.05;
  return /[,;\t|]/.test(text) ? 0.5 : 0.2;
}

/** How a zip, a gzip and a container of OLE begin. */
const containers = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b, 0x08],
  [0xd0, 0xcf, 0x11, 0xe0],
] as const;
