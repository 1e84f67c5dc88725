import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { exitCodes } from '../../core/cli/exit.ts';
import { blocksOf } from './blocks.ts';

/** What README.md says is so: its commands work, the first one prints what is shown, and its links lead somewhere. */
const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = blocksOf(readme);
const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
for (const name of ['samples', 'mappings']) symlinkSync(join(root, name), join(folder, name));
test.after.always(() => rmSync(folder, { recursive: true }));

test.serial('the first command prints what the page shows', async (t) => {
  const [, command] = /npm ci && (npx tributary import \S+)/.exec(readme) ?? [];
  const shown = blocks.find(({ language }) => language === 'text')?.text ?? '';
  const printed = await run(command, 'first-spool');
  t.is(withoutChance(printed), withoutChance(shown));
});

for (const command of blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'))) {
  test.serial(`the command works: ${command}`, async (t) => {
    const printed = await run(command, 'spool');
    t.true(printed !== '' || command.includes(' > '));
  });
}

test('the exit codes are those of the command line', (t) => {
  const listed = [...readme.matchAll(/^\| (\d+) \| /gm)].map(([, code]) => Number(code));
  t.deepEqual(listed, Object.values(exitCodes));
});

test('links of pages lead somewhere', (t) => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...['docs', 'docs/decisions', 'adapters/csv', 'adapters/json', 'adapters/excel'].flatMap(pagesIn),
  ];
  const broken = pages.flatMap((page) => {
    const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)].map(
      ([, link]) => link,
    );
    return links.filter((link) => !existsSync(join(root, dirname(page), link))).map((link) => `${page}: ${link}`);
  });
  t.deepEqual(broken, []);
});

/** What a command prints on both streams. It must end with 0. */
async function run(command: string, spool: string): Promise<string> {
  const program = `"${process.execPath}" --disable-warning=ExperimentalWarning "${join(root, 'bin/tributary.js')}"`;
  const env = { ...process.env, TRIBUTARY_SPOOL: join(folder, spool) };
  const call = `${command.replace('npx tributary', program)}${command.includes(' > ') ? '' : ' 2>&1'}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', call], { cwd: folder, env, timeout: 60_000 });
  return stdout;
}

/** Without what differs from run to run, and from release to release: seconds, the folder, digest and size. */
function withoutChance(text: string): string {
  return text
    .replace(/\d+\.\d s/g, '0.1 s')
    .replaceAll(/(?<=-000001-)[0-9a-f]{8}/g, 'digest')
    .replaceAll(/\S*first-spool\//g, 'spool/')
    .replace(/\([\d,]+ bytes\)/, '(bytes)')
    .trim();
}

function pagesIn(path: string): readonly string[] {
  return readdirSync(join(root, path)).flatMap((name) => (name.endsWith('.md') ? [`${path}/${name}`] : []));
}
