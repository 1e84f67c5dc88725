import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { place } from '../../capture/capturing.ts';

/** Mappings of a folder, compared on a capture as one run. */

const shipped = join(import.meta.dirname, '../../../../mappings/sccm');

test('a folder and its edited copy are compared together', async (t) => {
  const { at, call, capture } = place(t);
  const folder = await capture('--rows', '20');
  cpSync(shipped, at('edited'), { recursive: true });
  const computers = readFileSync(at('edited/computers.yaml'), 'utf8');
  writeFileSync(
    at('edited/computers.yaml'),
    computers.replace(/cores: {11}Cores/, 'cores: if(ResourceID > 16777230, null, Cores)'),
  );
  rmSync(at('edited/disks.yaml'));
  const diff = async (...words: readonly string[]) => {
    const { exitCode, printed, said } = await call(
      'diff',
      '--mapping',
      shipped,
      at('edited'),
      '--on',
      folder,
      ...words,
    );
    t.is(exitCode, 0, said);
    return printed;
  };
  const [{ entities, datasets, isEqual }] = JSON.parse(await diff('--json')).diffs;
  t.false(isEqual);
  const of = (name: string) => entities.find(({ entity }: { entity: string }) => entity === name);
  t.deepEqual(of('Computer').fields, [{ field: 'cores', changed: 0, gained: 0, lost: of('Computer').changed }]);
  t.true(of('Computer').changed > 5);
  t.like(of('Disk'), { changed: 0, appeared: 0, same: 0 });
  t.true(of('Disk').gone > 20);
  t.like(of('InstallerEvidence'), { changed: 0, appeared: 0, gone: 0 });
  t.deepEqual(
    datasets.filter((each: { new: unknown }) => each.new === null).map(({ mapping }: { mapping: string }) => mapping),
    ['sccm/disks'],
  );
  const printed = await diff('--limit', '0');
  t.regex(printed, /^ {2}cores {2}\d+ lose it$/m);
  t.regex(printed, /^sccm\/disks on sccm-capture \(disks, \d+ rows, the old mapping alone\)$/m);
});

test('mappings whose datasets were not captured are left out, and said to be', async (t) => {
  const { call, capture } = place(t);
  const folder = await capture('--rows', '5', '--dataset', 'users');
  const { printed, said } = await call('diff', '--mapping', shipped, shipped, '--on', folder);
  t.regex(printed, /^sccm\/users on sccm-capture \(users, 5 rows\): no difference\.$/m, said);
  t.regex(printed, /^sccm\/disks: sccm-capture does not have its dataset\.$/m);
});
