import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Tributary as an operator runs it: csv to a sealed package, all checks on. Arguments: csv, folder, workers. */
const [csv, folder, workers] = process.argv.slice(2);
const spool = `${folder}/spool`;
const program = fileURLToPath(new URL('../../bin/tributary.js', import.meta.url));
const mapping = fileURLToPath(new URL('../mapping.yaml', import.meta.url));
const { status, stdout, stderr } = spawnSync(
  program,
  ['run', mapping, '--set', `source.path=${csv}`, '--spool', spool, '--workers', workers, '--json'],
  { encoding: 'utf8' },
);
if (status !== 0) throw new Error(stderr);
const { ledger, peakMegabytes } = JSON.parse(stdout);
process.stdout.write(`${JSON.stringify({ rows: ledger.mapped, peakMegabytes })}\n`);
rmSync(spool, { recursive: true });
