import { join } from 'node:path';
import { digestKey } from '../../model/key.ts';
import type { Compression } from '../blocks.ts';
import { Partitions } from '../finalize/partitions.ts';
import type { Issue } from '../issue.ts';
import type { PlacedBlock } from '../part-result.ts';
import { linesOf } from '../read-blocks.ts';

/** How many issues of a kind there are that the other mapping does not have. */
export interface IssueDiff {
  readonly code: string;
  readonly entity: string;
  /** Null if it is of the whole record or row. */
  readonly field: string | null;
  readonly appeared: number;
  readonly gone: number;
}

interface Kind {
  readonly index: number;
  readonly kind: Pick<IssueDiff, 'code' | 'entity' | 'field'>;
}

/** Compares issues by row, field and code, bucket by bucket of a scratch file. */
export function diffIssues(
  sides: { readonly old: readonly PlacedBlock[]; readonly new: readonly PlacedBlock[] },
  { folder, compression }: { readonly folder: string; readonly compression: Compression },
): readonly IssueDiff[] {
  const total = [...sides.old, ...sides.new].reduce((sum, block) => sum + block.lines, 0);
  const buckets = Math.min(4096, Math.max(1, Math.ceil(total / entriesAtOnce)));
  const kinds = new Map<
    string,
    { readonly index: number; readonly kind: Pick<IssueDiff, 'code' | 'entity' | 'field'> }
  >();
  const partitions = new Partitions(join(folder, 'issues'), buckets);
  try {
    const digest = new Uint32Array(2);
    for (const [side, blocks] of [sides.old, sides.new].entries())
      for (const line of linesOf(blocks, compression)) {
        const issue: Issue = JSON.parse(line);
        const { origin, code, entity } = issue;
        const field = issue.field ?? null;
        const name = `${code}\0${entity}\0${field ?? ''}`;
        const kind: Kind = kinds.get(name) ?? { index: kinds.size, kind: { code, entity, field } };
        kinds.set(name, kind);
        digestKey(`${origin}\0${name}`, digest, 0);
        partitions.entry(digest[0] % buckets, digest[0], digest[1], kind.index, side);
      }
    const counts = [...kinds.values()].map(() => ({ appeared: 0, gone: 0 }));
    for (let bucket = 0; bucket < buckets; bucket++)
      for (const { kind, balance } of balances(partitions, bucket)) {
        if (balance > 0) counts[kind].appeared += balance;
        else counts[kind].gone -= balance;
      }
    return [...kinds.values()]
      .map(({ kind, index }) => ({ ...kind, ...counts[index] }))
      .filter(({ appeared, gone }) => appeared + gone > 0)
      .sort((a, b) => order(`${a.code} ${a.entity} ${a.field}`, `${b.code} ${b.entity} ${b.field}`));
  } finally {
    partitions.close();
  }
}

const entriesAtOnce = 1 << 19;
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of each issue of a bucket: how many more the new mapping has. */
function* balances(
  partitions: Partitions,
  bucket: number,
): Generator<{ readonly kind: number; readonly balance: number }> {
  const found = new Map<string, { readonly kind: number; balance: number }>();
  for (const words of partitions.entries(bucket))
    for (let at = 0; at < words.length; at += 4) {
      const name = `${words[at]} ${words[at + 1]} ${words[at + 2]}`;
      const each = found.get(name) ?? { kind: words[at + 2], balance: 0 };
      found.set(name, each);
      each.balance += words[at + 3] === 1 ? 1 : -1;
    }
  yield* found.values();
}
