import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestKey, keyText, referenceText } from '../../../../core/model/key.ts';
import { BlockWriter, type Compression, compress, decompress, sha256 } from '../../../../core/run/blocks.ts';
import { type Finalized, type FinalizeOptions, finalize } from '../../../../core/run/finalize/finalize.ts';
import type { Issue } from '../../../../core/run/issue.ts';
import { count, emptyRecordLedger, emptyRowLedger } from '../../../../core/run/ledger.ts';
import type {
  Block,
  BlockFile,
  EntityResult,
  PartResult,
  PlacedBlock,
  SizedFile,
} from '../../../../core/run/part-result.ts';
import type { EntityPlan, RunPlan } from '../../../../core/run/plan.ts';

/** Writes parts as the mapper does, from plain records, and reads back what became of them. */

export type Line = Readonly<Record<string, unknown>>;

/** A row and the records it gave. The first is the subject; `filtered` has keys of records that a rule filtered. */
export interface Row {
  readonly records?: readonly { readonly entity: string; readonly line: Line; readonly isSubject?: boolean }[];
  readonly filtered?: readonly { readonly entity: string; readonly key: Line }[];
  readonly rejected?: readonly { readonly entity: string; readonly key?: Line }[];
}

export const ruleName = 'Thing: when';

interface Writing {
  readonly folder: string;
  readonly part: number;
  readonly rows: readonly Row[];
  readonly firstPosition: number;
  readonly plan: RunPlan;
  readonly compression: Compression;
  readonly digestOf: (text: string) => readonly number[];
}

function writePart(writing: Writing): PartResult {
  const { folder, part, rows, plan, compression } = writing;
  mkdirSync(folder);
  const ledger = emptyRowLedger();
  for (const { records = [], rejected = [] } of rows) {
    ledger.read++;
    if (rejected.length > 0) count(ledger.rejected, 'row/required');
    else if (records.some(({ isSubject }) => isSubject !== false)) ledger.mapped++;
    else count(ledger.filtered, ruleName);
  }
  const issues = new BlockWriter(join(folder, 'issues'), 'issues', compression);
  issues.line(JSON.stringify({ origin: `part ${part}` }));
  return {
    part,
    folder,
    rows: ledger,
    entities: plan.entities.map((each) => writeEntity(writing, each)),
    issues: issues.finish(),
    codes: [],
    issueCounts: { 'row/required': 1 },
    rejects: { file: 'rejects', blocks: [] },
  };
}

function writeEntity(writing: Writing, { entity, references }: EntityPlan): EntityResult {
  const { folder, rows, firstPosition, plan, compression, digestOf } = writing;
  const { name } = entity;
  const ledger = emptyRecordLedger();
  const lines: string[] = [];
  const keys: number[] = [];
  const referred: number[] = [];
  const filteredKeys: number[] = [];
  const rejectedKeys: string[] = [];
  let unreadableKeys = 0;
  for (const [index, row] of rows.entries()) {
    for (const record of row.records ?? []) {
      if (record.entity !== name) continue;
      keys.push(...digestOf(keyText(entity, record.line)), firstPosition + index, record.isSubject === false ? 0 : 1);
      for (const [at, { field, target }] of references.entries()) {
        const value = record.line[field];
        const parent = plan.entities.find((each) => each.entity.name === target)?.entity;
        if (typeof value !== 'string' || parent === undefined) continue;
        referred.push(...digestOf(referenceText(parent, value)), ledger.written, at);
      }
      lines.push(JSON.stringify(record.line));
      ledger.made++;
      ledger.written++;
    }
    for (const each of row.filtered ?? [])
      if (each.entity === name) filteredKeys.push(...digestOf(keyText(entity, each.key)));
    for (const each of row.rejected ?? []) {
      if (each.entity !== name) continue;
      ledger.made++;
      ledger.rejected++;
      if (each.key === undefined) unreadableKeys++;
      else rejectedKeys.push(`${JSON.stringify(each.key)}\n`);
    }
  }
  const write = (kind: string, content: Uint32Array | string): SizedFile => {
    const file = `${name}.${kind}`;
    const bytes = Buffer.byteLength(content);
    if (bytes > 0) writeFileSync(join(folder, file), content);
    return { file, bytes };
  };
  return {
    entity: name,
    ledger,
    records: writeLines(folder, name, lines, compression),
    keys: write('keys', Uint32Array.from(keys)),
    references: write('references', Uint32Array.from(referred)),
    filteredKeys: write('filtered', Uint32Array.from(filteredKeys)),
    rejectedKeys: write('rejected', rejectedKeys.join('')),
    unreadableKeys,
  };
}

/** Lines in blocks of three, so that small cases have several. */
function writeLines(folder: string, name: string, lines: readonly string[], compression: Compression): BlockFile {
  const blocks: Block[] = [];
  const packs: Buffer[] = [];
  let offset = 0;
  const most = lines.length > 1000 ? 5000 : 3;
  for (let at = 0; at < lines.length; at += most) {
    const some = lines.slice(at, at + most);
    const raw = Buffer.from(some.map((line) => `${line}\n`).join(''));
    const packed = compress(raw, compression);
    blocks.push({ offset, bytes: packed.length, lines: some.length, rawBytes: raw.length, sha256: sha256(raw) });
    packs.push(packed);
    offset += packed.length;
  }
  writeFileSync(join(folder, name), Buffer.concat(packs));
  return { file: name, blocks };
}

/** What became of the records, in a form that tests compare. */
export interface Outcome {
  readonly rows: Finalized['rows'];
  readonly ledgers: Readonly<Record<string, Finalized['entities'][number]['ledger']>>;
  readonly lines: Readonly<Record<string, readonly string[]>>;
  /** The late issues. */
  readonly issues: readonly Issue[];
  readonly issueCounts: Readonly<Record<string, number>>;
  readonly present: readonly string[];
  readonly rejects: readonly { readonly position: number; readonly entity: string; readonly code: string }[];
}

export interface FinalizeCase {
  readonly plan: RunPlan;
  /** The rows of each part. */
  readonly parts: readonly (readonly Row[])[];
  readonly options?: Partial<FinalizeOptions>;
  readonly originOf?: (position: number) => string;
  /** Instead of the usual digest, to make different keys look equal. */
  readonly digestOf?: (text: string) => readonly number[];
}

/** Writes the parts, finalizes them, and hands the result to `look` before everything is removed. */
export async function withFinalized<T>(
  { plan, parts, options = {}, originOf = (row) => `rows:${row}`, digestOf = digest }: FinalizeCase,
  look: (finalized: Finalized, results: readonly PartResult[], folder: string) => T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'finalize-'));
  try {
    const compression = options.compression ?? 'gzip';
    let position = 1;
    const results = parts.map((rows, part) => {
      const into = join(folder, `part-${part}`);
      const result = writePart({ folder: into, part, rows, firstPosition: position, plan, compression, digestOf });
      position += rows.length;
      return result;
    });
    const scratch = join(folder, 'scratch');
    mkdirSync(scratch);
    const given = { folder: scratch, compression, ...options };
    return look(await finalize([{ parts: results, originOf }], plan, given), results, scratch);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function outcomeOf(finalized: Finalized, compression: Compression = 'gzip'): Outcome {
  const isLate = (line: string) => 'code' in JSON.parse(line);
  return {
    rows: finalized.rows,
    ledgers: Object.fromEntries(finalized.entities.map(({ entity, ledger }) => [entity.name, ledger])),
    lines: Object.fromEntries(
      finalized.entities.map(({ entity, blocks }) => [entity.name, readLines(blocks, compression)]),
    ),
    issues: readLines(finalized.issues.blocks, compression)
      .filter(isLate)
      .map((line) => JSON.parse(line)),
    issueCounts: finalized.issues.counts,
    present: readLines(finalized.present.blocks, compression),
    rejects: readLines(finalized.lateRejects.blocks, compression).map((line) => {
      const { dataset: _, part: __, ...reject } = JSON.parse(line);
      return reject;
    }),
  };
}

function readLines(blocks: readonly PlacedBlock[], compression: Compression = 'gzip'): string[] {
  return blocks.flatMap(({ path, offset, bytes, lines, rawBytes }) => {
    const raw = decompress(readFileSync(path).subarray(offset, offset + bytes), compression);
    const text = raw.toString().split('\n').slice(0, -1);
    if (text.length !== lines || raw.length !== rawBytes) throw new Error(`A block of ${path} lies about its size.`);
    return text;
  });
}

function digest(text: string): readonly number[] {
  const into = new Uint32Array(2);
  digestKey(text, into, 0);
  return [...into];
}
