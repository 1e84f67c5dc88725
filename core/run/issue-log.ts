import { join } from 'node:path';
import { type Batch, cellAt, cellText } from '../adapter/batch.ts';
import type { BrokenRow, RepairedRow } from '../adapter/contract.ts';
import { BlockWriter, type Compression } from './blocks.ts';
import { dots, type Issue } from './issue.ts';
import { type Counts, count } from './ledger.ts';
import type { Made, NewIssue } from './make-records.ts';
import type { PartResult } from './part-result.ts';

export interface IssueLogOptions {
  readonly folder: string;
  readonly compression: Compression;
  readonly originOf: (position: number) => string;
  /** Columns whose cells are shown as dots. */
  readonly masked: ReadonlySet<number>;
}

/** The issues of a part, and its rejected rows with all their cells, so that they can be corrected. */
export class IssueLog {
  readonly #issues: BlockWriter;
  readonly #rejects: BlockWriter;
  readonly #counts: Counts = {};
  readonly #originOf: (position: number) => string;
  readonly #masked: ReadonlySet<number>;

  constructor({ folder, compression, originOf, masked }: IssueLogOptions) {
    this.#issues = new BlockWriter(join(folder, 'issues'), 'issues', compression);
    this.#rejects = new BlockWriter(join(folder, 'rejects'), 'rejects', compression);
    this.#originOf = originOf;
    this.#masked = masked;
  }

  report(issues: readonly NewIssue[], position: number): void {
    if (issues.length === 0) return;
    const origin = this.#originOf(position);
    for (const issue of issues) this.#write({ origin, ...issue });
  }

  /** Keeps a row of which at least one record was rejected. */
  keepRow(made: readonly Made[], batch: Batch, first: number, position: number): void {
    const reasons = made.flatMap(({ issues, rejected }) => (rejected === undefined ? [] : issues.map(reason)));
    const cells = Array.from({ length: batch.width }, (_, index) => this.shown(batch, first, index));
    this.#rejects.line(JSON.stringify({ position, reasons, cells }));
  }

  /** Keeps the text of a row that could not be decoded. */
  keepBroken({ code, expected, found, text }: BrokenRow, entity: string, position: number): void {
    // Where its cells are is not known, so nothing of it is shown if any may not be.
    const [shownFound, shownText] = this.#masked.size > 0 ? [dots, dots] : [found, text];
    this.report([{ entity, code, expected, found: shownFound, outcome: 'rowRejected' }], position);
    this.#rejects.line(
      JSON.stringify({ position, reasons: [`${code}: expected ${expected}, found ${shownFound}`], text: shownText }),
    );
  }

  /** Says what was done to a row. Its text may hold what may not be shown. */
  reportRepair({ expected, text, done }: RepairedRow, entity: string, position: number): void {
    const [found, shownDone] = this.#masked.size > 0 ? [dots, dots] : [text, done];
    this.report([{ entity, code: 'row/repaired', expected, found, outcome: 'repaired', done: shownDone }], position);
  }

  /** A cell as it may be shown. */
  shown(batch: Batch, first: number, index: number): string | null {
    const cell = cellAt(batch, first + index);
    if (cell === null) return null;
    return this.#masked.has(index) ? dots : cellText(cell);
  }

  finish(): Pick<PartResult, 'issues' | 'issueCounts' | 'rejects'> {
    return { issues: this.#issues.finish(), issueCounts: this.#counts, rejects: this.#rejects.finish() };
  }

  close(): void {
    this.#issues.close();
    this.#rejects.close();
  }

  #write(issue: Issue): void {
    count(this.#counts, issue.code);
    this.#issues.line(JSON.stringify(issue));
  }
}

function reason({ field, code, expected, found }: NewIssue): string {
  const shown = found === '' ? 'nothing' : JSON.stringify(found);
  return `${code}${field === undefined ? '' : ` ${field}`}: expected ${expected}, found ${shown}`;
}
