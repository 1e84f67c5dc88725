import { backslash, type Dialect, trims } from '../dialect.ts';
import type { Encoding } from '../encoding.ts';

/** A dialect as text: what separates, encloses and escapes in a record that is read sign by sign. */
export interface TextDialect {
  readonly delimiter: string;
  /** Blank if nothing is quoted. */
  readonly quote: string;
  readonly backslash: boolean;
  /** Quotes stand in quoted fields as they are. */
  readonly unescaped: boolean;
  /** Blanks may stand around quotes. */
  readonly blanks: boolean;
  /** Blanks around all fields belong to the delimiter. */
  readonly trims?: boolean;
}

export interface Piece {
  readonly value: string;
  readonly quoted: boolean;
  /** Where its text begins and ends in the record, with its quotes. */
  readonly from: number;
  readonly to: number;
}

export function textDialect(dialect: Dialect, { text }: Encoding): TextDialect {
  const { delimiter, more, quote, escapedBy, unescaped, blanks } = dialect;
  return {
    delimiter: text(Uint8Array.of(delimiter, ...(more ?? []))),
    quote: quote < 0 ? '' : String.fromCharCode(quote),
    backslash: escapedBy === backslash,
    unescaped: unescaped === true,
    blanks: blanks === true || trims(dialect),
    trims: trims(dialect),
  };
}

/** The fields of a record from an offset on, by the rules of the decoders; up to the first one that breaks them, if one does. */
export interface Lexed {
  readonly pieces: readonly Piece[];
  /** Where the field begins that is not closed, or has text behind its closing quote. */
  readonly faultAt: number | undefined;
}

export function lex(text: string, dialect: TextDialect, from = 0): Lexed {
  const pieces: Piece[] = [];
  for (let at = from; ; ) {
    const piece = fieldAt(text, dialect, at);
    if (piece === undefined) return { pieces, faultAt: at };
    pieces.push(piece);
    if (piece.to >= text.length) return { pieces, faultAt: undefined };
    at = piece.to + dialect.delimiter.length;
  }
}

/** The field that begins at an offset; undefined if its quotes are faulty. */
export function fieldAt(text: string, dialect: TextDialect, at: number): Piece | undefined {
  const from = dialect.blanks ? behindBlanks(text, dialect, at) : at;
  if (dialect.quote !== '' && text.startsWith(dialect.quote, from)) return quotedAt(text, dialect, at, from + 1);
  const to = bareEnd(text, dialect, at);
  const value = text.slice(at, to);
  return { value: dialect.trims ? value.trim() : value, quoted: false, from: at, to };
}

/** Where a bare field ends that begins at an offset. */
export function bareEnd(text: string, { delimiter, backslash: escapes }: TextDialect, at: number): number {
  if (!escapes) {
    const to = text.indexOf(delimiter, at);
    return to < 0 ? text.length : to;
  }
  let p = at;
  while (p < text.length && !text.startsWith(delimiter, p)) p += text[p] === '\\' ? 2 : 1;
  return Math.min(p, text.length);
}

function quotedAt(text: string, dialect: TextDialect, from: number, start: number): Piece | undefined {
  const { quote } = dialect;
  for (let p = start; p < text.length; p++) {
    if (dialect.backslash && text[p] === '\\') {
      p++;
      continue;
    }
    if (text[p] !== quote) continue;
    const to = dialect.blanks ? behindBlanks(text, dialect, p + 1) : p + 1;
    const closes = to >= text.length || text.startsWith(dialect.delimiter, to);
    if (dialect.unescaped && !closes) continue;
    if (!dialect.unescaped && text[p + 1] === quote) {
      p++;
      continue;
    }
    return closes ? { value: plain(text.slice(start, p), dialect), quoted: true, from, to } : undefined;
  }
  return undefined;
}

/** The content of a quoted field without its escapes. */
export function plain(content: string, { quote, backslash: escapes, unescaped }: TextDialect): string {
  if (unescaped) return content;
  const marked = escapes ? content.replace(/\\([\\"'])/g, '$1') : content;
  return marked.replaceAll(quote + quote, quote);
}

function behindBlanks(text: string, { delimiter }: TextDialect, from: number): number {
  let p = from;
  while ((text[p] === ' ' || text[p] === '\t') && !text.startsWith(delimiter, p)) p++;
  return p;
}

/** A single quote that can be no text: it stands behind a letter, in a word or at its end. Behind a digit it means inches. */
export function hasStrayQuote(value: string, quote: string): boolean {
  const at = value.indexOf(quote);
  if (at <= 0 || value.includes(quote, at + 1)) return false;
  const behind = value.slice(at + 1, at + 2);
  return /[A-Za-z\u00c0-\u024f]/.test(value[at - 1]) && (behind === '' || /[A-Za-z\u00c0-\u024f]/.test(behind));
}
