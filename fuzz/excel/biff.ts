import { changeBytes } from '../harness/bytes.ts';
import type { Random } from '../harness/random.ts';

/** Changes to the records of an xls: each has a number, a length and content. */
interface BiffRecord {
  readonly id: number;
  /** What its header says, if that is not the length of the content. */
  readonly length?: number;
  readonly content: Buffer;
}

type ChangeRecord = (record: BiffRecord, random: Random) => readonly BiffRecord[];

/** Of cells, strings, formats and sheets, and some that no program knows. */
const ids: readonly number[] = [
  0x203, 0x27e, 0xbd, 0xfd, 0xfc, 0x204, 0x6, 0x207, 0x201, 0xbe, 0x205, 0x3c, 0x85, 0x809, 0xa, 0x2f, 0x1e, 0x41e,
  0xe0, 0x22, 0x42, 0x200, 0x208, 0xe5, 0xffff,
];
const odd: readonly number[] = [0, 1, 0xff, 0x7fff, 0x8000, 0xffff];

const changes: readonly ChangeRecord[] = [
  () => [],
  (record) => [record, record],
  (record, random) => Array.from({ length: random.pick([10, 2000]) }, () => record),
  (record, random) => [{ ...record, id: random.pick(ids) }],
  (record, random) => [{ ...record, length: random.pick([0, 1, 8224, 0xffff, record.content.length + 1]) }],
  (record, random) => [{ ...record, content: record.content.subarray(0, random.int(0, record.content.length)) }],
  (record, random) => [{ ...record, content: random.bytes(record.content.length) }],
  (record, random) => [
    {
      ...record,
      content: record.content.length === 0 ? record.content : random.pick(changeBytes)(record.content, random),
    },
  ],
  (record, random) => [{ ...record, content: numberIn(record.content, random) }],
  (record, random) => [{ ...record, content: numberIn(record.content, random) }],
  (record, random) => [{ id: random.pick(ids), content: random.bytes(random.int(0, 40)) }, record],
];

export function damageRecords(stream: Buffer, random: Random): Buffer {
  const records = split(stream);
  if (records.length === 0) return stream;
  // Records of cells and strings are what matters; the others are many.
  const chosen = random.int(0, records.length - 1);
  return join(records.flatMap((record, index) => (index === chosen ? random.pick(changes)(record, random) : [record])));
}

function split(stream: Buffer): readonly BiffRecord[] {
  const records: BiffRecord[] = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const length = stream.readUInt16LE(at + 2);
    records.push({ id: stream.readUInt16LE(at), content: stream.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return records;
}

function join(records: readonly BiffRecord[]): Buffer {
  return Buffer.concat(
    records.flatMap(({ id, length, content }) => {
      const head = Buffer.alloc(4);
      head.writeUInt16LE(id, 0);
      head.writeUInt16LE((length ?? content.length) & 0xffff, 2);
      return [head, content];
    }),
  );
}

function numberIn(content: Buffer, random: Random): Buffer {
  if (content.length < 2) return content;
  const changed = Buffer.from(content);
  changed.writeUInt16LE(random.pick(odd), random.int(0, content.length - 2));
  return changed;
}
