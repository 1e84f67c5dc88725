import type { Entity } from '../model/define.ts';
import { sha256 } from '../run/blocks.ts';
import type { Block, PlacedBlock } from '../run/part-result.ts';
import type { PackageContent } from './content.ts';
import { mappingMembers } from './manifest.ts';

/** One file of a package, before it is written: where its bytes come from, and what is known of its lines. */
export interface Member {
  /** `Computer.ndjson`: the same whatever the compression. */
  readonly name: string;
  /** Its name in the zip: `Computer.ndjson.gz`. */
  readonly path: string;
  readonly mediatype: string;
  readonly compression?: 'gz' | 'zst';
  readonly blocks: readonly (PlacedBlock | HeldBlock)[];
  /** The entity whose records it holds, and its mapped fields. */
  readonly records?: { readonly entity: Entity; readonly fields: readonly string[] };
}

/** A small block that is in memory, not in a file. */
export interface HeldBlock extends Omit<Block, 'offset'> {
  readonly held: Buffer;
}

const suffixes = { gzip: 'gz', zstd: 'zst' } as const;
export const presentName = 'present.ndjson';
export const issuesName = 'issues.ndjson';
export const blocksName = 'blocks.ndjson';

/** The members of a package in the order of the zip, but for the manifest, which comes first. */
export function membersOf(content: PackageContent): Member[] {
  const lines = (name: string, blocks: readonly PlacedBlock[], more: Pick<Member, 'records'> = {}): Member => ({
    name,
    path: `${name}.${suffixes[content.compression]}`,
    mediatype: 'application/x-ndjson',
    compression: suffixes[content.compression],
    blocks: blocks.filter(({ rawBytes }) => rawBytes > 0),
    ...more,
  });
  const mappings = mappingMembers(content.datasets.map(({ mapping }) => mapping));
  const members = [
    ...content.entities.map(({ entity, fields, blocks }) =>
      lines(`${entity.name}.ndjson`, blocks, { records: { entity, fields } }),
    ),
    lines(presentName, content.present.blocks),
    lines(issuesName, content.issues.blocks),
    ...content.datasets.map(({ text }, index) => plain(mappings[index], 'application/yaml', text)),
  ];
  return [plain(blocksName, 'application/x-ndjson', blockLines(members)), ...members];
}

export function lineCount(member: Pick<Member, 'blocks'>): number {
  return member.blocks.reduce((sum, { lines }) => sum + lines, 0);
}

function plain(name: string, mediatype: string, content: string): Member {
  const held = Buffer.from(content);
  const lines = content.split('\n').length - 1;
  const block = { held, bytes: held.length, lines, rawBytes: held.length, sha256: sha256(held) };
  return { name, path: name, mediatype, blocks: held.length === 0 ? [] : [block] };
}

/** `blocks.ndjson`: where the blocks of each compressed member end, so that each can be read and proved alone. */
function blockLines(members: readonly Member[]): string {
  const lines: string[] = [];
  for (const { name, compression, blocks } of members) {
    if (compression === undefined) continue;
    for (const block of blocks) lines.push(`${JSON.stringify(blockLine(name, block))}\n`);
  }
  return lines.join('');
}

function blockLine(member: string, { bytes, lines, rawBytes, sha256 }: Omit<Block, 'offset'>) {
  return { member, bytes, lines, rawBytes, sha256 };
}
