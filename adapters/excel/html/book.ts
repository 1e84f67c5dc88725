import { isUtf8 } from 'node:buffer';
import { sniffEncoding } from '../../../core/adapter/encoding.ts';
import { type Book, type Sheet, sheetName } from '../book.ts';
import { unknownFormat } from '../faults.ts';
import { stylesOfPage } from './cell-value.ts';
import { decodeHtml } from './entities.ts';
import { pourPage } from './pour.ts';
import { segmentsOf } from './segments.ts';

/** Opens a web page with tables, as report generators name them `.xls`: one sheet. */
export function openPage(name: string, bytes: Buffer): Book {
  const page = textOfPage(bytes);
  if (/<frameset\b/i.test(page) && !/<t[dh]\b/i.test(page))
    throw unknownFormat(name, 'a web page whose sheets lie in files beside it');
  if (!/<t[dh]\b/i.test(page)) throw unknownFormat(name, 'a web page without a table');
  return { sheets: pageSheets(name, nameInPage(page) ?? 'Sheet1', page), close: async () => {} };
}

/** The sheets of a page: one for each table that is one, called `written` if it is the only one. */
export function pageSheets(file: string, written: string, page: string, first = 0, hidden = false): readonly Sheet[] {
  const styles = stylesOfPage(page);
  const segments = segmentsOf(file, page);
  const taken = new Set<string>();
  return segments.map((segment, index) => {
    const name = freeName(
      sheetName(segments.length === 1 && !segment.captioned ? written : segment.name, first + index),
      taken,
    );
    return {
      name,
      hidden,
      rowsEstimate: () => segment.rows,
      pour: async function* (sink) {
        yield* pourPage(`${file}!${name}`, page, styles, sink, segment);
      },
    };
  });
}

/** Names of sheets differ. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${wanted} (${count})`;
  taken.add(name.toLowerCase());
  return name;
}

/** The name of the only sheet, as Excel writes it beside what browsers see. */
function nameInPage(page: string): string | undefined {
  const names = [...page.slice(0, 1 << 20).matchAll(/<x:Name>([^<]*)<\/x:Name>/gi)];
  return names.length === 1 ? decodeHtml(names[0][1]) : undefined;
}

/** A page says how it is written, and pages that say so are sometimes wrong: what is valid UTF-8 is UTF-8. */
export function textOfPage(bytes: Buffer, declared?: string): string {
  const { encoding, mark } = sniffEncoding(bytes.subarray(0, 1 << 16));
  const head = bytes.subarray(0, 1 << 12).toString('latin1');
  const label =
    declared ?? /<meta[^>]*charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1] ?? /encoding="([\w-]+)"/.exec(head)?.[1];
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be';
  if (mark > 0 || wide) return new TextDecoder(encoding).decode(bytes);
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  return decoderFor(label).decode(bytes);
}

function decoderFor(label: string | undefined): InstanceType<typeof TextDecoder> {
  try {
    const decoder = new TextDecoder(label ?? 'windows-1252');
    // It has been seen not to be UTF-8, and a page of bytes is none of double bytes.
    return /^utf-/.test(decoder.encoding) ? new TextDecoder('windows-1252') : decoder;
  } catch {
    return new TextDecoder('windows-1252');
  }
}
