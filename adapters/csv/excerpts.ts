import { excerpt } from '../../core/adapter/printable.ts';
import type { SampleRecord } from './sample.ts';

/** Records in sentences. */

/** The filled fields, in quotation marks, cut. */
export function excerptOf(fields: readonly string[]): string {
  return JSON.stringify(excerpt(fields.filter((field) => field.trim() !== '').join(' '), 60));
}

/** `2 records stand before the column names and are no rows: "Hosts", "printed on Monday"`. */
export function excerptsOf(records: readonly Pick<SampleRecord, 'fields'>[]): string {
  const shown = records.slice(0, mostShown).map(({ fields }) => excerptOf(fields));
  return `${shown.join(', ')}${records.length > mostShown ? ' and so on' : ''}`;
}

const mostShown = 20;
