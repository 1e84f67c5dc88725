import { mkdirSync } from 'node:fs';
import { type Batch, type Cell, cellAt } from '../adapter/batch.ts';
import { type BackEnd, rowFault, type Written } from '../mapping/compile/record.ts';
import { codeColumns } from '../mapping/evidence/code-columns.ts';
import type { Value } from '../mapping/functions/value.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { type Doubt, doubtIn } from './assumption.ts';
import type { Compression } from './blocks.ts';
import { type ByteMapper, byteMapper } from './bytes/byte-mapper.ts';
import { slotValue } from './cell-value.ts';
import { CodeWatch } from './code-watch.ts';
import type { WatchedColumn } from './column-scan.ts';
import { EntityWriter } from './entity-writer.ts';
import { dots, type Issue } from './issue.ts';
import { IssueLog } from './issue-log.ts';
import { count, emptyRowLedger } from './ledger.ts';
import { type Made, makeRecords } from './make-records.ts';
import type { PartResult } from './part-result.ts';
import type { RunPlan } from './plan.ts';
import { compileRecords, type RunRecord } from './run-record.ts';

export interface PartMapperOptions {
  /** Created by the mapper; must not exist. */
  readonly folder: string;
  readonly part: number;
  readonly program: MappingProgram;
  readonly plan: RunPlan;
  readonly compression: Compression;
  readonly backEnd: BackEnd;
  /** Columns that are taken to be plain. */
  readonly assumed?: readonly WatchedColumn[];
  readonly originOf: (position: number) => string;
}

/** Maps the rows of one part: every row ends as mapped, filtered, rejected or merged. */
export class PartMapper {
  /** A value that is not what was assumed: the part is to be given up. */
  doubt: Doubt | undefined;
  readonly #options: PartMapperOptions;
  readonly #records: readonly RunRecord[];
  readonly #entities: readonly EntityWriter[];
  readonly #log: IssueLog;
  readonly #rows = emptyRowLedger();
  readonly #cells: Value[];
  readonly #codes: readonly CodeWatch[];
  readonly #bytes: ByteMapper | undefined;
  readonly #onFiltered = (record: RunRecord, item: Value): void => this.#filterKey(record, item);

  constructor(options: PartMapperOptions) {
    const { folder, program, plan, compression, backEnd, originOf } = options;
    mkdirSync(folder);
    this.#options = options;
    this.#records = compileRecords(program, plan, backEnd);
    this.#cells = program.slots.map(() => null);
    this.#codes = codeColumns(program).map((column) => new CodeWatch(column));
    const isPlain = program.columns.maskedIndexes.size === 0 && program.mapping.drift !== 'reject';
    this.#bytes = isPlain
      ? byteMapper(
          this.#records,
          this.#records.map(({ checks }) => checks),
          program,
          plan,
          backEnd,
        )
      : undefined;
    this.#entities = plan.entities.map(
      ({ entity, duplicates }) => new EntityWriter(folder, entity, compression, duplicates),
    );
    this.#log = new IssueLog({ folder, compression, originOf, masked: program.columns.maskedIndexes });
  }

  mapBatch(batch: Batch): void {
    const { program, assumed = [] } = this.#options;
    const { slots, columns, mapping } = program;
    const hidden = [...columns.maskedIndexes];
    const bytes = this.#bytes;
    const unexpected = mapping.drift === 'reject' ? columns.unusedIndexes : [];
    for (let row = 0; row < batch.rows; row++) {
      this.#rows.read++;
      const position = batch.positions[row];
      const broken = batch.broken?.get(row);
      if (broken !== undefined) {
        count(this.#rows.rejected, broken.code);
        for (const writer of this.#entities) writer.loseKey();
        this.#log.keepBroken(broken, this.#records[0]?.program.entity.name ?? '', position);
        continue;
      }
      const repaired = batch.repaired?.get(row);
      if (repaired !== undefined) {
        this.#log.reportRepair(repaired, this.#records[0]?.program.entity.name ?? '', position);
      }
      if (assumed.length > 0) this.doubt ??= doubtIn(assumed, batch, row);
      const first = row * batch.width;
      for (const watch of this.#codes) watch.see(batch, first, position);
      if (bytes !== undefined && batch.layout === 'bytes' && bytes.map(batch, first)) {
        this.#writeLines(bytes, position);
        continue;
      }
      const stray = unexpected.find((index) => hasValue(cellAt(batch, first + index)));
      const isHidden = hidden.some((index) => cellAt(batch, first + index) === dots);
      for (let slot = 0; slot < slots.length; slot++) {
        this.#cells[slot] = slotValue(batch, first, slots[slot]);
      }
      const stop = isHidden ? hiddenValue : stray === undefined ? undefined : this.#strayValue(batch, first, stray);
      this.#mapRow(batch, first, position, stop);
    }
  }

  /** Writes the records of a row that the fast path has mapped. */
  #writeLines({ lines, out }: ByteMapper, position: number): void {
    if (lines.length === 0) count(this.#rows.filtered, this.#records[0]?.rule ?? 'no record');
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      const { record } = line;
      const outcome = this.#entities[record.entity].writeBytes(line, out, position, index === 0);
      if (index > 0) continue;
      if (outcome === 'written') this.#rows.mapped++;
      else count(this.#rows.merged, mergeLabel(record));
    }
  }

  finish(): PartResult {
    const { part, folder } = this.#options;
    const entities = this.#entities.map((writer) => writer.finish());
    const codes = this.#codes.map((watch) => watch.tally);
    const doubt = this.doubt === undefined ? {} : { doubt: this.doubt };
    return { part, folder, rows: this.#rows, entities, codes, ...doubt, ...this.#log.finish() };
  }

  /** Frees the files of a part that is given up. May be called after `finish`. */
  close(): void {
    for (const writer of [...this.#entities, this.#log]) writer.close();
  }

  /** `stop`: why the row is rejected whatever its records are. */
  #mapRow(batch: Batch, first: number, position: number, stop: Stop | undefined): void {
    const made = makeRecords(this.#records, this.#cells, this.#onFiltered);
    // A key that is made of dots is not the key.
    if (stop === hiddenValue) for (const { out } of made) out.length = 0;
    const rejecting = stop === undefined ? made.find(rejectsRow) : made.at(0);
    if (stop !== undefined && rejecting !== undefined) {
      const entity = rejecting.record.program.entity.name;
      rejecting.issues.push({ entity, ...stop, outcome: 'rowRejected' });
      rejecting.rejected ??= stop.code;
    }
    if (rejecting !== undefined) this.#rejectRow(made, rejecting, position);
    else if (made.length === 0) count(this.#rows.filtered, this.#records[0]?.rule ?? 'no record');
    else this.#writeRow(made, position);
    if (made.some(({ rejected }) => rejected !== undefined)) this.#log.keepRow(made, batch, first, position);
  }

  /** Writes the records of a row. What becomes of the first one, its subject, becomes of the row. */
  #writeRow(made: readonly Made[], position: number): void {
    for (let index = 0; index < made.length; index++) {
      const { record, rejected } = made[index];
      const outcome = this.#writeRecord(made[index], position, index === 0);
      if (index > 0) continue;
      if (outcome === 'written') this.#rows.mapped++;
      else if (outcome === 'merged') count(this.#rows.merged, mergeLabel(record));
      else count(this.#rows.rejected, rejected ?? 'row/required');
    }
  }

  #writeRecord(
    { record, out, rejected, issues }: Made,
    position: number,
    isSubject: boolean,
  ): 'written' | 'merged' | 'rejected' {
    const writer = this.#entities[record.entity];
    this.#log.report(issues, position);
    if (rejected === undefined) {
      return writer.write(record.keyOf(out), record.lineOf(out), position, isSubject, record.referencesOf(out));
    }
    writer.reject(record.keyFields(out));
    return 'rejected';
  }

  #rejectRow(made: readonly Made[], rejecting: Made, position: number): void {
    count(this.#rows.rejected, rejecting.rejected ?? 'row/required');
    for (const { record, out, issues } of made) {
      this.#entities[record.entity].reject(record.keyFields(out));
      const rejectsAll = record.program.rule.onReject === 'row';
      this.#log.report(
        rejectsAll
          ? issues.map((issue) => (issue.outcome === 'recordRejected' ? { ...issue, outcome: 'rowRejected' } : issue))
          : issues,
        position,
      );
    }
  }

  #strayValue(batch: Batch, first: number, index: number): Stop {
    const expected = 'no value in a column that the mapping does not know';
    return { code: 'row/unexpected-column', expected, found: this.#log.shown(batch, first, index) ?? '' };
  }

  /** The children of a record that a rule filters go with it, so its key is remembered if it may have some. */
  #filterKey(record: RunRecord, item: Value): void {
    if (!record.isParent) return;
    const out: Written[] = new Array(record.fields.length);
    record.fill(this.#cells, item, out, (_, problem) => void rowFault(problem));
    if (record.keyFields(out) !== undefined) this.#entities[record.entity].filter(record.keyOf(out));
  }
}

type Stop = Pick<Issue, 'code' | 'expected' | 'found'>;

/** A row of a rejects file whose dots were not replaced: they stand for a value, and are none. */
const hiddenValue: Stop = { code: 'row/masked', expected: 'the value that the dots stand for', found: dots };

function rejectsRow({ rejected, record }: Made): boolean {
  return rejected !== undefined && record.program.rule.onReject === 'row';
}

function hasValue(cell: Cell): boolean {
  return cell !== null && cell !== '';
}

/** How the ledger names a merge: `Computer(key)`. */
function mergeLabel({ program }: Pick<RunRecord, 'program'>): string {
  return `${program.entity.name}(${program.entity.key.join(',')})`;
}
