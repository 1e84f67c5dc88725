import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { load, loadTedious } from '../../../adapters/mssql/tedious.ts';
import { SourceError } from '../../../core/errors/errors.ts';

/** A module in a folder with these files, which finds packages there. */
function moduleBeside(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-mssql-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return pathToFileURL(join(folder, 'module.js')).href;
}

test('the package says its version, and that of the client in it', (t) => {
  t.regex(loadTedious().version, /^mssql \d+\.\d+\.\d+ \(tedious \d+\.\d+\.\d+\)$/);
});

test('a package that is not installed is one error with the command that installs it', (t) => {
  const error = t.throws(() => load(moduleBeside(t, {})), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'sql/driver-missing');
  t.false(error?.retryable);
  t.regex(error?.message ?? '', /npm install mssql@\d/);
});

test('a version that lacks what is needed of it is said, with its number', (t) => {
  const from = moduleBeside(t, {
    'node_modules/mssql/package.json': '{ "version": "99.1.0" }',
    'node_modules/mssql/index.js': '',
    'node_modules/tedious/package.json': '{ "version": "98.2.0" }',
    'node_modules/tedious/index.js': 'exports.Connection = class {}; exports.Request = class {}; exports.TYPES = {};',
    'node_modules/tedious/token/stream-parser.js': 'module.exports = class {};',
    'node_modules/tedious/collation.js': '',
    'node_modules/iconv-lite/index.js': '',
  });
  const error = t.throws(() => load(from), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'sql/unsupported');
  t.regex(error?.message ?? '', /mssql 99\.1\.0 \(tedious 98\.2\.0\)/);
});

test('a version with other files inside is said in the same way', (t) => {
  const from = moduleBeside(t, {
    'node_modules/mssql/package.json': '{ "version": "99.1.0" }',
    'node_modules/mssql/index.js': '',
    'node_modules/tedious/package.json': '{ "version": "98.2.0" }',
    'node_modules/tedious/index.js': '',
  });
  const error = t.throws(() => load(from), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'sql/unsupported');
});
