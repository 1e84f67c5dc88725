/** What fields look like, one by one and column by column: the evidence of which records are names, rows or notes. */

export type Kind = 'blank' | 'number' | 'date' | 'time' | 'address' | 'text';

export function kindOf(field: string): Kind {
  const text = field.trim();
  if (text === '') return 'blank';
  if (text.length > longestValue || !signOfValue.test(text)) return 'text';
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? 'text';
}

/** A number, a date, an address: what is no name of a column. */
export function isValue(field: string): boolean {
  const kind = kindOf(field);
  return kind !== 'blank' && kind !== 'text';
}

/** A word that stands for a value that is missing. */
export function isPlaceholder(field: string): boolean {
  return /^(?:n\/?a|null|none|nan|unknown|unbekannt|tbd|-+|\?+|\.+|#.*)$/i.test(field.trim());
}

/** A column of numbers, of dates and so on, by 9 of 10 of its filled fields; `text` if they are none of these. */
export interface ColumnKind {
  readonly kind: Kind;
  /** How many fields are filled, as a share of the rows. */
  readonly filled: number;
}

export function columnKinds(rows: readonly (readonly string[])[]): readonly ColumnKind[] {
  const width = rows.reduce((most, fields) => Math.max(most, fields.length), 0);
  const kinds = rows.map(kindsOf);
  return Array.from({ length: width }, (_, at) => columnKind(kinds.map((row) => row[at] ?? 'blank')));
}

/** The same rows are looked at again and again, each time with another question. */
function kindsOf(fields: readonly string[]): readonly Kind[] {
  let kinds = known.get(fields);
  if (kinds === undefined) {
    kinds = fields.map(kindOf);
    known.set(fields, kinds);
  }
  return kinds;
}

const known = new WeakMap<readonly string[], readonly Kind[]>();

function columnKind(all: readonly Kind[]): ColumnKind {
  const kinds = all.filter((kind) => kind !== 'blank');
  const filled = kinds.length / Math.max(all.length, 1);
  const values = kinds.filter((kind) => kind !== 'text');
  if (kinds.length === 0 || values.length / kinds.length < 0.9)
    return { kind: kinds.length === 0 ? 'blank' : 'text', filled };
  const counts = new Map<Kind, number>();
  for (const kind of values) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const [[kind]] = [...counts].sort(([, a], [, b]) => b - a);
  return { kind, filled };
}

/** The columns of numbers, dates and addresses. */
export function typedColumns(columns: readonly ColumnKind[]): readonly number[] {
  return columns.flatMap(({ kind }, at) => (kind === 'text' || kind === 'blank' ? [] : [at]));
}

export function filledOf(fields: readonly string[]): readonly string[] {
  return fields.filter((field) => field.trim() !== '');
}

/** How many fields there are up to the last filled one. */
export function extentOf(fields: readonly string[]): number {
  let extent = fields.length;
  while (extent > 0 && fields[extent - 1].trim() === '') extent--;
  return extent;
}

/** A line of dashes, as programs draw below column names. */
export const wholeRuler = /^\s*[-=+|: ]*(?:---|===)[-=+|: ]*$/;

const longestValue = 100;
/** What holds none of these matches no pattern below. */
const signOfValue = /[\d:@-]/;
const month =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|sept|october|november|december|januar|februar|märz|mär|mrz|mai|juni|juli|okt|oktober|dez|dezember)';

const patterns: readonly (readonly [Kind, RegExp])[] = [
  ['address', /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/],
  ['date', /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?:[T ]\s?\d{1,2}:\d\d.*)?$/],
  [
    'number',
    /^[+-]?\s?(?:[$€£¥]|(?:EUR|USD|GBP|CHF)\s)?\s?(?:\d[\d.,' \u00a0\u202f]*|[.,]\d+)(?:[eE][+-]?\d+)?\s?(?:[%€$£¥]|EUR|USD|GBP|CHF)?$/,
  ],
  ['number', /^\([$€£]?\d[\d.,]*\)$/],
  [
    'date',
    new RegExp(
      `^(?:[a-zé]{2,9},? )?\\d{1,2}[-. /]{1,2}${month}\\.?[-. /,]{0,2}(?:\\d{4}|\\d{2})(?: .*\\d:\\d\\d.*)?$`,
      'i',
    ),
  ],
  ['date', new RegExp(`^${month}\\.? \\d{1,2},? \\d{4}(?: .*\\d:\\d\\d.*)?$`, 'i')],
  ['time', /^\d{1,3}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[ap]\.?m\.?)?$/i],
  ['address', /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i],
  ['address', /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i],
  ['address', /^[\p{L}\d_.+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$/u],
  ['address', /^(?:https?|ftp|file):\/\/\S+$/i],
];
