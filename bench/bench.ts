import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Comparison, jsonLine } from './comparison.ts';
import { busy, conditions } from './machine.ts';
import { parts } from './parts/index.ts';
import { profile, works } from './profile/profile.ts';
import { table } from './table.ts';
import { type Settings, type Workplace, withWorkplace } from './workplace.ts';

/** The same work done by Tributary and its peers, side by side in one run: one table, and the same as JSON. */

const usage = `npm run bench                          every part, one table
npm run bench -- csv xlsx              some parts: ${[...parts.keys()].join(', ')}
npm run bench -- profile csv           where the time of one run goes, by stage: csv or another of ${[...works.keys()].join(', ')}
npm run bench -- --json FILE           also as [{work, against, goal, ratio, seconds: {median, minimum, maximum}, peakMegabytes}]
npm run bench -- --rows 100000         in place of a million; books and the steps of memory follow in proportion
npm run bench -- --runs 3              in place of five; one is a look, without the turn that warms caches
npm run bench -- --program PATH        a tributary.js that is installed already; without it this checkout is packed and installed
`;

const { values, positionals } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
    program: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const [first, looked = 'csv', ...more] = positionals;
const profiling = first === 'profile';
const unknown = profiling
  ? [...(works.has(looked) ? [] : [looked]), ...more]
  : positionals.filter((name) => !parts.has(name));
const [rows, runs] = [values.rows, values.runs].map(Number);
if (values.help || unknown.length > 0 || ![rows, runs].every((number) => Number.isInteger(number) && number > 0)) {
  if (unknown.length > 0) console.error(`There is no part ${unknown.join(', ')}.\n`);
  console.error(usage);
  process.exit(values.help ? 0 : 2);
}

const settings: Settings = {
  rows,
  runs,
  program: values.program === undefined ? undefined : resolve(values.program),
  say: (sentence) => console.error(sentence),
};
if (profiling) {
  console.log(withWorkplace(settings, (place) => profile(place, looked)));
} else {
  const load = busy();
  const lines = withWorkplace(settings, compare);
  console.log(
    `${conditions()}\nMedians of ${runs}, in seconds, whole processes.${load === undefined ? '' : ` ${load}`}\n`,
  );
  console.log(table(lines));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(lines.map(jsonLine), undefined, 2)}\n`);
}

/** The parts that were asked for, or all of them. */
function compare(place: Workplace): readonly Comparison[] {
  const found: Comparison[] = [];
  for (const [name, part] of parts) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    settings.say(`Measuring ${name}.`);
    found.push(...part(place));
  }
  return found;
}
