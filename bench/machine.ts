import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

/** What the figures depend on: versions and machine. */
export function conditions(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model.trim() || 'processor unknown';
  return [
    `Tributary ${version('.')}, Node ${process.versions.node}, ${contenders.map((name) => `${name} ${version(`node_modules/${name}`)}`).join(', ')}`,
    `${availableParallelism()} processors (${model}), ${gigabytes} GB, ${type()} ${release()}`,
  ].join('\n');
}

/** Why these figures can't be trusted, if they can't. */
export function busy(): string | undefined {
  const [load] = loadavg();
  return load < 0.5 ? undefined : `The machine is busy (load ${load.toFixed(1)}): these figures say little.`;
}

const contenders = [
  '@duckdb/node-api',
  'csv-parse',
  'exceljs',
  'xlsx-to-csv',
  '@e965/xlsx',
  'stream-json',
  'mssql',
  'oracledb',
];

function version(folder: string): string {
  try {
    const manifest: { readonly version: string } = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', folder, 'package.json'), 'utf8'),
    );
    return manifest.version;
  } catch {
    return '(not installed)';
  }
}
