import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ConfigError } from '../../../core/errors/errors.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import { loadSourceFile, mappingFor } from '../../../core/run/source-file.ts';

function written(t: ExecutionContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-source-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'emea.yaml');
  writeFileSync(path, text);
  return path;
}

const mapping = parseMapping(`
mapping: hosts
source: { adapter: rows, zone: UTC }
completeness: { Computer: additions }
records: [{ entity: Computer, key: Id, fields: { name: Name } }]
`);

test('a source file has a name, an adapter, and its options as they are written', (t) => {
  const path = written(t, 'source: emea\nadapter: rows\nserver: sql01\nport: 1433\npassword: env:SECRET\n');
  const { name, adapter, options, zone, place } = loadSourceFile(path);
  t.deepEqual({ name, adapter, zone }, { name: 'emea', adapter: 'rows', zone: undefined });
  t.deepEqual(options, { server: 'sql01', port: 1433, password: 'env:SECRET' });
  t.deepEqual(place('port'), { file: path, line: 4, column: 1 });
});

test('without a name it is called as its file', (t) => {
  t.is(loadSourceFile(written(t, 'adapter: rows\n')).name, 'emea');
});

const faulty: readonly (readonly [string, RegExp])[] = [
  ['source: emea\n', /adapter is missing/],
  ['adapter: [rows]\n', /adapter: expected a text/],
  ['adapter: rows\nsource: "../x"\n', /source: expected a name/],
  ['adapter: rows\nmapping: hosts\n', /This is a mapping/],
  ['adapter: rows\nzone: Berlin\n', /:2:1 {2}[\s\S]*zone: /],
  ['- adapter\n', /Expected the properties/],
  [
    'adapter: rows\nincremental: yes\n',
    /:2:1 {2}[\s\S]*incremental: expected \{ reconcileDays: N \} with 1 to 90 days/,
  ],
  ['adapter: rows\nincremental: { days: 3 }\n', /incremental: expected/],
  ['adapter: rows\nincremental: { reconcileDays: 0 }\n', /incremental: expected/],
  ['adapter: rows\nincremental: { reconcileDays: 7.5 }\n', /incremental: expected/],
];
for (const [text, message] of faulty) {
  test(`refuses ${JSON.stringify(text)}`, (t) => {
    const error = t.throws(() => loadSourceFile(written(t, text)), { instanceOf: ConfigError, message });
    t.is(error?.faults[0].code, 'source/wrong-file');
  });
}

test('runs read what has changed if it says so, and everything after so many days', (t) => {
  t.is(loadSourceFile(written(t, 'adapter: rows\n')).incremental, undefined);
  t.deepEqual(loadSourceFile(written(t, 'adapter: rows\nincremental: {}\n')).incremental, { reconcileDays: 7 });
  const { incremental, options } = loadSourceFile(written(t, 'adapter: rows\nincremental: { reconcileDays: 30 }\n'));
  t.deepEqual({ incremental, options }, { incremental: { reconcileDays: 30 }, options: {} });
});

test('a file that is not there is said', (t) => {
  t.throws(() => loadSourceFile('nowhere.yaml'), { instanceOf: ConfigError, message: /nowhere\.yaml[\s\S]*ENOENT/ });
});

test('the zone of the source wins over that of the mapping', (t) => {
  const source = loadSourceFile(written(t, 'adapter: rows\nzone: Europe/Berlin\n'));
  t.is(mappingFor(mapping, source).source.zone, 'Europe/Berlin');
});

test('a mapping stays as it is, with its digest, where the source says nothing else', (t) => {
  t.is(mappingFor(mapping, undefined), mapping);
  t.is(mappingFor(mapping, loadSourceFile(written(t, 'adapter: rows\nzone: UTC\n'))), mapping);
});

test('a mapping for another kind of source is refused', (t) => {
  const source = loadSourceFile(written(t, 'adapter: csv\n'));
  const error = t.throws(() => mappingFor(mapping, source), { instanceOf: ConfigError });
  t.is(error?.faults[0].code, 'source/wrong-adapter');
});
