import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import json from '../../adapters/json/adapter.ts';
import type { Fixture } from '../conformance/fixture.ts';
import { testAdapter } from '../conformance/suite.ts';

const fixture: Fixture = {
  options: { path: 'test/adapters/json/hosts.json' },
  dataset: 'rows',
  rows: 4,
  hostile: { path: 'samples/hostile/names.json' },
  async makeLarge(folder) {
    const path = join(folder, 'large.json');
    const record = (_: unknown, row: number) =>
      `{"id":${row},"name":"PC-${row}","os":{"build":1.10},"filler":"${'x'.repeat(150)}"}`;
    await writeFile(path, `[${Array.from({ length: 25_000 }, record).join(',\n')}]`);
    return { path };
  },
};

testAdapter(json, fixture);

testAdapter(json, {
  ...fixture,
  title: 'json lines',
  options: { path: 'test/adapters/json/hosts.ndjson' },
  async makeLarge(folder) {
    const path = join(folder, 'large.ndjson');
    const record = (_: unknown, row: number) =>
      `{"id":${row},"name":"PC-${row}","tags":["a",1.0],"filler":"${'x'.repeat(150)}"}\n`;
    await writeFile(path, Array.from({ length: 25_000 }, record).join(''));
    return { path };
  },
});
