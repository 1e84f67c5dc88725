import { configError } from '../../core/errors/errors.ts';
import type { Dialect, Query } from './driver.ts';

/**
 * The text of a query as tokens: enough to see that it is a single SELECT that only reads, and where its parameters stand. What servers
 * read in different ways, such as a backslash before a quote, is refused: it could hide a second statement from one of the two.
 */
export interface Statement {
  readonly file: string;
  readonly tokens: readonly Token[];
}

export interface Token {
  readonly kind: 'space' | 'word' | 'parameter' | 'quoted' | 'sign';
  readonly text: string;
  readonly offset: number;
}

export interface StatementOptions {
  /** Hints that read uncommitted rows, or skip locked ones, may stand in it. */
  readonly hints: boolean;
  /** The names of its parameters: `:name` or `@name` in the text. */
  readonly parameters: readonly string[];
}

/** @throws ConfigError `sql/not-a-select` with file, line and column. */
export function parseStatement(text: string, file: string, options: StatementOptions): Statement {
  const tokens = tokensOf(text, options.parameters);
  const refuse = (offset: number, found: string): never => {
    const before = text.slice(0, offset).split('\n');
    throw configError('sql/not-a-select', `Expected a single SELECT that only reads, found ${found}.`, {
      place: { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
    });
  };
  check(
    tokens.filter(({ kind }) => kind !== 'space'),
    options,
    refuse,
  );
  return { file, tokens };
}

export function tokensOf(text: string, names: readonly string[] = []): readonly Token[] {
  const parameters = new Set(names);
  return [...text.matchAll(pattern)].map((match): Token => {
    const [whole] = match;
    const isParameter = /^[:@]/.test(whole) && parameters.has(whole.slice(1));
    return { kind: isParameter ? 'parameter' : kindOf(match), text: whole, offset: match.index };
  });
}

/** The statement as a server takes it: its parameters by their place, each with its value. Without the semicolon at its end. */
export function queryOf(
  { tokens }: Statement,
  { parameter }: Dialect,
  valueFor: (name: string) => string | number | bigint | null,
): Query {
  const parameters: (string | number | bigint | null)[] = [];
  const texts = tokens.map(({ kind, text }) => {
    if (kind === 'sign' && text === ';') return '';
    if (kind !== 'parameter') return text;
    parameters.push(valueFor(text.slice(1)));
    return parameter(parameters.length);
  });
  return { text: texts.join('').trim(), parameters };
}

const pattern =
  /(?<space>\s+|--[^\n]*|\/\*(?:[^*/]|\*(?!\/)|\/(?!\*))*\*\/)|(?<quoted>'(?:[^'\\]|''|\\(?!'))*'|"(?:[^"\\]|""|\\(?!"))*"|`[^`\\]*`|\[(?:[^\]\n]|\]\])*\])|(?<word>[:@]?[\p{L}_][\p{L}\p{N}_$#@]*|::|\d[\w.]*)|[\s\S]/gu;

function kindOf({ groups }: RegExpMatchArray): Token['kind'] {
  if (groups?.space !== undefined) return 'space';
  if (groups?.quoted !== undefined) return 'quoted';
  return groups?.word === undefined ? 'sign' : 'word';
}

function check(
  tokens: readonly Token[],
  { hints }: StatementOptions,
  refuse: (offset: number, found: string) => never,
) {
  const [first] = tokens;
  if (first === undefined) return refuse(0, 'nothing');
  if (!/^(select|with)$/i.test(first.text)) return refuse(first.offset, JSON.stringify(first.text.slice(0, 40)));
  tokens.forEach(({ kind, text, offset }, index) => {
    if (kind === 'sign') {
      if (text === ';' && index < tokens.length - 1) refuse(offset, 'something behind a semicolon');
      if (/['"`[]/.test(text)) refuse(offset, `${text} that has no end, or a backslash before its end`);
      if (text === '/' && tokens[index + 1]?.text === '*')
        refuse(offset, 'a comment in a comment, or one without an end');
      if (text === '$' || text === '#') refuse(offset, `${text}, which not all servers read alike`);
    }
    if (kind !== 'word' || tokens[index - 1]?.text === '.') return;
    const word = text.toUpperCase();
    const previous = tokens[index - 1]?.text.toUpperCase();
    if (writing.has(word)) refuse(offset, word);
    if (previous === 'FOR' && word === 'SHARE') refuse(offset, 'FOR SHARE, which locks rows');
    if (locking.has(word)) refuse(offset, `${word}, which locks what it reads`);
    if (!hints && (dirty.has(word) || (previous === 'WITH' && word === 'UR')))
      refuse(offset, `${word}, which loses rows and reads others twice. The source file can say hints: allowed`);
  });
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that begin or make another statement; some servers want no semicolon before it. All are reserved, so that no bare column has such a name. */
const writing = words(
  'INTO INSERT UPDATE DELETE MERGE DROP ALTER CREATE TRUNCATE EXEC EXECUTE GRANT REVOKE DENY DECLARE SET BEGIN COMMIT ROLLBACK WAITFOR KILL SHUTDOWN DBCC BACKUP RESTORE BULK RECONFIGURE OPENROWSET OPENQUERY OPENDATASOURCE',
);
const locking = words('UPDLOCK XLOCK TABLOCK TABLOCKX PAGLOCK HOLDLOCK');
const dirty = words('NOLOCK READUNCOMMITTED READPAST');
