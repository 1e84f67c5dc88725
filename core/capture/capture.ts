import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Dataset, Personal, Source } from '../adapter/contract.ts';
import { printable } from '../adapter/printable.ts';
import { catalogue, isCode } from '../errors/catalogue.ts';
import { configError } from '../errors/errors.ts';
import { storageFault } from '../package/storage-fault.ts';
import { writeAll } from '../run/part-file.ts';
import { catalogText, recordCatalog } from '../run/recorded-catalog.ts';
import { temporaryFolder } from '../run/temporary-folder.ts';
import { chooseRows } from './choose-rows.ts';
import {
  type CapturedDataset,
  type CaptureManifest,
  captureFormat,
  catalogName,
  manifestName,
  manifestText,
  namePattern,
} from './format.ts';
import { type ColumnRule, cellReplacer, columnRules, holdWishes, wantedDatasets } from './replace/column-rule.ts';
import { FoundNames } from './replace/found-names.ts';
import { KnownNames } from './replace/known-names.ts';
import type { Passing } from './replace/passing.ts';
import { placeholdersWith } from './replace/placeholders.ts';
import { replacerBy } from './replace/replacer.ts';
import { readRow, writeRow } from './row-line.ts';
import { ScratchFile } from './scratch.ts';

export interface CaptureOptions {
  /** The folder to write: new or empty. */
  readonly folder: string;
  /** What the capture is called in packages and origins. */
  readonly name: string;
  /** The adapter of the source, and the time zone that its file states. */
  readonly adapter: string;
  readonly zone?: string | undefined;
  /** The datasets that are wanted; none: all. */
  readonly datasets: readonly string[];
  /** How many rows of each; where datasets share devices or the like, of how many of them. */
  readonly rows: number;
  /** A column that datasets share, if they do not say so themselves. */
  readonly by?: string;
  /** Columns that stay, and columns that are replaced as what is said: each a name, or `dataset.column`. */
  readonly keep: readonly string[];
  readonly replace: ReadonlyMap<string, Personal>;
  /** Words that stay wherever they stand, since they name nobody at this site, though an account or a machine is called so. */
  readonly common?: readonly string[];
  /** What substitutes are made by: two captures with one secret agree. Without one, each has its own. It is written nowhere. */
  readonly secret?: Uint8Array;
  readonly signal: AbortSignal;
}

export interface Captured {
  readonly folder: string;
  readonly manifest: CaptureManifest;
  /** By dataset, how many rows were left out because they could not be decoded. */
  readonly broken: ReadonlyMap<string, number>;
  /** By column, as `dataset.column`, the names that were found in texts that stay, the most frequent first. Nothing of it is written. */
  readonly found: ReadonlyMap<string, readonly string[]>;
}

/**
 * Records some rows of a source into a folder, with all that names somebody replaced: the same value by the same in every dataset. It reads
 * twice: first the chosen rows, to know all names, then those rows again from a scratch file that only this process can read.
 * Memory grows with the names in the chosen rows alone.
 * @throws ConfigError, SourceError, StorageError; then there is no folder.
 */
export async function captureSource(
  source: Source,
  offered: readonly Dataset[],
  options: CaptureOptions,
): Promise<Captured> {
  const folder = resolve(options.folder);
  if (!namePattern.test(options.name))
    throw configError(
      'cli/usage',
      `--name: expected letters, digits, points, dashes and underscores, found ${JSON.stringify(options.name)}.`,
    );
  refuseTaken(folder);
  const datasets = wantedDatasets(offered, options.datasets, source.identity.name);
  if (options.datasets.length === 0 && datasets.length > mostUnnamed)
    throw configError(
      'cli/usage',
      `${source.identity.name} has ${datasets.length} datasets. Name those to record with --dataset.`,
    );
  holdWishes(options, datasets);
  const scratch = temporaryFolder('capture');
  try {
    // What nobody has written has no names that are known.
    const others = offered.filter((dataset) => !datasets.includes(dataset) && dataset.isFound !== true);
    const recorded = await record(source, { datasets, others }, options, scratch.path);
    options.signal.throwIfAborted();
    const made = join(dirname(folder), `.${basename(folder)}-${randomBytes(6).toString('hex')}`);
    mkdirSync(made, { recursive: true });
    try {
      const { manifest, found } = await write(source, offered, recorded, options, made);
      options.signal.throwIfAborted();
      if (existsSync(folder)) rmdirSync(folder);
      renameSync(made, folder);
      return { folder, manifest, broken: recorded.broken, found };
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  } catch (cause) {
    throw storageFault(cause, `write the capture ${folder}`);
  } finally {
    scratch.remove();
  }
}

/** So many datasets are taken without being named. */
const mostUnnamed = 50;

function refuseTaken(folder: string): void {
  if (!existsSync(folder)) return;
  const found = (() => {
    try {
      return readdirSync(folder).length === 0 ? undefined : 'one that is not empty';
    } catch {
      return 'a file';
    }
  })();
  if (found === undefined) return;
  throw configError('capture/exists', `Expected a folder that is new or empty, found ${found}. Name another one.`, {
    place: { file: printable(folder) },
  });
}

interface Recorded {
  readonly datasets: readonly RecordedRows[];
  readonly names: KnownNames;
  readonly broken: ReadonlyMap<string, number>;
}

interface RecordedRows {
  readonly dataset: Dataset;
  readonly rules: readonly ColumnRule[];
  readonly rows: ScratchFile;
}

/** Reads the chosen rows, and learns the names in them. */
async function record(
  source: Source,
  { datasets, others }: { readonly datasets: readonly Dataset[]; readonly others: readonly Dataset[] },
  { rows, by, signal, keep, replace, common }: CaptureOptions,
  folder: string,
): Promise<Recorded> {
  const names = new KnownNames(placeholdersWith(common));
  const broken = new Map<string, number>();
  const onBroken = (dataset: string) => void broken.set(dataset, (broken.get(dataset) ?? 0) + 1);
  const recorded: RecordedRows[] = [];
  let files = 0;
  const choice = { rows, others, onBroken, ...(by === undefined ? {} : { by }) };
  for (const chosen of chooseRows(source, datasets, choice)) {
    const rules = columnRules(chosen.dataset, { keep, replace });
    const scratch = new ScratchFile(join(folder, `rows-${files++}`));
    try {
      for await (const row of chosen.rows) {
        signal.throwIfAborted();
        rules.forEach((rule, column) => {
          const cell = row.cells[column];
          if (rule.kind === 'replaced' && typeof cell === 'string') names.learn(cell, rule.as);
        });
        if (!chosen.isForNames) scratch.line(writeRow(row));
      }
      scratch.finish();
    } finally {
      scratch.close();
    }
    if (!chosen.isForNames) recorded.push({ dataset: chosen.dataset, rules, rows: scratch });
  }
  return { datasets: recorded, names, broken };
}

/** Writes what was read, with other names. */
async function write(
  source: Source,
  offered: readonly Dataset[],
  { datasets, names }: Recorded,
  { adapter, name, zone, signal, common, secret = randomBytes(32) }: CaptureOptions,
  folder: string,
): Promise<Pick<Captured, 'manifest' | 'found'>> {
  const isPlaceholder = placeholdersWith(common);
  const tools = { replacer: replacerBy(secret, isPlaceholder), names, isPlaceholder };
  const found = new FoundNames();
  const captured = new Map<Dataset, CapturedDataset>();
  const files = fileNames(offered);
  for (const each of datasets) {
    const file = files.get(each.dataset) ?? 'rows.ndjson';
    captured.set(each.dataset, await writeDataset(each, { ...tools, found }, join(folder, file), signal));
  }
  // What was found and not captured is nobody's business.
  const known = offered.filter((dataset) => captured.has(dataset) || dataset.isFound !== true);
  const catalog = await recordCatalog(adapter, source, known);
  const missing = catalog.missing.map(({ name: dataset, code }) => {
    const summary = isCode(code) ? `${catalogue[code].summary} ` : '';
    // The source's own words may name a login or a server.
    return { name: dataset, code, message: `${summary}So it was when it was captured.` };
  });
  writeFileSync(join(folder, catalogName), catalogText({ ...catalog, source: name, missing }), { flag: 'wx' });
  const manifest: CaptureManifest = {
    tributaryCapture: captureFormat,
    name,
    adapter,
    zone: zone ?? null,
    consistency: source.consistency ?? null,
    facts: (source.about?.() ?? []).filter((fact) => facts.has(fact.name)),
    datasets: offered.flatMap((dataset) => captured.get(dataset) ?? []),
    missing: [
      ...missing,
      ...offered
        .filter((dataset) => !captured.has(dataset) && dataset.isFound !== true)
        .map((dataset) => ({
          name: dataset.name,
          code: 'capture/not-captured',
          message: 'The capture has no rows of it. Capture it as well: name it with --dataset.',
        })),
    ],
  };
  writeFileSync(join(folder, manifestName), manifestText(manifest), { flag: 'wx' });
  return { manifest, found: found.all() };
}

/** What a source says of itself that names neither a machine nor a person. */
const facts: ReadonlySet<string> = new Set(['server', 'version', 'zone', 'driver']);

/** The file of each dataset: called as it is, where that can be the name of a file. */
function fileNames(datasets: readonly Dataset[]): ReadonlyMap<Dataset, string> {
  const taken = new Set<string>();
  return new Map(
    datasets.map((dataset, index) => {
      let number = index + 1;
      while (taken.has(`dataset-${number}`)) number++;
      const plain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/.test(dataset.name) && !reserved.test(dataset.name);
      const name = plain && !taken.has(dataset.name.toLowerCase()) ? dataset.name : `dataset-${number}`;
      taken.add(name.toLowerCase());
      return [dataset, `${name}.ndjson`];
    }),
  );
}

/** Windows has devices of these names. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

async function writeDataset(
  { dataset, rules, rows }: RecordedRows,
  { found, ...tools }: Passing & { readonly found: FoundNames },
  path: string,
  signal: AbortSignal,
): Promise<CapturedDataset> {
  const { columns, key, plainNumbers, summary, leftOut = [], incomplete = [] } = dataset;
  const replacers = rules.map((rule, index) =>
    cellReplacer(rule, { ...tools, onName: found.in(`${dataset.name}.${columns[index].name}`) }),
  );
  const replaced = columns.map(() => 0);
  // A place that tells what was replaced is none.
  const keyColumn = columns.findIndex((column) => column.name === key);
  const keyed = keyColumn >= 0 && rules[keyColumn].kind === 'kept';
  let count = 0;
  const file = openSync(path, 'wx');
  try {
    for await (const line of rows.lines(signal)) {
      const { position, cells } = readRow(line, columns);
      const made = cells.map((cell, column) => {
        const other = replacers[column](cell);
        if (other !== cell) replaced[column]++;
        return other;
      });
      count++;
      const at = keyed || key === undefined ? position : count;
      writeAll(file, Buffer.from(`${writeRow({ position: at, cells: made })}\n`));
    }
  } finally {
    closeSync(file);
  }
  return {
    name: dataset.name,
    summary: summary ?? null,
    file: basename(path),
    rows: count,
    key: keyed && key !== undefined ? key : null,
    plainNumbers: plainNumbers === true,
    leftOut,
    incomplete,
    columns: columns.map((column, index) => ({
      name: column.name,
      type: column.type,
      serverType: column.serverType ?? null,
      care: careOf(rules[index]),
      replaced: replaced[index],
    })),
  };
}

function careOf(rule: ColumnRule): string {
  return rule.kind === 'replaced' ? rule.as : rule.kind;
}
