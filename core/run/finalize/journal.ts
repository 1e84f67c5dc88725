import { Bits } from './bits.ts';
import { Partitions } from './partitions.ts';

/** What is to be done to a record: noted in any order, read in record order. */
export interface Note {
  readonly record: number;
  readonly kind: Kind;
  /** An index into the references of the plan, where the kind has one. */
  readonly reference: number;
  /** The new line, or the issue. */
  readonly text: string;
}

/** `refuse`: rejected as a duplicate. `reject`, `filter`, `omit`, `drop`: by a reference; `drop` leaves it out without an issue. */
const kinds = ['line', 'issue', 'refuse', 'reject', 'filter', 'omit', 'drop'] as const;
type Kind = (typeof kinds)[number];

const mostRanges = 1 << 12;

/** Notes on scratch disk, by ranges of records: a range is sorted in memory (2,048 records, more past eight million). */
export class Journal {
  /** The records that have notes. */
  readonly noted: Bits;
  readonly #ranges: Partitions;
  readonly #range: number;
  #text = Buffer.allocUnsafe(1 << 12);

  constructor(path: string, records: number, range: number) {
    this.#range = Math.max(range, Math.ceil(records / mostRanges));
    this.#ranges = new Partitions(path, Math.max(1, Math.ceil(records / this.#range)));
    this.noted = new Bits(records);
  }

  note(record: number, kind: Kind, reference = 0, text = ''): void {
    this.noted.set(record);
    const bucket = Math.floor(record / this.#range);
    if (this.#text.length < text.length * 3) this.#text = Buffer.allocUnsafe(text.length * 6);
    const bytes = this.#text.subarray(0, this.#text.write(text));
    this.#ranges.frame(bucket, record, kinds.indexOf(kind), reference, bytes);
  }

  /** The notes by record; those of one record as they were made. */
  *inOrder(): Generator<Note> {
    for (let bucket = 0; bucket < this.#ranges.buckets; bucket++) {
      const notes: Note[] = [];
      for (const { words, payload } of this.#ranges.frames(bucket)) {
        const [record, kind, reference] = words;
        notes.push({ record, kind: kinds[kind], reference, text: payload.toString() });
      }
      yield* notes.sort((one, other) => one.record - other.record);
    }
  }

  close(): void {
    this.#ranges.close();
  }
}
