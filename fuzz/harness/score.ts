import type { Verdict } from './case.ts';
import type { Reading, ReadRow, Table } from './reading.ts';

/** What a person would see in the first table of a file. */
export interface Truth {
  readonly columns: readonly string[];
  /** For each row the cells that count as right: usually one list. */
  readonly rows: readonly (readonly (readonly string[])[])[];
  readonly compare?: 'trimmed' | undefined;
}

/**
 * Holds what was read against the truth, row by row. A row that is in one and not in the other is wrong, unless a record
 * was rejected at that place, or the whole file was refused.
 */
export function score({ columns, rows, compare }: Truth, { tables, refused }: Reading): Verdict {
  const [first] = tables;
  if (first === undefined) return refusedOr(rows.length, refused && `${refused.code}: ${refused.message}`);
  const table = withoutBlankEnd(first, columns.length);
  const shown = (cells: readonly (string | null)[]): string =>
    JSON.stringify(cells.map((cell) => (compare === 'trimmed' ? (cell ?? '').trim() : (cell ?? ''))));
  const wanted = rows.map((accepted) => accepted.map(shown));
  const counts = { exact: 0, rejected: 0, wrong: 0 };
  let what: string | undefined;
  const said = (text: string): void => {
    what ??= text;
  };
  if (shown(columns) !== shown(table.columns)) {
    counts.wrong++;
    said(`The columns are ${shown(table.columns)} and not ${shown(columns)}.`);
  }
  for (const gap of gapsOf(wanted, table.rows, shown)) {
    counts.exact += gap.equal;
    const broken = gap.read.filter((row) => row.broken !== undefined).length;
    const extra = gap.read.length - broken;
    const lost = Math.max(0, gap.wanted.length - extra - broken);
    counts.rejected += Math.min(broken, Math.max(0, gap.wanted.length - extra));
    counts.wrong += extra + lost;
    const odd = gap.read.find((row) => row.broken === undefined);
    if (odd !== undefined)
      said(`Line ${odd.position} was read as ${shown(odd.cells)} and not ${gap.wanted[0]?.[0] ?? 'left out'}.`);
    else if (lost > 0) said(`${lost} rows are missing, such as ${gap.wanted[0]?.[0]}.`);
  }
  return { ...counts, ...(what === undefined ? {} : { what }) };
}

/** A column at the end that has neither name nor cells may be there or not: no program shows a difference. */
function withoutBlankEnd(table: Table, width: number): Table {
  const at = table.columns.length - 1;
  const isBlank =
    /^Column \w+$/.test(table.columns[at] ?? '') && table.rows.every(({ cells }) => (cells[at] ?? '') === '');
  if (at < width || !isBlank) return table;
  const rows = table.rows.map((row) => ({ ...row, cells: row.cells.slice(0, at) }));
  return { ...table, columns: table.columns.slice(0, at), rows };
}

function refusedOr(rows: number, refused: string | undefined): Verdict {
  if (refused !== undefined) return { exact: 0, rejected: rows, wrong: 0, what: `It was refused: ${refused}` };
  return { exact: 0, rejected: 0, wrong: rows, what: 'There is no table, and no word about it.' };
}

interface Gap {
  /** Rows before it that are as they should be. */
  readonly equal: number;
  readonly wanted: readonly (readonly string[])[];
  readonly read: readonly ReadRow[];
}

/** Follows both lists; where they differ, goes on at the nearest place at which they agree again. */
function* gapsOf(
  wanted: readonly (readonly string[])[],
  read: readonly ReadRow[],
  shown: (cells: readonly (string | null)[]) => string,
): Generator<Gap> {
  const texts = read.map((row) => (row.broken === undefined ? shown(row.cells) : undefined));
  const equals = (left: number, right: number): boolean => {
    const text = texts[right];
    return text !== undefined && wanted[left].includes(text);
  };
  let [left, right] = [0, 0];
  while (left < wanted.length || right < read.length) {
    const start = left;
    while (left < wanted.length && right < read.length && equals(left, right)) {
      left++;
      right++;
    }
    const [nextLeft, nextRight] = nextAgreement(left, right, wanted.length, read.length, equals);
    yield { equal: left - start, wanted: wanted.slice(left, nextLeft), read: read.slice(right, nextRight) };
    left = nextLeft;
    right = nextRight;
  }
}

function nextAgreement(
  left: number,
  right: number,
  leftEnd: number,
  rightEnd: number,
  equals: (left: number, right: number) => boolean,
): readonly [number, number] {
  const furthest = leftEnd - left + (rightEnd - right);
  for (let distance = 1; distance <= furthest && distance <= 3000; distance++) {
    for (let over = 0; over <= distance; over++) {
      const [a, b] = [left + over, right + distance - over];
      if (a < leftEnd && b < rightEnd && equals(a, b)) return [a, b];
    }
  }
  return [leftEnd, rightEnd];
}
