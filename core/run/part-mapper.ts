import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, type Cell, cellAt, cellText } from '../adapter/batch.ts';
import type { BrokenRow } from '../adapter/contract.ts';
import { type BackEnd, rowFault, type Written } from '../mapping/compile/record.ts';
import type { Value } from '../mapping/functions/value.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { Cut } from '../model/validate.ts';
import { BlockWriter, type Compression } from './blocks.ts';
import { cellValue, compileRun, type RunRecord } from './compiled.ts';
import { EntityWriter } from './entity-writer.ts';
import type { Issue, Outcome } from './issue.ts';
import { type Counts, count, emptyRowLedger } from './ledger.ts';
import type { PartResult } from './part-result.ts';
import type { RunPlan } from './plan.ts';

export interface PartMapperOptions {
  /** Created by the mapper; must not exist. */
  readonly folder: string;
  readonly part: number;
  readonly program: MappingProgram;
  readonly plan: RunPlan;
  readonly compression: Compression;
  readonly backEnd: BackEnd;
  readonly originOf: (position: number) => string;
}

/** A record while its row is decided. */
interface Made {
  readonly record: RunRecord;
  readonly out: Written[];
  /** The code of the issue that rejects it. */
  rejected: string | undefined;
  readonly issues: Omit<Issue, 'origin' | 'outcome'>[];
  readonly outcomes: Outcome[];
}

const dots = '•••';

/** Maps the rows of one part: every row ends as mapped, filtered, rejected or merged. */
export class PartMapper {
  readonly #options: PartMapperOptions;
  readonly #records: readonly RunRecord[];
  readonly #entities: readonly EntityWriter[];
  readonly #issues: BlockWriter;
  readonly #rejects: BlockWriter;
  readonly #rows = emptyRowLedger();
  readonly #issueCounts: Counts = {};
  readonly #cells: Value[];

  constructor(options: PartMapperOptions) {
    const { folder, program, plan, compression, backEnd } = options;
    mkdirSync(folder);
    this.#options = options;
    this.#records = compileRun(program, plan, backEnd);
    this.#cells = program.slots.map(() => null);
    this.#entities = plan.entities.map(
      ({ entity, duplicates }) => new EntityWriter(folder, entity, compression, duplicates),
    );
    this.#issues = new BlockWriter(join(folder, 'issues'), 'issues', compression);
    this.#rejects = new BlockWriter(join(folder, 'rejects'), 'rejects', compression);
  }

  get rowsRead(): number {
    return this.#rows.read;
  }

  mapBatch(batch: Batch): void {
    const { slots, columns, mapping } = this.#options.program;
    const unexpected = mapping.drift === 'reject' ? columns.unusedIndexes : [];
    for (let row = 0; row < batch.rows; row++) {
      this.#rows.read++;
      const position = batch.positions[row];
      const broken = batch.broken?.get(row);
      if (broken !== undefined) {
        this.#rejectBroken(broken, position);
        continue;
      }
      const first = row * batch.width;
      const stray = unexpected.find((index) => hasValue(cellAt(batch, first + index)));
      for (let slot = 0; slot < slots.length; slot++) {
        this.#cells[slot] = cellValue(cellAt(batch, first + slots[slot].index), slots[slot]);
      }
      this.#mapRow(batch, first, position, stray);
    }
  }

  finish(): PartResult {
    const { part, folder } = this.#options;
    const entities = this.#entities.map((writer) => writer.finish());
    return {
      part,
      folder,
      rows: this.#rows,
      entities,
      issues: this.#issues.finish(),
      issueCounts: this.#issueCounts,
      rejects: this.#rejects.finish(),
    };
  }

  /** Frees the files of a part that is given up. May be called after `finish`. */
  close(): void {
    for (const writer of [...this.#entities, this.#issues, this.#rejects]) writer.close();
  }

  #mapRow(batch: Batch, first: number, position: number, stray: number | undefined): void {
    const made: Made[] = [];
    for (const record of this.#records) this.#makeRecords(record, made);
    const rejecting = stray === undefined ? made.find(rejectsRow) : made.at(0);
    if (stray !== undefined && rejecting !== undefined) this.#rejectStray(rejecting, batch, first, stray);
    if (rejecting !== undefined) this.#rejectRow(made, rejecting, batch, first, position);
    else if (made.length === 0) count(this.#rows.filtered, this.#records[0]?.rule ?? 'no record');
    else this.#writeRow(made, batch, first, position);
  }

  #writeRow(made: readonly Made[], batch: Batch, first: number, position: number): void {
    const outcomes = made.map((each, index) => this.#writeRecord(each, position, index === 0));
    this.#countRow(made[0], outcomes[0]);
    if (made.some(({ rejected }) => rejected !== undefined)) this.#keepReject(made, batch, first, position);
  }

  #countRow({ record, rejected }: Made, outcome: 'written' | 'merged' | 'rejected'): void {
    if (outcome === 'written') this.#rows.mapped++;
    else if (outcome === 'merged') count(this.#rows.merged, mergeLabel(record));
    else count(this.#rows.rejected, rejected ?? 'row/required');
  }

  /** Makes the records of one rule: none, one, or one for each element of its list. */
  #makeRecords(record: RunRecord, made: Made[]): void {
    let items: readonly Value[];
    try {
      items = record.each === undefined ? [null] : listOf(record.each(this.#cells, null));
    } catch (problem) {
      made.push(this.#faulty(record, 'each', problem));
      return;
    }
    for (const item of items) {
      try {
        if (record.when !== undefined && record.when(this.#cells, item) !== true) {
          if (record.isParent) this.#filterKey(record, item);
          continue;
        }
      } catch (problem) {
        made.push(this.#faulty(record, 'when', problem));
        continue;
      }
      made.push(this.#fill(record, item));
    }
  }

  #fill(record: RunRecord, item: Value): Made {
    const made: Made = { record, out: new Array(record.fields.length), rejected: undefined, issues: [], outcomes: [] };
    record.fill(this.#cells, item, made.out, (field, problem) => this.#failField(made, field, problem));
    for (let index = 0; index < record.fields.length; index++) {
      const { rule, field, required, partial } = record.fields[index];
      const value = made.out[index];
      if (value instanceof Cut) {
        made.out[index] = value.kept;
        this.#note(
          made,
          index,
          'row/cut',
          `at most ${field.type === 'text' ? field.max : 'so many'} characters`,
          value.full,
          'cut',
        );
      } else if (value === null && partial) made.out[index] = undefined;
      if (!required || (value !== null && value !== undefined)) continue;
      if (value === null) this.#note(made, index, 'row/required', `a value for ${rule.name}`, '', 'recordRejected');
      made.rejected ??= 'row/required';
    }
    this.#requireEither(made);
    return made;
  }

  #requireEither(made: Made): void {
    const { record, out } = made;
    for (const { names, indexes } of record.either) {
      if (indexes.some((index) => out[index] !== null && out[index] !== undefined)) continue;
      made.issues.push({
        entity: record.program.entity.name,
        field: names[0],
        code: 'row/required',
        expected: `a value for ${names.join(' or ')}`,
        found: '',
      });
      made.outcomes.push('recordRejected');
      made.rejected ??= 'row/required';
    }
  }

  /** A value that can not be converted: in a key or required field it rejects, elsewhere the field is left out. */
  #failField(made: Made, index: number, problem: unknown): undefined {
    const { code, expected, found } = rowFault(problem);
    const { required, key, rule } = made.record.fields[index];
    const rejects = required || key || rule.onIssue === 'reject';
    this.#note(made, index, code, expected, found, rejects ? 'recordRejected' : 'omitted');
    if (rejects) made.rejected ??= code;
    return undefined;
  }

  #note(made: Made, index: number, code: Issue['code'], expected: string, found: string, outcome: Outcome): void {
    const { rule, masked } = made.record.fields[index];
    const entity = made.record.program.entity.name;
    made.issues.push({ entity, field: rule.name, code, expected, found: masked ? dots : found });
    made.outcomes.push(outcome);
  }

  /** A condition or list that fails rejects its record, whose key is not known then. */
  #faulty(record: RunRecord, field: 'each' | 'when', problem: unknown): Made {
    const { code, expected, found } = rowFault(problem);
    const issue = {
      entity: record.program.entity.name,
      field,
      code,
      expected,
      found: record.program.masked ? dots : found,
    };
    return { record, out: [], rejected: code, issues: [issue], outcomes: ['recordRejected'] };
  }

  #filterKey(record: RunRecord, item: Value): void {
    const out: Written[] = new Array(record.fields.length);
    record.fill(this.#cells, item, out, (_, problem) => void rowFault(problem));
    if (record.keyFields(out) !== undefined) this.#entities[record.entity].filter(record.keyOf(out));
  }

  #writeRecord(made: Made, position: number, isSubject: boolean): 'written' | 'merged' | 'rejected' {
    const { record, out, rejected } = made;
    const writer = this.#entities[record.entity];
    if (made.issues.length > 0) this.#report(made, position, made.outcomes);
    if (rejected !== undefined) {
      writer.reject(record.keyFields(out));
      return 'rejected';
    }
    return writer.write(record.keyOf(out), record.lineOf(out), position, isSubject, record.referencesOf(out));
  }

  #rejectRow(made: readonly Made[], rejecting: Made, batch: Batch, first: number, position: number): void {
    count(this.#rows.rejected, rejecting.rejected ?? 'row/required');
    for (const each of made) {
      this.#entities[each.record.entity].reject(each.record.keyFields(each.out));
      const outcomes = each.outcomes.map(
        (outcome): Outcome =>
          outcome === 'recordRejected' && each.record.program.rule.onReject === 'row' ? 'rowRejected' : outcome,
      );
      if (each.issues.length > 0) this.#report(each, position, outcomes);
    }
    this.#keepReject(made, batch, first, position);
  }

  #rejectStray(subject: Made, batch: Batch, first: number, index: number): void {
    const entity = subject.record.program.entity.name;
    const expected = 'no value in a column that the mapping does not know';
    const found = cellText(this.#shownCell(batch, first, index));
    subject.issues.push({ entity, code: 'row/unexpected-column', expected, found });
    subject.outcomes.push('rowRejected');
    subject.rejected ??= 'row/unexpected-column';
  }

  #rejectBroken({ code, expected, ...broken }: BrokenRow, position: number): void {
    const { columns, records } = this.#options.program;
    // Where its cells are is not known, so nothing of it is shown if any may not be.
    const shown = (text: string): string => (columns.maskedIndexes.size > 0 ? dots : text);
    const [found, text] = [shown(broken.found), shown(broken.text)];
    count(this.#rows.rejected, code);
    for (const writer of this.#entities) writer.loseKey();
    const [entity = ''] = records.map((record) => record.entity.name);
    const origin = this.#options.originOf(position);
    this.#issue({ origin, entity, code, expected, found, outcome: 'rowRejected' });
    this.#rejects.line(JSON.stringify({ position, reasons: [`${code}: expected ${expected}, found ${found}`], text }));
  }

  #keepReject(made: readonly Made[], batch: Batch, first: number, position: number): void {
    const reasons = made.flatMap(({ issues, rejected }) => (rejected === undefined ? [] : issues.map(reason)));
    const cells = Array.from({ length: batch.width }, (_, index): Cell => this.#shownCell(batch, first, index));
    this.#rejects.line(
      JSON.stringify({ position, reasons, cells: cells.map((cell) => (cell === null ? null : cellText(cell))) }),
    );
  }

  #shownCell(batch: Batch, first: number, index: number): Cell {
    const cell = cellAt(batch, first + index);
    return cell !== null && this.#options.program.columns.maskedIndexes.has(index) ? dots : cell;
  }

  #report({ issues }: Made, position: number, outcomes: readonly Outcome[]): void {
    const origin = this.#options.originOf(position);
    for (const [index, issue] of issues.entries()) this.#issue({ origin, ...issue, outcome: outcomes[index] });
  }

  #issue(issue: Issue): void {
    count(this.#issueCounts, issue.code);
    this.#issues.line(JSON.stringify(issue));
  }
}

function rejectsRow({ rejected, record }: Made): boolean {
  return rejected !== undefined && record.program.rule.onReject === 'row';
}

function hasValue(cell: Cell): boolean {
  return cell !== null && cell !== '';
}

function reason({ field, code, expected, found }: Omit<Issue, 'origin' | 'outcome'>): string {
  return `${code}${field === undefined ? '' : ` ${field}`}: expected ${expected}, found ${found === '' ? 'nothing' : JSON.stringify(found)}`;
}

function listOf(value: Value): readonly Value[] {
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** How the ledger names a merge: `Computer(key)`. */
export function mergeLabel({ program }: Pick<RunRecord, 'program'>): string {
  return `${program.entity.name}(${program.entity.key.join(',')})`;
}
