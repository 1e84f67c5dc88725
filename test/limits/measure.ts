import { mkdtempSync, rmSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases } from './cases.ts';
import { measure } from './measure-one.ts';
import { fits } from './verdict.ts';

/** `npm run limits [WORDS]`: reads every hostile file, or those whose title has the words, and prints what became of it. */
const words = process.argv.slice(2);
const wanted = (text: string) => words.length === 0 || words.some((word) => text.includes(word));
const folder = mkdtempSync(join(tmpdir(), 'tributary-limits-'));
let failed = 0;
try {
  for (const each of cases.filter(({ title, file }) => wanted(`${title} ${file}`))) {
    const path = join(folder, each.file);
    await writeFile(path, each.make());
    if (each.sparse !== undefined) await truncate(path, each.sparse);
    const found = await measure(path, each.set, AbortSignal.timeout(each.slow ? 180_000 : 20_000)).catch(
      (error: Error) => error,
    );
    rmSync(path);
    if (found instanceof Error) {
      failed++;
      console.log(`HANGS  ${each.title}: ${found.message}`);
      continue;
    }
    const verdict = fits(each, found);
    const figures = `${found.seconds.toFixed(2)} s (${found.cpuSeconds.toFixed(2)} s cpu)  ${found.peak.toFixed(0)} MiB`;
    if (verdict !== undefined) failed++;
    console.log(
      `${verdict === undefined ? 'ok    ' : 'WRONG '} ${figures}  ${each.title}${verdict === undefined ? '' : `: ${verdict}`}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failed > 0 ? 1 : 0;
