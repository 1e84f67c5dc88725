import { sqlFault } from '../../sql/faults.ts';

/**
 * Names and passwords in commands are written in EBCDIC, code page 500, which all servers take, whatever they are. It has the letters of
 * Latin 1.
 */
const first = 0x20;
const codes = Buffer.from(
  '404f7f7b5b6c507d4d5d5c4e6b604b61f0f1f2f3f4f5f6f7f8f97a5e4c7e6e6f7cc1c2c3c4c5c6c7c8c9d1d2d3d4d5d6d7d8d9e2e3e4e5e6' +
    'e7e8e94ae05a5f6d79818283848586878889919293949596979899a2a3a4a5a6a7a8a9c0bbd0a107202122232415061728292a2b2c090a1b' +
    '30311a333435360838393a3b04143eff41aab0b19fb26ab5bdb49a8abacaafbc908feafabea0b6b39dda9b8bb7b8b9ab6465626663679e68' +
    '7471727378757677ac69edeeebefecbf80fdfefbfcadae594445424643479c4854515253585556578c49cdcecbcfcce170dddedbdc8d8edf',
  'hex',
);

/** @throws SourceError `sql/unsupported` for letters that it does not have. */
export function encodeName(text: string): Buffer {
  const bytes = Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (code < first || code - first >= codes.length)
      throw sqlFault(
        'sql/unsupported',
        'Expected a database, user and password of western letters, found others. Use one of IBM’s drivers.',
      );
    return codes[code - first];
  });
  return Buffer.from(bytes);
}

export function decodeName(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => {
    const at = codes.indexOf(byte);
    return at < 0 ? '?' : String.fromCharCode(first + at);
  });
  return letters.join('').trim();
}
