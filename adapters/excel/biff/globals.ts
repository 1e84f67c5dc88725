import { isAscii } from 'node:buffer';
import { damaged } from '../faults.ts';
import { type NumberFormat, numberFormat } from '../values/cell-giver.ts';
import { codePageOfCharacterSet, type Decode, decoderOf, westernCodePage } from './code-page.ts';
import { Cursor, exhausted } from './cursor.ts';
import { type BiffRecord, beginningAt, content, type Generation, isBeginning, record, recordAt } from './records.ts';
import { readSharedTexts } from './shared-strings.ts';
import { type SharedTexts, TextStore } from './text-store.ts';

/** What the cells of a book lean on. */
export interface Globals {
  readonly generation: Generation;
  readonly date1904: boolean;
  readonly shared: SharedTexts;
  /** The number format of each cell format. */
  readonly formats: readonly NumberFormat[];
  /** The formats by their own number, which cells of Excel 2 name directly. */
  readonly numbered: readonly NumberFormat[];
  /** How texts of bytes are to be read under a cell format. */
  readonly decode: (format: number) => Decode;
  /** Sheets as the book lists them. */
  readonly sheets: readonly ListedSheet[];
}

export interface ListedSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly kind: 'sheet' | 'macros' | 'chart' | 'module';
  readonly offset: number;
}

/** Reads the globals of a book, or of a sheet that is a file of its own, up to their end. */
export async function readGlobals(file: string, stream: Buffer, offset: number): Promise<Globals> {
  const found = collect(file, stream, offset);
  const { generation } = found;
  const decoders = new Map<number, Decode>();
  const western = await decoderOf(westernCodePage);
  const bookPage = found.codePage === 1200 ? westernCodePage : found.codePage;
  for (const page of new Set([bookPage, ...found.fonts.map((font) => codePageOfCharacterSet(font) ?? bookPage)])) {
    const decoder = generation === 8 ? western : await decoderOf(page);
    decoders.set(page, decoder ?? onlyAscii(file, page));
  }
  const plain = decoders.get(bookPage) ?? western ?? String;
  const text = new TextReader(generation, plain);
  const numberFormats = new Map(found.formats.map(({ id, at }) => [id, numberFormat(id, text.read(stream, at))]));
  // The number 4 is left out when fonts are counted.
  const fontOf = (index: number) => found.fonts[index > 4 ? index - 1 : index];
  const byFormat = found.cellFormats.map(({ font }) => {
    const set = fontOf(font);
    const page = set === undefined ? undefined : codePageOfCharacterSet(set);
    return page === undefined ? plain : (decoders.get(page) ?? plain);
  });
  return {
    generation,
    date1904: found.date1904,
    shared: found.shared === undefined ? new TextStore(file).finish() : readSharedTexts(file, stream, found.shared),
    formats: found.cellFormats.map(({ format }) => numberFormats.get(format) ?? numberFormat(format, undefined)),
    numbered: [...numberFormats.values()],
    decode: (format) => byFormat[format] ?? plain,
    sheets: found.sheets.map((at) => listedSheet(file, stream, at, text)),
  };
}

/** Under a code page that nobody knows, the letters that all have in common can still be read. */
function onlyAscii(file: string, page: number): Decode {
  return (bytes) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (isAscii(text)) return text.toString('latin1');
    throw damaged(file, `its texts are in code page ${page}, which nobody knows`);
  };
}

interface Collected {
  readonly generation: Generation;
  codePage: number;
  date1904: boolean;
  shared: BiffRecord | undefined;
  readonly formats: { readonly id: number; readonly at: BiffRecord }[];
  readonly cellFormats: { readonly font: number; readonly format: number }[];
  /** The character set of each font. */
  readonly fonts: number[];
  readonly sheets: BiffRecord[];
}

/** Globals stand in a substream of their own or, before Excel 5, in that of the only sheet, in which cells follow. */
function collect(file: string, stream: Buffer, offset: number): Collected {
  const first = recordAt(stream, offset);
  const beginning = first === undefined ? undefined : beginningAt(stream, first);
  if (first === undefined || beginning === undefined) throw damaged(file, 'its beginning is missing');
  const found: Collected = {
    generation: beginning.generation,
    codePage: westernCodePage,
    date1904: false,
    shared: undefined,
    formats: [],
    cellFormats: [],
    fonts: [],
    sheets: [],
  };
  let depth = 0;
  for (let at = first.end; ; ) {
    const next = recordAt(stream, at);
    if (next === undefined) {
      if (beginning.content !== content.globals) return found;
      throw damaged(file, 'its list of sheets and formats is cut off');
    }
    at = next.end;
    if (isBeginning(next.id)) depth++;
    else if (next.id === record.eof && depth-- === 0) return found;
    else if (depth === 0) take(found, stream, next);
  }
}

function take(found: Collected, stream: Buffer, at: BiffRecord): void {
  const { id, start, end } = at;
  const length = end - start;
  switch (id) {
    case record.codePage:
      if (length >= 2) found.codePage = stream.readUInt16LE(start) || westernCodePage;
      return;
    case record.dateMode:
      found.date1904 = length >= 2 && stream[start] === 1;
      return;
    case record.format2:
      found.formats.push({ id: found.formats.length, at });
      return;
    case record.format4:
      if (length < 3) return;
      found.formats.push({ id: found.generation === 4 ? found.formats.length : stream.readUInt16LE(start), at });
      return;
    case record.font:
      // Before Excel 5 fonts had no character set.
      found.fonts.push(found.generation >= 5 && length > 12 ? stream[start + 12] : 0);
      return;
    case record.font3:
      found.fonts.push(0);
      return;
    case record.xf2:
      if (length >= 3) found.cellFormats.push({ font: stream[start], format: stream[start + 2] & 0x3f });
      return;
    case record.xf3:
    case record.xf4:
      if (length >= 2) found.cellFormats.push({ font: stream[start], format: stream[start + 1] });
      return;
    case record.xf5:
      if (length >= 4)
        found.cellFormats.push({ font: stream.readUInt16LE(start), format: stream.readUInt16LE(start + 2) });
      return;
    case record.sst:
      found.shared ??= at;
      return;
    case record.boundSheet:
      found.sheets.push(at);
  }
}

/** Short texts outside of cells: names of formats and sheets. */
class TextReader {
  readonly #generation: Generation;
  readonly #decode: Decode;

  constructor(generation: Generation, decode: Decode) {
    this.#generation = generation;
    this.#decode = decode;
  }

  /** The code of a number format. */
  read(stream: Buffer, { id, start, end }: BiffRecord): string | undefined {
    return this.text(stream, id === record.format2 ? start : start + 2, end, this.#generation === 8 ? 2 : 1);
  }

  /** A text that begins with its length, in one byte or two. Undefined if the record ends before it does. */
  text(stream: Buffer, start: number, end: number, lengthBytes: 1 | 2): string | undefined {
    const cursor = new Cursor(stream, start, end);
    try {
      const length = lengthBytes === 1 ? cursor.byte() : cursor.short();
      if (this.#generation === 8) return cursor.unicode(length);
      return this.#decode(cursor.take(length));
    } catch (error) {
      if (error === exhausted) return undefined;
      throw error;
    }
  }
}

function listedSheet(file: string, stream: Buffer, { start, end }: BiffRecord, text: TextReader): ListedSheet {
  const name = end - start < 8 ? undefined : text.text(stream, start + 6, end, 1);
  if (name === undefined) throw damaged(file, 'its list of sheets is cut off');
  const kinds = new Map<number, ListedSheet['kind']>([
    [1, 'macros'],
    [2, 'chart'],
    [6, 'module'],
  ]);
  return {
    name,
    hidden: (stream[start + 4] & 0x03) !== 0,
    kind: kinds.get(stream[start + 5]) ?? 'sheet',
    offset: stream.readUInt32LE(start),
  };
}
