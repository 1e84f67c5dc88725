import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Fault, fault, StorageError } from '../errors/errors.ts';
import { addRowLedger, emptyRowLedger, recordsClose, rowsClose, total } from '../run/ledger.ts';
import { canonicalJson, contentDigest, type DigestBlock } from './content-digest.ts';
import type { ZipDirectory } from './directory.ts';
import { manifestName, meaningOf } from './manifest.ts';
import { blocksName, issuesName, presentName } from './members.ts';
import type { Package, StoredMember } from './open.ts';
import { readBlock } from './stored-blocks.ts';

/**
 * Everything that is not as it was sealed. Always: the counts, both ledgers and the content digest agree, and there is no
 * member that the manifest does not know. Deep: every stored byte and every line, too.
 */
export async function verifyPackage(
  opened: Package,
  directory: ZipDirectory,
  { deep = false }: { readonly deep?: boolean },
): Promise<readonly Fault[]> {
  const found = [...countFaults(opened), ...strayFaults(opened, directory)];
  found.push(...(await digestFaults(opened)));
  if (deep) {
    found.push(...(await manifestFaults(directory)));
    for (const member of opened.members) found.push(...(await memberFaults(opened, directory, member)));
  }
  return found.map((message) =>
    fault('package/digest', `${message} Import again from the source; drop the damaged package.`, {
      place: { file: opened.path },
    }),
  );
}

function* countFaults({ manifest, members }: Package): Generator<string> {
  const { rows, datasets, entities, issues, present } = manifest.tributary;
  const sum = emptyRowLedger();
  for (const { mapping, rows: own } of datasets) {
    if (!rowsClose(own)) yield `The ledger of the rows of ${mapping} does not close.`;
    addRowLedger(sum, own);
  }
  if (!rowsClose(rows)) yield 'The ledger of the rows does not close.';
  else if (canonicalJson(sum) !== canonicalJson(rows)) yield 'The ledgers of the datasets are not that of the package.';
  const expected = new Map([
    ...entities.map(({ entity, ledger }) => [`${entity}.ndjson`, ledger.written] as const),
    [presentName, present],
    [issuesName, total(issues)],
  ]);
  for (const { entity, ledger } of entities) {
    if (!recordsClose(ledger)) yield `The ledger of ${entity} does not close.`;
  }
  for (const { name, resource } of members) {
    const lines = expected.get(name);
    if (lines !== undefined && resource.rowcount !== lines) {
      yield `${name}: expected ${lines} lines, found ${resource.rowcount}.`;
    }
  }
}

function* strayFaults({ manifest }: Package, directory: ZipDirectory): Generator<string> {
  const known = new Set([manifestName, ...manifest.resources.map(({ path }) => path)]);
  for (const name of directory.entries.keys()) {
    if (!known.has(name)) yield `There is a member that the manifest does not know: ${JSON.stringify(name)}.`;
  }
}

async function digestFaults(opened: Package): Promise<string[]> {
  const members = new Map<string, readonly DigestBlock[]>();
  for (const { name, blocks } of opened.members) if (name !== blocksName) members.set(name, blocks);
  try {
    for (const { mapping: name, member } of opened.manifest.tributary.datasets) {
      const mapping = Buffer.from(await opened.mapping(name));
      const lines = countLines(mapping);
      const sha256 = createHash('sha256').update(mapping).digest('hex');
      members.set(member, mapping.length === 0 ? [] : [{ lines, sha256 }]);
    }
  } catch (error) {
    return [said(error)];
  }
  const { tributary } = opened.manifest;
  const digest = contentDigest(members, meaningOf(tributary));
  return digest === tributary.contentDigest
    ? []
    : [`Expected the content digest ${tributary.contentDigest}, found ${digest}.`];
}

async function manifestFaults(directory: ZipDirectory): Promise<string[]> {
  const entry = directory.entries.get(manifestName);
  if (entry === undefined) return [`${manifestName} is missing.`];
  const found = crc32(await directory.read(entry, 0, entry.bytes));
  return found === entry.crc32 ? [] : [`${manifestName} has another checksum.`];
}

async function memberFaults(opened: Package, directory: ZipDirectory, member: StoredMember): Promise<string[]> {
  const { name, resource, entry, blocks } = member;
  try {
    const hash = createHash('sha256');
    let checksum = 0;
    for await (const piece of opened.stored(member)) {
      hash.update(piece);
      checksum = crc32(piece, checksum);
    }
    if (`sha256:${hash.digest('hex')}` !== resource.hash) return [`${name} has another digest.`];
    if (checksum !== entry.crc32) return [`${name} has another checksum.`];
    for (const block of blocks) {
      const raw = await readBlock(opened.path, directory, member, block);
      const lines = countLines(raw);
      if (lines !== block.lines) return [`${name}: expected ${block.lines} lines in a block, found ${lines}.`];
    }
    return [];
  } catch (error) {
    return [said(error)];
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}

function said(error: unknown): string {
  if (!(error instanceof StorageError)) throw error;
  return error.faults[0].message;
}
