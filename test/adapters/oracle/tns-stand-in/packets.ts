/** Part of a stand-in for Oracle Database: the packets that carry its messages, and the beginning of a connection. */
import type { Socket } from 'node:net';

export const packetType = { connect: 1, accept: 2, refuse: 4, data: 6, marker: 12 } as const;
export const mark = { break: 1, reset: 2, interrupt: 3 } as const;

const header = 8;
const accepted = 318;
const unit = 65_535;
/** A packet is not filled to its end, so that values are cut by borders of packets. */
const payload = 8_000;

export interface Packet {
  readonly type: number;
  readonly body: Buffer;
}

/** What has come, packet by packet. Lengths have two bytes until the connection is accepted, four afterwards. */
export class Packets {
  private pending = Buffer.alloc(0);
  large = false;

  *push(bytes: Buffer): Generator<Packet> {
    this.pending = Buffer.concat([this.pending, bytes]);
    while (this.pending.length >= header) {
      const length = this.large ? this.pending.readUInt32BE(0) : this.pending.readUInt16BE(0);
      if (length > this.pending.length) return;
      const packet = this.pending.subarray(0, length);
      this.pending = this.pending.subarray(length);
      yield { type: packet[4] ?? 0, body: packet.subarray(header) };
    }
  }
}

/** A message, cut into packets. */
export function sendMessage(socket: Socket, message: Buffer): void {
  for (let start = 0; start < message.length; start += payload) {
    const piece = message.subarray(start, start + payload);
    socket.write(packet(packetType.data, Buffer.concat([Buffer.alloc(2), piece]), true));
  }
}

export function sendMarker(socket: Socket, which: number): void {
  socket.write(packet(packetType.marker, Buffer.from([1, 0, which]), true));
}

/** Version and sizes; without network services, fast login and marks at the end of answers. */
export function sendAccept(socket: Socket): void {
  const body = Buffer.alloc(37);
  body.writeUInt16BE(accepted, 0);
  body.writeUInt16BE(unit, 4);
  body.writeUInt16BE(unit, 6);
  body.writeUInt8(8, 15);
  body.writeUInt32BE(unit, 24);
  body.writeUInt32BE(unit, 28);
  socket.write(packet(packetType.accept, body, false));
}

export function sendRefuse(socket: Socket, code: number): void {
  const text = Buffer.from(`(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=${code})(ERROR_STACK=(ERROR=(CODE=${code})(EMFI=4))))`);
  const start = Buffer.alloc(4);
  start.writeUInt16BE(text.length, 2);
  socket.end(packet(packetType.refuse, Buffer.concat([start, text]), false));
}

function packet(type: number, body: Buffer, large: boolean): Buffer {
  const start = Buffer.alloc(header);
  if (large) start.writeUInt32BE(header + body.length, 0);
  else start.writeUInt16BE(header + body.length, 0);
  start.writeUInt8(type, 4);
  return Buffer.concat([start, body]);
}
