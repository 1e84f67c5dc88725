import { createHash } from 'node:crypto';
import type { Meaning } from './manifest.ts';

/** A block as far as the content digest goes: its uncompressed lines. */
export interface DigestBlock {
  readonly lines: number;
  readonly sha256: string;
}

/**
 * The digest of what a package says, whatever its compression and the release that wrote it: SHA-256 of one line for each
 * block, `NAME TAB LINES TAB SHA256 LF`, members sorted by name and blocks in their order, and a last line `manifest TAB
 * SHA256 LF` with the digest of the canonical JSON of its meaning.
 */
export function contentDigest(members: ReadonlyMap<string, readonly DigestBlock[]>, meaning: Meaning): string {
  const digest = createHash('sha256');
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, blocks] of sorted) {
    for (const { lines, sha256 } of blocks) digest.update(`${name}\t${lines}\t${sha256}\n`);
  }
  const manifest = createHash('sha256').update(canonicalJson(meaning)).digest('hex');
  return digest.update(`manifest\t${manifest}\n`).digest('hex');
}

/** JSON without blanks, names sorted by their UTF-16 units. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`);
  return `{${members.join(',')}}`;
}
