import type { Random } from '../harness/random.ts';
import type { TableShape, TrueTable } from '../harness/table.ts';
import * as around from './around.ts';
import * as deviation from './deviations.ts';
import type { Dialect, Document } from './document.ts';

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
  readonly record?: (fields: readonly string[], dialect: Dialect, random: Random) => deviation.Deviation | undefined;
  /** Where `record` may strike first: counted in rows. */
  readonly from?: number;
  /** Whether blanks around texts count when what was read is compared. */
  readonly compare?: 'trimmed';
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
  delimiter('colon', ':'),
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
  { name: 'preamble', around: around.preamble },
  { name: 'footer', around: around.footer },
  { name: 'header none', around: around.headerNone },
  { name: 'header of two rows', around: around.headerOfTwo },
  { name: 'header of three rows', around: around.headerOfThree },
  { name: 'header with another delimiter', around: around.headerOtherDelimiter },
  { name: 'header repeated', around: around.headerRepeated },
  { name: 'tables several', around: around.tablesSeveral },
  { name: 'table of the same width below', around: around.tableOfSameWidth },
  { name: 'footer of words', around: around.footerOfWords },
  { name: 'blank ends left out', shape: { profile: 'sparse' }, around: around.endsLeftOut },
  { name: 'frame of a console', around: around.framed, compare: 'trimmed' },
  { name: 'lines blank', around: around.blankLines },
  { name: 'delimiter at all ends', around: (document) => around.endAll(document, 0) },
  { name: 'delimiter at ends of rows', around: (document) => around.endAll(document, 1) },
  { name: 'blanks around fields', around: around.padded, compare: 'trimmed' },
  ...(['narrow', 'wide', 'sparse', 'texts', 'phrases'] as const).map(
    (profile): Fault => ({
      name: `columns ${profile}`,
      shape: { profile, signs: [', '] },
      dialect: (random) => ({ delimiter: random.pick([',', ';', '\t']), quoting: random.pick(['needed', 'all']) }),
    }),
  ),
  { name: 'decimal commas', shape: { profile: 'commas' }, dialect: () => ({ delimiter: ';' }) },
  { name: 'decimal commas, quoted', shape: { profile: 'commas' }, dialect: () => ({ delimiter: ',' }) },
  { name: 'preamble long', around: around.preambleLong },
  { name: 'footer of totals', around: around.footerOfTotals },
  {
    name: 'line that names the delimiter',
    dialect: () => ({ delimiter: ';' }),
    around: (document) => around.withFirst(document, 'sep=;'),
  },
  { name: 'comment lines', around: around.commentLines },
  { name: 'ruled line below the header', around: around.ruledLine },
  { name: 'lines quoted whole', around: around.quotedWhole },
  { name: 'last record cut off', around: around.cutOff },
  { name: 'rows few', shape: { rows: 2 } },
  { name: 'field too few', record: deviation.tooFew },
  { name: 'trailing blanks left out', shape: { signs: [] }, record: deviation.withoutBlankEnd },
  { name: 'field too many', shape: { signs: [', '] }, record: deviation.tooMany },
  { name: 'quote stray', shape: { signs: [' 5" ', '"', ' "x" '] }, record: deviation.strayQuote },
  { name: 'quote not escaped', shape: { signs: [' 5" ', '"', ' "x" ', ', '] }, record: deviation.quoteNotEscaped },
  { name: 'quote not closed', record: deviation.quoteNotClosed },
  { name: 'text behind quote', record: deviation.textBehindQuote },
  { name: 'other delimiter in a line', record: deviation.otherDelimiter },
  { name: 'delimiter missing before a quote', shape: { signs: [', '] }, record: deviation.gluedQuote },
  { name: 'value broken in two', record: deviation.brokenValue },
  { name: 'blanks in a line', shape: { signs: [', '] }, record: deviation.paddedLine },
  { name: 'single quotes in a line', shape: { signs: [', ', "'s "] }, record: deviation.otherQuotes },
  { name: 'first quotes late', shape: { rows: 1500 }, record: deviation.lateQuotes, from: 1200 },
  { name: 'first deviation late', shape: { rows: 1500, signs: [', '] }, record: deviation.tooMany, from: 1200 },
];
