import { type ByteBatch, typedCell } from '../../../core/adapter/batch.ts';
import { excerpt } from '../../../core/adapter/printable.ts';
import { isTotalName } from './footer.ts';

/**
 * Watches the rows of a sheet that is too large to be looked at before: what looks like the names of a further table, or like a
 * total, is a row there like all others, and is said.
 */
export class UnseenRows {
  #names: string | undefined;
  #lastPosition = 0;
  #lastTyped: ReadonlySet<number> = new Set();
  #lastText = '';
  #lastName = '';

  see(batch: ByteBatch): void {
    const { rows, positions } = batch;
    for (let row = 0; row < rows && this.#names === undefined; row++) {
      const before = row === 0 ? this.#lastPosition : positions[row - 1];
      if (before === 0 || positions[row] - before === 1) continue;
      const typed = row === 0 ? this.#lastTyped : typedColumns(batch, row - 1);
      if (isNaming(batch, row, typed)) this.#names = `row ${positions[row]} (${excerpt(textOf(batch, row))})`;
    }
    this.#lastPosition = positions[rows - 1];
    this.#lastTyped = typedColumns(batch, rows - 1);
    this.#lastText = textOf(batch, rows - 1);
    this.#lastName = cellsOf(batch, rows - 1)[0] ?? '';
  }

  /** What is to be said, once all rows were seen. */
  sentences(): readonly string[] {
    const isTotal = isTotalName(this.#lastName) && this.#lastText !== this.#lastName;
    return [
      ...(this.#names === undefined
        ? []
        : [`${this.#names} stands after a blank row and may name the columns of another table, but is read as a row.`]),
      ...(isTotal
        ? [`row ${this.#lastPosition} (${excerpt(this.#lastText)}) may be a total, but is read as a row.`]
        : []),
    ];
  }
}

/** Distinct texts where the row before has values. */
function isNaming(batch: ByteBatch, row: number, typed: ReadonlySet<number>): boolean {
  if (typed.size === 0 || typedColumns(batch, row).size > 0) return false;
  const texts = cellsOf(batch, row);
  if (texts.length < 2 || new Set(texts).size < texts.length) return false;
  const base = row * batch.width;
  return [...typed].some((column) => batch.ends[base + column] > batch.starts[base + column]);
}

function typedColumns({ kinds, width }: ByteBatch, row: number): ReadonlySet<number> {
  const columns = new Set<number>();
  for (let column = 0; column < width; column++)
    if (kinds[row * width + column] === typedCell.number || kinds[row * width + column] === typedCell.moment)
      columns.add(column);
  return columns;
}

function cellsOf({ bytes, starts, ends, width }: ByteBatch, row: number): readonly string[] {
  const texts: string[] = [];
  for (let at = row * width; at < (row + 1) * width && texts.length < mostCells; at++)
    if (ends[at] > starts[at]) texts.push(bytes.toString('utf8', starts[at], Math.min(ends[at], starts[at] + 200)));
  return texts;
}

function textOf(batch: ByteBatch, row: number): string {
  return cellsOf(batch, row).join(' ');
}

const mostCells = 100;
