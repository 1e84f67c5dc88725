import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import csv, { openCsv } from '../../adapters/csv/adapter.ts';
import type { Fixture } from '../conformance/fixture.ts';
import { testAdapter } from '../conformance/suite.ts';

const fixture: Fixture = {
  options: { path: 'test/adapters/csv/hosts.csv' },
  dataset: 'rows',
  rows: 8,
  hostile: { path: 'samples/hostile/names.csv' },
  async makeLarge(folder) {
    const path = join(folder, 'large.csv');
    const line = (_: unknown, row: number) => `${row},"PC-${row}","two\nlines, ""quoted""",${'x'.repeat(150)}\n`;
    await writeFile(path, `id,name,note,filler\n${Array.from({ length: 60_000 }, line).join('')}`);
    return { path };
  },
};

testAdapter(csv, fixture);

// The same files in many parts.
const cutSmall: typeof csv = {
  ...csv,
  open: (options, context) => openCsv(options, context, options.path?.endsWith('large.csv') ? 100_000 : 40),
};

testAdapter(cutSmall, { ...fixture, title: 'csv cut small' });
