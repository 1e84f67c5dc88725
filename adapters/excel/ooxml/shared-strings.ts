import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { nameCode, TagScanner, token } from '../xml/tag-scanner.ts';
import { utf8Of } from '../xml/utf8.ts';
import type { Zip } from '../zip/zip.ts';
import { decodeText, decodeXml, needsDecoding } from './text.ts';

/** The shared strings of a book, as one run of bytes: string `i` is `bytes` from `offsets[i]` to `offsets[i + 1]`. */
export interface SharedStrings {
  readonly count: number;
  readonly bytes: Buffer;
  readonly offsets: Uint32Array;
}

/** Reads all shared strings. The runs of rich text are joined, phonetic hints are left out. */
export async function readSharedStrings(zip: Zip, part: string | undefined): Promise<SharedStrings> {
  // Texts take less room than their XML, whose size the zip claims; what is claimed too much is never touched.
  const claimed = part === undefined ? 0 : zip.claimedSize(part);
  const store = new StringStore(zip.name, Math.min(Math.max(claimed, leastBytes), limits.sharedBytes));
  if (part === undefined || !zip.has(part)) return store.finish();
  const reader = new StringsReader(zip.name, store);
  for await (const chunk of utf8Of(zip.name, zip.content(part))) reader.push(chunk);
  reader.finish();
  return store.finish();
}

const tags = { si: nameCode('si'), t: nameCode('t'), phonetic: nameCode('rPh'), sst: nameCode('sst') };

const leastBytes = 1 << 16;

class StringsReader {
  readonly #file: string;
  readonly #xml: TagScanner;
  readonly #store: StringStore;
  #inText = false;
  #phonetic = false;
  #ended = false;

  constructor(file: string, store: StringStore) {
    this.#file = file;
    this.#xml = new TagScanner(file);
    this.#store = store;
  }

  push(chunk: Buffer): void {
    const xml = this.#xml;
    xml.push(chunk);
    for (let kind = xml.next(); kind !== token.more; kind = xml.next()) {
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
  readonly #file: string;
  #bytes: Buffer;
  #used = 0;
  #offsets = new Uint32Array(1 << 12);
  #count = 0;

  constructor(file: string, size: number) {
    this.#file = file;
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  add(source: Buffer, start: number, end: number): void {
    const used = this.#used + end - start;
    if (used - this.#offsets[this.#count] > limits.cellBytes)
      throw tooLarge(this.#file, 'a longer text', `${limits.cellBytes} bytes in a cell`);
    if (used > this.#bytes.length) this.#bytes = this.#grown(used);
    source.copy(this.#bytes, this.#used, start, end);
    this.#used = used;
  }

  end(): void {
    this.#count++;
    if (this.#count === this.#offsets.length) {
      const larger = new Uint32Array(this.#offsets.length * 2);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#offsets[this.#count] = this.#used;
    if (this.#count > limits.sharedCount) throw tooLarge(this.#file, 'more shared strings', `${limits.sharedCount}`);
  }

  finish(): SharedStrings {
    return { count: this.#count, bytes: this.#bytes, offsets: this.#offsets };
  }

  #grown(needed: number): Buffer {
    if (needed > limits.sharedBytes)
      throw tooLarge(this.#file, 'more text', `${limits.sharedBytes} bytes of shared strings`);
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(this.#bytes.length * 2, limits.sharedBytes)));
    this.#bytes.copy(larger, 0, 0, this.#used);
    return larger;
  }
}
