import type { Batch } from '../../adapter/batch.ts';
import type { Dataset } from '../../adapter/contract.ts';
import { repairText } from '../trace-text.ts';

/** Rows of a batch that follow each other: from one up to another. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Picks the rows that could be decoded, up to a limit, and says of the others what is wrong with them. */
export class SoundRows {
  readonly #origin: Dataset['origin'];
  readonly #limit: number;
  readonly #say: (text: string) => void;
  #rows = 0;
  #broken = 0;
  #repaired = 0;

  constructor({ origin }: Dataset, limit: number, say: (text: string) => void) {
    this.#origin = origin;
    this.#limit = limit;
    this.#say = say;
  }

  get isEnough(): boolean {
    return this.#rows >= this.#limit;
  }

  of(batch: Batch): readonly RowRange[] {
    const { broken, repaired, positions } = batch;
    if (isNone(broken) && isNone(repaired)) {
      const rows = Math.min(batch.rows, this.#limit - this.#rows);
      this.#rows += rows;
      return [{ from: 0, to: rows }];
    }
    const ranges: RowRange[] = [];
    let from = 0;
    let row = 0;
    for (; row < batch.rows && !this.isEnough; row++) {
      const fault = broken?.get(row);
      if (fault !== undefined) {
        this.#broken++;
        this.#say(
          `${this.#origin(positions[row])}  ${fault.code}\n  Expected ${fault.expected}, found ${fault.found}.`,
        );
        ranges.push({ from, to: row });
        from = row + 1;
        continue;
      }
      const repair = repaired?.get(row);
      if (repair !== undefined && this.#repaired++ < repairsShown) {
        this.#say(repairText(this.#origin(positions[row]), repair));
      }
      this.#rows++;
    }
    return [...ranges, { from, to: row }];
  }

  /** Says how many there were. */
  sayTotals(): void {
    if (this.#repaired > repairsShown) {
      this.#say(`${this.#repaired - repairsShown} more records were repaired, ${this.#repaired} in all.`);
    }
    if (this.#broken === 0) return;
    const [records, them] = this.#broken === 1 ? ['record', 'it'] : ['records', 'them'];
    this.#say(`${this.#broken} ${records} could not be decoded; an import rejects ${them} with the text.`);
  }
}

function isNone(rows: ReadonlyMap<number, unknown> | undefined): boolean {
  return rows === undefined || rows.size === 0;
}

/** The others are counted. */
const repairsShown = 20;
