import type { Dataset } from '../adapter/contract.ts';
import { type CodeColumn, codeColumns } from '../mapping/evidence/code-columns.ts';
import { addTally, type CodeTally, emptyTally, longestCode, type Sample } from '../mapping/evidence/code-tally.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { dots, type Issue } from './issue.ts';
import type { PartResult } from './part-result.ts';

/** What spreadsheets did to codes: a sentence for each column, and an issue for each cell. Nothing is changed. */
export interface Damage {
  readonly sentences: readonly string[];
  readonly issues: readonly Issue[];
}

export function damagedCodes(parts: readonly PartResult[], program: MappingProgram, dataset: Dataset): Damage {
  const found = codeColumns(program).map((column) => {
    const tally = emptyTally(column.index);
    for (const { codes } of parts) for (const each of codes) if (each.index === column.index) addTally(tally, each);
    return damageIn(column, tally, dataset);
  });
  return { sentences: found.flatMap(({ sentences }) => sentences), issues: found.flatMap(({ issues }) => issues) };
}

function damageIn(column: CodeColumn, tally: CodeTally, dataset: Dataset): Damage {
  const faults = [scientificNumbers(tally), lostZeros(tally), datesAmongCodes(tally)].filter(
    (fault) => fault !== undefined,
  );
  const numbers = faults.length === 0 ? numbersAmongTexts(tally) : undefined;
  const all = numbers === undefined ? faults : [...faults, numbers];
  return {
    sentences: all.map(({ sample, what }) => sentence(column, sample, what, dataset)),
    issues: all.flatMap(({ sample, expected }) => sample.cells.map((cell) => issueOf(column, cell, expected, dataset))),
  };
}

interface CodeFault {
  readonly sample: Sample;
  /** What they are, for a sentence. */
  readonly what: string;
  readonly expected: string;
}

function scientificNumbers({ scientific }: CodeTally): CodeFault | undefined {
  if (scientific.count === 0) return undefined;
  const what = 'long codes that a spreadsheet took for numbers; only their first digits are left';
  return { sample: scientific, what, expected: 'a code with all its digits' };
}

/** Days in a column that is not one of days. */
function datesAmongCodes({ dates, filled }: CodeTally): CodeFault | undefined {
  if (dates.count === 0 || dates.count * 2 > filled) return undefined;
  const what = 'dates among codes; a spreadsheet takes codes such as 3-1 or MAR1 for days';
  return { sample: dates, what, expected: 'a code, as the other values are' };
}

/** Numbers of a book in a column of texts: what they were typed as is not known. */
function numbersAmongTexts({ numbers, filled }: CodeTally): CodeFault | undefined {
  if (numbers.count === 0 || numbers.count * 5 > filled) return undefined;
  const what = 'numbers in a column of texts; zeros that they began with are lost';
  return { sample: numbers, what, expected: 'a text, as the other values are' };
}

/**
 * Shorter values among codes of one length: damaged if others begin with zeros, or if there are few of them and the values are
 * no count.
 */
function lostZeros(tally: CodeTally): CodeFault | undefined {
  const { zeros, digits, firsts, numbers } = tally;
  const at = (length: number) => zeros[length] + digits[length].count;
  const lengths = Array.from({ length: longestCode + 1 }, (_, length) => length);
  const usual = lengths.reduce((best, length) => (at(length) > at(best) ? length : best), 0);
  const total = lengths.reduce((sum, length) => sum + at(length), 0);
  const shorter = lengths.filter((length) => length < usual && digits[length].count > 0);
  const few = shorter.reduce((sum, length) => sum + digits[length].count, 0);
  const isProven = zeros[usual] > 0;
  if (usual < 3 || few === 0 || at(usual) <= total * (isProven ? 0.5 : 0.7)) return undefined;
  if (!isProven && !(numbers.count === 0 ? isNoCount(tally, usual, total, few, shorter[0]) : numbers.count < total / 2))
    return undefined;
  if (!isProven && bits(firsts[usual]) < 3) return undefined;
  const sample = {
    count: few,
    cells: shorter.flatMap((length) => digits[length].cells).sort((a, b) => a.position - b.position),
  };
  const what = `shorter than the other codes, which have ${usual} digits; a spreadsheet ${isProven ? 'took' : 'may have taken'} away the zeros that they began with`;
  return { sample, what, expected: `a code of ${usual} digits` };
}

/** A count that grows past a power of ten has shorter values too: its values lie close together, or nearly. */
function isNoCount(
  { smallest, largest }: CodeTally,
  usual: number,
  total: number,
  few: number,
  shortest: number,
): boolean {
  const isSparse = largest - smallest + 1 > total * 10;
  return isSparse && usual >= 5 && total >= 20 && few * 10 <= total && shortest >= usual - 2;
}

function bits(set: number): number {
  return [...set.toString(2)].filter((bit) => bit === '1').length;
}

const shown = 3;

function sentence(
  { column, index, masked }: CodeColumn,
  { count, cells }: Sample,
  what: string,
  dataset: Dataset,
): string {
  const first = cells.slice(0, shown).map(({ position, text }) => {
    const place = dataset.address?.(position, index) ?? dataset.origin(position);
    return masked ? place : `${JSON.stringify(text)} in ${place}`;
  });
  const more = count > first.length ? ', …' : '';
  return `${column}: ${count} ${count === 1 ? 'value' : 'values'} (${first.join(', ')}${more}): ${what}. Nothing is changed.`;
}

function issueOf(
  { entity, field, index, masked }: CodeColumn,
  { position, text }: { readonly position: number; readonly text: string },
  expected: string,
  { origin, address }: Dataset,
): Issue {
  const cell = address === undefined ? {} : { cell: address(position, index) };
  const found = masked ? dots : text;
  return {
    origin: origin(position),
    ...cell,
    entity,
    field,
    code: 'row/damaged-code',
    expected,
    found,
    outcome: 'kept',
  };
}
