import { join } from 'node:path';
import type { Compression } from '../blocks.ts';
import { Partitions } from '../finalize/partitions.ts';
import { readWords } from '../finalize/records.ts';
import { type RowLedger, total } from '../ledger.ts';
import type { PlacedBlock } from '../part-result.ts';
import type { ProcessedDataset } from '../pipeline.ts';
import { linesOf } from '../read-blocks.ts';
import { First } from './first.ts';

/** How many rows have become something else, with the first of them. */
export interface RowDiff {
  /** `mapped`, `filtered`, `rejected (row/required)`, `kept`: mapped, merged or filtered, where that is not known of each row. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly origins: readonly string[];
}

/** A dataset that was processed: its place among others, its ledger, and the rows of all datasets that were rejected late. */
export interface RowSide {
  readonly processed: ProcessedDataset;
  readonly index: number;
  readonly ledger: RowLedger;
  readonly lateRejects: readonly PlacedBlock[];
}

/**
 * Compares what became of each row, by its position. Which rows were rejected is always known; which were filtered, only if none was merged
 * with another one, or filtered with its parent: otherwise those are taken together.
 */
export function diffRows(
  sides: { readonly old: RowSide; readonly new: RowSide },
  { folder, compression, most }: { readonly folder: string; readonly compression: Compression; readonly most: number },
): readonly RowDiff[] {
  const isExact = [sides.old, sides.new].every(isEachKnown);
  const read = sides.old.ledger.read + sides.new.ledger.read;
  const buckets = Math.min(4096, Math.max(1, Math.ceil(read / entriesAtOnce)));
  const outcomes = new Names(isExact ? ['filtered', 'mapped'] : ['kept', 'kept']);
  const partitions = new Partitions(join(folder, 'rows'), buckets);
  try {
    for (const [side, each] of [sides.old, sides.new].entries())
      for (const { position, outcome, rank } of outcomesOf(each, compression, isExact))
        partitions.entry(
          position % buckets,
          position % 0x1_0000_0000,
          Math.floor(position / 0x1_0000_0000),
          outcomes.number(outcome),
          2 * rank + side,
        );
    const changes = new Map<string, { readonly from: string; readonly to: string; readonly rows: First<string> }>();
    for (let bucket = 0; bucket < buckets; bucket++)
      for (const [position, { old, new: now }] of outcomesIn(partitions, bucket)) {
        if (outcomes.name(old.outcome) === outcomes.name(now.outcome)) continue;
        const [from, to] = [outcomes.name(old.outcome), outcomes.name(now.outcome)];
        const change = changes.get(`${from}\0${to}`) ?? { from, to, rows: new First<string>(most) };
        changes.set(`${from}\0${to}`, change);
        change.rows.add(position, () => sides.new.processed.dataset.origin(position));
      }
    return [...changes.values()]
      .map(({ from, to, rows }) => ({ from, to, count: rows.count, origins: rows.items() }))
      .sort((a, b) => b.count - a.count || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
  } finally {
    partitions.close();
  }
}

const entriesAtOnce = 1 << 18;

function isEachKnown({ ledger }: RowSide): boolean {
  return total(ledger.merged) === 0 && !Object.keys(ledger.filtered).some((rule) => rule.startsWith('parent '));
}

interface RowOutcome {
  readonly position: number;
  readonly outcome: string;
  /** Of several that a row has, the highest holds. */
  readonly rank: 0 | 1 | 2;
}

interface LateReject {
  readonly dataset: number;
  readonly position: number;
  readonly code: string;
}

/** What is known of rows. One of which nothing is known was filtered. */
function* outcomesOf(
  { processed: { parts }, index, lateRejects }: RowSide,
  compression: Compression,
  isExact: boolean,
): Generator<RowOutcome> {
  const room = new Uint8Array(1 << 20);
  for (const { folder, rejects, entities } of parts) {
    const blocks = rejects.blocks.map((block): PlacedBlock => ({ ...block, path: join(folder, rejects.file) }));
    for (const line of linesOf(blocks, compression)) {
      const { position, reasons }: { readonly position: number; readonly reasons: readonly string[] } =
        JSON.parse(line);
      yield { position, outcome: rejected(reasons), rank: 0 };
    }
    for (const { keys } of entities)
      for (const words of readWords(folder, keys, 4, room))
        for (let at = 0; at < words.length; at += 4)
          // The lowest bit marks the subject of a row, whose fate is that of the row.
          if ((words[at + 3] & 1) === 1)
            yield { position: words[at + 2], outcome: isExact ? 'mapped' : 'kept', rank: 1 };
  }
  for (const line of linesOf(lateRejects, compression)) {
    const { dataset, position, code }: LateReject = JSON.parse(line);
    if (dataset !== index) continue;
    yield { position, outcome: `rejected (${code})`, rank: 2 };
  }
}

/** Of what is wrong with a row the first counts: `row/required in Computer.name: …`. */
function rejected(reasons: readonly string[]): string {
  const [code] = /row\/[a-z-]+/.exec(reasons[0] ?? '') ?? ['row'];
  return `rejected (${code})`;
}

/** Numbers for names, from 0. */
class Names {
  readonly #names: string[];
  constructor(names: readonly string[]) {
    this.#names = [...names];
  }
  number(name: string): number {
    const known = this.#names.indexOf(name);
    return known >= 0 ? known : this.#names.push(name) - 1;
  }
  name(number: number): string {
    return this.#names[number];
  }
}

interface Side {
  outcome: number;
  rank: number;
}

function outcomesIn(
  partitions: Partitions,
  bucket: number,
): ReadonlyMap<number, { readonly old: Side; readonly new: Side }> {
  const found = new Map<number, { readonly old: Side; readonly new: Side }>();
  for (const words of partitions.entries(bucket))
    for (let at = 0; at < words.length; at += 4) {
      const position = words[at] + words[at + 1] * 0x1_0000_0000;
      const row = found.get(position) ?? { old: { outcome: 0, rank: -1 }, new: { outcome: 0, rank: -1 } };
      found.set(position, row);
      const side = (words[at + 3] & 1) === 0 ? row.old : row.new;
      const rank = words[at + 3] >> 1;
      if (rank <= side.rank) continue;
      side.outcome = words[at + 2];
      side.rank = rank;
    }
  return found;
}
