import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
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

// A gzip, which is inflated on the way.
const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'hosts.csv.gz'), gzipSync(readFileSync(new URL('csv/hosts.csv', import.meta.url))));

testAdapter(csv, {
  ...fixture,
  title: 'csv in a gzip',
  options: { path: join(folder, 'hosts.csv.gz') },
  async makeLarge(into) {
    const path = join(into, 'large.csv.gz');
    const line = (_: unknown, row: number) => `${row},"PC-${row}",${Math.sin(row)}${Math.cos(row)}${Math.tan(row)}\n`;
    await writeFile(path, gzipSync(`id,name,filler\n${Array.from({ length: 100_000 }, line).join('')}`, { level: 1 }));
    return { path };
  },
});
