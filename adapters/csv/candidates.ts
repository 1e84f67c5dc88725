import { backslash, backtick, type Dialect, doubleQuote, maxRecordBytes, singleQuote } from './dialect.ts';

/** The dialects that a text has signs of. What nothing in it asks for is not tried: most files are usual. */

/** What the options say of the dialect; the rest is found. */
export interface StatedDialect {
  readonly delimiter?: Uint8Array | undefined;
  /** So many of the delimiter, or more, separate. */
  readonly run?: number | undefined;
  readonly quote?: number | undefined;
  /** `undefined`: to be found; -1: quotes are doubled; -2: they stand as they are. */
  readonly escapedBy?: number | undefined;
}

export interface Separator {
  readonly bytes: Uint8Array;
  readonly run?: number;
  /** How much less likely it is than a comma that somebody separates with it. */
  readonly prior: number;
}

/** The usual separators, whether the text has them or not, and the forms of them that it has. `text` has a character for each byte. */
export function commonSeparators(text: string): readonly Separator[] {
  const least = leastOf(text);
  // Whoever puts blanks around pipes puts them on both sides.
  const forms = common.flatMap(([sign, prior]) =>
    formsOf(sign)
      .filter((form) => occursIn(text, form, least))
      .map((form) => separator(form, form === '| ' ? 0.95 : prior)),
  );
  return [...common.map(([sign, prior]) => separator(sign, prior)), ...forms];
}

/** None of the others is more likely. */
export const mostRarePrior = 0.94;

/** All others that the text has. */
export function rareSeparators(text: string): readonly Separator[] {
  const found: Separator[] = [];
  const least = leastOf(text);
  const add = (sign: string, prior: number) => {
    if (occursIn(text, sign, least)) found.push(separator(sign, prior));
  };
  add(' ', 0.93);
  for (const [run, prior] of [
    [1, 0.9],
    [2, mostRarePrior],
  ] as const) {
    if (/\S {2,}\S/.test(text)) found.push({ bytes: Uint8Array.of(32), run, prior });
  }
  if (/[^\t\r\n]\t{2,}[^\t\r\n]/.test(text)) found.push({ bytes: Uint8Array.of(9), run: 1, prior: 0.8 });
  // Times have colons too, but a line of names has none.
  const hasTimes = (text.match(/\d:\d\d/g)?.length ?? 0) > 2 && !/^[^\r\n\d:]+(?::[^\r\n\d:]+){2,}[\r\n]/.test(text);
  for (const [sign, prior] of rare) {
    if (sign !== ':' || !hasTimes) add(Buffer.from(sign).toString('latin1'), prior);
    if (sign > '\u007f') add(sign, prior);
    else for (const form of formsOf(sign)) add(form, Math.max(prior, form.length > 1 ? 0.85 : 0));
  }
  const enclosing = betweenQuotes(text, least);
  const isNew = ({ bytes }: Separator) => Buffer.from(bytes).toString('latin1') !== enclosing;
  if (enclosing !== undefined && found.every(isNew) && commonSeparators(text).every(isNew)) {
    found.push(separator(enclosing, 0.9));
  }
  return found;
}

/** A sign that most lines lack separates nothing. Lines within quoted fields have none. */
function leastOf(text: string): number {
  return Math.max(1, (text.match(/[\r\n][^\r\n]/g)?.length ?? 0) / 4);
}

/** A sign that stands between the quotes of two fields on most lines, whatever it is. */
function betweenQuotes(text: string, least: number): string | undefined {
  const counts = new Map<string, number>();
  for (const [, sign] of text.matchAll(/"([^A-Za-z0-9"\r\n\u0080-\u00ff]{1,3})(?=")/g))
    counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] >= least * 3 ? most[0] : undefined;
}

const common: readonly (readonly [string, number])[] = [
  [',', 1],
  [';', 1],
  ['\t', 1],
  ['|', 1],
];
const rare: readonly (readonly [string, number])[] = [
  ...[...'^~\u0001\u001e\u001f¦§¬¶'].map((sign) => [sign, 0.9] as const),
  ...[...'!#*&'].map((sign) => [sign, 0.6] as const),
  [':', 0.6],
];

function separator(sign: string, prior: number): Separator {
  return { bytes: Buffer.from(sign, 'latin1'), prior };
}

function occursIn(text: string, sign: string, least: number): boolean {
  let at = -sign.length;
  for (let count = 0; count < least; count++) {
    at = text.indexOf(sign, at + sign.length);
    if (at < 0) return false;
  }
  return true;
}

/** A sign doubled and with blanks. */
function formsOf(sign: string): readonly string[] {
  return sign === '\t' ? ['\t\t'] : [`${sign} `, ` ${sign} `, sign + sign, ` ${sign + sign} `];
}

/** The dialect of a separator that most files have. */
export function usualDialect(separator: Separator, { quote = doubleQuote, escapedBy }: StatedDialect): Dialect {
  return escapedAs({ ...plainDialect(separator), quote }, escapedBy);
}

/** The others for which the text has a sign. */
export function otherDialects(separator: Separator, text: string, stated: StatedDialect): readonly Dialect[] {
  const plain = plainDialect(separator);
  const all = (stated.quote === undefined ? quotesIn(text) : [stated.quote]).flatMap((quote) => {
    const sign = String.fromCharCode(Math.max(0, quote));
    const bases = escapesOf({ ...plain, quote }, sign, text, stated.escapedBy);
    // Blanks between a delimiter and a quote, outside of a word.
    const hasBlanks = quote >= 0 && [` ${sign}`, `${sign} `, `\t${sign}`].some((pair) => text.includes(pair));
    return hasBlanks && plain.run === undefined
      ? [...bases, ...bases.map((each) => ({ ...each, blanks: true }))]
      : bases;
  });
  return all.slice(1);
}

function plainDialect({ bytes, run }: Separator): Omit<Dialect, 'quote'> {
  return {
    delimiter: bytes[0],
    maxRecordBytes,
    ...(bytes.length > 1 ? { more: bytes.subarray(1) } : {}),
    ...(run === undefined ? {} : { run }),
  };
}

function escapedAs(base: Dialect, stated: number | undefined): Dialect {
  if (stated === undefined || stated === -1) return base;
  return stated === -2 ? { ...base, unescaped: true } : { ...base, escapedBy: stated };
}

function escapesOf(base: Dialect, sign: string, text: string, stated: number | undefined): readonly Dialect[] {
  if (stated !== undefined) return [escapedAs(base, stated)];
  const delimiter = String.fromCharCode(base.delimiter);
  if (base.quote < 0) return text.includes(`\\${delimiter}`) ? [base, { ...base, escapedBy: backslash }] : [base];
  const dialects = [base];
  if (text.includes(`\\${sign}`) || text.includes(`\\${delimiter}`) || hasDoubled(text))
    dialects.push({ ...base, escapedBy: backslash });
  const other = otherEscape(text, sign);
  if (other !== undefined && other !== base.delimiter) dialects.push({ ...base, escapedBy: other });
  const inner = new RegExp(
    `[^\\r\\n${escaped(delimiter)}${escaped(sign)}]${escaped(sign)}[^\\r\\n${escaped(delimiter)}${escaped(sign)}]`,
  );
  if (inner.test(text)) dialects.push({ ...base, unescaped: true });
  return dialects;
}

/** Backslashes stand before all quotes, also in bare fields: some programs write so. */
export function areEscaped(text: string, sign: string): boolean {
  const escapes = text.split(`\\${sign}`).length - 1;
  return escapes > 1 && escapes === text.split(sign).length - 1;
}

/** Each backslash behind a word is doubled, as whoever escapes with it writes folders. */
export function hasDoubled(text: string): boolean {
  return /[\w:]\\\\\w/.test(text) && !/(?<!\\)(?:\\\\)*\\(?![\\"'\r\n])/.test(text);
}

/** A sign that stands before most quotes within words, and seldom elsewhere. */
function otherEscape(text: string, sign: string): number | undefined {
  const counts = new Map<string, number>();
  for (const [, before] of text.matchAll(
    new RegExp(`([^\\w\\s\\\\,;|"'\`()[\\]{}<>=:.-\u0080-\u00ff])${escaped(sign)}(?=[^,;|\\r\\n])`, 'g'),
  )) {
    counts.set(before, (counts.get(before) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return undefined;
  const [before, count] = most;
  const least = before < ' ' ? 1 : 2;
  return count >= least && count > text.split(before).length * 0.7 ? before.charCodeAt(0) : undefined;
}

function quotesIn(text: string): readonly number[] {
  const quotes = [doubleQuote];
  const doubles = enclosed(text, '"');
  for (const [quote, sign] of [
    [singleQuote, "'"],
    [backtick, '`'],
  ] as const) {
    const between = '[,;|\\t :^~]';
    if (areEscaped(text, sign)) quotes.push(quote);
    else if (
      new RegExp(`(?:^|${between})${sign}`, 'm').test(text) &&
      new RegExp(`${sign}(?=${between}|$)`, 'm').test(text)
    )
      quotes.push(quote);
  }
  if (text.includes('"') && doubles === 0) quotes.push(-1);
  return quotes;
}

/** About how many fields stand between two such quotes. */
export function enclosed(text: string, sign: string): number {
  return (
    text.match(new RegExp(`(?:^|[,;|\\t :^~])${sign}[^${sign}\\n\\r]*${sign}(?=[,;|\\t :^~\\r\\n]|$)`, 'gm'))?.length ??
    0
  );
}

function escaped(sign: string): string {
  return /[\\^\]$.*+?()[{}|/-]/.test(sign) ? `\\${sign}` : sign;
}
