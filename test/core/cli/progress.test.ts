import test from 'ava';
import { duration, fitting } from '../../../core/cli/progress.ts';

const durations: readonly (readonly [number, string])[] = [
  [0.2, '1 s'],
  [59.5, '1 min 0 s'],
  [61, '1 min 1 s'],
  [119.7, '2 min 0 s'],
  [3599.9, '1 h 0 min'],
  [5400, '1 h 30 min'],
];

for (const [seconds, expected] of durations)
  test(`${seconds} seconds are shown as ${expected}`, (t) => t.is(duration(seconds), expected));

const parts = ['[####....]  50%', '1,000 rows', '500 rows/s', '2 s left'];
const widths: readonly (readonly [number, string])[] = [
  [79, '[####....]  50%  1,000 rows  500 rows/s  2 s left'],
  [40, '1,000 rows  500 rows/s  2 s left'],
  [12, '1,000 rows  '],
];

for (const [width, expected] of widths)
  test(`in ${width} columns progress stays on its line`, (t) => t.is(fitting(parts, width), expected));
