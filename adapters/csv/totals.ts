import { filledOf, kindOf } from './kinds.ts';

/**
 * Whether a record as wide as a row is a total of the rows: it says so in its first words, has numbers alone besides, and either leaves
 * blank what all rows fill (`missing` fields of it) or has the sums of its columns. A customer called Total is a row.
 */
export function isTotal(fields: readonly string[], body: readonly (readonly string[])[], missing: number): boolean {
  const filled = filledOf(fields).map((field) => field.trim());
  const [first, ...others] = filled;
  if (first === undefined || body.length < 2) return false;
  const says = label.test(first);
  const numbers = says ? others : filled;
  if (numbers.length === 0 || numbers.some((field) => kindOf(field) !== 'number')) return false;
  if (says && missing > 0) return true;
  // Without a word for it, sums must be all there is, and the rows have more.
  return (says || (missing > 1 && body.length > 2)) && areSums(fields, body, says);
}

function areSums(fields: readonly string[], body: readonly (readonly string[])[], oneIsEnough: boolean): boolean {
  let right = 0;
  let wrong = 0;
  for (const [at, field] of fields.entries()) {
    if (field.trim() === '' || kindOf(field) !== 'number') continue;
    const values = body.map((row) => (row[at] ?? '').trim()).filter((value) => value !== '');
    const sum = values.reduce((total, value) => total + exact(value), 0);
    const given = exact(field.trim());
    if (Number.isFinite(sum) && given !== 0 && Math.abs(sum - given) <= 0.006) right++;
    else wrong++;
  }
  return right > 0 && (oneIsEnough ? right >= wrong : wrong === 0);
}

/** The number, or NaN where it can be read in two ways. */
function exact(text: string): number {
  if (/^[+-]?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (/^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/.test(text)) return Number(text.replaceAll(',', ''));
  if (/^[+-]?\d+,\d{1,2}$/.test(text)) return Number(text.replace(',', '.'));
  return Number.NaN;
}

const label =
  /^(?:(?:grand|sub|overall)[- ]?totals?|totals?|sums?|summe|gesamt|gesamtsumme|insgesamt|total g[ée]n[ée]ral|totale|totaal|suma|итого|合計|合计)(?:\s*[:=]|\s*\(.{1,20}\))?$/i;
