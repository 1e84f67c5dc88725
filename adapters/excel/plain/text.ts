import { isUtf8 } from 'node:buffer';
import { sniffEncoding } from '../../../core/adapter/encoding.ts';

/** The text of a file of an old format, none of which says how it is written: UTF-8 where it is valid, else that of Windows. */
export function textOf(bytes: Buffer): string {
  const { encoding, mark } = sniffEncoding(bytes.subarray(0, 1 << 16));
  if (mark > 0 || encoding.startsWith('utf-16')) return new TextDecoder(encoding).decode(bytes);
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
}
