import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { adapters } from '../../../adapters/index.ts';
import { ConfigError } from '../../../core/errors/errors.ts';
import { importCorrections } from '../../../core/run/corrections.ts';
import { readBack } from './importing.ts';
import { all, computers, disks, site, siteBench, without } from './together.ts';

/** Rows of packages that several mappings have made come back corrected. */

test('the rejected rows of one of several mappings come back, and refer to what the others wrote', async (t) => {
  const { run, spool, at } = siteBench(t);
  const { result } = await run(all, {
    ...site,
    disks: {
      columns: 'Id Device',
      rows: [
        ['1', 'C:'],
        ['8', 'D:'],
        ['9', 'E:'],
      ],
    },
  });
  const returned = readFileSync(join(result.package.rejectsPath ?? '', 'site-disks.csv'), 'utf8');
  t.regex(returned, /row 2 [0-9a-f]{12} of [0-9a-f]{16} in site\/disks/);
  writeFileSync(at('corrected.csv'), returned.replace('\r\n8,', '\r\n3,'));
  const settings = { adapters, spool, compression: 'gzip', signal: new AbortController().signal } as const;
  const first = await importCorrections({ ...settings, file: at('corrected.csv') });
  t.deepEqual([first.rows.read, first.rows.mapped, first.rows.rejected], [2, 1, { 'row/dangling-reference': 1 }]);
  t.like(first.package, { mapping: { name: 'site' }, corrects: { package: result.package.id }, full: false });
  const sealed = await readBack(first);
  t.deepEqual([...sealed.records], [['Disk', [{ computer: '3', device: 'D:' }]]]);
  const again = readFileSync(first.package.rejectsPath ?? '', 'utf8');
  writeFileSync(at('again.csv'), again.replace('\r\n9,', '\r\n1,'));
  const second = await importCorrections({ ...settings, file: at('again.csv') });
  t.deepEqual([second.rows.read, second.rows.mapped], [1, 1]);
  t.is(second.package.mapping.name, 'site');
});

test('corrections of two mappings in one file are refused', async (t) => {
  const { run, spool, at } = siteBench(t);
  const rows = [['9', 'x']];
  const { result } = await run([disks, disks.replaceAll('disks', 'more'), computers], {
    ...site,
    disks: { columns: 'Id Device', rows },
    more: { columns: 'Id Device', rows: [['9', 'y']] },
  });
  const [one, two] = ['site-disks.csv', 'site-more.csv'].map((name) =>
    readFileSync(join(result.package.rejectsPath ?? '', name), 'utf8'),
  );
  writeFileSync(at('both.csv'), `${one}${two.slice(two.indexOf('\r\n') + 2)}`);
  const both = importCorrections({
    file: at('both.csv'),
    adapters,
    spool,
    compression: 'gzip',
    signal: new AbortController().signal,
  });
  const error = await t.throwsAsync(both, { instanceOf: ConfigError });
  t.is(error.faults[0].code, 'package/other-marks');
  t.regex(error.message, /Expected rows of site\/disks, found one of site\/more/);
});

test('a dataset that is missing is missed also after corrections', async (t) => {
  const { run, spool, at } = siteBench(t);
  const { result } = await run(all, {
    ...site,
    disks: {
      columns: 'Id Device',
      rows: [
        ['8', 'C:'],
        ['1', 'C:'],
        ['3', 'C:'],
      ],
    },
  });
  const path = join(result.package.rejectsPath ?? '', 'site-disks.csv');
  writeFileSync(at('corrected.csv'), readFileSync(path, 'utf8').replace('\r\n8,', '\r\n3,'));
  const settings = { adapters, spool, compression: 'gzip', signal: new AbortController().signal } as const;
  t.is((await importCorrections({ ...settings, file: at('corrected.csv') })).status, 'sealed');
  const missing = await run(all, without('users'));
  t.deepEqual(
    missing.result.package.reasons.map(({ code }) => code),
    ['hold/missing-dataset'],
  );
});
