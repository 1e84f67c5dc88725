import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { canonicalJson } from '../../../core/package/content-digest.ts';
import { exportPackage } from '../../../core/package/export.ts';
import { writePackage } from '../../../core/package/write.ts';
import { defaultComputers, sampleContent } from './sample-content.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-digest-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('the content digest follows the rule that docs/packages.md gives', async (t) => {
  const path = join(root, 'x.zip');
  const out = join(root, 'out');
  const users = Array.from({ length: 30_000 }, (_, index) =>
    JSON.stringify({ key: `u${index}`, text: 'x'.repeat(60) }),
  );
  const written = await writePackage(
    path,
    sampleContent(root, { computers: [defaultComputers, ['{"key":"3"}']], users }),
  );
  await exportPackage(path, out);
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  const blocks = read('blocks.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  t.true(blocks.length > 5);
  const mapping = read('mapping-test-computers.yaml');
  blocks.push({
    member: 'mapping-test-computers.yaml',
    lines: mapping.split('\n').length - 1,
    sha256: sha256(mapping),
  });
  blocks.sort((a, b) => (a.member === b.member ? 0 : a.member < b.member ? -1 : 1));
  const { release, contentDigest, ...meaning } = JSON.parse(read('datapackage.json')).tributary;
  const text = [
    ...blocks.map((block) => `${block.member}\t${block.lines}\t${block.sha256}\n`),
    `manifest\t${sha256(sortedJson(meaning))}\n`,
  ];
  t.is(sha256(text.join('')), written.contentDigest);
  t.is(contentDigest, written.contentDigest);
  t.regex(release, /^\d+\.\d+\.\d+/);
});

/** Written apart from the one under test. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

test('canonical JSON sorts names and leaves out what is undefined', (t) => {
  t.is(
    canonicalJson({ b: [1, { d: null, c: 'x"' }], a: undefined, B: true }),
    '{"B":true,"b":[1,{"c":"x\\"","d":null}]}',
  );
});

test('canonical JSON keeps names that objects have of themselves', (t) => {
  const parsed: unknown = JSON.parse('{"__proto__":1,"constructor":2}');
  t.is(canonicalJson(parsed), '{"__proto__":1,"constructor":2}');
});
