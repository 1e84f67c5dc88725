import { type ByteBatch, batchRows, cellAt } from '../../../core/adapter/batch.ts';
import type { BrokenRow } from '../../../core/adapter/contract.ts';
import { maxCells } from '../structure/structure.ts';
import { lex } from './lex.ts';
import { withoutOddQuotes } from './odd.ts';
import { cellOf, cellsLikely, fitOf, type Neighbours } from './reading.ts';
import { type Repair, repair, repairJoined } from './repair.ts';
import { RowBuilder } from './row-builder.ts';

/**
 * Repairs the rows of a part, batch by batch: those that the decoder could not fit to the columns, and those in which it found odd
 * quotes. All other batches go through as they are. What becomes of a row depends on its part and the sample alone.
 */
export class RowRepairs {
  readonly #find: () => Neighbours | undefined;
  #found: Neighbours | undefined;
  /** Broken rows on lines that follow each other, of which the next ones may be pieces of the same record. */
  #run: BrokenAt[] = [];
  /** The form of the last batch, without its rows, whose memory is used again. */
  #last: ByteBatch | undefined;
  #rows = 0;
  #attempts = 0;

  /** `neighbours`: finds them, when a row has to be repaired. */
  constructor(neighbours: () => Neighbours | undefined) {
    this.#find = neighbours;
  }

  get #neighbours(): Neighbours {
    this.#found ??= this.#find();
    if (this.#found === undefined) throw new TypeError('The part is to be repaired, and its table shows too little.');
    return this.#found;
  }

  /** `odd`: rows in which bare fields have quotes. */
  push(batch: ByteBatch, odd: readonly number[]): readonly ByteBatch[] {
    this.#rows += batch.rows;
    if (batch.broken === undefined && odd.length === 0 && this.#run.length === 0) return [batch];
    const oddRows = new Set(odd);
    const out = new RowBuilder(batch);
    for (let row = 0; row < batch.rows; row++) {
      const position = batch.positions[row];
      const broken = batch.broken?.get(row);
      if (broken !== undefined) {
        const isAfterSound = row > 0 && batch.broken?.has(row - 1) !== true && !oddRows.has(row - 1);
        if (this.#run.length > 0 || !isAfterSound || !this.#joinEnd(batch, row, broken, out)) {
          this.#addBroken({ broken, position }, out);
        }
      } else if (!this.#joinBegin(batch, row, out)) {
        this.#settle(out, 0);
        if (!oddRows.has(row) || !this.#repairOdd(batch, row, out)) out.copy(row);
      }
    }
    this.#last = this.#run.length === 0 ? undefined : { ...batch, rows: 0, bytes: Buffer.alloc(0), ascii: true };
    return out.finish(rowsAtOnce(batch.width));
  }

  /** What is left when no batch comes any more. */
  flush(): readonly ByteBatch[] {
    if (this.#last === undefined) return [];
    const out = new RowBuilder(this.#last);
    this.#settle(out, 0);
    return out.finish(rowsAtOnce(this.#last.width));
  }

  #addBroken(row: BrokenAt, out: RowBuilder): void {
    const last = this.#run.at(-1);
    if (last !== undefined && last.position + linesOf(last.broken.text).length !== row.position) this.#settle(out, 0);
    this.#run.push(row);
    this.#settle(out, mostJoined - 1);
  }

  /** Decides on the first broken rows until so few are left. */
  #settle(out: RowBuilder, left: number): void {
    while (this.#run.length > left) {
      const taken = this.#settleFirst(out);
      this.#run = this.#run.slice(taken);
    }
  }

  /** Gives how many broken rows were decided on. */
  #settleFirst(out: RowBuilder): number {
    const [{ broken, position }] = this.#run;
    if (!this.#mayRepair(broken)) {
      out.addBroken(broken, position);
      return 1;
    }
    if (this.#pad(broken, position, out) || this.#divide(broken, position, out)) return 1;
    const alone = repair(broken.text, this.#neighbours);
    const joined = this.#joined(alone);
    if (joined !== undefined) {
      const { count, reading } = joined;
      const text = this.#run
        .slice(0, count)
        .map((each) => each.broken.text)
        .join('\n');
      out.addRepaired(reading.cells, position, { ...faultOf(broken), done: reading.done, text });
      return count;
    }
    if (alone.reading === undefined) out.addBroken({ ...broken, found: `${broken.found}; ${alone.because}` }, position);
    else
      out.addRepaired(alone.reading.cells, position, {
        ...faultOf(broken),
        done: alone.reading.done,
        text: broken.text,
      });
    return 1;
  }

  /** Slips are rare: a file in which they are not is not read in any way that seems to fit. */
  #mayRepair({ text }: BrokenRow): boolean {
    this.#attempts++;
    return this.#attempts <= mostAttempts + this.#rows / 50 && !text.includes('\ufffd');
  }

  /** Where many records lack their last fields, those that fit otherwise are no fault. */
  #pad({ text }: BrokenRow, position: number, out: RowBuilder): boolean {
    const { profile, dialect } = this.#neighbours;
    if (!profile.ragged) return false;
    const { pieces, faultAt } = lex(text, dialect);
    const missing = profile.columns.length - pieces.length;
    if (faultAt !== undefined || missing <= 0) return false;
    const cells = [...pieces.map(cellOf), ...new Array<null>(missing).fill(null)];
    if (fitOf({ cells }, profile) < profile.usual) {
      const { reading } = repair(text, this.#neighbours);
      if (JSON.stringify(reading?.cells) !== JSON.stringify(cells)) return false;
    }
    // No slip, so it is not counted as one.
    this.#attempts--;
    out.addSound(cells, position);
    return true;
  }

  /** A quote that was not closed has swallowed the records behind it, up to the next quote: they stand on lines of their own. */
  #divide({ text, ...fault }: BrokenRow, position: number, out: RowBuilder): boolean {
    const lines = linesOf(text);
    if (lines.length < 2 || lines.length > mostLines || text.length > longestDivided) return false;
    const { profile, dialect } = this.#neighbours;
    const [first, ...others] = lines;
    const sound = others.map((line) => {
      const { pieces, faultAt } = lex(line, dialect);
      return faultAt === undefined && pieces.length === profile.columns.length ? pieces.map(cellOf) : undefined;
    });
    if (!sound.every((cells) => cells !== undefined)) return false;
    const { reading } = repair(first, this.#neighbours);
    if (reading === undefined) return false;
    const likely = sound.reduce((sum, cells) => sum + cellsLikely(profile, cells), reading.likely);
    if (likely <= repair(text, this.#neighbours).likely) return false;
    out.addRepaired(reading.cells, position, {
      expected: fault.expected,
      found: fault.found,
      done: reading.done,
      text: first,
    });
    for (const [at, cells] of sound.entries()) out.addSound(cells, position + at + 1);
    return true;
  }

  /** The first broken rows as one, if that is more likely than each alone. */
  #joined(alone: Repair): { readonly count: number; readonly reading: NonNullable<Repair['reading']> } | undefined {
    let apart = alone.likely;
    let fits = alone.reading !== undefined;
    for (let count = 2; count <= Math.min(mostJoined, this.#run.length); count++) {
      const next = repair(this.#run[count - 1].broken.text, this.#neighbours);
      apart += next.likely + anotherFault;
      fits &&= next.reading !== undefined;
      const { reading } = repairJoined(
        this.#run.slice(0, count).map(({ broken }) => broken.text),
        this.#neighbours,
      );
      if (reading !== undefined && (!fits || reading.likely > apart)) return { count, reading };
    }
    return undefined;
  }

  /** A line of one field, and a row whose first field goes on where it ends: they were one line. */
  #joinBegin(batch: ByteBatch, row: number, out: RowBuilder): boolean {
    const [only] = this.#run;
    if (only === undefined || this.#run.length > 1 || only.position + 1 !== batch.positions[row]) return false;
    const cells = cellsOf(batch, row);
    const first = this.#joinedCell(only.broken, 0, cells[0], (text, cell) => [text, cell]);
    if (first === undefined) return false;
    this.#run = [];
    this.#addJoined([first, ...cells.slice(1)], only.position, only.broken, out);
    return true;
  }

  /** A row, and behind it a line of one field that its last field goes on with. */
  #joinEnd(batch: ByteBatch, row: number, broken: BrokenRow, out: RowBuilder): boolean {
    const position = batch.positions[row - 1];
    if (position + 1 !== batch.positions[row] || out.lastPosition !== position) return false;
    const cells = cellsOf(batch, row - 1);
    const last = cells[cells.length - 1];
    const whole = this.#joinedCell(broken, cells.length - 1, last, (text, cell) => [cell, text]);
    if (whole === undefined) return false;
    out.drop();
    this.#addJoined([...cells.slice(0, -1), whole], position, broken, out);
    return true;
  }

  /** A cell and a line of one field as one, if they fit a column together, and the cell alone does so much less. */
  #joinedCell(
    { text }: BrokenRow,
    at: number,
    cell: string | null,
    inOrder: (text: string, cell: string) => readonly [string, string],
  ): string | undefined {
    const { profile, dialect, lineEnd } = this.#neighbours;
    if (cell === null || text.length > longestCell || lex(text, dialect).pieces.length !== 1) return undefined;
    const column = profile.columns[at];
    const halves = inOrder(text, cell);
    // The line end took the place of a blank, or of none.
    const [spaced, whole] = [column.likely(halves.join(' ')), column.likely(halves.join(''))];
    // The sample may have the cell: it is held to the others.
    const isUsual = column.ofForm(halves.join('')) > column.filled * usualForm;
    const isStrange = isUsual && column.ofForm(cell) <= Math.max(fewOfForm, column.filled * strangeForm);
    if (!isStrange && Math.max(spaced, whole) <= column.likely(cell, 1) + clearly) return undefined;
    if (isStrange) return halves.join('');
    return halves.join(whole > spaced + clearly ? '' : lineEnd);
  }

  #addJoined(cells: readonly (string | null)[], position: number, broken: BrokenRow, out: RowBuilder): void {
    const text = cells.map((cell) => cell ?? '').join(this.#neighbours.dialect.delimiter);
    out.addRepaired(cells, position, { ...faultOf(broken), done: '2 lines were joined', text });
  }

  #repairOdd(batch: ByteBatch, row: number, out: RowBuilder): boolean {
    const first = row * batch.width;
    const cells = cellsOf(batch, row);
    const found = withoutOddQuotes(cells, (at) => batch.kinds[first + at] !== 0, this.#neighbours);
    if (found === undefined) return false;
    const text = cells.map((cell) => cell ?? '').join(this.#neighbours.dialect.delimiter);
    const fault = found.fault ?? { expected: 'fields with their quotes around them', found: 'quotes in bare fields' };
    out.addRepaired(found.cells, batch.positions[row], { ...fault, done: found.done, text });
    return true;
  }
}

function cellsOf(batch: ByteBatch, row: number): readonly (string | null)[] {
  return Array.from({ length: batch.width }, (_, at) => {
    const cell = cellAt(batch, row * batch.width + at);
    return typeof cell === 'string' ? cell : null;
  });
}

interface BrokenAt {
  readonly broken: BrokenRow;
  readonly position: number;
}

function faultOf({ expected, found }: BrokenRow): { readonly expected: string; readonly found: string } {
  return { expected, found };
}

/** How likely it is that the next record has a fault of its own. */
const anotherFault = -5;
/** So many lines may be pieces of one record. */
const mostJoined = 4;
const longestCell = 200;
const clearly = 3;
/** The share of the values of a column that have as many digits, letters and signs. */
const usualForm = 0.6;
const strangeForm = 0.02;
const fewOfForm = 2;
const mostLines = 100;
const longestDivided = 1 << 16;
const mostAttempts = 5000;

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

function rowsAtOnce(width: number): number {
  return Math.max(1, Math.min(batchRows, Math.floor(maxCells / width)));
}
