/** How requests are written: objects of a length, a number and data, in frames (DSS) of six bytes and more. */

/** One parameter, object or command. */
export function object(codePoint: number, ...data: readonly Uint8Array[]): Buffer {
  const length = data.reduce((sum, each) => sum + each.length, 4);
  if (length < 0x8000) return Buffer.concat([u16(length), u16(codePoint), ...data]);
  // A longer one says how many bytes its length has, and the length of its data alone.
  return Buffer.concat([u16(0x8008), u16(codePoint), u32(length - 4), ...data]);
}

export function u8(value: number): Buffer {
  return Buffer.from([value]);
}

export function u16(value: number): Buffer {
  return Buffer.from([(value >> 8) & 0xff, value & 0xff]);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A command, and the objects that belong to it. */
export interface Request {
  readonly command: Buffer;
  readonly objects?: readonly Buffer[];
}

const request = 1;
const objectData = 3;
const chained = 0x40;
const sameCorrelation = 0x10;
const mostData = 0x7fff - 6;

/** The frames of a chain of requests. Each has a number of its own, from 1 on, and replies repeat it. */
export function frames(requests: readonly Request[]): Buffer {
  const all = requests.flatMap(({ command, objects = [] }, index) => {
    const isLastRequest = index === requests.length - 1;
    return [command, ...objects].map((data, at) => {
      const isLastObject = at === objects.length;
      const kind = at === 0 ? request : objectData;
      const chain = isLastObject ? (isLastRequest ? 0 : chained) : chained | sameCorrelation;
      return frame(kind | chain, index + 1, data);
    });
  });
  return Buffer.concat(all);
}

/** What does not fit into one frame goes on in pieces with a length of two bytes, of which the first bit says that more come. */
function frame(format: number, correlation: number, data: Buffer): Buffer {
  if (data.length <= mostData)
    return Buffer.concat([u16(data.length + 6), u8(0xd0), u8(format), u16(correlation), data]);
  const pieces = [u16(0xffff), u8(0xd0), u8(format), u16(correlation), data.subarray(0, mostData)];
  for (let at = mostData; at < data.length; ) {
    const piece = data.subarray(at, at + 0x7fff - 2);
    at += piece.length;
    pieces.push(u16((piece.length + 2) | (at < data.length ? 0x8000 : 0)), piece);
  }
  return Buffer.concat(pieces);
}
