import { columnKinds, extentOf, filledOf, isPlaceholder, isValue, kindOf, typedColumns } from './kinds.ts';
import type { SampleRecord } from './sample.ts';

/** How many blank lines stand before a record. */
export function gapBefore(records: readonly SampleRecord[], at: number): number {
  return at === 0 ? 0 : Math.max(0, records[at].line - records[at - 1].nextLine);
}

/**
 * The first record of the table: the one with its column names, or its first row. Before it stand titles and notes. `start`: the first
 * record from which on most have `width` fields; a header may be shorter or longer, and the first rows may be broken.
 */
export function beginOf(records: readonly SampleRecord[], width: number, start: number): number {
  if (width < 2) return 0;
  let at = 0;
  while (at < records.length && isNote(records[at].fields, width)) at++;
  if (at === records.length) return 0;
  const found = at < start ? beforeStart(records, width, { at, start }) : at;
  const begin = isProse(records, found, width) ? found + 1 : found;
  return behindGap(records, width, begin) ?? begin;
}

/** Fills at most half of the columns; or is padded to the width of a row and stands in the first field. */
export function isNote(fields: readonly string[], width: number): boolean {
  const filled = filledOf(fields);
  if (fields.length === width) return filled.length <= 1 && width > 2 && fields[0].trim() !== '';
  return fields.length < width ? filled.length <= Math.max(1, width / 2) : filled.length <= 1;
}

function beforeStart(
  records: readonly SampleRecord[],
  width: number,
  { at, start }: { readonly at: number; readonly start: number },
): number {
  // In a record that is too long, values stand in columns that are not theirs.
  const fitting = records.slice(start + 1, start + evidenceRows).filter(({ fields }) => fields.length <= width);
  const typed = typedColumns(columnKinds(fitting.map(({ fields }) => fields)));
  const startsWithNames = hasNames(records[start].fields, typed);
  const wide = records.slice(at, start).findIndex(({ fields }) => fields.length === width);
  if (wide >= 0 && hasNames(records[at + wide].fields, typed)) {
    const between = records.slice(at + wide + 1, start);
    // Broken rows have values in them, notes have not.
    const isBroken = between.some(({ fields }) => fields.filter(isValue).length >= Math.max(1, typed.length / 2));
    return !startsWithNames || isBroken || typed.length === 0 ? at + wide : start;
  }
  if (wide >= 0 && typed.some((column) => isValue(records[at + wide].fields[column]))) return at + wide;
  const above = start - 1;
  const isOpen = typed.length === 0 && (above > 0 || Math.abs(records[above].fields.length - width) !== 1);
  const isHeader = gapBefore(records, start) === 0 && couldName(records[above].fields, width);
  return isHeader && !isOpen && (!startsWithNames || typed.length === 0) ? above : start;
}

/** A comment or a sentence that by chance has as many fields as the names below it, which stand above numbers or dates. */
function isProse(records: readonly SampleRecord[], at: number, width: number): boolean {
  const [note, names, ...rows] = records.slice(at, at + evidenceRows).map(({ fields }) => fields);
  if (rows.length === 0 || names.length !== width || filledOf(names).length < width) return false;
  const text = note.join(' ').trim();
  const isSentence = text.endsWith('.') && text.split(/\s+/).length > width + 2;
  if (!isSentence && !/^(?:#|\/\/|--)\s/.test(text)) return false;
  const typed = typedColumns(columnKinds(rows.filter((fields) => fields.length >= width)));
  return typed.length > 0 && hasNames(names, typed) && !note.some(isValue);
}

/** Names of a header that is shorter or longer than the rows. */
function couldName(fields: readonly string[], width: number): boolean {
  const names = fields.slice(0, extentOf(fields)).map((field) => field.trim());
  const filled = filledOf(names);
  return filled.length >= Math.max(2, width / 2) && new Set(filled).size === filled.length && !names.some(isValue);
}

/** Text in all columns in which the others have numbers or dates. */
export function hasNames(fields: readonly string[], typed: readonly number[]): boolean {
  return typed.every((at) => {
    const field = fields[at] ?? '';
    return kindOf(field) === 'text' && !isPlaceholder(field) && !isEnclosedValue(field);
  });
}

/** A row in other quotes is no header. */
export function isEnclosedValue(field: string): boolean {
  return /^(['`"]).+\1$/.test(field) && isValue(field.slice(1, -1));
}

/**
 * Notes as wide as rows, with a blank line or a narrow note between them and the names. Only where the record behind the gap clearly names columns of
 * numbers or dates, and the ones before it have none there.
 */
function behindGap(records: readonly SampleRecord[], width: number, begin: number): number | undefined {
  let narrower = false;
  for (let at = begin + 1; at < Math.min(records.length - 1, begin + mostNotes); at++) {
    const { fields } = records[at];
    narrower ||= records[at - 1].fields.length < width;
    const isApart = gapBefore(records, at) > 0 || narrower || isNote(records[at - 1].fields, width);
    if (!isApart || fields.length !== width || filledOf(fields).length < width) continue;
    const rows = records
      .slice(at + 1, at + evidenceRows)
      .flatMap(({ fields: row }) => (row.length >= width ? [row] : []));
    const kinds = columnKinds(rows);
    const typed = typedColumns(kinds);
    const isLike = (note: SampleRecord, column: number) => kindOf(note.fields[column] ?? '') === kinds[column].kind;
    if (typed.length === 0 || typed.some((column) => isLike(records[at], column))) return undefined;
    if (!hasNames(fields, typed)) continue;
    const notes = records.slice(begin, at);
    const arePlain = notes.every((note) => !typed.some((column) => isLike(note, column)));
    // Many of them are a table of their own.
    const wide = notes.filter((note) => filledOf(note.fields).length >= width).length;
    return arePlain && wide <= mostWideNotes ? at : undefined;
  }
  return undefined;
}

const evidenceRows = 100;
const mostNotes = 60;
const mostWideNotes = 2;
