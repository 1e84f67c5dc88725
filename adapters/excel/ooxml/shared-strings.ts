import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { nameCode, stands, TagScanner, token } from '../xml/tag-scanner.ts';
import { utf8Of } from '../xml/utf8.ts';
import type { Zip } from '../zip/zip.ts';
import { SheetMemory } from './quick/sheet-memory.ts';
import { decodeText, decodeXml, needsDecoding } from './text.ts';

/** The shared strings of a book, as one run of bytes: string `i` is `bytes` from `offsets[i]` to `offsets[i + 1]`. */
export interface SharedStrings {
  readonly count: number;
  readonly bytes: Buffer;
  readonly offsets: Uint32Array;
}

/** The shared strings of a book, and the memory that holds them, in which sheets can be read quickly. */
export interface StoredStrings {
  readonly strings: SharedStrings;
  readonly memory: SheetMemory | undefined;
}

/** Reads all shared strings. The runs of rich text are joined, phonetic hints are left out. */
export async function readSharedStrings(zip: Zip, part: string | undefined): Promise<StoredStrings> {
  // Texts take less room than their XML, whose size the zip claims; what is claimed too much is never touched.
  const claimed = part === undefined ? 0 : zip.claimedSize(part);
  const memory = new SheetMemory(Math.min(claimed, limits.sharedBytes));
  const store = new StringStore(zip.name, memory);
  if (part === undefined || !zip.has(part)) return store.finish();
  const reader = new StringsReader(zip.name, store);
  for await (const chunk of utf8Of(zip.name, zip.content(part))) reader.push(chunk);
  reader.finish();
  return store.finish();
}

const tags = { si: nameCode('si'), t: nameCode('t'), phonetic: nameCode('rPh'), sst: nameCode('sst') };

class StringsReader {
  readonly #file: string;
  readonly #xml: TagScanner;
  readonly #store: StringStore;
  #inText = false;
  #phonetic = false;
  #ended = false;

  constructor(file: string, store: StringStore) {
    this.#file = file;
    this.#xml = new TagScanner(file, { window: store.window });
    this.#store = store;
  }

  push(chunk: Buffer): void {
    const xml = this.#xml;
    xml.push(chunk);
    for (;;) {
      if (!this.#inText && xml.position < xml.bytes.length) {
        xml.position = this.#store.readStrings(xml.bytes, xml.position);
        while (this.#quickString());
      }
      const kind = xml.next();
      if (kind === token.more) return;
      if (this.#inText) this.#append(kind === token.cdata);
      if (kind === token.open) {
        if (xml.name === tags.t) this.#inText = !this.#phonetic;
        else if (xml.name === tags.phonetic) this.#phonetic = true;
      } else if (kind === token.close) {
        if (xml.name === tags.t) this.#inText = false;
        else if (xml.name === tags.si) this.#store.end();
        else if (xml.name === tags.phonetic) this.#phonetic = false;
        else if (xml.name === tags.sst) this.#ended = true;
      } else if (kind === token.empty) {
        if (xml.name === tags.si) this.#store.end();
        else if (xml.name === tags.sst) this.#ended = true;
      }
    }
  }

  /** The short cut for strings as nearly all programs write them, `<si><t>…</t></si>`. Whatever looks different is left to the tags. */
  #quickString(): boolean {
    const { bytes, position } = this.#xml;
    const start = position + quickStart.length;
    if (start + quickEnd.length > bytes.length || !stands(quickStart, bytes, position)) return false;
    const end = this.#store.copyPlain(bytes, start, bytes.length - quickEnd.length);
    if (end < 0 || !stands(quickEnd, bytes, end)) return false;
    this.#store.keepPlain();
    this.#xml.position = end + quickEnd.length;
    return true;
  }

  finish(): void {
    if (!this.#ended) throw damaged(this.#file, 'its list of shared strings is cut off');
  }

  #append(raw: boolean) {
    const { bytes, textStart, textEnd, plain } = this.#xml;
    if (textStart === textEnd) return;
    if ((plain || raw) && !needsDecoding(bytes, textStart, textEnd)) return this.#store.add(bytes, textStart, textEnd);
    const text = bytes.toString('utf8', textStart, textEnd);
    const decoded = Buffer.from(decodeText(raw ? text : decodeXml(text)));
    this.#store.add(decoded, 0, decoded.length);
  }
}

class StringStore {
  readonly window: Buffer;
  readonly #file: string;
  readonly #memory: SheetMemory;
  /** In the memory, unless there are more than the zip claims. */
  #bytes: Buffer;
  #used = 0;
  #offsets = new Uint32Array(1 << 12);
  #count = 0;
  #plainEnd = 0;

  constructor(file: string, memory: SheetMemory) {
    this.window = memory.window();
    this.#file = file;
    this.#memory = memory;
    this.#bytes = memory.stringSpace();
  }

  /** Takes strings that are written as usual, many at once, and gives the place behind them. */
  readStrings(bytes: Buffer, from: number): number {
    const { buffer } = this.window;
    if (bytes.buffer !== buffer || this.#bytes.buffer !== buffer) return from;
    const { at, ends } = this.#memory.readStrings(from, this.#used);
    if (ends.length === 0) return at;
    const count = this.#count + ends.length;
    this.#makeRoom(count);
    this.#offsets.set(ends, this.#count + 1);
    this.#count = count;
    this.#used = this.#offsets[count];
    this.#checkCount();
    return at;
  }

  add(source: Buffer, start: number, end: number): void {
    const used = this.#used + end - start;
    if (used - this.#offsets[this.#count] > limits.cellBytes)
      throw tooLarge(this.#file, 'a longer text', `${limits.cellBytes} bytes in a cell`);
    if (used > this.#bytes.length) this.#bytes = this.#grown(used);
    source.copy(this.#bytes, this.#used, start, end);
    this.#used = used;
  }

  /**
   * Copies a text from its start to the next tag, and gives where that is; `keepPlain` makes a string of it. -1: the text needs
   * more than a copy, or there is no tag before `end`.
   */
  copyPlain(source: Buffer, start: number, end: number): number {
    const target = this.#bytes;
    const last = Math.min(end, start + Math.min(target.length - this.#used, limits.cellBytes));
    let to = this.#used;
    for (let at = start; at < last; at++) {
      let byte = source[at];
      if (byte === lessThan) {
        this.#plainEnd = to;
        return at;
      }
      if (byte === ampersand) {
        const entity = entities.find(({ name }) => stands(name, source, at + 1));
        if (entity === undefined) return -1;
        byte = entity.byte;
        at += entity.name.length;
      } else if (byte === carriageReturn || (byte === underscore && source[at + 1] === letterX)) return -1;
      target[to++] = byte;
    }
    return -1;
  }

  keepPlain(): void {
    this.#used = this.#plainEnd;
    this.end();
  }

  end(): void {
    this.#makeRoom(++this.#count);
    this.#offsets[this.#count] = this.#used;
    this.#checkCount();
  }

  finish(): StoredStrings {
    if (this.#bytes.buffer !== this.window.buffer)
      return { strings: { count: this.#count, bytes: this.#bytes, offsets: this.#offsets }, memory: undefined };
    return { strings: this.#memory.keepStrings(this.#offsets, this.#count), memory: this.#memory };
  }

  #makeRoom(count: number): void {
    if (count < this.#offsets.length) return;
    const larger = new Uint32Array(Math.max(count + 1, this.#offsets.length * 2));
    larger.set(this.#offsets);
    this.#offsets = larger;
  }

  #checkCount(): void {
    if (this.#count > limits.sharedCount) throw tooLarge(this.#file, 'more shared strings', `${limits.sharedCount}`);
  }

  #grown(needed: number): Buffer {
    if (needed > limits.sharedBytes)
      throw tooLarge(this.#file, 'more text', `${limits.sharedBytes} bytes of shared strings`);
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(this.#bytes.length * 2, limits.sharedBytes)));
    this.#bytes.copy(larger, 0, 0, this.#used);
    return larger;
  }
}

const quickStart = Buffer.from('<si><t>');
const quickEnd = Buffer.from('</t></si>');
const entities = [
  { name: Buffer.from('quot;'), byte: 0x22 },
  { name: Buffer.from('amp;'), byte: 0x26 },
  { name: Buffer.from('lt;'), byte: 0x3c },
  { name: Buffer.from('gt;'), byte: 0x3e },
  { name: Buffer.from('apos;'), byte: 0x27 },
] as const;
const lessThan = 0x3c;
const ampersand = 0x26;
const underscore = 0x5f;
const letterX = 0x78;
const carriageReturn = 0x0d;
