/** Cuts the text of an expression into tokens. */
export interface Token {
  readonly kind: 'name' | 'column' | 'text' | 'number' | 'symbol' | 'end';
  /** The name, the unquoted text, the digits or the symbol. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Thrown for text that is no expression; the caller adds file, line and column. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const symbols = ['??', '!=', '<>', '<=', '>=', '==', '|', '(', ')', ',', ':', '+', '-', '*', '/', '=', '<', '>'];
const blank = /\s+/y;
const name = /[\p{L}_$@#][\p{L}\p{N}_$@#.]*/uy;
const number = /\d+(?:\.\d+)?/y;
const day = /\d{4}-\d{2}-\d{2}/y;

/** @throws SyntaxFault */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (true) {
    offset += match(blank, text, offset).length;
    if (offset >= text.length) break;
    const token = nextToken(text, offset);
    tokens.push(token);
    offset = token.end;
  }
  tokens.push({ kind: 'end', value: '', start: text.length, end: text.length });
  return tokens;
}

function nextToken(text: string, start: number): Token {
  const first = text[start];
  if (first === '"' || first === "'") return quotedText(text, start, first);
  if (first === '[') return bracketedColumn(text, start);
  const date = match(day, text, start);
  if (date !== '') throw new SyntaxFault(`A day is written as date("${date}"); this would be a subtraction.`, start);
  const digits = match(number, text, start);
  if (digits !== '') return { kind: 'number', value: digits, start, end: start + digits.length };
  const word = match(name, text, start);
  if (word !== '') return { kind: 'name', value: word, start, end: start + word.length };
  const symbol = symbols.find((each) => text.startsWith(each, start));
  if (symbol !== undefined) return { kind: 'symbol', value: symbol, start, end: start + symbol.length };
  throw new SyntaxFault(
    `${JSON.stringify(String.fromCodePoint(text.codePointAt(start) ?? 0))} has no meaning here. Columns with blanks or signs are written in brackets: [Serial Number].`,
    start,
  );
}

// \" \\ \n \t are escapes; before any other letter a backslash stands for itself, so patterns read as usual: "\d+".
const escapes = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['n', '\n'],
  ['t', '\t'],
]);

function quotedText(text: string, start: number, quote: string): Token {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) return { kind: 'text', value, start, end: at + 1 };
    const escaped = text[at] === '\\' ? escapes.get(text[at + 1]) : undefined;
    value += escaped ?? text[at];
    if (escaped !== undefined) at++;
  }
  throw new SyntaxFault('The text that begins here has no closing quote.', start);
}

function bracketedColumn(text: string, start: number): Token {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== ']') value += text[at];
    else if (text[at + 1] === ']') value += text[at++];
    else return { kind: 'column', value, start, end: at + 1 };
  }
  throw new SyntaxFault('The column name that begins here has no closing bracket.', start);
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
