import { maxRecordBytes } from '../../adapters/csv/dialect.ts';
import { limits as csv } from '../../adapters/csv/limits.ts';
import { limits as excel } from '../../adapters/excel/limits.ts';
import { limits as json } from '../../adapters/json/limits.ts';
import { inflateLimits } from '../../core/adapter/inflate.ts';
import { regexLimits } from '../../core/mapping/functions/regex.ts';

/** The limits of docs/limits.md: numbers from the code, words from here. A limit without words does not compile. */
export function limitsTable(): string {
  const sections: readonly (readonly [title: string, rows: readonly string[]])[] = [
    ['Any file', rowsOf(inflateLimits, inflateWords)],
    ['Text with separators', [...rowsOf(csv, csvWords), ...rowsOf({ maxRecordBytes }, recordWords)]],
    ['JSON', rowsOf(json, jsonWords)],
    ['Books', rowsOf(excel, excelWords)],
    ['Regular expressions', rowsOf(regexLimits, regexWords)],
  ];
  return sections
    .map(([title, rows]) =>
      [
        `### ${title}`,
        '',
        '| What is counted | Limit | What honest files have | Past it |',
        '|---|---|---|---|',
        ...rows,
      ].join('\n'),
    )
    .join('\n\n');
}

interface Words {
  readonly what: string;
  readonly honest: string;
  /** What happens past it: `source/too-large`, if nothing else is said. */
  readonly past?: string;
}

type WordsOf<Limits> = { readonly [name in keyof Limits]: Words };

function rowsOf<Limits extends Readonly<Record<string, number>>>(
  limits: Limits,
  words: WordsOf<Limits>,
): readonly string[] {
  return Object.entries(words).map(
    ([name, { what, honest, past = 'the file is refused, `source/too-large`' }]: [string, Words]) =>
      `| ${what} | ${printed(name, limits[name])} | ${honest} | ${past} |`,
  );
}

function printed(name: string, limit: number): string {
  if (!/bytes|From/i.test(name)) return limit.toLocaleString('en-GB');
  if (limit % (1 << 30) === 0) return `${limit / (1 << 30)} GiB`;
  return limit % (1 << 20) === 0 ? `${limit / (1 << 20)} MiB` : `${limit.toLocaleString('en-GB')} bytes`;
}

const inflateWords: WordsOf<typeof inflateLimits> = {
  ratio: {
    what: 'Times its packed size that a gzip unfolds to, counted while it does',
    honest: '10 to 50; 220 where 500 columns of a csv hold the same digit in every row',
  },
  ratioFrom: {
    what: 'Unfolded size from which that ratio counts',
    honest: 'small files may be as repetitive as they like',
    past: 'the ratio counts',
  },
};

const csvWords: WordsOf<typeof csv> = {
  firstLineBytes: { what: 'Bytes of the first line', honest: 'a few kilobytes' },
  columns: { what: 'Columns', honest: 'up to 16,384, as many as a sheet has' },
};

const recordWords: WordsOf<{ readonly maxRecordBytes: number }> = {
  maxRecordBytes: {
    what: 'Bytes of a record, so that a quote without an end swallows no more',
    honest: 'a few kilobytes',
    past: 'its first line is rejected, `row/broken-record`, and the lines behind it are read',
  },
};

const jsonWords: WordsOf<typeof json> = {
  valueBytes: {
    what: 'Bytes of a string, a number, a key, or a list in a cell; of a line of ndjson',
    honest: 'a few kilobytes',
    past: 'the file is refused, `source/too-large`; a line is rejected, `row/broken-record`',
  },
  depth: {
    what: 'Lists and objects in each other',
    honest: 'up to 20',
    past: 'the file is refused, `source/too-large`; a line is rejected, `row/broken-record`',
  },
  columnDepth: {
    what: 'Objects in each other that become columns',
    honest: 'up to 5',
    past: 'what lies deeper is a cell of JSON text',
  },
  columns: { what: 'Different keys of all records', honest: 'up to some hundreds' },
  lists: { what: 'Lists of objects that lie in no other list', honest: 'up to 20' },
  wholeBytes: {
    what: 'Unpacked size of a gzip or of UTF-16 that has a list for each column',
    honest: 'plain UTF-8 has no limit here',
  },
};

const excelWords: WordsOf<typeof excel> = {
  parts: { what: 'Parts of a zip', honest: 'up to some hundreds' },
  sheets: { what: 'Sheets', honest: 'up to some hundreds' },
  styles: { what: 'Cell styles, and number formats', honest: 'programs stop at 65,490' },
  partBytes: { what: 'Unfolded size of a part', honest: '1,048,576 full rows of 100 columns have 5 GiB' },
  ratio: {
    what: 'Times its packed size that a part unfolds to, counted while it does; what the zip claims counts for nothing',
    honest: '10 to 30, and 230 in an ods of rows that are all the same',
  },
  ratioFrom: {
    what: 'Unfolded size from which that ratio counts',
    honest: '1,048,576 rows of three constants have 55 MB',
    past: 'the ratio counts',
  },
  smallPartBytes: {
    what: 'Size of a part that is read whole: list of sheets, styles, relations',
    honest: 'up to 20 MiB',
  },
  smallPartElements: { what: 'Elements of such a part', honest: 'up to 500,000' },
  smallPartDepth: { what: 'Elements in each other in such a part', honest: 'up to 12' },
  smallPartAttributes: { what: 'Attributes of an element of such a part', honest: 'up to 60' },
  sharedBytes: {
    what: 'Text of all shared strings',
    honest: '1,048,576 rows of ten different names of 20 letters have 200 MiB',
  },
  sharedCount: { what: 'Shared strings', honest: 'up to 10,000,000' },
  cellBytes: { what: 'Bytes of a cell', honest: '32,767 characters are the most that programs keep' },
  rowBytes: { what: 'Bytes of a row', honest: 'up to 1 MiB' },
  tagBytes: { what: 'Bytes of a tag of a sheet with the text before it', honest: 'up to 200 KiB' },
  repeatedBytes: {
    what: 'Text of rows that an ods writes once and repeats',
    honest: 'a column of constants down to the last row has 10 MiB',
  },
  columns: { what: 'Columns', honest: 'programs stop there' },
  rows: { what: 'Rows', honest: 'programs stop there' },
  wholeFileBytes: { what: 'Size of an xls, a web page, a SYLK, DIF or dBase file', honest: 'a full xls has 60 MiB' },
  wholeTextBytes: { what: 'Size of a SYLK or DIF file', honest: 'up to some mebibytes' },
};

const regexWords: WordsOf<typeof regexLimits> = {
  textLength: {
    what: 'Characters of a text',
    honest: 'up to some hundreds',
    past: 'the value is an issue, `row/not-valid`',
  },
  steps: {
    what: 'Characters times steps of the compiled pattern',
    honest: 'up to 100,000',
    past: 'the value is an issue, `row/not-valid`',
  },
  patternSteps: {
    what: 'Steps of a compiled pattern',
    honest: 'up to 200',
    past: 'the mapping is refused, `mapping/wrong-arguments`',
  },
};
