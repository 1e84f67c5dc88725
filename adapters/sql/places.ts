import { type Token, tokensOf } from './statement.ts';

/** Where a query reads a table or view: the names in `FROM dbo.v_R_System AS s`, and whether the query calls it otherwise. */
export interface TablePlace {
  /** Schema and name, or the name alone, without quotes. */
  readonly names: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly alias: string | undefined;
}

/**
 * The places at which a query reads tables and views, in their order: behind FROM and JOIN, and behind commas after them. Comments and
 * texts are none of them. Names that the query itself defines (WITH) are left out.
 */
export function tablePlaces(text: string): readonly TablePlace[] {
  const tokens = tokensOf(text).filter(({ kind }) => kind !== 'space');
  const places: TablePlace[] = [];
  const defined = definedNames(tokens);
  for (let at = 0; at < tokens.length; at++) {
    if (!opensTables(tokens, at)) continue;
    for (let next: number | undefined = at + 1; next !== undefined; ) {
      const found = placeAt(tokens, next);
      if (found === undefined) break;
      if (found.place.names.length > 1 || !defined.has(found.place.names[0].toLowerCase())) places.push(found.place);
      next = tokens[found.end]?.text === ',' ? found.end + 1 : undefined;
    }
  }
  return places;
}

/** The name of a view that is read by its name alone, or in the schema where views usually are. */
export function usualName({ names }: TablePlace): string | undefined {
  const [name, schema, ...more] = names.toReversed();
  return more.length === 0 && (schema === undefined || schema.toLowerCase() === 'dbo') ? name : undefined;
}

/** The query with other texts at some of the places. */
export function replacePlaces(text: string, by: (place: TablePlace) => string | undefined): string {
  let from = 0;
  const pieces: string[] = [];
  for (const place of tablePlaces(text)) {
    const other = by(place);
    if (other === undefined) continue;
    pieces.push(text.slice(from, place.from), other);
    from = place.to;
  }
  return pieces.join('') + text.slice(from);
}

/** Whether a name of a table stands anywhere else, other than before a point or behind one. */
export function strayMention(text: string, name: string): boolean {
  const places = tablePlaces(text);
  const tokens = tokensOf(text).filter(({ kind }) => kind !== 'space');
  return tokens.some((token, at) => {
    if (nameOf(token)?.toLowerCase() !== name.toLowerCase()) return false;
    if (tokens[at + 1]?.text === '.' || tokens[at - 1]?.text === '.') return false;
    return !places.some(({ from, to }) => from <= token.offset && token.offset < to);
  });
}

/** FROM or JOIN, as a word of its own. */
function opensTables(tokens: readonly Token[], at: number): boolean {
  const { kind, text } = tokens[at];
  const before = tokens[at - 1]?.text.toUpperCase();
  return kind === 'word' && /^(FROM|JOIN)$/i.test(text) && before !== '.' && before !== 'DISTINCT';
}

function placeAt(
  tokens: readonly Token[],
  start: number,
): { readonly place: TablePlace; readonly end: number } | undefined {
  const names: string[] = [];
  let end = start;
  for (;;) {
    const name = nameOf(tokens[end]);
    if (name === undefined) return undefined;
    names.push(name);
    end++;
    if (tokens[end]?.text !== '.') break;
    end++;
  }
  const last = tokens[end - 1];
  // A function.
  if (tokens[end]?.text === '(') return undefined;
  if (tokens[end]?.text.toUpperCase() === 'AS') end++;
  const alias = isKeyword(tokens[end]) ? undefined : nameOf(tokens[end]);
  if (alias !== undefined) end++;
  return { place: { names, from: tokens[start].offset, to: last.offset + last.text.length, alias }, end };
}

/** The name that a token is, without its quotes. */
export function nameOf(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return /^[:@\d]/.test(token.text) ? undefined : token.text;
  if (token?.kind !== 'quoted' || token.text.startsWith("'")) return undefined;
  const [first] = token.text;
  const close = first === '[' ? ']' : first;
  return token.text.slice(1, -1).replaceAll(close + close, close);
}

/** Words that can follow a table without an alias. */
function isKeyword(token: Token | undefined): boolean {
  return (
    token?.kind === 'word' &&
    /^(WHERE|ON|USING|INNER|LEFT|RIGHT|FULL|CROSS|OUTER|NATURAL|JOIN|GROUP|ORDER|HAVING|UNION|EXCEPT|INTERSECT|MINUS|LIMIT|OFFSET|FETCH|FOR|WITH|OPTION|WINDOW|TABLESAMPLE|PIVOT|UNPIVOT|SAMPLE|CONNECT|START|PARTITION|QUALIFY)$/i.test(
      token.text,
    )
  );
}

/** `WITH name AS (`, `name (a, b) AS (`. */
function definedNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  tokens.forEach((token, at) => {
    if (token.text.toUpperCase() !== 'AS' || tokens[at + 1]?.text !== '(') return;
    let before = at - 1;
    if (tokens[before]?.text === ')') while (before > 0 && tokens[before].text !== '(') before--;
    const name = nameOf(tokens[tokens[before]?.text === '(' ? before - 1 : before]);
    if (name !== undefined) names.add(name.toLowerCase());
  });
  return names;
}
