/** The made-up computers of the bench: the same ones every time, in every format. */

/** The columns of a computer; the mapping reads six of them. */
export const columns = [
  'id',
  'name',
  'serial',
  'os',
  'memory',
  'cores',
  'domain',
  'user',
  'site',
  'scanned',
  'note',
  'cost',
] as const;

/** The cells of a computer, in the order of the columns. */
export function computer(row: number): readonly (string | number)[] {
  return [
    16_777_220 + row,
    `pc-${String(row).padStart(8, '0')}.emea.example`,
    `SN${String((row * 7919) % 1_000_000_007).padStart(10, '0')}`,
    `Microsoft Windows 11 Enterprise ${row % 7}`,
    8192 << (row % 4),
    2 + (row % 14),
    `EMEA${row % 9}`,
    `EMEA\\user${row % 50_000}`,
    `Site number ${row % 300} in Europe`,
    scanned(row),
    `some "free" text, with a comma ${row}`,
    (row % 10_000) / 100,
  ];
}

/** As a workbook has it: the time is a time. */
export function typedComputer(row: number): (string | number | Date)[] {
  return computer(row).map((cell, column) => (columns[column] === 'scanned' ? new Date(cell) : cell));
}

/** As a computer of csv files whose writers kept quotes and line ends: four of twelve cells have both. */
export function awkwardComputer(row: number): readonly (string | number)[] {
  return computer(row).map((cell, column) => (awkward.has(columns[column]) ? `${cell}, "called\n${row % 100}"` : cell));
}

const awkward: ReadonlySet<string> = new Set(['os', 'domain', 'site', 'note']);

function scanned(row: number): string {
  return `2026-${String(1 + (row % 12)).padStart(2, '0')}-${String(1 + (row % 28)).padStart(2, '0')}T08:15:00Z`;
}
