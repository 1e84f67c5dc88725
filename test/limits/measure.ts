import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillIn } from '../../docs/generate/fill-in.ts';
import type { HostileCase } from './case.ts';
import { cases } from './cases.ts';
import { type Measured, measure } from './measure-one.ts';
import { fits } from './verdict.ts';

/** `npm run limits [-- WORDS] [--write]`: reads every hostile file, or those whose title has one of the words, and prints what became of it. */
const write = process.argv.includes('--write');
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const folder = mkdtempSync(join(tmpdir(), 'tributary-limits-'));
const rows: string[] = [];
let failed = 0;
try {
  for (const each of cases.filter(isWanted)) {
    const found = await measureCase(each).catch((error: Error) => error);
    const verdict = found instanceof Error ? `hangs: ${found.message}` : fits(each, found);
    if (verdict !== undefined) failed++;
    const figures = found instanceof Error ? [] : figuresOf(found);
    console.log(
      `${verdict === undefined ? 'ok   ' : 'WRONG'}  ${figures.join('  ')}  ${each.title}${verdict === undefined ? '' : `: ${verdict}`}`,
    );
    if (!(found instanceof Error))
      rows.push(`| ${each.title.replaceAll('_', '\\_')} | ${outcome(each, found)} | ${figures.join(' | ')} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (write && failed === 0 && words.length === 0) writeTable();
process.exitCode = failed > 0 ? 1 : 0;

function isWanted({ title, file }: HostileCase): boolean {
  return words.length === 0 || words.some((word) => `${title} ${file}`.includes(word));
}

async function measureCase({ file, make, sparse, set, slow }: HostileCase): Promise<Measured> {
  const path = join(folder, file);
  await writeFile(path, make());
  try {
    if (sparse !== undefined) await truncate(path, sparse);
    return await measure(path, set, AbortSignal.timeout(slow ? 180_000 : 20_000));
  } finally {
    rmSync(path);
  }
}

function figuresOf({ seconds, cpuSeconds, peak }: Measured): readonly string[] {
  return [`${seconds.toFixed(2)} s`, `${cpuSeconds.toFixed(2)} s`, `${peak.toFixed(0)} MiB`];
}

function outcome({ expect }: HostileCase, { said, rows: read }: Measured): string {
  const code = /source\/[a-z-]+/.exec(said)?.[0];
  if (typeof expect === 'string') return `\`${code ?? expect}\``;
  return `${read} ${read === 1 ? 'row' : 'rows'}${expect.broken === undefined ? '' : `, ${expect.broken} rejected`}`;
}

function writeTable(): void {
  const page = new URL('../../docs/limits.md', import.meta.url);
  const head = ['| File | Outcome | Seconds | Processor | Memory |', '|---|---|---|---|---|'];
  writeFileSync(page, fillIn(readFileSync(page, 'utf8'), 'measured', [...head, ...rows].join('\n')));
}
