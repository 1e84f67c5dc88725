import type { Duplex } from 'node:stream';

/** Stand-in for SQL Server, in tests: messages of the TDS protocol, cut into packets. */

export const packetType = {
  batch: 1,
  rpc: 3,
  reply: 4,
  attention: 6,
  token: 8,
  login: 16,
  sspi: 17,
  prelogin: 18,
} as const;

export interface Message {
  readonly type: number;
  readonly data: Buffer;
}

const headerLength = 8;

/** Collects packets to messages; `take` gives those that are complete. */
export class MessageReader {
  #bytes = Buffer.alloc(0);
  #parts: Buffer[] = [];

  take(chunk: Buffer): readonly Message[] {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const messages: Message[] = [];
    for (;;) {
      if (this.#bytes.length < headerLength) return messages;
      const length = this.#bytes.readUInt16BE(2);
      if (this.#bytes.length < length) return messages;
      const [type, status] = this.#bytes;
      this.#parts.push(Buffer.from(this.#bytes.subarray(headerLength, length)));
      this.#bytes = this.#bytes.subarray(length);
      if ((status & 1) === 0) continue;
      // A message that its sender has taken back has the second bit.
      messages.push({ type, data: (status & 2) === 0 ? Buffer.concat(this.#parts) : Buffer.alloc(0) });
      this.#parts = [];
    }
  }
}

/** Writes one message; packets leave when they are full, and the last at `end`. */
export class MessageWriter {
  readonly #to: Duplex;
  readonly #size: number;
  readonly #type: number;
  #waiting: Buffer[] = [];
  #length = 0;
  #number = 0;

  constructor(to: Duplex, packetSize: number, type: number = packetType.reply) {
    this.#to = to;
    this.#size = packetSize - headerLength;
    this.#type = type;
  }

  /** Waits while the reader is slow. */
  async write(bytes: Buffer): Promise<void> {
    this.#waiting.push(bytes);
    this.#length += bytes.length;
    if (this.#length <= this.#size) return;
    let rest = Buffer.concat(this.#waiting);
    while (rest.length > this.#size) {
      const free = this.#packet(rest.subarray(0, this.#size), 0);
      rest = rest.subarray(this.#size);
      if (!free) await drained(this.#to);
    }
    this.#waiting = [rest];
    this.#length = rest.length;
  }

  /** Sends what waits, so that a reader sees the rows that are there. */
  flush(): void {
    if (this.#length === 0) return;
    this.#packet(Buffer.concat(this.#waiting), 0);
    this.#waiting = [];
    this.#length = 0;
  }

  end(): void {
    this.#packet(Buffer.concat(this.#waiting), 1);
  }

  #packet(data: Buffer, status: number): boolean {
    if (this.#to.destroyed) return true;
    const header = Buffer.from([this.#type, status, 0, 0, 0, 51, ++this.#number & 255, 0]);
    header.writeUInt16BE(data.length + headerLength, 2);
    return this.#to.write(Buffer.concat([header, data]));
  }
}

async function drained(stream: Duplex): Promise<void> {
  if (stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
