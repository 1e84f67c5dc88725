import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestKey, keyText } from '../model/key.ts';
import { openPackage } from '../package/open.ts';
import type { SealedPackage } from '../spool/entry.ts';
import type { Spool } from '../spool/spool.ts';
import { DigestTable } from './finalize/digests.ts';
import type { PartResult } from './part-result.ts';
import type { RunPlan } from './plan.ts';

/** Corrected rows refer to records of the package that they correct, so a reference may have its keys, too. */

/** By entity, digests of keys: low and high by turns. */
export type KnownKeys = ReadonlyMap<string, Uint32Array>;
export type FindKnown = (parts: readonly PartResult[], plan: RunPlan) => Promise<KnownKeys>;

/**
 * Finds which of the keys that the rows refer to a package has, or one that it corrects in turn. Memory grows with the references
 * of the rows, not with the packages. Where one of the packages is gone, its keys can't be asked: then every reference stays.
 */
export function keysOfPackages(
  corrected: SealedPackage,
  spool: Pick<Spool, 'ofContent'>,
  signal: AbortSignal,
  onGone: (id: string) => void,
): FindKnown {
  return async (parts, plan) => {
    const wanted = wantedKeys(parts, plan);
    if (wanted.size === 0) return new Map();
    const found = new Map<string, number[]>();
    for (let each: SealedPackage | undefined = corrected; each !== undefined; ) {
      await findIn(each, plan, wanted, found, signal);
      const { corrects }: SealedPackage = each;
      each = corrects === null ? undefined : spool.ofContent(corrects.contentDigest);
      if (corrects === null || each !== undefined) continue;
      onGone(corrects.package);
      return everyKey(parts, plan);
    }
    return new Map([...found].map(([entity, digests]) => [entity, Uint32Array.from(digests)]));
  };
}

/** By entity, the digests that references of the rows have. */
function wantedKeys(parts: readonly PartResult[], plan: RunPlan): ReadonlyMap<string, DigestTable> {
  const wanted = new Map<string, DigestTable>();
  for (const [target, low, high] of references(parts, plan)) {
    const table = wanted.get(target) ?? new DigestTable(1024);
    table.add(low, high, 1);
    wanted.set(target, table);
  }
  return wanted;
}

function everyKey(parts: readonly PartResult[], plan: RunPlan): KnownKeys {
  const all = new Map<string, number[]>();
  for (const [target, low, high] of references(parts, plan)) push(all, target, low, high);
  return new Map([...all].map(([entity, digests]) => [entity, Uint32Array.from(digests)]));
}

function* references(
  parts: readonly PartResult[],
  plan: RunPlan,
): Generator<readonly [target: string, low: number, high: number]> {
  for (const { folder, entities } of parts) {
    for (const { entity, references: written } of entities) {
      if (written.bytes === 0) continue;
      const planned = plan.entities.find((each) => each.entity.name === entity)?.references ?? [];
      const bytes = readFileSync(join(folder, written.file));
      for (let at = 0; at < bytes.length; at += 16) {
        const { target } = planned[bytes.readUInt32LE(at + 12)];
        yield [target, bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
      }
    }
  }
}

async function findIn(
  { path }: SealedPackage,
  { entities }: RunPlan,
  wanted: ReadonlyMap<string, DigestTable>,
  found: Map<string, number[]>,
  signal: AbortSignal,
): Promise<void> {
  const opened = await openPackage(path);
  const digest = new Uint32Array(2);
  try {
    const names = opened.manifest.tributary.entities.map(({ entity }) => entity);
    for (const { entity } of entities) {
      const table = wanted.get(entity.name);
      if (table === undefined || !names.includes(entity.name)) continue;
      for await (const record of opened.records(entity.name)) {
        signal.throwIfAborted();
        digestKey(keyText(entity, record), digest, 0);
        if (table.state(digest[0], digest[1]) !== 0) push(found, entity.name, digest[0], digest[1]);
      }
    }
  } finally {
    await opened.close();
  }
}

function push(found: Map<string, number[]>, entity: string, low: number, high: number): void {
  const known = found.get(entity);
  if (known === undefined) found.set(entity, [low, high]);
  else known.push(low, high);
}
