import { cellAt, cellText } from '../adapter/batch.ts';
import type { Dataset, Source } from '../adapter/contract.ts';
import type { Compression } from './blocks.ts';
import type { Issue } from './issue.ts';
import type { PlacedBlock } from './part-result.ts';
import type { Processed } from './pipeline.ts';
import { linesOf } from './read-blocks.ts';

/** A row of which something is wrong, with its cells as they are and all that was found. */
export interface ReturnedRow {
  readonly position: number;
  readonly cells: readonly (string | null)[];
  readonly issues: readonly Issue[];
}

/**
 * The rows that issues name, of the one dataset that was read, in the order of the dataset, read from the source once more. Issues of the parts come in that order;
 * those that came to light later are looked up by windows of rows, so that memory does not grow with them.
 */
export async function* returnedRows(
  { datasets: [{ dataset, parts }], finalized }: Processed,
  source: Source,
  compression: Compression,
): AsyncGenerator<ReturnedRow> {
  const early = parts.reduce((sum, { issues }) => sum + issues.blocks.length, 0);
  const { blocks } = finalized.issues;
  if (blocks.length === 0) return;
  const first = issuesInOrder(blocks.slice(0, early), dataset, compression);
  const late = new LateIssues(blocks.slice(early), dataset, compression);
  let next = first.next();
  for await (const part of source.parts(dataset.name)) {
    for await (const batch of source.read(part)) {
      for (let row = 0; row < batch.rows; row++) {
        const position = batch.positions[row];
        const issues: Issue[] = [];
        for (; !next.done && next.value.position <= position; next = first.next()) {
          if (next.value.position === position) issues.push(next.value.issue);
        }
        issues.push(...late.at(position));
        if (issues.length === 0) continue;
        const cells = Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column));
        yield { position, issues, cells: cells.map((cell) => (cell === null ? null : cellText(cell))) };
      }
      if (next.done && late.isEmpty) return;
    }
  }
}

interface Placed {
  readonly position: number;
  readonly issue: Issue;
}

function* issuesInOrder(
  blocks: readonly PlacedBlock[],
  dataset: Dataset,
  compression: Compression,
): Generator<Placed, undefined> {
  for (const line of linesOf(blocks, compression)) {
    const issue: Issue = JSON.parse(line);
    const position = positionOf(issue.origin, dataset);
    // What was done to a row that was read after all is no fault of it.
    if (position !== undefined && issue.outcome !== 'repaired') yield { position, issue };
  }
  return undefined;
}

/** The position that an origin prints: all of them end with it. Undefined if this one does not. */
function positionOf(origin: string, dataset: Dataset): number | undefined {
  const position = Number(/(\d{1,15})$/.exec(origin)?.[1]);
  return dataset.origin(position) === origin ? position : undefined;
}

class LateIssues {
  readonly #blocks: readonly PlacedBlock[];
  readonly #dataset: Dataset;
  readonly #compression: Compression;
  readonly #rows: number;
  #from = 0;
  #known = new Map<number, Issue[]>();
  #loaded = false;

  constructor(blocks: readonly PlacedBlock[], dataset: Dataset, compression: Compression) {
    this.#blocks = blocks;
    this.#dataset = dataset;
    this.#compression = compression;
    const lines = blocks.reduce((sum, block) => sum + block.lines, 0);
    this.#rows = lines <= issuesAtOnce ? Number.POSITIVE_INFINITY : rowsAtOnce;
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  at(position: number): readonly Issue[] {
    if (this.isEmpty) return [];
    if (!this.#loaded || position >= this.#from + this.#rows) this.#load(position);
    return this.#known.get(position) ?? [];
  }

  #load(from: number): void {
    this.#from = from;
    this.#known = new Map();
    this.#loaded = true;
    for (const { position, issue } of issuesInOrder(this.#blocks, this.#dataset, this.#compression)) {
      if (position < from || position >= from + this.#rows) continue;
      const known = this.#known.get(position);
      if (known === undefined) this.#known.set(position, [issue]);
      else known.push(issue);
    }
  }
}

const issuesAtOnce = 100_000;
const rowsAtOnce = 1 << 16;
