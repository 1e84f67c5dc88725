import { decoderOf } from '../../../core/adapter/encodings/code-pages.ts';

/** Text in a legacy encoding: the way back of a decoder. A character that it does not have is a fault of the test. */
export function encoded(text: string, encoding: string): Buffer {
  const table = tableOf(encoding);
  return Buffer.from(
    [...text].flatMap((sign) => {
      const bytes = sign < '\u0080' ? [sign.charCodeAt(0)] : table.get(sign);
      if (bytes === undefined) throw new TypeError(`${encoding} has no ${sign}.`);
      return bytes;
    }),
  );
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = new Map<string, readonly number[]>();
  const decoder = decoderOf(encoding);
  const add = (...bytes: readonly number[]) => {
    const signs = [...decoder.decode(Uint8Array.from(bytes))];
    if (signs.length === 1 && signs[0] !== '\ufffd' && !table.has(signs[0])) table.set(signs[0], bytes);
  };
  for (let byte = 128; byte < 256; byte++) add(byte);
  const isWide = /^(?:shift|gb|big|euc)/.test(encoding);
  for (let first = 129; isWide && first < 255; first++)
    for (let second = 64; second < 255; second++) add(first, second);
  tables.set(encoding, table);
  return table;
}
