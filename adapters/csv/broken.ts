import type { BrokenRow } from '../../core/adapter/contract.ts';
import { type Dialect, maxBrokenBytes } from './dialect.ts';
import type { Encoding } from './encoding.ts';

/** What is said of records that do not fit. */

export function unclosed({ maxRecordBytes }: Dialect, text: string): BrokenRow {
  return {
    code: 'row/broken-record',
    expected: `a record that ends within ${maxRecordBytes} bytes, its quotes closed`,
    found: 'a quote that is not closed, or a longer record',
    text,
  };
}

export function strayText(text: string): BrokenRow {
  const expected = 'a delimiter or a line end behind the closing quote';
  return { code: 'row/broken-record', expected, found: 'other text', text };
}

export function misfit(text: string, width: number, fields: number): BrokenRow {
  return { code: 'row/wrong-field-count', expected: `${width} fields`, found: `${fields} fields`, text };
}

/** The text of a record as it stands in the file, up to the size that is kept. */
export function textOf({ maxRecordBytes }: Dialect, encoding: Encoding, record: Uint8Array): string {
  return encoding.text(record.subarray(0, Math.min(maxBrokenBytes, maxRecordBytes)));
}
