import { join } from 'node:path';
import type { Entity } from '../../model/define.ts';
import { digestKey } from '../../model/key.ts';
import type { Compression } from '../blocks.ts';
import { lineKey, type Property, parseLine, printed, rawOf } from '../finalize/line.ts';
import { Partitions } from '../finalize/partitions.ts';
import type { PlacedBlock } from '../part-result.ts';
import { linesOf } from '../read-blocks.ts';
import { First } from './first.ts';

/** What a change of a mapping does to the records of one entity. */
export interface EntityDiff {
  readonly entity: string;
  readonly same: number;
  readonly changed: number;
  readonly appeared: number;
  readonly gone: number;
  /** Fields that differ in some records, in the order of the model. */
  readonly fields: readonly FieldDiff[];
  /** The first records that differ, in the order of the source: first those that change or appear, then those that go. */
  readonly records: readonly RecordDiff[];
}

/** How many records have another value in a field, have one now, or have none any more. */
export interface FieldDiff {
  readonly field: string;
  readonly changed: number;
  readonly gained: number;
  readonly lost: number;
}

export interface RecordDiff {
  /** The fields of its key, as text. */
  readonly key: Readonly<Record<string, string>>;
  readonly change: 'changed' | 'appeared' | 'gone';
  readonly fields: readonly ValueDiff[];
}

/** JSON texts; a side that has not collected the field has none. */
export interface ValueDiff {
  readonly field: string;
  readonly old?: string;
  readonly new?: string;
}

export interface EntityRecords {
  readonly entity: Entity;
  readonly old: readonly PlacedBlock[];
  readonly new: readonly PlacedBlock[];
}

/**
 * Compares the records of an entity by their keys, whatever their order. They are spread by key over buckets of a scratch file, and bucket
 * by bucket looked at together: memory is that of a bucket.
 */
export function diffRecords(
  { entity, old, new: now }: EntityRecords,
  { folder, compression, most, bucketBytes = usualBucket }: DiffRecordsOptions,
): EntityDiff {
  const bytes = [...old, ...now].reduce((sum, block) => sum + block.rawBytes, 0);
  const buckets = Math.min(4096, Math.max(1, Math.ceil(bytes / bucketBytes)));
  const sides = [spread(entity, old, 'old'), spread(entity, now, 'new')];
  const tally = new Tally(entity, most);
  try {
    for (let bucket = 0; bucket < buckets; bucket++) compareBucket(entity, sides[0], sides[1], bucket, tally);
  } finally {
    for (const side of sides) side.close();
  }
  return tally.result();

  function spread(of: Entity, blocks: readonly PlacedBlock[], side: string): Partitions {
    const partitions = new Partitions(join(folder, `${of.name}-${side}`), buckets);
    const digest = new Uint32Array(2);
    let number = 0;
    for (const line of linesOf(blocks, compression)) {
      digestKey(lineKey(of, parseLine(line)), digest, 0);
      partitions.frame(digest[0] % buckets, digest[0], digest[1], number++, Buffer.from(line));
    }
    return partitions;
  }
}

export interface DiffRecordsOptions {
  /** A scratch folder. */
  readonly folder: string;
  readonly compression: Compression;
  /** How many records are shown. */
  readonly most: number;
  /** About how much of the records is held in memory at a time; tests make it small. */
  readonly bucketBytes?: number;
}

const usualBucket = 8 << 20;

interface Line {
  readonly number: number;
  readonly text: string;
  readonly properties: readonly Property[];
}

function compareBucket(entity: Entity, old: Partitions, now: Partitions, bucket: number, tally: Tally): void {
  const before = new Map<string, Line>();
  for (const line of linesIn(old, bucket)) before.set(lineKey(entity, line.properties), line);
  for (const line of linesIn(now, bucket)) {
    const key = lineKey(entity, line.properties);
    const was = before.get(key);
    before.delete(key);
    if (was === undefined) tally.appeared(line);
    else if (was.text === line.text) tally.same++;
    else tally.changed(was, line);
  }
  for (const line of before.values()) tally.gone(line);
}

function* linesIn(partitions: Partitions, bucket: number): Generator<Line> {
  for (const { words, payload } of partitions.frames(bucket)) {
    const text = payload.toString('utf8');
    yield { number: words[2], text, properties: parseLine(text) };
  }
}

interface Counts {
  changed: number;
  gained: number;
  lost: number;
}

class Tally {
  same = 0;
  readonly #entity: Entity;
  readonly #fields = new Map<string, Counts>();
  readonly #now: First<RecordDiff>;
  readonly #gone: First<RecordDiff>;
  readonly #most: number;
  #changed = 0;
  #appeared = 0;

  constructor(entity: Entity, most: number) {
    this.#entity = entity;
    this.#most = most;
    this.#now = new First(most);
    this.#gone = new First(most);
  }

  appeared({ number, properties }: Line): void {
    this.#appeared++;
    this.#now.add(number, () => ({ key: this.#key(properties), change: 'appeared', fields: [] }));
  }

  gone({ number, properties }: Line): void {
    this.#gone.add(number, () => ({ key: this.#key(properties), change: 'gone', fields: [] }));
  }

  changed(old: Line, now: Line): void {
    const fields = valueDiffs(old.properties, now.properties);
    // The same values in another order are the same record.
    if (fields.length === 0) {
      this.same++;
      return;
    }
    this.#changed++;
    for (const each of fields) {
      const counts = this.#fields.get(each.field) ?? { changed: 0, gained: 0, lost: 0 };
      this.#fields.set(each.field, counts);
      counts[kindOf(each)]++;
    }
    this.#now.add(now.number, () => ({ key: this.#key(now.properties), change: 'changed', fields }));
  }

  result(): EntityDiff {
    const order = ['mode', ...Object.keys(this.#entity.fields)];
    const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
    return {
      entity: this.#entity.name,
      same: this.same,
      changed: this.#changed,
      appeared: this.#appeared,
      gone: this.#gone.count,
      fields: [...this.#fields]
        .map(([field, counts]) => ({ field, ...counts }))
        .sort((a, b) => place(a.field) - place(b.field) || (a.field < b.field ? -1 : 1)),
      records: [...this.#now.items(), ...this.#gone.items()].slice(0, this.#most),
    };
  }

  #key(properties: readonly Property[]): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#entity.key.map((name) => [name, printed(rawOf(properties, name) ?? 'null')]));
  }
}

function valueDiffs(old: readonly Property[], now: readonly Property[]): readonly ValueDiff[] {
  const [before, after] = [valuesOf(old), valuesOf(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [was, is] = [before.get(field), after.get(field)];
    if (was === is) return [];
    return [{ field, ...(was === undefined ? {} : { old: was }), ...(is === undefined ? {} : { new: is }) }];
  });
}

/** The values of a line by field; fields of one's own are called `custom.name`. */
function valuesOf(properties: readonly Property[]): ReadonlyMap<string, string> {
  return new Map(
    properties.flatMap(({ name, raw }) =>
      name === 'custom'
        ? parseLine(raw).map((own) => [`custom.${own.name}`, own.raw] as const)
        : [[name, raw] as const],
    ),
  );
}

function kindOf({ old = 'null', new: now = 'null' }: ValueDiff): keyof Counts {
  if (old === 'null' && now !== 'null') return 'gained';
  return now === 'null' && old !== 'null' ? 'lost' : 'changed';
}
