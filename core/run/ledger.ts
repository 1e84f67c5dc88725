/** What became of the rows of a run: read = mapped + filtered + rejected + merged, or nothing is published. */
export interface RowLedger {
  read: number;
  mapped: number;
  /** By rule: `Computer: Obsolete0 != 1`, or `parent Computer` for children of a filtered parent. */
  filtered: Counts;
  /** By code of the issue that rejected the row. */
  rejected: Counts;
  /** By entity, key fields in brackets: `Computer(key)`. */
  merged: Counts;
}

/** What became of the records of an entity: made = written + merged + rejected + filtered with their parent. */
export interface RecordLedger {
  made: number;
  written: number;
  merged: number;
  rejected: number;
  filtered: number;
}

export type Counts = Record<string, number>;

export function emptyRowLedger(): RowLedger {
  return { read: 0, mapped: 0, filtered: {}, rejected: {}, merged: {} };
}

export function emptyRecordLedger(): RecordLedger {
  return { made: 0, written: 0, merged: 0, rejected: 0, filtered: 0 };
}

export function count(counts: Counts, name: string, by = 1): void {
  counts[name] = (Object.hasOwn(counts, name) ? counts[name] : 0) + by;
}

export function total(counts: Readonly<Counts>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

export function addRowLedger(into: RowLedger, part: Readonly<RowLedger>): void {
  into.read += part.read;
  into.mapped += part.mapped;
  for (const kind of ['filtered', 'rejected', 'merged'] as const) {
    for (const [name, by] of Object.entries(part[kind])) count(into[kind], name, by);
  }
}

export function addRecordLedger(into: RecordLedger, part: Readonly<RecordLedger>): void {
  for (const kind of ['made', 'written', 'merged', 'rejected', 'filtered'] as const) into[kind] += part[kind];
}

export function rowsClose({ read, mapped, filtered, rejected, merged }: Readonly<RowLedger>): boolean {
  return read === mapped + total(filtered) + total(rejected) + total(merged);
}

export function recordsClose({ made, written, merged, rejected, filtered }: Readonly<RecordLedger>): boolean {
  return made === written + merged + rejected + filtered;
}
