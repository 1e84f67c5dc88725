/** The key stream of RC4, laid over bytes. Old books have it, and today's cryptographic libraries rightly no longer do. */
export class Rc4 {
  readonly #state = new Uint8Array(256);
  #i = 0;
  #j = 0;

  constructor(key: Uint8Array) {
    const state = this.#state;
    for (let index = 0; index < 256; index++) state[index] = index;
    for (let index = 0, j = 0; index < 256; index++) {
      j = (j + state[index] + key[index % key.length]) & 0xff;
      [state[index], state[j]] = [state[j], state[index]];
    }
  }

  /** Changes the bytes in place. */
  apply(bytes: Uint8Array): Uint8Array {
    const state = this.#state;
    for (let at = 0; at < bytes.length; at++) {
      this.#i = (this.#i + 1) & 0xff;
      this.#j = (this.#j + state[this.#i]) & 0xff;
      [state[this.#i], state[this.#j]] = [state[this.#j], state[this.#i]];
      bytes[at] ^= state[(state[this.#i] + state[this.#j]) & 0xff];
    }
    return bytes;
  }
}
