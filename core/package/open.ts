import { ConfigError, configError, type Fault, StorageError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import { sha256 } from '../run/blocks.ts';
import { openDirectory, unreadable, type ZipDirectory, type ZipEntry } from './directory.ts';
import { type Line, parseLine } from './json-line.ts';
import { checkManifest, formatVersion, type Manifest, manifestName, type Resource } from './manifest.ts';
import { blocksName, issuesName, presentName } from './members.ts';
import { type Check, count, isObject, object, oneOf, optional, ShapeFault, text } from './shape.ts';
import { changed, listBlocks, readBlock, type StoredBlock } from './stored-blocks.ts';
import { verifyPackage } from './verify.ts';

/** An open package. Whoever opened it closes it. */
export interface Package {
  readonly path: string;
  readonly manifest: Manifest;
  /** The manifest as it is stored. */
  readonly manifestText: string;
  readonly members: readonly StoredMember[];
  /**
   * The records of an entity, in their order. Each block is compared with its digest before a line of it is given out.
   * @throws ConfigError if the package has no such entity, StorageError `package/digest` if it has changed.
   */
  readonly records: (entity: string) => AsyncGenerator<Line>;
  readonly issues: () => AsyncGenerator<StoredIssue>;
  /** The keys of records that are at the source, but were rejected. */
  readonly present: () => AsyncGenerator<{ readonly entity: string; readonly key: Line }>;
  /** The resolved mapping of this name, as YAML; the only one where a package has one, if no name is given. */
  readonly mapping: (name?: string) => Promise<string>;
  /** The bytes of a member as they are stored. */
  readonly stored: (member: StoredMember) => AsyncGenerator<Buffer>;
  /** Everything that is not as it was sealed; nothing if all is well. `deep` reads every byte. */
  readonly verify: (options?: { readonly deep?: boolean }) => Promise<readonly Fault[]>;
  /** May be called twice. */
  readonly close: () => Promise<void>;
}

/** A member: what the manifest says of it, where it lies in the zip, and its blocks if it has lines. */
export interface StoredMember {
  /** Without the ending of its compression: `Computer.ndjson`. */
  readonly name: string;
  readonly resource: Resource;
  readonly entry: ZipEntry;
  readonly blocks: readonly StoredBlock[];
}

/** An issue as it was stored, perhaps by another release. */
export interface StoredIssue {
  readonly origin: string;
  readonly other?: string | undefined;
  readonly cell?: string | undefined;
  readonly entity: string;
  readonly field?: string | undefined;
  readonly code: string;
  readonly expected: string;
  readonly found: string;
  readonly outcome: string;
  readonly done?: string | undefined;
}

/**
 * Opens a package and checks its manifest and its list of members; the members themselves are checked as they are read.
 * @throws StorageError `package/unreadable`, `package/newer-format` or `package/digest`.
 */
export async function openPackage(path: string): Promise<Package> {
  const directory = await openDirectory(path);
  try {
    const manifestText = await readManifest(path, directory);
    const manifest = parseManifest(path, manifestText);
    const members = await membersIn(path, directory, manifest);
    return packageOf(path, directory, { manifest, manifestText, members });
  } catch (error) {
    directory.close();
    throw readFault(path, error);
  }
}

function packageOf(
  path: string,
  directory: ZipDirectory,
  {
    manifest,
    manifestText,
    members,
  }: { manifest: Manifest; manifestText: string; members: ReadonlyMap<string, StoredMember> },
): Package {
  const lines = (name: string) => linesOf(path, directory, memberNamed(name, members));
  const opened: Package = {
    path,
    manifest,
    manifestText,
    members: [...members.values()],
    records: (entity) => {
      const known = manifest.tributary.entities.map((each) => each.entity);
      if (known.includes(entity)) return lines(`${entity}.ndjson`);
      throw configError(
        'package/unknown-record',
        `The package has no entity "${entity}".${didYouMean(entity, known)} It has ${known.join(', ')}.`,
        { place: { file: path } },
      );
    },
    issues: () => checkedLines(path, lines(issuesName), storedIssue),
    present: () => checkedLines(path, lines(presentName), presentKey),
    mapping: async (name) => {
      const { entry, resource } = memberNamed(mappingMember(manifest, name), members);
      return (await readWhole(path, directory, entry, resource.hash)).toString();
    },
    stored: (member) => storedBytes(directory, member.entry),
    verify: (options = {}) => verifyPackage(opened, directory, options),
    close: async () => directory.close(),
  };
  return opened;
}

/** No manifest, mapping or list of blocks is larger: these are read whole. */
const mostWholeBytes = 1 << 28;

async function readManifest(path: string, directory: ZipDirectory): Promise<string> {
  const entry = directory.entries.get(manifestName);
  if (entry === undefined) throw new ShapeFault(`it has no ${manifestName}`);
  return (await readWhole(path, directory, entry)).toString();
}

function parseManifest(path: string, manifestText: string): Manifest {
  const parsed: unknown = JSON.parse(manifestText);
  const tributary = isObject(parsed) ? parsed.tributary : undefined;
  if (!isObject(tributary)) throw new ShapeFault(`${manifestName} has no property "tributary"`);
  const format = count(tributary.format, 'tributary.format');
  if (format > formatVersion) {
    throw new StorageError(
      'package/newer-format',
      `Expected format ${formatVersion} or lower, found ${format}. Update Tributary.`,
      { place: { file: path } },
    );
  }
  return checkManifest(parsed, '');
}

async function membersIn(
  path: string,
  directory: ZipDirectory,
  manifest: Manifest,
): Promise<ReadonlyMap<string, StoredMember>> {
  const found = new Map<string, { resource: Resource; entry: ZipEntry }>();
  for (const resource of manifest.resources) {
    const entry = directory.entries.get(resource.path);
    if (entry === undefined) throw new ShapeFault(`its member ${resource.path} is missing`);
    if (entry.bytes !== resource.bytes) {
      throw changed(path, `${resource.path} has ${entry.bytes} bytes, expected ${resource.bytes}`);
    }
    const ending = resource.compression === undefined ? '' : `.${resource.compression}`;
    if (!resource.path.endsWith(ending)) throw new ShapeFault(`${resource.path} does not end in ${ending}`);
    found.set(resource.path.slice(0, resource.path.length - ending.length), { resource, entry });
  }
  const names = manifest.tributary.entities.map(({ entity }) => `${entity}.ndjson`);
  const mappings = manifest.tributary.datasets.map(({ member }) => member);
  for (const name of [...names, presentName, issuesName, ...mappings]) memberNamed(name, found);
  const { entry, resource } = memberNamed(blocksName, found);
  const blocks = listBlocks((await readWhole(path, directory, entry, resource.hash)).toString(), found);
  return new Map([...found].map(([name, each]) => [name, { name, ...each, blocks: blocks.get(name) ?? [] }]));
}

/** @throws ConfigError if no mapping of the package has the name. */
function mappingMember({ tributary: { datasets } }: Manifest, name: string | undefined): string {
  const names = datasets.map(({ mapping }) => mapping);
  const found = datasets.find(({ mapping }) => (name === undefined ? names.length === 1 : mapping === name));
  if (found !== undefined) return found.member;
  const wanted = name === undefined ? 'has several mappings' : `has no mapping "${name}"`;
  throw configError('package/unknown-record', `The package ${wanted}. It has ${names.join(', ')}.`);
}

function memberNamed<Member>(name: string, members: ReadonlyMap<string, Member>): Member {
  const found = members.get(name);
  if (found === undefined) throw new ShapeFault(`its member ${name} is missing`);
  return found;
}

async function* linesOf(path: string, directory: ZipDirectory, member: StoredMember): AsyncGenerator<Line> {
  for (const block of member.blocks) {
    const raw = await readBlock(path, directory, member, block);
    // The last line ends with a line end too, so the last piece is empty.
    const lines = raw.toString().split('\n');
    lines.pop();
    for (const line of lines) yield parseAt(path, member.name, line);
  }
}

function parseAt(path: string, name: string, line: string): Line {
  try {
    return parseLine(line);
  } catch (cause) {
    throw changed(path, `${name} has a line that is not a JSON object`, cause);
  }
}

async function* checkedLines<Value>(
  path: string,
  lines: AsyncGenerator<Line>,
  check: Check<Value>,
): AsyncGenerator<Value> {
  for await (const line of lines) {
    try {
      yield check(line, '');
    } catch (error) {
      throw readFault(path, error);
    }
  }
}

const storedIssue: Check<StoredIssue> = object({
  origin: text,
  other: optional(text),
  cell: optional(text),
  entity: text,
  field: optional(text),
  code: text,
  expected: text,
  found: text,
  outcome: oneOf(['omitted', 'cut', 'recordRejected', 'rowRejected', 'kept', 'replaced', 'repaired']),
  done: optional(text),
});

const presentKey = object({
  entity: text,
  key: (value, where): Line => {
    if (!isObject(value)) throw new ShapeFault(`${where}: expected an object`);
    return value;
  },
});

async function* storedBytes(directory: ZipDirectory, entry: ZipEntry): AsyncGenerator<Buffer> {
  const piece = 1 << 18;
  for (let offset = 0; offset < entry.bytes; offset += piece) {
    yield await directory.read(entry, offset, Math.min(piece, entry.bytes - offset));
  }
}

async function readWhole(path: string, directory: ZipDirectory, entry: ZipEntry, hash?: string): Promise<Buffer> {
  if (entry.bytes > mostWholeBytes) throw new ShapeFault(`${entry.name} has ${entry.bytes} bytes`);
  const bytes = await directory.read(entry, 0, entry.bytes);
  if (hash !== undefined && hash !== `sha256:${sha256(bytes)}`) throw changed(path, `${entry.name} has another digest`);
  return bytes;
}

function readFault(path: string, error: unknown): unknown {
  if (error instanceof StorageError || error instanceof ConfigError) return error;
  return error instanceof ShapeFault || error instanceof SyntaxError ? unreadable(path, error) : error;
}
