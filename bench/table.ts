import type { Comparison } from './comparison.ts';

/** Tables for people. */

const heads = ['work', 'against', 'median', 'min', 'max', 'against', 'ratio', 'goal', '', 'peak MB'];

/** Seconds of Tributary, the median of the other one, how many times as good, what was the goal, and the memory of Tributary. */
export function table(comparisons: readonly Comparison[]): string {
  return columnsOf([heads, ...comparisons.map(cells)], 2);
}

/** Cells in columns: the first ones are texts, the others numbers. */
export function columnsOf(lines: readonly (readonly string[])[], texts: number): string {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const padded = (cell: string, column: number) =>
    column < texts ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
  return lines.map((line) => line.map(padded).join('  ').trimEnd()).join('\n');
}

function cells({ work, against, goal, ratio, own, other, reason }: Comparison): readonly string[] {
  const { median, minimum, maximum } = own.seconds;
  return [
    work,
    against,
    ...[median, minimum, maximum].map(seconds),
    other === undefined ? '' : seconds(other.seconds.median),
    ratio === null ? 'none' : `${ratio.toFixed(2)}x`,
    goal === null ? '' : `${goal}x`,
    ratio === null ? `(${reason})` : goal === null ? '' : ratio >= goal ? 'yes' : 'no',
    String(own.peakMegabytes),
  ];
}

function seconds(number: number): string {
  return number.toFixed(3);
}
