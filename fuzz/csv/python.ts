import { spawnSync } from 'node:child_process';
import type { Fuzzer } from '../harness/case.ts';
import { score } from '../harness/score.ts';
import { tableOf } from '../harness/table.ts';

/** Tables that Python's csv module has written, in one of its dialects; Python has to be installed. */
export const python: Fuzzer = {
  name: 'python',
  make: (random, { scale }) => {
    const table = tableOf(random.fork('table'), {
      rows: Math.max(2, Math.ceil(random.fork('rows').int(6, 60) * scale)),
      signs: [', ', ';', ' "x" ', '"', '\n', '\t', '|', "'"],
    });
    const choice = random.fork('dialect');
    const dialect = {
      delimiter: choice.pick([',', ';', '\t', '|']),
      quotechar: choice.pick(['"', '"', '"', "'"]),
      quoting: choice.pick([0, 1, 2]),
      doublequote: choice.chance(0.8),
      escapechar: '\\',
      lineterminator: choice.pick(['\n', '\r\n']),
      skipinitialspace: false,
    };
    const label = `Python: ${dialect.doublequote ? 'quotes doubled' : 'quotes escaped'}`;
    return {
      label,
      name: 'fuzz.csv',
      bytes: written([table.columns, ...table.rows], dialect),
      steps: 1,
      judge: (reading) => score({ columns: table.columns, rows: table.rows.map((cells) => [cells]) }, reading),
    };
  },
  strict: (label) => label.endsWith('doubled'),
};

const program = `
import csv, io, json, sys
job = json.load(sys.stdin)
out = io.StringIO()
csv.writer(out, **job['dialect']).writerows(job['rows'])
sys.stdout.buffer.write(out.getvalue().encode('utf-8'))
`;

function written(rows: readonly (readonly string[])[], dialect: object): Buffer {
  const { stdout, status, error } = spawnSync('python3', ['-c', program], {
    input: JSON.stringify({ rows, dialect }),
    timeout: 20_000,
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`Python could not write: ${error?.message ?? `it ended with ${status}`}`);
  return stdout;
}
