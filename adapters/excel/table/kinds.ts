import type { HeadRow } from './head.ts';

/** What a text looks like: a number, date, time or truth value, which seldom names anything; or a text. */
export function isValue(text: string): boolean {
  const bare = text.trim();
  return number.test(bare) || date.test(bare) || truth.test(bare);
}

/** The columns in which nearly all filled cells of these rows are values. */
export function typedColumns(rows: readonly HeadRow[]): readonly number[] {
  const filled = new Map<number, number>();
  const values = new Map<number, number>();
  for (const { cells } of rows.slice(0, looked)) {
    for (const [column, text] of cells) {
      filled.set(column, (filled.get(column) ?? 0) + 1);
      if (isValue(text) || error.test(text)) values.set(column, (values.get(column) ?? 0) + 1);
    }
  }
  return [...values].filter(([column, count]) => count >= 0.9 * (filled.get(column) ?? 0)).map(([column]) => column);
}

/** `2024`, `2025` and `1`, `2`, `3` and the firsts of months name columns: they go up by even steps. */
export function countsUp(row: HeadRow): boolean {
  const texts = [...row.cells].sort(([a], [b]) => a - b).map(([, text]) => text.trim());
  const values = texts.filter(isValue);
  const months = values.map((text) => /^(\d{4})-(\d\d)-\d\d$/.exec(text));
  const numbers = values.map((text, index) => {
    const month = months[index];
    return month === null ? Number(text) : Number(month[1]) * 12 + Number(month[2]);
  });
  const steps = numbers.slice(1).map((each, index) => each - numbers[index]);
  const years = numbers.every((year) => Number.isInteger(year) && year > 1900 && year < 2100);
  const dates = months.every((month) => month !== null);
  return numbers.length >= (years || dates ? 2 : 3) && steps.every((step) => step > 0 && step === steps[0]);
}

export function isPlaceholder(text: string): boolean {
  return placeholder.test(text.trim()) || error.test(text.trim());
}

const looked = 200;
const number = /^[+-]?[$€£¥]?\s?\d[\d.,'\u00a0\u202f ]*(?:[eE][+-]?\d+)?\s?[%€$£¥]?$/;
const date = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d\d.*)?$|^-?\d{1,4}:\d\d(?::\d\d(?:\.\d+)?)?$/;
const truth = /^(?:TRUE|FALSE)$/;
const error = /^#(?:N\/A|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!)$/;
const placeholder = /^(?:n\/?a|null|none|nan|unknown|-|\?)$/i;
