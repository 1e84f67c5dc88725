/** A query as a table of another one: `SELECT … FROM (query) q`. */

export interface Derived {
  /** What stands before the SELECT: the common table expressions of the query, which not every server takes in parentheses. */
  readonly lead: string;
  /** What stands after FROM. */
  readonly from: string;
  /** The query is all rows of one table or view, so that a page of it costs what the page holds. */
  readonly table: readonly string[] | undefined;
}

/** @param keepOrder What lets a server keep the ORDER BY of a query in parentheses. */
export function derived(query: string, keepOrder = ''): Derived {
  const text = query.replace(/[\s;]+$/, '');
  const words = topWords(text);
  const order = words.find(({ word }) => word === 'ORDER');
  const isLimited = words.some(({ word, at }) => limits.has(word) && order !== undefined && at > order.at);
  const ordered = order !== undefined && !isLimited && keepOrder !== '' ? `\n${keepOrder}` : '';
  if (words[0]?.word === 'WITH') {
    const select = words.find(({ word }) => word === 'SELECT');
    if (select !== undefined) {
      // It may be one of ours already.
      let name = 'tributary_rows';
      while (text.includes(name)) name += '_';
      const lead = `${text.slice(0, select.at).trimEnd()}\n, ${name} AS (\n${text.slice(select.at)}${ordered}\n)\n`;
      return { lead, from: `${name} q`, table: undefined };
    }
  }
  return { lead: '', from: `(\n${text}${ordered}\n) q`, table: tableOf(text) };
}

/** The same query without the order at its end, which costs a server time where the rows are ordered again; not where it says which rows come. */
export function withoutOrder(query: string): string {
  const text = query.replace(/[\s;]+$/, '');
  const words = topWords(text);
  const order = words.findLast(({ word }) => word === 'ORDER');
  if (order === undefined || words.some(({ word }) => limits.has(word) || word === 'TOP')) return text;
  return text.slice(0, order.at).trimEnd();
}

const limits = new Set(['LIMIT', 'OFFSET', 'FETCH']);

/** The words of a query outside of parentheses, names in quotes, texts and comments. */
export function topWords(text: string): readonly { readonly word: string; readonly at: number }[] {
  const words: { word: string; at: number }[] = [];
  let depth = 0;
  for (const found of text.matchAll(token)) {
    const [piece] = found;
    if (piece === '(') depth++;
    else if (piece === ')') depth--;
    else if (depth === 0 && /^[A-Za-z]/.test(piece)) words.push({ word: piece.toUpperCase(), at: found.index });
  }
  return words;
}

const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[()]|[A-Za-z_][\w$#]*/g;

/** Schema and name, or a name alone. */
function tableOf(text: string): readonly string[] | undefined {
  const bare = text.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').trim();
  const [, list = '', names] = allOfTable.exec(bare) ?? [];
  if (names === undefined || /\b(distinct|top|over|case|select)\b|[()]/i.test(list)) return undefined;
  return [...names.matchAll(namePiece)].map(([piece]) => unquoted(piece));
}

const name = String.raw`(?:"(?:[^"]|"")+"|\x60(?:[^\x60]|\x60\x60)+\x60|\[[^\]]+\]|[\w$#]+)`;
const allOfTable = new RegExp(String.raw`^select\s([^;]*?)\sfrom\s+(${name}(?:\s*\.\s*${name}){0,2})$`, 'i');
const namePiece = new RegExp(name, 'g');

function unquoted(piece: string): string {
  const [first] = piece;
  if (first === '"') return piece.slice(1, -1).replaceAll('""', '"');
  if (first === '`') return piece.slice(1, -1).replaceAll('``', '`');
  return first === '[' ? piece.slice(1, -1) : piece;
}
