import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { temporaryFolder, tributary } from './cli.ts';

/** The samples: each a tutorial, and held byte by byte by `expected/`. */
export const samplesFolder = fileURLToPath(new URL('../../samples', import.meta.url));

/** Folders with data to import; `hostile` belongs to the adapters' suite. */
export function sampleNames(): readonly string[] {
  return readdirSync(samplesFolder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name !== 'hostile' ? [entry.name] : [],
  );
}

/** Imports the data file of a sample the way its reader would, and gives every file of the outcome by name. */
export async function runSample(name: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(samplesFolder, name);
  const temporary = temporaryFolder();
  try {
    const spool = ['--spool', temporary.at('spool')];
    const mapping = readdirSync(folder).includes('mapping.yaml') ? ['--mapping', join(folder, 'mapping.yaml')] : [];
    const imported = await tributary(
      ['import', join(folder, dataFile(folder)), '--yes', '--json', ...mapping, ...spool],
      { cwd: temporary.path },
    );
    if (imported.exitCode !== 0 && imported.exitCode !== 5) throw new Error(`${name}: ${imported.stderr}`);
    const result: Record<string, unknown> & { package: { id: string }; mapping: { name: string } } = JSON.parse(
      imported.stdout,
    );
    const exported = await tributary(['queue', 'export', result.package.id, temporary.at('out'), ...spool]);
    if (exported.exitCode !== 0) throw new Error(`${name}: ${exported.stderr}`);
    const { status, mapping: used, ledger, records, completeness, held, decisions, unusedColumns } = result;
    const summary = {
      status,
      mapping: used.name,
      ledger,
      records,
      completeness,
      held,
      decisions,
      unusedColumns,
    };
    const files = new Map([['result.json', `${JSON.stringify(summary, undefined, 2)}\n`]]);
    for (const file of readdirSync(temporary.at('out')).sort()) {
      if (file.endsWith('.ndjson.gz'))
        files.set(
          file.replace(/\.gz$/, ''),
          gunzipSync(readFileSync(temporary.at(join('out', file)))).toString('utf8'),
        );
    }
    return files;
  } finally {
    temporary.remove();
  }
}

function dataFile(folder: string): string {
  const found = readdirSync(folder).filter((name) => /\.(csv|xlsx|xls|ods|json|ndjson)(\.gz)?$/.test(name));
  if (found.length !== 1) throw new Error(`${folder} has ${found.length} data files, and should have one.`);
  return found[0];
}
