import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import test from 'ava';
import { EarlyMeasures, measure } from '../../../core/package/measure.ts';
import { Pieces } from '../../../core/package/member-bytes.ts';
import { membersOf } from '../../../core/package/members.ts';
import { sha256 } from '../../../core/run/blocks.ts';
import { emptyRecordLedger, emptyRowLedger } from '../../../core/run/ledger.ts';
import type { PartResult, PlacedBlock } from '../../../core/run/part-result.ts';
import { sampleContent } from './sample-content.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-measure-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));

/** A content of three files of computers, and the parts that have left them. */
function sample() {
  const folder = mkdtempSync(join(root, 'parts-'));
  const lines = (start: number) =>
    Array.from({ length: 9000 }, (_, at) => `{"key":"${start + at}","name":"${'n'.repeat(99)}"}`);
  const content = sampleContent(folder, { computers: [lines(0), lines(9000), lines(18_000)] });
  const [{ blocks }] = content.entities;
  const parts = [0, 1, 2].map((part) => partOf(folder, part, blocks));
  return { folder, content, blocks, parts };
}

function partOf(folder: string, part: number, blocks: readonly PlacedBlock[]): PartResult {
  const file = `computers-${part}`;
  const nothing = { file: '', blocks: [] };
  const records = { file, blocks: blocks.filter(({ path }) => path === join(folder, file)) };
  const none = { file: '', bytes: 0 };
  const files = { keys: none, references: none, filteredKeys: none, rejectedKeys: none, unreadableKeys: 0 };
  const entities = [{ entity: 'Computer', ledger: emptyRecordLedger(), records, ...files }];
  return {
    part,
    folder,
    rows: emptyRowLedger(),
    entities,
    issues: nothing,
    issueCounts: {},
    rejects: nothing,
    codes: [],
  };
}

test('parts in any order measure as the member does', async (t) => {
  const { folder, content, blocks, parts } = sample();
  const stored = Buffer.concat([0, 1, 2].map((part) => readFileSync(join(folder, `computers-${part}`))));
  const expected = { bytes: stored.length, hash: `sha256:${sha256(stored)}`, crc32: crc32(stored) };
  const member = membersOf(content).find(({ name }) => name === 'Computer.ndjson');
  t.deepEqual(member && (await measure(member, content, new Pieces())), expected);
  for (const order of [
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 0],
  ]) {
    const measures = new EarlyMeasures();
    for (const each of order) measures.add(each, parts[each]);
    t.deepEqual(measures.of('Computer', blocks), expected);
    t.deepEqual(measures.of('Computer', blocks), expected, 'asked again');
  }
});

test('nothing is said of a member that is not all of the parts, as they were', (t) => {
  const { folder, blocks, parts } = sample();
  const whole = new EarlyMeasures();
  for (const [order, part] of parts.entries()) whole.add(order, part);
  const written = blocks.map((block, index) => (index === 1 ? { ...block, path: join(folder, '0.blocks') } : block));
  t.is(whole.of('Computer', written), undefined);
  t.is(whole.of('Computer', blocks.slice(1)), undefined);
  t.is(whole.of('User', []), undefined);
  const early = new EarlyMeasures();
  early.add(0, parts[0]);
  early.add(2, parts[2]);
  t.is(early.of('Computer', blocks), undefined);
  const broken = new EarlyMeasures();
  broken.add(0, parts[0]);
  writeFileSync(join(folder, 'computers-1'), 'short');
  for (const order of [1, 2]) broken.add(order, parts[order]);
  t.is(broken.of('Computer', blocks), undefined);
});
