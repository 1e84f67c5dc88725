/** Turns the bytes of a text into text. */
export type Decode = (bytes: Uint8Array) => string;

/** The decoder of a code page, by its number; undefined if nobody here knows it. */
export async function decoderOf(codePage: number): Promise<Decode | undefined> {
  const label = labels.get(codePage);
  if (label !== undefined) {
    const decoder = new TextDecoder(label);
    return (bytes) => decoder.decode(bytes);
  }
  // The code pages of DOS are tables of a library, and are only loaded for those who have such books.
  const { cptable } = await import('@e965/xlsx/dist/cpexcel.full.mjs');
  if (!Object.hasOwn(cptable, codePage)) return undefined;
  const characters = cptable[codePage].dec;
  return (bytes) => Array.from(bytes, (byte) => characters[byte] ?? '\ufffd').join('');
}

/** The code page of a font's character set; undefined: that of the book. */
export function codePageOfCharacterSet(set: number): number | undefined {
  return characterSets.get(set);
}

export const westernCodePage = 1252;

const labels = new Map([
  [866, 'ibm866'],
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1250, 'windows-1250'],
  [1251, 'windows-1251'],
  [1252, 'windows-1252'],
  [1253, 'windows-1253'],
  [1254, 'windows-1254'],
  [1255, 'windows-1255'],
  [1256, 'windows-1256'],
  [1257, 'windows-1257'],
  [1258, 'windows-1258'],
  [10000, 'macintosh'],
  [10007, 'x-mac-cyrillic'],
  // How books say "Macintosh" and "Windows": older than the numbers above.
  [32768, 'macintosh'],
  [32769, 'windows-1252'],
  [65001, 'utf-8'],
]);

const characterSets = new Map([
  [77, 10000],
  [128, 932],
  [129, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [163, 1258],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [222, 874],
  [238, 1250],
]);
