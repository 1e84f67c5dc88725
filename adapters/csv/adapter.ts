import { basename } from 'node:path';
import { type Adapter, defineAdapter, type OpenContext, type Part, type Source } from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import { encodingNames, sniffEncoding } from '../../core/adapter/encoding.ts';
import { type InputFile, openFile } from '../../core/adapter/file.ts';
import { printable } from '../../core/adapter/printable.ts';
import type { ReadAt } from '../../core/adapter/read-at.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { type OptionValues, option } from '../../core/options/option.ts';
import { fillBlanked, readStretches, stretchesText } from './blank.ts';
import { contentOf, isRewritten } from './content.ts';
import { RecordDecoder } from './decode.ts';
import { PlainDecoder } from './decode-plain.ts';
import type { Decoder } from './decoder.ts';
import { isUsual, partBytes } from './dialect.ts';
import { encodingOf } from './encoding.ts';
import { EvidenceWatch } from './evidence.ts';
import { footerOf, lastRecords, noteFooter, noteLast } from './footer.ts';
import { readFound, writeFound } from './found.ts';
import { type Layout, layoutOf } from './layout.ts';
import { FirstLineWatch } from './limits.ts';
import { neighboursOfTables } from './repair/neighbours.ts';
import type { Neighbours } from './repair/reading.ts';
import { RowRepairs } from './repair/rows.ts';
import { scanRanges } from './scan.ts';
import { recognizeText } from './sniff.ts';
import { otherTables, type Table } from './tables.ts';
import { TailWatch, tailOf } from './tail.ts';
import { type Fill, fillBut, fillFromChunks, fillUpTo, Window } from './window.ts';

const options = {
  path: option.text({ path: true, summary: 'The file; a gzip is inflated.', example: 'hosts.csv' }),
  encoding: option.choice({
    choices: encodingNames,
    summary: 'How characters are written; found from the bytes if it is not given.',
  }),
  delimiter: option.text({
    summary:
      'What separates fields: comma, semicolon, tab, pipe, space, spaces (one or more), columns (two blanks or more), or up to four signs; found from the records if it is not given.',
    example: 'semicolon',
  }),
  quote: option.choice({
    choices: ['auto', 'double', 'single', 'backtick', 'none'],
    default: 'auto',
    summary: 'What encloses fields that hold delimiters or line ends; auto finds it from the records.',
  }),
  escape: option.choice({
    choices: ['auto', 'doubled', 'backslash', 'none'],
    default: 'auto',
    summary: 'How a quote stands inside a quoted field, none: as it is; auto finds it from the records.',
  }),
  skipLines: option.integer({
    minimum: 0,
    maximum: 1000,
    summary: 'How many lines before the column names are left out; titles and notes are found if it is not given.',
  }),
  header: option.choice({
    choices: ['auto', 'first', 'none'],
    default: 'auto',
    summary: 'Whether the first record names the columns; if none does, they are called Column 1, Column 2 and so on.',
  }),
  headerRows: option.integer({
    minimum: 1,
    maximum: 5,
    summary: 'How many records name the columns, joined as in Disk / Size; found if it is not given.',
  }),
  onContradiction: option.choice({
    choices: ['restart', 'reject'],
    default: 'restart',
    summary:
      'What to do if later records contradict what the first ones say of delimiter and quotes: decide again from both, or reject those records.',
  }),
  footer: option.choice({
    choices: ['auto', 'none'],
    default: 'auto',
    summary: 'Whether last lines that are clearly a footer are left out; with none, they are read as rows.',
  }),
  repair: option.choice({
    choices: ['auto', 'none'],
    default: 'auto',
    summary:
      'Whether a record that does not fit the columns is read in another way, if one alone fits; with none, it is rejected.',
  }),
};

/** Text with separators. Sniffs how it is written, proves where it can be cut, and decodes the pieces to bytes with offsets. */
const adapter: Adapter<typeof options> = defineAdapter({
  name: 'csv',
  summary: 'Text files with separators: csv, tsv and their like, also gzipped.',
  module: import.meta.url,
  options,
  recognize: recognizeText,
  open: (values, context) => openCsv(values, context, partBytes),
});
export default adapter;

/** The adapter's `open` with another size of parts: tests need borders in small files. */
export async function openCsv(
  values: OptionValues<typeof options>,
  context: OpenContext,
  size: number,
): Promise<Source> {
  let watch: EvidenceWatch | undefined;
  const tail = new TailWatch();
  const file = await openFile(values.path, context, {
    readsAgain: true,
    examine: (head, isGzip) => {
      const evidence = new EvidenceWatch(head, values.encoding === undefined && sniffEncoding(head).open);
      watch = evidence;
      const firstLine = new FirstLineWatch(printable(basename(values.path ?? '')));
      return (chunk) => {
        firstLine.push(chunk);
        evidence.push(chunk);
        // The end of others is read where it stands.
        if (isGzip) tail.push(chunk);
      };
    },
  });
  const found = context.found === undefined ? undefined : readFound(context.found);
  // What is left out is said to everybody, how the file is written to those who ask.
  const said = { note: once(context.note), warn: once(context.warn ?? context.note) };
  try {
    const layout = await layoutOf(file, values, { watch, found, explains: context.note !== undefined, ...said });
    const footer = async (table: Table) =>
      values.footer === 'none' ? 0 : await footerBytes(file, layout, table, tail, said.warn);
    return csvSource(file, layout, { size, footer, repair: values.repair, ...said });
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface Reading {
  /** About how large parts are. */
  readonly size: number;
  /** How many bytes at the end of the content, behind the rows of its last table, are a footer. */
  readonly footer: (table: Table) => Promise<number>;
  readonly repair: 'auto' | 'none';
  readonly note: (sentence: string) => void;
  readonly warn: (sentence: string) => void;
}

/** What is found each time that parts are made is said once. */
function once(say: (sentence: string) => void = () => {}): (sentence: string) => void {
  const said = new Set<string>();
  return (sentence) => {
    if (!said.has(sentence)) say(sentence);
    said.add(sentence);
  };
}

async function footerBytes(
  file: InputFile,
  layout: Layout,
  { offset, rows, columns }: Table,
  watch: TailWatch,
  warn: (sentence: string) => void,
): Promise<number> {
  const tail = await tailOf(file, watch, layout, offset);
  const records = lastRecords(tail, layout.dialect, encodingOf(layout.encoding).text);
  const count = footerOf(records, rows, columns.length);
  const footer = records.slice(records.length - count);
  for (const sentence of noteLast(records.slice(0, records.length - count), columns.length)) warn(sentence);
  if (count === 0) return 0;
  warn(noteFooter(footer));
  return tail.bytes.length - footer[0].from;
}

function csvSource(file: InputFile, layout: Layout, { size, footer, repair, note, warn }: Reading): Source {
  const { encoding, dialect, tables } = layout;
  const onRepeats = (count: number) => {
    const [times, rows] =
      count === 1 ? ['once', 'That record is no row'] : [`${count} times`, 'Those records are no rows'];
    warn(`The column names come again ${times}. ${rows}.`);
  };
  const datasets = tables.map((table) => ({
    name: table.name,
    columns: table.columns.map((name) => ({ name, type: 'text' }) as const),
    bytes: (table.end ?? file.bytes) - (tables.length > 1 ? table.offset : 0),
    ...(file.gzip || tables.length > 1 ? {} : { rowsEstimate: estimateRows(file) }),
    origin: (line: number) => `${file.name}:${line}`,
  }));
  const tableOf = (name: string) => tables[datasets.indexOf(findDataset(datasets, name, file.name))];
  const neighbours = repair === 'none' ? () => undefined : neighboursOfTables(dialect, encodingOf(encoding), warn);
  return {
    identity: file.identity,
    identify: file.identify,
    found: writeFound(layout),
    discover: async () => datasets,
    async *parts(name) {
      const table = tableOf(name);
      const near = neighbours(table);
      for (const sentence of table.notes) note(sentence);
      for (const sentence of [...table.warnings, ...otherTables(tables, table)]) warn(sentence);
      const { offset, firstLine, end, blanked } = table;
      // Who reads a part finds its neighbours only when a row has to be repaired.
      const repairs = near === undefined ? {} : { most: String(near.most), unpadded: near.unpadded };
      const rest = { encoding, bytes: file.bytes, ...repairs };
      const left = end === undefined ? await footer(table) : 0;
      if (file.gzip || isRewritten(layout)) {
        const length = end === undefined ? { footer: left } : { length: end - offset };
        const range = { offset, firstLine, ...length, blanked: stretchesText(blanked, 0, Infinity), ...rest };
        yield { dataset: name, number: 0, range };
        return;
      }
      const fill = fillFromFile(file.readOn, offset, end ?? file.bytes - left);
      const window = new Window(fillBlanked(fill, offset, blanked, dialect), { base: offset, size: scanBytes });
      let number = 0;
      const options = { size, firstLine, repeat: table.repeat, onRepeats };
      for await (const range of scanRanges(window, dialect, options)) {
        const inside = stretchesText(blanked, range.offset, range.offset + range.length);
        yield { dataset: name, number: number++, range: { ...range, blanked: inside, ...rest } };
      }
      await file.checkUnchanged();
    },
    async *read(part) {
      const table = tableOf(part.dataset);
      yield* readPart(file, layout, table, part, { neighbours: () => neighbours(table), onRepeats });
      await file.checkUnchanged();
    },
    close: file.close,
  };
}

/** As many rows as there are lines, if all are as long as the first ones. */
function estimateRows({ head, bytes }: InputFile): number {
  let lines = 0;
  for (let at = head.indexOf(10); at >= 0; at = head.indexOf(10, at + 1)) lines++;
  return Math.max(0, Math.round((bytes / Math.max(head.length, 1)) * lines) - 1);
}

interface HowToRead {
  /** What records that do not fit are held to; undefined if they are not repaired. */
  readonly neighbours: () => Neighbours | undefined;
  readonly onRepeats: (count: number) => void;
}

async function* readPart(
  file: InputFile,
  layout: Layout,
  { columns, repeat, least }: Table,
  { range = {} }: Part,
  { neighbours, onRepeats }: HowToRead,
) {
  const offset = Number(range.offset);
  const encoding = encodingNames.find((name) => name === range.encoding);
  if (encoding === undefined || !Number.isSafeInteger(offset))
    throw new TypeError('The part is not one of a csv file.');
  if (range.bytes !== file.bytes) {
    throw new SourceError(
      'source/changed',
      `Expected a file of ${range.bytes} bytes, found ${file.bytes}. Import it again.`,
      {
        place: { file: file.name },
        retryable: true,
      },
    );
  }
  const { dialect } = layout;
  const Decoding = isUsual(dialect) ? RecordDecoder : PlainDecoder;
  const decoder = new Decoding(dialect, encodingOf(encoding), {
    width: columns.length,
    least,
    ...(range.unpadded === undefined ? {} : { most: Number(range.most), unpadded: Number(range.unpadded) }),
    firstLine: Number(range.firstLine),
    repeat,
  });
  const repairs = range.unpadded === undefined ? undefined : new RowRepairs(neighbours);
  const blanked = readStretches(range.blanked);
  const length = range.length === undefined ? undefined : Number(range.length);
  if (length !== undefined && !file.gzip && !isRewritten(layout)) {
    const fill = fillFromFile(file.readAt, offset, offset + length);
    yield* decode(fillBlanked(fill, offset, blanked, dialect), decoder, offset, repairs);
    return;
  }
  const content = contentOf(file, layout);
  try {
    const fill = fillFromChunks(content, offset);
    const own = length === undefined ? fillBut(fill, Number(range.footer ?? 0)) : fillUpTo(fill, length);
    yield* decode(fillBlanked(own, offset, blanked, dialect), decoder, offset, repairs);
    if (decoder.repeats > 0) onRepeats(decoder.repeats);
  } finally {
    await content.return(undefined);
  }
}

async function* decode(fill: Fill, decoder: Decoder, base: number, repairs: RowRepairs | undefined) {
  const window = new Window(fill, { base, size: decodeBytes, memory: decoder.memory });
  try {
    while (!window.last) {
      await window.advance(decoder.at);
      decoder.at = 0;
      do {
        const batch = decoder.next(window);
        if (batch === undefined) continue;
        if (repairs === undefined) yield batch;
        else yield* repairs.push(batch, decoder.odd);
      } while (!decoder.needsMore);
    }
    if (repairs !== undefined) yield* repairs.flush();
  } finally {
    decoder.close();
  }
}

/** Read at once: what is done with bytes finds them in the cache of the processor. */
const readBytes = 1 << 18;
const scanBytes = 1 << 20;
const decodeBytes = 1 << 18;

function fillFromFile(read: ReadAt, from: number, end: number): Fill {
  let offset = from;
  return async (into, at, length) => {
    const came = await read(into, at, Math.min(length, readBytes, end - offset), offset);
    offset += came;
    return came;
  };
}
