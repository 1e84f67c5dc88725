import type { ByteBatch } from '../../adapter/batch.ts';
import type { BackEnd, FieldCheck } from '../../mapping/compile/record.ts';
import { RowFault, type Value } from '../../mapping/functions/value.ts';
import type { MappingProgram } from '../../mapping/program.ts';
import type { Field } from '../../model/define.ts';
import { entities } from '../../model/entities/index.ts';
import { slotValue } from '../cell-value.ts';
import type { RunPlan } from '../plan.ts';
import type { RunRecord } from '../run-record.ts';
import { undecided } from './byte-field.ts';
import { type BytesOfField, bytesOfFields, slotsOf } from './byte-record.ts';
import { KeyDigest } from './key-digest.ts';

/** A record as bytes: its line, and the digests of its key and its references. Good until the next row. */
export interface ByteLine {
  readonly record: RunRecord;
  from: number;
  to: number;
  low: number;
  high: number;
  /** Three numbers for each reference: digest (low, high) and its index in the plan. */
  readonly references: number[];
}

/**
 * The fast path of rows in which nothing is wrong: cells become lines without being texts or values in between. It writes what the
 * slow path (`makeRecords`) would write, or nothing at all: at the first doubt a row is left to that one.
 */
export class ByteMapper {
  readonly out = Buffer.allocUnsafe(1 << 18);
  readonly lines: ByteLine[] = [];
  readonly #records: readonly ByteRecord[];
  readonly #program: MappingProgram;
  readonly #cells: Value[];
  readonly #key = new KeyDigest();

  constructor(records: readonly ByteRecord[], program: MappingProgram) {
    this.#records = records;
    this.#program = program;
    this.#cells = program.slots.map(() => null);
  }

  /** Maps the row whose cells begin at `first` into `lines`; false if the slow path has to. */
  map(batch: ByteBatch, first: number): boolean {
    this.lines.length = 0;
    let at = 0;
    for (let index = 0; index < this.#records.length; index++) {
      const record = this.#records[index];
      if (record.when !== undefined) {
        const holds = this.#holds(record, record.when, batch, first);
        if (holds === undefined) return false;
        if (!holds) continue;
      }
      at = this.#write(record, batch, first, at);
      if (at === undecided) return false;
    }
    return true;
  }

  /** Undefined: the condition has a fault, or its record is one that others refer to. */
  #holds(
    record: ByteRecord,
    when: NonNullable<RunRecord['when']>,
    batch: ByteBatch,
    first: number,
  ): boolean | undefined {
    const { slots } = this.#program;
    for (const slot of record.whenSlots) this.#cells[slot] = slotValue(batch, first, slots[slot]);
    try {
      if (when(this.#cells, null) === true) return true;
      return record.of.isParent ? undefined : false;
    } catch (problem) {
      if (problem instanceof RowFault) return undefined;
      throw problem;
    }
  }

  #write(record: ByteRecord, batch: ByteBatch, first: number, from: number): number {
    const { out } = this;
    const { fields, spans, line } = record;
    // Every field may take its longest cell.
    if (from + fields.length * longestField > out.length) return undecided;
    let at = from;
    const { start } = record;
    for (let index = 0; index < start.length; index++) out[at++] = start[index];
    let isFirst = start.length === 1;
    for (let index = 0; index < fields.length; index++) {
      const { column, write, prefix, required, partial } = fields[index];
      const begin = at;
      if (!isFirst) out[at++] = 44;
      for (let each = 0; each < prefix.length; each++) out[at++] = prefix[each];
      const value = at;
      at = write(batch, first + column, out, at);
      if (at === undecided) return undecided;
      const isNull = at - value === 4 && out[value] === 110;
      if (isNull && required) return undecided;
      spans[index * 2] = isNull ? 0 : value;
      spans[index * 2 + 1] = isNull ? 0 : at;
      if (isNull && partial) at = begin;
      else isFirst = false;
    }
    for (const set of record.of.either) if (!set.indexes.some((index) => spans[index * 2] > 0)) return undecided;
    out[at++] = 125;
    line.from = from;
    line.to = at;
    if (!this.#digests(record)) return undecided;
    this.lines.push(line);
    return at;
  }

  #digests({ keys, references, spans, line }: ByteRecord): boolean {
    const { out } = this;
    const key = this.#key;
    key.clear();
    for (let part = 0; part < keys.length; part++) {
      const { at, natural } = keys[part];
      if (part > 0) key.separate();
      if (at >= 0 && !key.add(out, spans[at * 2], spans[at * 2 + 1], natural)) return false;
    }
    key.digest();
    line.low = key.low;
    line.high = key.high;
    line.references.length = 0;
    for (let each = 0; each < references.length; each++) {
      const { at, index, natural } = references[each];
      if (spans[at * 2] === 0) continue;
      key.clear();
      if (!key.add(out, spans[at * 2], spans[at * 2 + 1], natural)) return false;
      key.digest();
      line.references.push(key.low, key.high, index);
    }
    return true;
  }
}

/** More than the longest cell, in which every byte may become two, and its name. */
const longestField = 1 << 14;

interface KeyPart {
  /** The field, or -1 if the mapping does not have it. */
  readonly at: number;
  readonly natural: boolean;
}

/** What the fast path knows of a record. */
export interface ByteRecord {
  readonly of: RunRecord;
  readonly fields: readonly BytesOfField[];
  readonly start: Uint8Array;
  readonly when: RunRecord['when'];
  readonly whenSlots: readonly number[];
  readonly keys: readonly KeyPart[];
  readonly references: readonly (KeyPart & { readonly index: number })[];
  /** Where the value of each field lies in the line that was written last; zeros if it is null. */
  readonly spans: Int32Array;
  readonly line: ByteLine;
}

/** The fast path of a mapping; undefined if a part of it has none. */
export function byteMapper(
  records: readonly RunRecord[],
  checks: readonly (readonly FieldCheck[])[],
  program: MappingProgram,
  plan: RunPlan,
  backEnd: BackEnd,
): ByteMapper | undefined {
  const found: ByteRecord[] = [];
  for (const [index, record] of records.entries()) {
    const fields = bytesOfFields(record, program, checks[index], backEnd);
    if (fields === undefined || fields.some(({ prefix }) => prefix.length > 1024)) return undefined;
    const { entity, modes, references } = { ...plan.entities[record.entity] };
    const names = record.fields.map(({ rule }) => rule.name);
    found.push({
      of: record,
      fields,
      start: Buffer.from(modes.some((each) => each !== 'upsert') ? `{"mode":"${record.program.rule.mode}"` : '{'),
      when: record.when,
      whenSlots: record.program.when === undefined ? [] : [...new Set(slotsOf(record.program.when))],
      keys: entity.key.map((name) => ({ at: names.indexOf(name), natural: isNatural(entity.fields[name]) })),
      references: references.flatMap(({ field, target }, at) => {
        const parent = entities.get(target);
        return parent === undefined || !names.includes(field)
          ? []
          : [{ at: names.indexOf(field), index: at, natural: isNatural(parent.fields[parent.key[0]]) }];
      }),
      spans: new Int32Array(record.fields.length * 2),
      line: { record, from: 0, to: 0, low: 0, high: 0, references: [] },
    });
  }
  return new ByteMapper(found, program);
}

function isNatural(field: Field): boolean {
  return 'compare' in field && field.compare === 'natural';
}
