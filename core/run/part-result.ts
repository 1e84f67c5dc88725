import type { CodeTally } from '../mapping/evidence/code-tally.ts';
import type { Doubt } from './assumption.ts';
import type { Counts, RecordLedger, RowLedger } from './ledger.ts';

/**
 * What a mapped part leaves behind: this value, as JSON, and the files that it names, in a folder of its own. A part knows
 * nothing of other parts, so results do not depend on who made them, or in which order. Numbers in files are little-endian.
 */
export interface PartResult {
  readonly part: number;
  readonly folder: string;
  readonly rows: RowLedger;
  readonly entities: readonly EntityResult[];
  /** Lines of issues, in row order. */
  readonly issues: BlockFile;
  readonly issueCounts: Counts;
  /** Lines `{ position, reasons, cells }` of the rows that were rejected while mapping, in row order. */
  readonly rejects: BlockFile;
  /** What was assumed of a column does not hold: the part was given up, and all are mapped again. */
  readonly doubt?: Doubt;
  /** How often reading it failed and was tried again; left out if it never did. */
  readonly retries?: number;
  /** What the columns of codes are like. */
  readonly codes: readonly CodeTally[];
}

/** The records of one entity: ordinals count them from 0 within their part. */
export interface EntityResult {
  readonly entity: string;
  readonly ledger: RecordLedger;
  /** One JSON object a line, in the order of the rows. */
  readonly records: BlockFile;
  /** For each record, in order, 16 bytes: digest of its key (low, high), position of its row, flags (bit 0: it is its row's subject). */
  readonly keys: SizedFile;
  /** For each reference with a value 16 bytes: digest (low, high), ordinal of the record, index into `references` of the plan. */
  readonly references: SizedFile;
  /** For each record that a rule filtered 8 bytes: the digest of its key. */
  readonly filteredKeys: SizedFile;
  /** Lines: the key fields, as an object, of each record that was rejected while mapping and whose key could be read. */
  readonly rejectedKeys: SizedFile;
  /** How many records were rejected while mapping and had no readable key: then absence says nothing. */
  readonly unreadableKeys: number;
}

/** A file, and how long it is. Without bytes there is none. */
export interface SizedFile {
  readonly file: string;
  readonly bytes: number;
}

/** Lines in compressed blocks that were cut at the first line end past 1 MiB. Each block is a gzip or zstd member of its own. Without blocks there is no file. */
export interface BlockFile {
  readonly file: string;
  readonly blocks: readonly Block[];
}

export interface Block {
  /** Where it lies in its file, and how long it is there. */
  readonly offset: number;
  readonly bytes: number;
  /** Of its lines: how many, their length in bytes, and their digest (SHA-256, hexadecimal). */
  readonly lines: number;
  readonly rawBytes: number;
  readonly sha256: string;
}

/** A block and the file it lies in: blocks of one member may come from several files. */
export interface PlacedBlock extends Block {
  readonly path: string;
}
