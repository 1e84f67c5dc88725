import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import { openPackage } from '../../../core/package/open.ts';
import { openSpool } from '../../../core/spool/spool.ts';
import { callHere } from '../../support/call.ts';
import { type Naming, siteDatabase, viewsOf } from './database.ts';
import { db2With } from './db2.ts';
import { said } from './importing.ts';
import { site } from './site.ts';

/** All mappings of the folder as one import: computers, hosts and what refers to them travel together. */

const naming: Naming = { schema: 'SAM', table: (name) => name.toUpperCase(), column: (name) => name.toUpperCase() };

async function runFolder(t: ExecutionContext, tables = site) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-ilmt-'));
  const database = siteDatabase(naming, tables);
  t.teardown(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, 'emea.yaml'), stringify({ ...said, views: viewsOf(naming, tables) }));
  const adapter = db2With(() => database, naming, 'TEMADB', { tables, onRead: () => {} });
  const mappings = join(import.meta.dirname, '../../../mappings/ilmt');
  const words = ['run', mappings, '--source', join(folder, 'emea.yaml'), '--spool', join(folder, 'spool')];
  const called = await callHere(words, { ilmt: async () => ({ default: adapter }) });
  t.is(called.exitCode, 0, `${called.said}${called.printed}`);
  const spool = openSpool(join(folder, 'spool'));
  const [{ path }] = spool.list();
  spool.close();
  const sealed = await openPackage(path);
  try {
    const computers: unknown[] = [];
    for await (const { key, mode = 'upsert' } of sealed.records('Computer')) if (mode === 'upsert') computers.push(key);
    const issues: string[] = [];
    for await (const { origin, code } of sealed.issues()) issues.push(`${origin} ${code}`);
    const completeness = sealed.manifest.tributary.entities.map((each) => [each.entity, each.completeness] as const);
    return { computers, issues, completeness: new Map(completeness), said: called.said };
  } finally {
    await sealed.close();
  }
}

const inGroup = ['11', '12', '13', '14', '15', '16', '17', '19', '21'];

test('the mappings of the folder make one package in which every reference is kept', async (t) => {
  const { computers, issues } = await runFolder(t);
  t.deepEqual(computers, [...inGroup, 'server:102', 'server:104', 'server:106']);
  t.deepEqual(issues, ['emea/host-pools:2 row/duplicate-key']);
});

test('where the table of servers is not named, nothing is said of the absence of a host', async (t) => {
  const tables = site.filter(({ name }) => name !== 'ilmt_servers');
  const { computers, completeness, said: told } = await runFolder(t, tables);
  t.deepEqual(computers, inGroup);
  t.is(completeness.get('Computer'), 'unknown');
  t.regex(told, /ilmt\/hosts is not read/);
});
