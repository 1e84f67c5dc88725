import type { ByteBatch } from '../../adapter/batch.ts';
import { batchRows } from '../../adapter/batch.ts';
import type { BackEnd } from '../../mapping/compile/record.ts';
import { RowFault, type Value } from '../../mapping/functions/value.ts';
import type { MappingProgram } from '../../mapping/program.ts';
import type { Field } from '../../model/define.ts';
import { entities } from '../../model/entities/index.ts';
import { slotValue } from '../cell-value.ts';
import type { RunPlan } from '../plan.ts';
import type { RunRecord } from '../run-record.ts';
import { slotsOf } from './computed-field.ts';
import {
  type ComputedPlan,
  fieldBytes,
  forgetGiven,
  give,
  isHopeless,
  isPrepared,
  isTooLong,
  planField,
  prepare,
  prepareAlways,
} from './row-field.ts';
import { lineBytes, type RowMemory } from './row-memory.ts';

const recordBytes = 48;
const pendingBytes = 32;
const referenceBytes = 12;
const mergedWord = 40;
/** What `rows.as` says when it stops. */
const reasons = { done: 0, slow: 1, missing: 2, full: 3 } as const;

/** The condition of a record, and where it is said for each row whether it holds. */
interface WhenPlan {
  readonly when: NonNullable<RunRecord['when']>;
  readonly slots: readonly number[];
  readonly at: number;
}

/** What becomes of rows from one on: those up to `row` are mapped; of that one the slow path is to say what becomes of it. */
export interface Mapped {
  readonly row: number;
  readonly why: 'done' | 'slow' | 'full';
}

/**
 * The fast path of rows in which nothing is wrong: cells become lines without being texts or values in between. It writes what the
 * slow path (`makeRecords`) would write, or nothing at all: at the first doubt a row is left to that one.
 */
export class RowMapper {
  readonly #memory: RowMemory;
  readonly #program: MappingProgram;
  readonly #computed: readonly ComputedPlan[];
  readonly #whens: readonly WhenPlan[];
  readonly #records: number;
  readonly #cells: Value[];
  /** Up to which row of the batch everything is prepared. */
  #ready = 0;

  /** `entitiesAt`: the words of the entities, in the order of the plan. */
  constructor(
    memory: RowMemory,
    entitiesAt: number,
    records: readonly RunRecord[],
    program: MappingProgram,
    plan: RunPlan,
    backEnd: BackEnd,
  ) {
    this.#memory = memory;
    this.#program = program;
    this.#cells = program.slots.map(() => null);
    this.#records = memory.take(records.length * recordBytes);
    const computed: ComputedPlan[] = [];
    const whens: WhenPlan[] = [];
    for (const [index, record] of records.entries()) {
      const fields = memory.take(record.fields.length * fieldBytes);
      for (const [at, field] of record.fields.entries()) {
        const found = planField(memory, fields + at * fieldBytes, field, program, record.checks[at], backEnd);
        if (found !== undefined) computed.push(found);
      }
      const when = record.when === undefined ? undefined : { when: record.when, at: memory.take(batchRows) };
      if (when !== undefined && record.program.when !== undefined)
        whens.push({ ...when, slots: slotsOf(record.program.when) });
      const words = [record.entity, record.fields.length, fields, ...startOf(memory, record, plan), when?.at ?? 0];
      const lists = [eitherOf(record), keysOf(record), referencesOf(record, plan)].map((list) => memory.list(list));
      memory.setWords(this.#records + index * recordBytes, [...words, ...lists, record.isParent ? 1 : 0, 0]);
    }
    this.#computed = computed;
    this.#whens = whens;
    const most = Math.max(...records.map(({ fields }) => fields.length), 0);
    const references = records.reduce((sum, record) => sum + referencesOf(record, plan)[0], 0);
    const { rows } = memory;
    rows.plan(this.#records, records.length, entitiesAt);
    rows.room(
      memory.line,
      lineBytes,
      memory.take(records.length * pendingBytes),
      memory.take(references * referenceBytes),
      memory.take(most * 8),
      memory.take(unitsBytes),
    );
    rows.reset();
  }

  /** Whether there is a fast path for the records. */
  static fits(records: readonly RunRecord[]): boolean {
    return records.every(
      ({ each, fields }) =>
        each === undefined && fields.every((field) => field.rule.custom === undefined && !isTooLong(field)),
    );
  }

  /** A new batch is in the memory. */
  begin(): void {
    for (const plan of this.#computed) forgetGiven(this.#memory, plan);
    this.#ready = 0;
  }

  /** Maps rows from `from` on. */
  map(batch: ByteBatch, from: number): Mapped {
    const { rows } = this.#memory;
    let row = from;
    while (row < batch.rows) {
      if (row >= this.#ready) this.#prepare(batch, row);
      row = rows.map(row, this.#ready);
      const reason = rows.reason.value;
      if (reason === reasons.done) continue;
      if (reason === reasons.slow) return { row, why: 'slow' };
      if (reason === reasons.full) return { row, why: 'full' };
      if (!this.#give(batch, row)) return { row, why: 'slow' };
    }
    return { row, why: 'done' };
  }

  /** Rows that were mapped and filtered, and of each record those that merged because they began with it. */
  counts(): { readonly mapped: number; readonly filtered: number; readonly merged: (record: number) => number } {
    const { mapped, filtered } = this.#memory.rows;
    return {
      mapped: mapped.value >>> 0,
      filtered: filtered.value >>> 0,
      merged: (record) => this.#memory.word(this.#records + record * recordBytes + mergedWord),
    };
  }

  #prepare(batch: ByteBatch, from: number): void {
    let to = batch.rows;
    for (const plan of this.#computed) {
      if (isPrepared(this.#memory, plan)) to = prepare(this.#memory, plan, batch, from, to);
    }
    for (const { when, slots, at } of this.#whens) {
      const { bytes } = this.#memory;
      for (let row = from; row < to; row++) bytes[at + row] = this.#holds(when, slots, batch, row * batch.width);
    }
    this.#ready = to;
  }

  /** 2: the condition has a fault. */
  #holds(when: WhenPlan['when'], used: readonly number[], batch: ByteBatch, first: number): 0 | 1 | 2 {
    const { slots } = this.#program;
    for (const slot of used) this.#cells[slot] = slotValue(batch, first, slots[slot]);
    try {
      return when(this.#cells, null) === true ? 1 : 0;
    } catch (problem) {
      if (problem instanceof RowFault) return 2;
      throw problem;
    }
  }

  /** Computes what is missing; false if the slow path is to have the row. */
  #give(batch: ByteBatch, row: number): boolean {
    const missing = this.#memory.rows.missing.value;
    const plan = this.#computed.find(({ at }) => at === missing);
    if (plan === undefined) throw new TypeError('A field is missing that is not computed.');
    if (isHopeless(this.#memory, plan)) {
      prepareAlways(this.#memory, plan);
      this.#ready = row;
      return true;
    }
    return give(this.#memory, plan, batch, row);
  }
}

/** Units of a key, two bytes each. */
const unitsBytes = 1 << 15;

function startOf(memory: RowMemory, { program, entity }: RunRecord, plan: RunPlan): readonly number[] {
  const hasModes = plan.entities[entity].modes.some((each) => each !== 'upsert');
  const start = Buffer.from(hasModes ? `{"mode":"${program.rule.mode}"` : '{');
  return [memory.put(start), start.length];
}

function eitherOf({ either }: RunRecord): readonly [number, ...number[]] {
  return [either.length, ...either.flatMap(({ indexes }) => [indexes.length, ...indexes])];
}

function keysOf({ fields, program: { entity } }: RunRecord): readonly [number, ...number[]] {
  const parts = entity.key.map((name) => [indexOf(fields, name) + 1, isNatural(entity.fields[name]) ? 1 : 0]);
  return [parts.length, ...parts.flat()];
}

function referencesOf({ fields, entity }: RunRecord, plan: RunPlan): readonly [number, ...number[]] {
  const found = plan.entities[entity].references.flatMap(({ field, target }, index) => {
    const parent = entities.get(target);
    const at = indexOf(fields, field);
    return parent === undefined || at < 0 ? [] : [[at, isNatural(parent.fields[parent.key[0]]) ? 1 : 0, index]];
  });
  return [found.length, ...found.flat()];
}

function indexOf(fields: RunRecord['fields'], name: string): number {
  return fields.findIndex(({ rule }) => rule.name === name);
}

function isNatural(field: Field): boolean {
  return 'compare' in field && field.compare === 'natural';
}
