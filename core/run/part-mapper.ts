import { mkdirSync } from 'node:fs';
import { type Batch, type ByteBatch, batchRows, type Cell, cellAt } from '../adapter/batch.ts';
import { type BackEnd, rowFault, type Written } from '../mapping/compile/record.ts';
import { codeColumns } from '../mapping/evidence/code-columns.ts';
import type { Value } from '../mapping/functions/value.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { type Doubt, doubtIn } from './assumption.ts';
import type { Compression } from './blocks.ts';
import { BatchMemory } from './bytes/batch-memory.ts';
import { BatchWatch } from './bytes/batch-watch.ts';
import { CellBytes } from './bytes/cell-bytes.ts';
import { slotsOf } from './bytes/computed-field.ts';
import { RowMapper } from './bytes/row-mapper.ts';
import { RowMemory } from './bytes/row-memory.ts';
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
  readonly #hidden: readonly number[];
  readonly #memory: RowMemory;
  readonly #fast: FastPath | undefined;
  readonly #onFiltered = (record: RunRecord, item: Value): void => this.#filterKey(record, item);

  constructor(options: PartMapperOptions) {
    const { folder, program, plan, compression, backEnd, originOf } = options;
    mkdirSync(folder);
    this.#options = options;
    this.#records = compileRecords(program, plan, backEnd);
    this.#cells = program.slots.map(() => null);
    this.#hidden = [...program.columns.maskedIndexes];
    this.#codes = codeColumns(program).map((column) => new CodeWatch(column));
    this.#memory = RowMemory.lease();
    const words = this.#memory.take(plan.entities.length * EntityWriter.words);
    const entriesOfRow = this.#records.reduce((sum, { fields }) => sum + fields.length + 1, 0);
    const common = { folder, compression, memory: this.#memory, entriesOfRow };
    this.#entities = plan.entities.map(
      ({ entity, duplicates }, at) =>
        new EntityWriter(words + at * EntityWriter.words, { ...common, entity, duplicates }),
    );
    this.#fast = this.#fastPath(words);
    this.#log = new IssueLog({ folder, compression, originOf, masked: program.columns.maskedIndexes });
  }

  #fastPath(entities: number): FastPath | undefined {
    const { program, plan, backEnd, assumed = [] } = this.#options;
    const isPlain = program.columns.maskedIndexes.size === 0 && program.mapping.drift !== 'reject';
    if (!isPlain || backEnd === 'closures' || !RowMapper.fits(this.#records)) return undefined;
    return {
      rows: new RowMapper(this.#memory, entities, this.#records, program, plan, backEnd),
      batch: new BatchMemory(this.#memory, batchRows),
      cells: assumed.length > 0 ? undefined : new CellBytes(this.#columnsRead()),
      watch: new BatchWatch(this.#memory, this.#codes, assumed),
    };
  }

  #columnsRead(): readonly number[] {
    const { slots } = this.#options.program;
    return [...slots.map(({ index }) => index), ...this.#codes.map(({ index }) => index)].filter((index) => index >= 0);
  }

  mapBatch(batch: Batch): void {
    const fast = this.#fast;
    const bytes = fast === undefined ? undefined : bytesOf(batch, fast);
    if (fast !== undefined && bytes !== undefined && fast.batch.load(bytes)) this.#mapBytes(bytes, fast);
    else for (let row = 0; row < batch.rows; row++) this.#seeRow(batch, row);
  }

  /** Maps the batch that is in the memory; rows that are not plain take the slow path, in their turn. */
  #mapBytes(batch: ByteBatch, { rows, watch }: FastPath): void {
    this.doubt ??= watch.see(batch);
    if (this.doubt !== undefined) return;
    this.#rows.read += batch.rows;
    rows.begin();
    for (let row = 0; row < batch.rows; ) {
      const mapped = rows.map(batch, row);
      row = mapped.row;
      if (mapped.why === 'full') {
        for (const writer of this.#entities) writer.empty();
        this.#memory.rows.emptied();
      } else if (mapped.why === 'slow') this.#mapOne(batch, row++);
    }
  }

  #seeRow(batch: Batch, row: number): void {
    const { assumed = [] } = this.#options;
    this.#rows.read++;
    if (batch.broken?.has(row) !== true) {
      if (assumed.length > 0) this.doubt ??= doubtIn(assumed, batch, row);
      for (const watch of this.#codes) watch.see(batch, row * batch.width, batch.positions[row]);
    }
    this.#mapOne(batch, row);
  }

  #mapOne(batch: Batch, row: number): void {
    const { program } = this.#options;
    const { slots, columns, mapping } = program;
    const position = batch.positions[row];
    const entity = this.#records[0]?.program.entity.name ?? '';
    const broken = batch.broken?.get(row);
    if (broken !== undefined) {
      count(this.#rows.rejected, broken.code);
      if (broken.key === undefined) for (const writer of this.#entities) writer.loseRecord(undefined);
      else this.#keepKeys(batch, row, broken.key);
      this.#log.keepBroken(broken, entity, position);
      return;
    }
    const repaired = batch.repaired?.get(row);
    if (repaired !== undefined) this.#log.reportRepair(repaired, entity, position);
    const first = row * batch.width;
    const unexpected = mapping.drift === 'reject' ? columns.unusedIndexes : [];
    const stray = unexpected.find((index) => hasValue(cellAt(batch, first + index)));
    const isHidden = this.#hidden.some((index) => cellAt(batch, first + index) === dots);
    for (let slot = 0; slot < slots.length; slot++) {
      this.#cells[slot] = slotValue(batch, first, slots[slot]);
    }
    const stop = isHidden ? hiddenValue : stray === undefined ? undefined : this.#strayValue(batch, first, stray);
    this.#mapRow(batch, first, position, stop);
  }

  /** A row of which only its key is known: the keys of records that are made of nothing else are at the source all the same. */
  #keepKeys(batch: Batch, row: number, key: number): void {
    const { slots } = this.#options.program;
    for (let slot = 0; slot < slots.length; slot++)
      this.#cells[slot] = slotValue(batch, row * batch.width, slots[slot]);
    for (const record of this.#records) {
      const reads = record.fields.filter((field) => field.key).flatMap(({ step }) => slotsOf(step));
      const out: Written[] = new Array(record.fields.length);
      const isKnown = record.each === undefined && reads.every((slot) => slots[slot].index === key);
      if (isKnown) record.fill(this.#cells, null, out, (_, problem) => void rowFault(problem));
      this.#entities[record.entity].loseRecord(isKnown ? record.keyFields(out) : undefined);
    }
  }

  finish(): PartResult {
    const { part, folder } = this.#options;
    this.#countFast();
    const entities = this.#entities.map((writer) => writer.finish());
    const codes = this.#codes.map((watch) => watch.tally);
    const doubt = this.doubt === undefined ? {} : { doubt: this.doubt };
    return { part, folder, rows: this.#rows, entities, codes, ...doubt, ...this.#log.finish() };
  }

  /** Frees the files of a part that is given up. May be called after `finish`. */
  close(): void {
    for (const writer of [...this.#entities, this.#log]) writer.close();
    this.#memory.release();
  }

  /** Adds the rows of the fast path to those of the slow one. */
  #countFast(): void {
    if (this.#fast === undefined) return;
    const { mapped, filtered, merged } = this.#fast.rows.counts();
    this.#rows.mapped += mapped;
    if (filtered > 0) count(this.#rows.filtered, this.#records[0]?.rule ?? 'no record', filtered);
    for (const [index, record] of this.#records.entries()) {
      if (merged(index) > 0) count(this.#rows.merged, mergeLabel(record), merged(index));
    }
    this.#fast.watch.finish();
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

/** Batches are mapped in memory, where nothing is wrong with them. */
interface FastPath {
  readonly rows: RowMapper;
  readonly batch: BatchMemory;
  /** Makes bytes of cells; not where columns are watched for what was assumed of them. */
  readonly cells: CellBytes | undefined;
  readonly watch: BatchWatch;
}

/** Undefined if the slow path is to have the rows: what is assumed of values is seen in the values themselves. */
function bytesOf(batch: Batch, { cells }: FastPath): ByteBatch | undefined {
  if (batch.layout === 'cells') return cells?.write(batch);
  return batch.valueAt !== undefined && cells === undefined ? undefined : batch;
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
