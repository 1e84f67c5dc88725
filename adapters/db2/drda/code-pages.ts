import { sqlFault } from '../../sql/faults.ts';

export type DecodeText = (bytes: Buffer) => string;

/** Texts of a code page, as IBM numbers them. @throws SourceError `sql/unsupported` for those of mainframes and others. */
export function decoderOf(codePage: number): DecodeText {
  if (codePage === 1208) return utf8;
  const name = names.get(codePage);
  if (name === undefined)
    throw sqlFault(
      'sql/unsupported',
      `Expected texts in Unicode or a known code page, found code page ${codePage}. Use one of IBM’s drivers.`,
    );
  const decoder = new TextDecoder(name, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      throw badText(bytes, cause);
    }
  };
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(bytes: Buffer): string {
  // Short ones, and most are, are decoded quicker by Buffer; what it replaced shows.
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  try {
    return strict.decode(bytes);
  } catch (cause) {
    throw badText(bytes, cause);
  }
}

function badText(bytes: Buffer, cause: unknown) {
  const shown = bytes.subarray(0, 40).toString('hex');
  return sqlFault(
    'sql/bad-value',
    `Expected text, found bytes that are none: ${shown}. Correct the value in the source.`,
    {
      cause,
    },
  );
}

const names = new Map<number, string>([
  [1200, 'utf-16be'],
  [1202, 'utf-16le'],
  [13488, 'utf-16be'],
  [819, 'iso-8859-1'],
  [923, 'iso-8859-15'],
  [912, 'iso-8859-2'],
  [367, 'utf-8'],
  [1250, 'windows-1250'],
  [1251, 'windows-1251'],
  [1252, 'windows-1252'],
  [5348, 'windows-1252'],
  [1253, 'windows-1253'],
  [1254, 'windows-1254'],
  [1255, 'windows-1255'],
  [1256, 'windows-1256'],
  [1257, 'windows-1257'],
  [943, 'shift_jis'],
  [954, 'euc-jp'],
  [1386, 'gbk'],
  [5488, 'gb18030'],
  [950, 'big5'],
  [970, 'euc-kr'],
]);
