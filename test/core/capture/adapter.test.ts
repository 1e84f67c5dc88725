import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { memorySource } from '../../../core/adapter/memory.ts';
import capture from '../../../core/capture/adapter.ts';
import { captureSource } from '../../../core/capture/capture.ts';
import { hostileColumns, hostileRows } from '../../conformance/hostile.ts';
import { testAdapter } from '../../conformance/suite.ts';

/** A capture keeps the promises of every source. */

const folder = mkdtempSync(join(tmpdir(), 'tributary-captured-'));
test.after.always(() => rmSync(folder, { recursive: true }));
const hostile = join(folder, 'hostile');
test.before(async () => {
  const columns = hostileColumns.map((name) => ({ name, type: 'text' as const }));
  const source = memorySource('hostile', columns, hostileRows);
  const signal = new AbortController().signal;
  const words = { name: 'hostile', adapter: 'csv', datasets: [], keep: hostileColumns, replace: new Map() };
  await captureSource(source, await source.discover(), { ...words, folder: hostile, rows: 10, signal });
});

const noServer = 'A capture is a folder, of a source that may have been a server.';

testAdapter(capture, {
  options: { path: 'samples/sccm/capture' },
  dataset: 'computers',
  rows: 20,
  hostile: { path: hostile },
  missing: { options: { path: 'samples/sccm/nowhere' }, code: 'source/not-found' },
  async makeLarge(large) {
    const path = join(large, 'capture');
    mkdirSync(path);
    const manifest = JSON.parse(readFileSync('samples/sccm/capture/capture.json', 'utf8'));
    const disks = manifest.datasets.find(({ name }: { name: string }) => name === 'disks');
    const row = (_: unknown, index: number) =>
      JSON.stringify([index + 1, index, 'x'.repeat(150), 3, 'NTFS', 1, 2, null]);
    const rows = Array.from({ length: 25_000 }, row);
    writeFileSync(join(path, 'disks.ndjson'), `${rows.join('\n')}\n`);
    const datasets = [{ ...disks, rows: rows.length }];
    writeFileSync(join(path, 'capture.json'), JSON.stringify({ ...manifest, datasets }));
    return { path };
  },
  waivers: {
    'has a sample.yaml that parses, checks, and names every option':
      'It comes with the core; docs/captures.md is its page.',
    'has a README that lists its options as they are declared': 'It comes with the core; docs/captures.md is its page.',
    'says that a server which can not be reached may be there later': noServer,
    'says what it is, for people': noServer,
  },
});
