import { damaged } from '../faults.ts';

/** The streams of an OLE container, which holds files inside a file. Names are only ever compared. */
export interface Compound {
  /** The names of its streams as they are written, without the storages that they lie in. */
  readonly names: readonly string[];
  /**
   * A stream by its name, whatever its case; undefined if there is none. One that is cut off is given as far as it goes: whoever
   * reads it knows where its content ends.
   */
  readonly stream: (name: string) => Buffer | undefined;
}

/** @throws SourceError `source/damaged` if its tables contradict themselves. */
export function openCompound(file: string, bytes: Buffer): Compound {
  const sectors = readSectors(file, bytes);
  const entries = readDirectory(sectors);
  const root = entries.find((entry) => entry.kind === storageKind.root);
  if (root === undefined) throw damaged(file, 'its list of streams is missing');
  const streams = entries.filter((entry) => entry.kind === storageKind.stream);
  let mini: { readonly bytes: Buffer; readonly table: readonly number[] } | undefined;
  const content = ({ start, size }: Entry): Buffer => {
    if (size >= sectors.smallest) return sectors.chain(start, size);
    mini ??= {
      bytes: sectors.chain(root.start, root.size),
      table: sectors.miniTable(),
    };
    return joinChain(file, mini.bytes, mini.table, start, size, miniSectorBytes, 0);
  };
  return {
    names: streams.map((entry) => entry.name),
    stream: (name) => {
      const found = streams.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
      return found === undefined ? undefined : content(found);
    },
  };
}

interface Sectors {
  /** Streams below this size lie in the small sectors of the root's stream. */
  readonly smallest: number;
  readonly directory: number;
  readonly chain: (start: number, size?: number) => Buffer;
  readonly miniTable: () => readonly number[];
}

function readSectors(file: string, bytes: Buffer): Sectors {
  if (bytes.length < headerBytes) throw damaged(file, 'its header is cut off');
  const shift = bytes.readUInt16LE(30);
  if (shift < 7 || shift > 16) throw damaged(file, `its sectors have 2^${shift} bytes`);
  const sectorBytes = 1 << shift;
  const first = Math.max(sectorBytes, headerBytes);
  const count = Math.ceil((bytes.length - first) / sectorBytes);
  const sectorOf = (number: number) => bytes.subarray(first + number * sectorBytes, first + (number + 1) * sectorBytes);
  const table: number[] = [];
  for (const number of tableSectors(file, bytes, count, sectorOf)) appendNumbers(table, sectorOf(number));
  const chain = (start: number, size?: number) => joinChain(file, bytes, table, start, size, sectorBytes, first);
  return {
    smallest: bytes.readUInt32LE(56),
    directory: bytes.readUInt32LE(48),
    chain,
    miniTable: () => {
      const numbers: number[] = [];
      const start = bytes.readUInt32LE(60);
      if (start < count) appendNumbers(numbers, chain(start));
      return numbers;
    },
  };
}

/** The sectors that hold the table of chains: the first 109 stand in the header, the others in sectors of their own. */
function tableSectors(
  file: string,
  bytes: Buffer,
  count: number,
  sectorOf: (number: number) => Buffer,
): readonly number[] {
  const found: number[] = [];
  const wanted = bytes.readUInt32LE(44);
  for (let at = 76; at < headerBytes; at += 4) found.push(bytes.readUInt32LE(at));
  const seen = new Set<number>();
  for (let next = bytes.readUInt32LE(68); next < count; ) {
    if (seen.has(next)) throw damaged(file, 'the list of its tables runs in a circle');
    seen.add(next);
    const numbers: number[] = [];
    appendNumbers(numbers, sectorOf(next));
    next = numbers.pop() ?? endOfChain;
    found.push(...numbers);
  }
  const tables = found.filter((number) => number < count);
  // What is listed beyond the sectors that there are says nothing.
  const most = Math.ceil((count * 4) / sectorOf(0).length) || 0;
  return tables.slice(0, Math.min(most, wanted > 0 ? wanted : most));
}

/** The bytes of a chain of sectors. Sectors that lie side by side, as they mostly do, are not copied. */
function joinChain(
  file: string,
  bytes: Buffer,
  table: readonly number[],
  start: number,
  size: number | undefined,
  sectorBytes: number,
  first: number,
): Buffer {
  const count = Math.min(table.length, Math.ceil((bytes.length - first) / sectorBytes));
  const most = size === undefined ? count : Math.min(Math.ceil(size / sectorBytes), count);
  const seen = new Uint8Array(count);
  const runs: Buffer[] = [];
  let length = 0;
  let number = start;
  for (let left = most; left > 0 && number < count; ) {
    const runStart = number;
    let next = number;
    while (left > 0 && next === number && number < count) {
      if (seen[number] === 1) throw damaged(file, 'a chain of its sectors runs in a circle');
      seen[number] = 1;
      next = table[number++];
      left--;
    }
    const run = bytes.subarray(first + runStart * sectorBytes, first + number * sectorBytes);
    runs.push(run);
    length += run.length;
    // The file ends within this run.
    if (run.length < (number - runStart) * sectorBytes) break;
    number = next;
  }
  const whole = runs.length === 1 ? runs[0] : Buffer.concat(runs, length);
  return size === undefined || size >= whole.length ? whole : whole.subarray(0, size);
}

interface Entry {
  readonly name: string;
  readonly kind: number;
  readonly start: number;
  readonly size: number;
}

function readDirectory(sectors: Sectors): readonly Entry[] {
  const bytes = sectors.chain(sectors.directory);
  const entries: Entry[] = [];
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const nameBytes = Math.min(64, bytes.readUInt16LE(at + 64));
    entries.push({
      name: bytes.toString('utf16le', at, at + Math.max(0, nameBytes - 2)).replace(/\0.*$/s, ''),
      kind: bytes[at + 66],
      start: bytes.readUInt32LE(at + 116),
      // Containers with small sectors keep 32 bits of it; what stands behind them may be noise.
      size: bytes.readUInt32LE(at + 120),
    });
  }
  return entries;
}

function appendNumbers(numbers: number[], sector: Buffer): void {
  for (let at = 0; at + 4 <= sector.length; at += 4) numbers.push(sector.readUInt32LE(at));
}

const storageKind = { stream: 2, root: 5 } as const;
const headerBytes = 512;
const entryBytes = 128;
const miniSectorBytes = 64;
const endOfChain = 0xfffffffe;
