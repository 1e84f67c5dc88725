import type { Random } from '../harness/random.ts';
import { plainWords, type TrueTable } from '../harness/table.ts';
import { type Document, writeRecord } from './document.ts';

/** What stands around the table of a text file, or is the matter with all of its lines. */

export function preamble(document: Document, random: Random): Document {
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

export function preambleLong(document: Document, random: Random): Document {
  const { delimiter } = document.dialect;
  const pairs = ['Report', 'Created by', 'Created at', 'Filter', 'Period', 'Customer', 'Version'].map((name, index) =>
    [name, ['Assets', 'admin', '2024-03-31 10:00', 'none', '2024', 'ACME', '3.1'][index]].join(
      random.chance(0.7) ? delimiter : ': ',
    ),
  );
  const lines = [...pairs.slice(0, random.int(3, 7)), ''].map((text) => ({ text }));
  return { ...document, lines: [...lines, ...document.lines] };
}

export function footerOfTotals(document: Document): Document {
  const { truth, dialect, lines } = document;
  const total = truth.columns.map((name, index) => (index === 0 ? 'Total' : name === 'Count' ? '4711' : ''));
  return { lines: [...lines, { fields: total }], dialect, truth };
}

export function withFirst(document: Document, text: string): Document {
  return { ...document, lines: [{ text }, ...document.lines] };
}

export function commentLines(document: Document, random: Random): Document {
  const lines = ['# exported by a tool', '# one line a computer', '#']
    .slice(0, random.int(1, 3))
    .map((text) => ({ text }));
  return { ...document, lines: [...lines, ...document.lines] };
}

export function ruledLine({ lines, dialect, truth }: Document): Document {
  return {
    lines: [lines[0], { fields: truth.columns.map((name) => '-'.repeat(name.length)) }, ...lines.slice(1)],
    dialect,
    truth,
  };
}

/** A spreadsheet program has taken each line for one cell, and quoted it. */
export function quotedWhole(document: Document): Document {
  const { dialect, lines } = document;
  const whole = lines.map((line) => {
    const text = 'text' in line ? line.text : writeRecord(line.fields, dialect);
    return { text: `"${text.replaceAll('"', '""')}"` };
  });
  return { ...document, lines: whole };
}

/** The last row is there in part: it may be rejected, or read as far as it goes. */
export function cutOff(document: Document, random: Random): Document {
  const { lines, dialect, truth } = document;
  const last = lines.at(-1);
  if (last === undefined || 'text' in last) return document;
  const fields = last.fields.slice(0, random.int(1, last.fields.length - 1));
  const seen = last.fields.map((_, index) => fields[index] ?? '');
  const rows = [...truth.rows.slice(0, -1), [seen]];
  return {
    lines: [...lines.slice(0, -1), { fields }],
    dialect: { ...dialect, lastEnd: false },
    truth: { ...truth, rows },
  };
}

export function footer(document: Document, random: Random, table: TrueTable): Document {
  const text = random.pick([
    `Total: ${table.rows.length}`,
    `(${table.rows.length} rows affected)`,
    'End of report',
    `${table.rows.length} records`,
  ]);
  const before = random.chance(0.5) ? [{ text: '' }] : [];
  return { ...document, lines: [...document.lines, ...before, { text }] };
}

export function headerNone({ lines, dialect, truth }: Document): Document {
  const columns = truth.columns.map((_, index) => `Column ${index + 1}`);
  return { lines: lines.slice(1), dialect, truth: { ...truth, columns } };
}

export function headerOfTwo({ lines, dialect, truth }: Document): Document {
  const upper = truth.columns.map((_, index) => (index < 2 ? 'Device' : 'Details'));
  const columns = truth.columns.map((name, index) => `${upper[index]} / ${name}`);
  return { lines: [{ fields: upper }, ...lines], dialect, truth: { ...truth, columns } };
}

export function headerOfThree({ lines, dialect, truth }: Document): Document {
  const group = truth.columns.map((_, index) => (index < 2 ? 'Device' : 'Details'));
  const lower = truth.columns.map((name) => `the ${name.toLowerCase()}`);
  const columns = truth.columns.map((name, index) => `${group[index]} / ${name} / ${lower[index]}`);
  const rows = lines.slice(1);
  return { lines: [{ fields: group }, lines[0], { fields: lower }, ...rows], dialect, truth: { ...truth, columns } };
}

/** The names are written with another delimiter than the rows. */
export function headerOtherDelimiter({ lines, dialect, truth }: Document): Document {
  return { lines: [{ text: truth.columns.join(';') }, ...lines.slice(1)], dialect, truth };
}

/** Another table of as many columns, with nothing before it. */
export function tableOfSameWidth({ lines, dialect, truth }: Document, random: Random): Document {
  const names = truth.columns.map((_, index) => `Metric${String.fromCharCode(65 + index)}`);
  const rows = Array.from({ length: random.int(4, 12) }, (_, index) => ({
    fields: names.map((_name, column) => (column === 0 ? `T${index}` : String(random.int(0, 999)))),
  }));
  return { lines: [...lines, { fields: names }, ...rows], dialect, truth };
}

export function footerOfWords(document: Document): Document {
  return { ...document, lines: [...document.lines, { text: 'All of this may change without notice' }] };
}

/** Blank fields at the ends of lines are left out with their delimiters. */
export function endsLeftOut(document: Document): Document {
  const lines = document.lines.map((line) => {
    if ('text' in line) return line;
    return { ...line, fields: line.fields.slice(0, line.fields.findLastIndex((field) => field !== '') + 1) };
  });
  return { ...document, lines };
}

/** As consoles of databases print it. */
export function framed({ lines, dialect, truth }: Document): Document {
  const records = lines.map((line) => ('text' in line ? [line.text] : line.fields));
  const widths = truth.columns.map((_, at) => Math.max(...records.map((fields) => fields[at]?.length ?? 0)));
  const ruler = { text: `+-${widths.map((width) => '-'.repeat(width)).join('-+-')}-+` };
  const bars = records.map((fields) => ({
    text: `| ${fields.map((field, at) => field.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  }));
  return { lines: [ruler, bars[0], ruler, ...bars.slice(1), ruler], dialect, truth };
}

export function headerRepeated({ lines, dialect, truth }: Document, random: Random): Document {
  const at = random.int(2, lines.length - 1);
  return { lines: [...lines.slice(0, at), lines[0], ...lines.slice(at)], dialect, truth };
}

export function tablesSeveral({ lines, dialect, truth }: Document, random: Random): Document {
  const users = Array.from({ length: random.int(2, 12) }, (_, index) => ({
    fields: [`user${index + 1}`, `${random.pick(plainWords)} ${index}`],
  }));
  const title = random.chance(0.5) ? [{ text: 'Users' }] : [];
  return { lines: [...lines, { text: '' }, ...title, { fields: ['Account', 'Room'] }, ...users], dialect, truth };
}

export function blankLines({ lines, dialect, truth }: Document, random: Random): Document {
  return { lines: lines.flatMap((line) => (random.chance(0.2) ? [line, { text: '' }] : [line])), dialect, truth };
}

export function endAll(document: Document, from: number): Document {
  const { lines, dialect } = document;
  const ended = lines.map((line, index) =>
    'text' in line || index < from ? line : { ...line, fields: [...line.fields, ''] },
  );
  return { ...document, lines: ended, dialect };
}

export function padded(document: Document): Document {
  const { lines, dialect, truth } = document;
  const written = lines.map((line) =>
    'text' in line ? [line.text] : line.fields.map((field) => writeRecord([field], dialect)),
  );
  const widths = truth.columns.map((_, index) => Math.max(...written.map((fields) => fields[index]?.length ?? 0)));
  const wide = written.map((fields) =>
    fields.length === 1 ? fields : fields.map((field, index) => field.padEnd(widths[index] ?? 0)),
  );
  return { ...document, lines: wide.map((fields) => ({ text: fields.join(dialect.delimiter) })) };
}
