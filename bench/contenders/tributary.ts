import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { adapters } from '../../adapters/index.ts';
import { runImport } from '../../core/index.ts';
import { report } from '../report.ts';

/** Tributary: csv to a sealed package, all checks on. Arguments: csv, folder, workers, compression. */
const [csv, folder, workers = '2', compression = 'gzip'] = process.argv.slice(2);
const spool = `${folder}/spool`;
const { rows } = await runImport({
  mapping: fileURLToPath(new URL('../mapping.yaml', import.meta.url)),
  adapters,
  spool,
  set: { path: csv },
  workers: Number(workers),
  compression: compression === 'zstd' ? 'zstd' : 'gzip',
});
report(rows.mapped);
rmSync(spool, { recursive: true });
