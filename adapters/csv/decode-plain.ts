import { isAscii } from 'node:buffer';
import { type ByteBatch, batchRows } from '../../core/adapter/batch.ts';
import type { BrokenRow } from '../../core/adapter/contract.ts';
import { misfit, strayText, textOf, unclosed } from './broken.ts';
import { type Decoder, type DecoderOptions, otherThan } from './decoder.ts';
import { type Dialect, doubleQuote } from './dialect.ts';
import type { Encoding } from './encoding.ts';
import { RecordSteps } from './steps.ts';
import { maxCells } from './structure/structure.ts';
import { unescaper } from './walk.ts';
import type { Window } from './window.ts';

/** Decodes the records of unusual dialects: what `RecordDecoder` promises, without its tight loop. */
export class PlainDecoder implements Decoder {
  needsMore = true;
  repeats = 0;
  odd: number[] = [];
  readonly #steps: RecordSteps;
  readonly #width: number;
  readonly #least: number;
  readonly #most: number;
  readonly #unpadded: number;
  readonly #dialect: Dialect;
  readonly #encoding: Encoding;
  readonly #repeat: Buffer | undefined;
  readonly #unescape: (text: string) => string;

  constructor(
    dialect: Dialect,
    encoding: Encoding,
    { width, least = width, most = Infinity, unpadded = -1, firstLine, repeat }: DecoderOptions,
  ) {
    this.#dialect = dialect;
    this.#encoding = encoding;
    this.#width = width;
    this.#least = least;
    this.#most = most;
    this.#unpadded = unpadded;
    this.#repeat = repeat;
    this.#steps = new RecordSteps(dialect, firstLine);
    this.#unescape = unescaper(dialect);
  }

  get at(): number {
    return this.#steps.at;
  }
  set at(offset: number) {
    this.#steps.at = offset;
  }

  close(): void {}

  next(window: Window): ByteBatch | undefined {
    const steps = this.#steps;
    const { walk } = steps;
    const { bytes } = window;
    const width = this.#width;
    const most = Math.max(1, Math.min(batchRows, Math.floor(maxCells / width)));
    const positions = new Float64Array(most);
    const starts = new Uint32Array(most * width);
    const ends = new Uint32Array(most * width);
    const kinds = new Uint8Array(most * width);
    const broken = new Map<number, BrokenRow>();
    const from = steps.at;
    let rows = 0;
    this.needsMore = false;
    this.odd = [];
    while (rows < most) {
      const step = steps.step(window);
      if (step === 'end') {
        this.needsMore = true;
        break;
      }
      const fault = step === 'unclosed' ? this.#unclosed(window) : this.#faultOf(window);
      if (fault === 'blank') continue;
      if (fault === undefined) {
        for (let field = 0; field < Math.min(width, walk.fields); field++) {
          starts[rows * width + field] = walk.starts[field];
          ends[rows * width + field] = walk.ends[field];
          kinds[rows * width + field] = walk.kinds[field];
        }
        if (this.#isOdd(bytes)) this.odd.push(rows);
      } else broken.set(rows, fault);
      positions[rows++] = steps.firstLine;
    }
    if (rows === 0) return undefined;
    const ascii = isAscii(bytes.subarray(from, steps.at));
    const layout = {
      layout: 'bytes',
      rows,
      width,
      positions,
      starts,
      ends,
      kinds,
      bytes,
      unescape: this.#unescape,
      ascii,
    } as const;
    const batch = broken.size === 0 ? layout : { ...layout, broken };
    return ascii ? batch : this.#encoding.finish(batch, from, steps.at);
  }

  #isOdd(bytes: Buffer): boolean {
    const quote = this.#dialect.quote < 0 ? doubleQuote : this.#dialect.quote;
    const { begin, walk } = this.#steps;
    const other = otherThan(quote);
    const isPadded =
      this.#unpadded >= 0 && walk.kinds[this.#unpadded] === 0 && bytes[walk.starts[this.#unpadded]] === 32;
    if (isPadded && this.#unpadded < walk.fields) return true;
    if (bytes[begin] === other || (walk.end > begin && bytes[walk.end - 1] === other)) return true;
    const at = bytes.indexOf(quote, begin);
    if (at < 0 || at >= walk.end) return false;
    return walk.kinds.some((kind, field) => {
      const holds = kind === 0 && field < walk.fields;
      return holds && bytes.subarray(walk.starts[field], walk.ends[field]).includes(quote);
    });
  }

  #unclosed({ bytes }: Window): BrokenRow {
    const { begin, walk } = this.#steps;
    return unclosed(this.#dialect, textOf(this.#dialect, this.#encoding, bytes.subarray(begin, walk.end)));
  }

  /** Why the record is no row, or undefined if it is one. */
  #faultOf({ bytes }: Window): BrokenRow | 'blank' | undefined {
    const { begin, walk } = this.#steps;
    const record = bytes.subarray(begin, walk.end);
    const { fields, stray } = walk;
    const delimiterBytes = 1 + (this.#dialect.more?.length ?? 0);
    if (record.length === (fields - 1) * delimiterBytes) return 'blank';
    if (this.#repeat?.equals(record)) {
      this.repeats++;
      return 'blank';
    }
    if (stray) return strayText(textOf(this.#dialect, this.#encoding, record));
    let filled = fields;
    while (filled > this.#width && walk.starts[filled - 1] === walk.ends[filled - 1]) filled--;
    if (fields >= this.#least && filled <= this.#width && fields <= this.#most) return undefined;
    const text = textOf(this.#dialect, this.#encoding, record);
    return fields === 1 && text.trim() === '' ? 'blank' : misfit(text, this.#width, fields);
  }
}
