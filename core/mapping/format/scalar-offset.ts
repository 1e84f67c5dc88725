import type { Scalar } from 'yaml';

/**
 * Where in the file a character of a scalar stands. Quotes, escapes, indentation and folded lines make the text as it is
 * written longer than its value, so both are walked side by side. Runs of blanks count as one, since lines fold into them.
 */
export function offsetInFile(node: Scalar, file: string, offset: number): number {
  const start = contentStart(node, file);
  if (typeof node.value !== 'string') return start + offset;
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? node.type : undefined;
  const { value } = node;
  // What is said of the end belongs behind the last character, not on the next line.
  const wanted = Math.min(offset, value.trimEnd().length);
  let at = start;
  let index = 0;
  while (index < value.length) {
    const blanks = matchLength(/\s+/y, value, index);
    if (blanks > 0) {
      if (wanted < index + blanks) return at + wanted - index;
      index += blanks;
      at += matchLength(quoted === 'QUOTE_DOUBLE' ? /(?:\s|\\[nt ]|\\\r?\n)+/y : /\s+/y, file, at);
    }
    if (index >= wanted) return at;
    index += unitsAt(value, index);
    at += writtenLength(file, at, quoted);
  }
  return at;
}

/** After the quote, or on the first line below a block's sign. */
function contentStart(node: Scalar, file: string): number {
  const start = node.range?.[0] ?? 0;
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return start + 1;
  if (node.type !== 'BLOCK_FOLDED' && node.type !== 'BLOCK_LITERAL') return start;
  const line = file.indexOf('\n', start) + 1;
  return line + matchLength(/\s*/y, file, line) - matchLength(/\s*/y, String(node.value), 0);
}

function writtenLength(file: string, at: number, quoted: Scalar.Type | undefined): number {
  if (quoted === 'QUOTE_SINGLE' && file.startsWith("''", at)) return 2;
  const escaped = quoted === 'QUOTE_DOUBLE' && file[at] === '\\' ? file[at + 1] : undefined;
  if (escaped === undefined) return unitsAt(file, at);
  return { x: 4, u: 6, U: 10 }[escaped] ?? 2;
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
