import type { Truth } from '../harness/score.ts';

/** A text file before it is written: its records, their fields, and lines that are no records. */
export interface Document {
  readonly lines: readonly Line[];
  readonly dialect: Dialect;
  /** What a reading should find: its first table. */
  readonly truth: Truth;
}

/** The fields of a record, or a text as it stands. */
export type Line = { readonly fields: readonly string[]; readonly delimiter?: string } | { readonly text: string };

export interface Dialect {
  readonly delimiter: string;
  readonly quote: '"' | "'" | '';
  readonly escape: 'doubled' | 'backslash';
  /** Which fields are quoted: those that need it, all texts, or all fields. */
  readonly quoting: 'needed' | 'texts' | 'all';
  /** Ends of lines, taken in turn. */
  readonly ends: readonly string[];
  readonly encoding: string;
  readonly mark: boolean;
  /** Whether the last line has an end. */
  readonly lastEnd: boolean;
}

export const usualDialect: Dialect = {
  delimiter: ',',
  quote: '"',
  escape: 'doubled',
  quoting: 'needed',
  ends: ['\n'],
  encoding: 'utf-8',
  mark: false,
  lastEnd: true,
};

export function writeDocument({ lines, dialect }: Document): Buffer {
  const { ends, lastEnd, encoding, mark } = dialect;
  const texts = lines.map((line, index) => {
    const end = index === lines.length - 1 && !lastEnd ? '' : ends[index % ends.length];
    return `${'text' in line ? line.text : writeRecord(line.fields, dialect, line.delimiter)}${end}`;
  });
  return encode(`${mark ? '\uFEFF' : ''}${texts.join('')}`, encoding);
}

export function writeRecord(fields: readonly string[], dialect: Dialect, delimiter = dialect.delimiter): string {
  return fields.map((field) => writeField(field, dialect, delimiter)).join(delimiter);
}

function writeField(field: string, { quote, escape: how, quoting }: Dialect, delimiter: string): string {
  if (quote === '') return field;
  const needed = field.includes(quote) || field.includes(delimiter.trim() || delimiter) || /[\r\n]|^\s|\s$/.test(field);
  const isText = quoting === 'texts' && !/^[\d.:-]*$/.test(field);
  if (!needed && !isText && quoting !== 'all') return field;
  const escaped =
    how === 'doubled'
      ? field.replaceAll(quote, quote + quote)
      : field.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

function encode(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const codes = codePage(encoding);
  return Buffer.from(Array.from(text, (sign) => codes.get(sign) ?? 63));
}

/** The bytes of a code page's signs: what its decoder makes of each byte, the other way round. */
function codePage(encoding: string): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(encoding);
  return new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
}
