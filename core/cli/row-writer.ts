import { type Batch, cellAt, cellText } from '../index.ts';

/** Writes rows for people and programs. Cells of byte batches are copied; texts are made only of those that need a closer look. */
export interface RowWriter {
  readonly start: string;
  /** Adds a row of a batch; `index` counts the rows that were added before. */
  readonly add: (batch: Batch, row: number, index: number) => void;
  readonly end: string;
  /** What was added since the last time. */
  readonly take: () => Buffer;
}

export function csvWriter(names: readonly string[]): RowWriter {
  const out = new ByteSink();
  return {
    start: `${names.map(csvText).join(',')}\n`,
    add: (batch, row) => {
      for (let column = 0; column < batch.width; column++) {
        if (column > 0) out.byte(comma);
        addCsvCell(out, batch, row * batch.width + column);
      }
      out.byte(feed);
    },
    end: '',
    take: () => out.take(),
  };
}

export function ndjsonWriter(names: readonly string[]): RowWriter {
  const out = new ByteSink();
  const keys = names.map((name, index) => Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`));
  return {
    start: '',
    add: (batch, row) => {
      for (let column = 0; column < batch.width; column++) {
        out.bytes(keys[column], 0, keys[column].length);
        addJsonCell(out, batch, row * batch.width + column);
      }
      out.text(batch.width === 0 ? '{}\n' : '}\n');
    },
    end: '',
    take: () => out.take(),
  };
}

/** One document: the dataset, the column names, and the rows as lists. */
export function jsonWriter(names: readonly string[], dataset: string): RowWriter {
  const out = new ByteSink();
  return {
    start: `{"dataset":${JSON.stringify(dataset)},"columns":${JSON.stringify(names)},"rows":[`,
    add: (batch, row, index) => {
      out.text(index === 0 ? '[' : ',\n[');
      for (let column = 0; column < batch.width; column++) {
        if (column > 0) out.byte(comma);
        addJsonCell(out, batch, row * batch.width + column);
      }
      out.text(']');
    },
    end: ']}\n',
    take: () => out.take(),
  };
}

function addCsvCell(out: ByteSink, batch: Batch, cell: number): void {
  if (batch.layout === 'bytes' && batch.kinds[cell] !== escaped) {
    const { bytes, starts, ends, kinds } = batch;
    if (starts[cell] === ends[cell]) {
      if (kinds[cell] !== 0) out.text('""');
      return;
    }
    if (out.plain(bytes, starts[cell], ends[cell], inCsv)) return;
  }
  const text = textOf(batch, cell);
  if (text !== null) out.text(csvText(text));
}

function csvText(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function addJsonCell(out: ByteSink, batch: Batch, cell: number): void {
  if (batch.layout === 'bytes' && batch.kinds[cell] !== escaped) {
    const { bytes, starts, ends, kinds } = batch;
    if (starts[cell] === ends[cell]) {
      out.text(kinds[cell] === 0 ? 'null' : '""');
      return;
    }
    out.byte(quote);
    if (out.plain(bytes, starts[cell], ends[cell], inJson)) {
      out.byte(quote);
      return;
    }
    out.back(1);
  }
  out.text(JSON.stringify(textOf(batch, cell)));
}

function textOf(batch: Batch, index: number): string | null {
  const cell = cellAt(batch, index);
  return cell === null ? null : cellText(cell);
}

/** Collects bytes until they are taken. */
class ByteSink {
  #bytes = Buffer.allocUnsafe(1 << 17);
  #used = 0;

  byte(byte: number): void {
    this.#room(1);
    this.#bytes[this.#used++] = byte;
  }

  bytes(from: Uint8Array, start: number, end: number): void {
    this.#room(end - start);
    let used = this.#used;
    for (let at = start; at < end; at++) this.#bytes[used++] = from[at];
    this.#used = used;
  }

  /** Adds bytes that all may stand as they are; else nothing. */
  plain(from: Uint8Array, start: number, end: number, allowed: Uint8Array): boolean {
    this.#room(end - start);
    let used = this.#used;
    for (let at = start; at < end; at++) {
      const byte = from[at];
      if (allowed[byte] === 0) return false;
      this.#bytes[used++] = byte;
    }
    this.#used = used;
    return true;
  }

  text(text: string): void {
    this.#room(text.length * 3);
    this.#used += this.#bytes.write(text, this.#used);
  }

  /** Takes back the last bytes. */
  back(count: number): void {
    this.#used -= count;
  }

  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#used);
    // Whoever writes it may still hold it.
    this.#bytes = Buffer.allocUnsafe(Math.max(1 << 17, this.#used + (this.#used >> 3)));
    this.#used = 0;
    return taken;
  }

  #room(more: number): void {
    if (this.#used + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + more));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}

const escaped = 2;
const feed = 10;
const quote = 34;
const comma = 44;
const inCsv = allBut((byte) => byte === feed || byte === 13 || byte === quote || byte === comma);
const inJson = allBut((byte) => byte < 32 || byte === quote || byte === 92);

function allBut(isOdd: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isOdd(byte) ? 0 : 1));
}
