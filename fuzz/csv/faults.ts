import type { Random } from '../harness/random.ts';
import { plainWords, type TableShape, type TrueTable } from '../harness/table.ts';
import { type Dialect, type Document, type Line, writeRecord } from './document.ts';

/**
 * What can be odd about a text file, one class each: another dialect, lines around the table, or records that deviate. The
 * cells that a person would see stay known.
 */
export interface Fault {
  readonly name: string;
  readonly shape?: Partial<TableShape>;
  readonly dialect?: (random: Random) => Partial<Dialect>;
  /** Of the file as a whole; several of these may be combined. */
  readonly around?: (document: Document, random: Random, table: TrueTable) => Document;
  /** Of single records, chosen at random; undefined where a record can not have the fault. */
  readonly record?: (fields: readonly string[], dialect: Dialect, random: Random) => Deviation | undefined;
  /** Where `record` may strike first: counted in rows. */
  readonly from?: number;
  /** Whether blanks around texts count when what was read is compared. */
  readonly compare?: 'trimmed';
}

/** A record that deviates, and the cells that a person would take it for, where they differ from the true ones. */
interface Deviation {
  readonly line: Line;
  readonly accept?: readonly (readonly string[])[];
}

const german = ['Köln', 'Gerät', 'Straße', 'Übung', 'Größe', 'über'];
const signs = [', ', ';', ' "x" ', '"', "'s ", '|'];
const delimiter = (name: string, sign: string): Fault => ({
  name: `delimiter ${name}`,
  shape: { signs: [', ', ';'] },
  dialect: (random) => ({ delimiter: sign, quoting: random.pick(['needed', 'needed', 'texts', 'all']) }),
});
const encoding = (name: string, words: readonly string[], mark = false): Fault => ({
  name: `encoding ${name}${mark ? ' with mark' : ''}`,
  shape: { words },
  dialect: (random) => ({ encoding: name, mark, delimiter: random.pick([',', ';', '\t']) }),
});

export const faults: readonly Fault[] = [
  { name: 'none', shape: { signs }, dialect: (random) => ({ quoting: random.pick(['needed', 'texts', 'all']) }) },
  delimiter('semicolon', ';'),
  delimiter('tab', '\t'),
  delimiter('pipe', '|'),
  delimiter('space', ' '),
  delimiter('comma and blank', ', '),
  delimiter('double pipe', '||'),
  delimiter('caret', '^'),
  encoding('utf-8', ['Köln', 'Łódź', 'Москва', '東京', 'naïve', '😀'], true),
  encoding('utf-16le', ['Köln', 'Łódź', 'rack'], true),
  encoding('utf-16be', ['Köln', 'Łódź', 'rack'], true),
  encoding('utf-16le', ['Köln', 'Łódź', 'rack']),
  encoding('windows-1252', german),
  encoding('windows-1250', ['Łódź', 'żółty', 'Kraków', 'święto', 'Částka', 'příliš', 'žluťoučký']),
  encoding('windows-1251', ['Москва', 'сервер', 'принтер', 'отдел', 'Киев', 'склад']),
  encoding('windows-1253', ['Αθήνα', 'γραφείο', 'διακομιστής', 'εκτυπωτής']),
  { name: 'quote single', shape: { signs: [', ', "'", ' "x" '] }, dialect: () => ({ quote: "'", quoting: 'texts' }) },
  { name: 'quote none', shape: { signs: [' 5" ', '"', "'s "] }, dialect: () => ({ quote: '', delimiter: '\t' }) },
  {
    name: 'escape backslash',
    shape: { signs: ['"', ', ', '\\'] },
    dialect: () => ({ escape: 'backslash', quoting: 'texts' }),
  },
  { name: 'line ends CRLF', shape: { signs: ['\n', '\r\n', ', '] }, dialect: () => ({ ends: ['\r\n'] }) },
  { name: 'line ends CR', shape: { signs: [', '] }, dialect: () => ({ ends: ['\r'] }) },
  {
    name: 'line ends mixed',
    shape: { signs: [', '] },
    dialect: (random) => ({
      ends: random.pick([
        ['\n', '\r\n'],
        ['\r\n', '\r\n', '\n'],
        ['\r', '\n', '\r\n'],
      ]),
    }),
  },
  { name: 'no last line end', dialect: () => ({ lastEnd: false }) },
  { name: 'line ends in cells', shape: { signs: ['\n', '\r\n', '\n\n', ', '] } },
  { name: 'preamble', around: preamble },
  { name: 'footer', around: footer },
  { name: 'header none', around: headerNone },
  { name: 'header of two rows', around: headerOfTwo },
  { name: 'header repeated', around: headerRepeated },
  { name: 'tables several', around: tablesSeveral },
  { name: 'lines blank', around: blankLines },
  { name: 'delimiter at all ends', around: (document) => endAll(document, 0) },
  { name: 'delimiter at ends of rows', around: (document) => endAll(document, 1) },
  { name: 'blanks around fields', around: padded, compare: 'trimmed' },
  { name: 'rows few', shape: { rows: 2 } },
  { name: 'field too few', record: tooFew },
  { name: 'trailing blanks left out', shape: { signs: [] }, record: (fields) => withoutBlankEnd(fields) },
  { name: 'field too many', shape: { signs: [', '] }, record: tooMany },
  { name: 'quote stray', shape: { signs: [' 5" ', '"', ' "x" '] }, record: strayQuote },
  { name: 'quote not escaped', shape: { signs: [' 5" ', '"', ' "x" ', ', '] }, record: quoteNotEscaped },
  { name: 'quote not closed', record: quoteNotClosed },
  { name: 'text behind quote', record: textBehindQuote },
  { name: 'other delimiter in a line', record: otherDelimiter },
  { name: 'first quotes late', shape: { rows: 1500 }, record: lateQuotes, from: 1200 },
  { name: 'first deviation late', shape: { rows: 1500, signs: [', '] }, record: tooMany, from: 1200 },
];

function preamble(document: Document, random: Random): Document {
  const { delimiter } = document.dialect;
  const lines = random.some(
    [
      'Inventory report',
      'Created: 2024-03-31 by admin',
      '',
      `Site:${delimiter}Berlin`,
      'All computers, sorted by name',
      '# exported',
    ],
    4,
  );
  return { ...document, lines: [...lines.map((text) => ({ text })), ...document.lines] };
}

function footer(document: Document, random: Random, table: TrueTable): Document {
  const text = random.pick([
    `Total: ${table.rows.length}`,
    `(${table.rows.length} rows affected)`,
    'End of report',
    `${table.rows.length} records`,
  ]);
  const before = random.chance(0.5) ? [{ text: '' }] : [];
  return { ...document, lines: [...document.lines, ...before, { text }] };
}

function headerNone({ lines, dialect, truth }: Document): Document {
  const columns = truth.columns.map((_, index) => `Column ${index + 1}`);
  return { lines: lines.slice(1), dialect, truth: { ...truth, columns } };
}

function headerOfTwo({ lines, dialect, truth }: Document): Document {
  const upper = truth.columns.map((_, index) => (index < 2 ? 'Device' : 'Details'));
  const columns = truth.columns.map((name, index) => `${upper[index]} / ${name}`);
  return { lines: [{ fields: upper }, ...lines], dialect, truth: { ...truth, columns } };
}

function headerRepeated({ lines, dialect, truth }: Document, random: Random): Document {
  const at = random.int(2, lines.length - 1);
  return { lines: [...lines.slice(0, at), lines[0], ...lines.slice(at)], dialect, truth };
}

function tablesSeveral({ lines, dialect, truth }: Document, random: Random): Document {
  const users = Array.from({ length: random.int(2, 12) }, (_, index) => ({
    fields: [`user${index + 1}`, `${random.pick(plainWords)} ${index}`],
  }));
  const title = random.chance(0.5) ? [{ text: 'Users' }] : [];
  return { lines: [...lines, { text: '' }, ...title, { fields: ['Account', 'Room'] }, ...users], dialect, truth };
}

function blankLines({ lines, dialect, truth }: Document, random: Random): Document {
  return { lines: lines.flatMap((line) => (random.chance(0.2) ? [line, { text: '' }] : [line])), dialect, truth };
}

function endAll(document: Document, from: number): Document {
  const { lines, dialect } = document;
  const ended = lines.map((line, index) =>
    'text' in line || index < from ? line : { ...line, fields: [...line.fields, ''] },
  );
  return { ...document, lines: ended, dialect };
}

function padded(document: Document): Document {
  const { lines, dialect, truth } = document;
  const widths = truth.columns.map((name, index) =>
    Math.max(name.length, ...truth.rows.map((row) => row[index].length)),
  );
  const wide = lines.map((line) =>
    'text' in line
      ? line
      : { text: line.fields.map((field, index) => field.padEnd(widths[index] ?? 0)).join(dialect.delimiter) },
  );
  return { ...document, lines: wide };
}

function tooFew(fields: readonly string[], _dialect: Dialect, random: Random): Deviation {
  const at = random.int(1, fields.length - 1);
  const seen = fields.map((field, index) => (index === at ? '' : field));
  return { line: { fields: fields.filter((_, index) => index !== at) }, accept: [seen] };
}

function withoutBlankEnd(fields: readonly string[]): Deviation | undefined {
  const last = fields.findLastIndex((field) => field !== '');
  return last === fields.length - 1 ? undefined : { line: { fields: fields.slice(0, last + 1) } };
}

/** A delimiter inside of a field that is not quoted. */
function tooMany(fields: readonly string[], { delimiter }: Dialect): Deviation | undefined {
  if (!fields.some((field) => field.includes(delimiter))) return undefined;
  return { line: { text: fields.join(delimiter) } };
}

function strayQuote(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = fields.findIndex((field) => field.includes('"') && !field.startsWith('"'));
  return at < 0 ? undefined : { line: replaced(fields, at, fields[at], dialect) };
}

function quoteNotEscaped(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = fields.findIndex((field) => /[^"]"[^"]/.test(field));
  return at < 0 ? undefined : { line: replaced(fields, at, `"${fields[at]}"`, dialect) };
}

/** The opening quote stands, the closing one is lost. */
function quoteNotClosed(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = textField(fields);
  if (at < 0) return undefined;
  const text = `"${fields[at]}`;
  return { line: replaced(fields, at, text, dialect), accept: [fields, withField(fields, at, text)] };
}

function textBehindQuote(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = textField(fields);
  if (at < 0 || !fields[at].includes(' ')) return undefined;
  const text = fields[at].replace(/^(\w+) /, '"$1" ');
  return { line: replaced(fields, at, text, dialect), accept: [fields, withField(fields, at, text)] };
}

function otherDelimiter(fields: readonly string[], { delimiter }: Dialect): Deviation {
  return { line: { fields, delimiter: delimiter === ';' ? ',' : ';' } };
}

function lateQuotes(fields: readonly string[], dialect: Dialect): Deviation | undefined {
  const at = textField(fields);
  return at < 0 ? undefined : { line: replaced(fields, at, `"${fields[at]}"`, dialect) };
}

function textField(fields: readonly string[]): number {
  return fields.findIndex((field, index) => index > 0 && /^[A-Za-z ]{3,}$/.test(field));
}

function withField(fields: readonly string[], at: number, text: string): readonly string[] {
  return fields.map((field, index) => (index === at ? text : field));
}

/** A record with one field written as it is given, the others as the dialect has them. */
function replaced(fields: readonly string[], at: number, text: string, dialect: Dialect): Line {
  const written = fields.map((field, index) => (index === at ? text : writeRecord([field], dialect)));
  return { text: written.join(dialect.delimiter) };
}
