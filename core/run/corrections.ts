import type { RowMark } from '../adapter/annotation.ts';
import type { Dataset } from '../adapter/contract.ts';
import { identityOf } from '../adapter/identity.ts';
import type { AdapterRegistry } from '../adapter/registry.ts';
import { configError } from '../errors/errors.ts';
import type { Readings } from '../mapping/evidence/decision.ts';
import { parseMapping } from '../mapping/load.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { entities } from '../model/entities/index.ts';
import { openPackage } from '../package/open.ts';
import { anything, type Check, count, isObject, list, object, oneOf, optional, text } from '../package/shape.ts';
import type { SealedPackage } from '../spool/entry.ts';
import type { Spool } from '../spool/spool.ts';
import type { Compression } from './blocks.ts';
import { type Input, openFileInput } from './input.ts';
import { keysOfPackages } from './known-keys.ts';
import { type MarkedDataset, type MarkedFile, markedDataset } from './marked-rows.ts';
import { type ImportResult, importDatasets } from './run-import.ts';
import type { Beside } from './together.ts';

export interface CorrectionsOptions {
  /** The annotated copy of a book, or the csv with the rejected rows, corrected. */
  readonly file: string;
  readonly adapters: AdapterRegistry;
  readonly spool: Spool;
  /** The package that is corrected, where the marks in the file are not to be asked. */
  readonly package?: string;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly compression: Compression;
  readonly signal: AbortSignal;
  readonly note?: (sentence: string) => void;
  /** Takes what a person has to know. */
  readonly warn?: (sentence: string) => void;
  readonly progress?: (rows: number) => void;
}

export interface CorrectionsResult extends ImportResult {
  readonly corrected: SealedPackage;
  readonly file: MarkedFile;
}

/**
 * Imports the rows that a package has rejected, corrected by people: by the mapping and the decisions of that package, as a new
 * one of additions that names it. Rows that were imported without a value come along if they were changed.
 * @throws ConfigError `package/no-marks`, `package/other-marks`, `package/moved-rows`, `spool/unknown-package`; SourceError; StorageError.
 */
export async function importCorrections(options: CorrectionsOptions): Promise<CorrectionsResult> {
  const { spool, warn = () => {} } = options;
  const seen = await look(options);
  const corrected = findCorrected(seen, options);
  refuseReplaced(corrected);
  sayNewer(corrected, spool, warn);
  const { mapping, place, beside } = await mappingOf(corrected, seen.first.mapping, spool);
  // A copy is read as the file was; a csv of ours has no settings.
  const input = await openMarked(options, seen.isCopy ? settingsOf(corrected, mapping) : undefined);
  try {
    const [found] = await markedDatasets(input);
    if (found === undefined) throw noMarks(options.file);
    const { marked } = found;
    const file = await marked.examine(corrected.contentDigest, seen.first.mapping, options.signal);
    sayAdded(file, marked.dataset, warn);
    const result = await importDatasets({
      input: { ...input, source: marked.source(corrected.source), datasets: [marked.dataset] },
      members: [{ mapping, dataset: marked.dataset }],
      // One of several mappings belongs to the packages of all.
      ...(beside === undefined ? {} : { name: corrected.mapping.name }),
      spool,
      signal: options.signal,
      kind: 'adHoc',
      completeness: 'additions',
      // Threads would open the file as it is.
      workers: 1,
      compression: options.compression,
      ...(options.progress ? { progress: options.progress } : {}),
      corrects: {
        package: corrected,
        file: (await identityOf(input.source)).id,
        readings: readingsIn(corrected, place),
        ...(beside === undefined ? {} : { beside }),
        known: keysOfPackages(corrected, spool, options.signal, (id) => warn(goneSentence(id))),
      },
    });
    return { ...result, corrected, file };
  } finally {
    await input.source.close();
  }
}

/** A first look at the file, before it is known how it is to be read. */
interface Seen {
  readonly first: RowMark;
  /** It is a copy of the source's file, which has rows without marks, too. */
  readonly isCopy: boolean;
}

async function look({ note: _, warn: __, ...options }: CorrectionsOptions): Promise<Seen> {
  const input = await openMarked(options, undefined);
  try {
    const [found] = await markedDatasets(input);
    if (found === undefined) throw noMarks(options.file);
    return { first: found.first, isCopy: found.marked.isCopy };
  } finally {
    await input.source.close();
  }
}

/** The package that the caller or the file names. */
function findCorrected({ first }: Seen, { spool, file, package: id }: CorrectionsOptions): SealedPackage {
  if (id !== undefined) return spool.show(id);
  const sealed = spool.ofContent(first.package);
  if (sealed !== undefined) return sealed;
  throw configError(
    'spool/unknown-package',
    `The rows of ${file} were given back by a package whose content begins with ${first.package}; this spool has none. It was dropped, or is in another spool: name that with --spool, or import the source again.`,
  );
}

function openMarked(options: CorrectionsOptions, asBefore: Mapping | undefined): Promise<Input> {
  const { file, adapters, signal, set = {}, note, warn } = options;
  const say = { ...(note ? { note } : {}), ...(warn ? { warn } : {}) };
  return openFileInput(file, { adapters, signal, marked: true, set, ...say }, asBefore);
}

/** The datasets that have rows with marks, each with the first of them. */
async function markedDatasets({
  source,
  datasets,
}: Input): Promise<readonly { readonly marked: MarkedDataset; readonly first: RowMark }[]> {
  const found: { marked: MarkedDataset; first: RowMark }[] = [];
  for (const dataset of datasets) {
    const marked = await markedDataset(source, dataset);
    const first = await marked.first();
    if (first !== undefined) found.push({ marked, first });
  }
  return found;
}

/** A mapping of a package, its place among them, and what the others have written. */
async function mappingOf(
  corrected: SealedPackage,
  name: string | undefined,
  spool: Spool,
): Promise<{ readonly mapping: Mapping; readonly place: number; readonly beside?: Beside }> {
  const { path, datasets, context } = corrected;
  const opened = await openPackage(path);
  try {
    const directory = isObject(context) && typeof context.directory === 'string' ? context.directory : '.';
    const place = name === undefined ? 0 : datasets.findIndex((each) => each.mapping === name);
    const mapping = parseMapping(await opened.mapping(name), `${name ?? datasets[0].mapping}.yaml`, directory);
    // The package of one mapping alone has its name.
    if (datasets.length === 1 && corrected.mapping.name === mapping.name) return { mapping, place };
    return { mapping, place, beside: await besideOf(firstOf(corrected, spool), mapping) };
  } finally {
    await opened.close();
  }
}

/** The package of which all rows come back, also those that came back before; or the oldest that is left. */
function firstOf(corrected: SealedPackage, spool: Spool): SealedPackage {
  const { corrects } = corrected;
  const before = corrects === null ? undefined : spool.ofContent(corrects.contentDigest);
  return before === undefined ? corrected : firstOf(before, spool);
}

/** Entities whose lines have no mode are written, and named by nobody. */
async function besideOf({ path }: SealedPackage, { records }: Mapping): Promise<Beside> {
  const opened = await openPackage(path);
  const all = opened.manifest.tributary.entities;
  await opened.close();
  const written = all.filter(({ fields }) => fields.length > 0);
  const plain = new Set(written.filter(({ fields }) => !fields.includes('mode')).map(({ entity }) => entity));
  const lookups = records.filter(({ mode, entity }) => mode === 'lookup' && plain.has(entity));
  return {
    entities: written.flatMap(({ entity }) => entities.get(entity) ?? []),
    noLookups: new Set(lookups.map(({ entity }) => entity)),
  };
}

/** The mapping with the options by which the source was opened. */
function settingsOf({ source, context }: SealedPackage, mapping: Mapping): Mapping {
  const options = isObject(context) && isObject(context.options) ? context.options : {};
  return { ...mapping, source: { ...mapping.source, adapter: source.adapter, options } };
}

/** How columns were read: what all values of the whole file have shown, a few of them may not. */
function readingsIn({ context }: SealedPackage, place: number): Readings {
  const all = isObject(context) ? context.readings : undefined;
  const readings: unknown = Array.isArray(all) ? all[place] : undefined;
  if (!Array.isArray(readings)) return new Map();
  return new Map(
    readings.map((each) => {
      const [column, reading] = list(anything)(each, 'readings');
      const { numbers, dates } = readingShape(reading, 'readings');
      return [
        text(column, 'readings'),
        { ...(numbers === undefined ? {} : { numbers }), ...(dates === undefined ? {} : { dates }) },
      ];
    }),
  );
}

/** A shape without the properties that are not given. */
function given<Shape extends object>(check: Check<Shape>): Check<Given<Shape>> {
  return (value, where) => {
    const entries = Object.entries(check(value, where)).filter(([, each]) => each !== undefined);
    // Only what is undefined was left out.
    return Object.fromEntries(entries) as Given<Shape>;
  };
}

type Given<Shape> = { readonly [Name in keyof Shape as undefined extends Shape[Name] ? never : Name]: Shape[Name] } & {
  readonly [Name in keyof Shape as undefined extends Shape[Name] ? Name : never]?: Exclude<Shape[Name], undefined>;
};

/** Only where it could have come at all: a superseded package was never sent, and a newer one has its rows. */
function refuseReplaced({ id, state }: SealedPackage): void {
  if (state !== 'superseded') return;
  throw configError(
    'spool/wrong-state',
    `${id} was superseded by a newer run, which has read its rows again. Correct the rows that this one has rejected.`,
  );
}

function sayNewer(
  { id, sequence, mapping, source }: SealedPackage,
  spool: Spool,
  warn: (sentence: string) => void,
): void {
  const last = spool.lastAccepted({ mapping: mapping.name, source, full: true });
  if (last !== undefined && last.sequence > sequence)
    warn(`${last.id} is newer than ${id}: the corrected rows may be older than what it holds.`);
}

function sayAdded({ added, addedCount }: MarkedFile, { origin }: Dataset, warn: (sentence: string) => void): void {
  if (addedCount === 0) return;
  const places = `${added.map(origin).join(', ')}${addedCount > added.length ? ', …' : ''}`;
  warn(
    `${addedCount === 1 ? '1 row has no mark and is' : `${addedCount} rows have no mark and are`} left out (${places}): corrections bring only rows that were given back.`,
  );
}

function goneSentence(id: string): string {
  return `${id} is no longer in the spool, so that references to its records were not checked: they stay as they are.`;
}

function noMarks(file: string) {
  return configError(
    'package/no-marks',
    `Expected rows with the column "Tributary row", found none in ${file}. Give the annotated copy or the csv that tributary queue show ID names, corrected, or import the file without --corrections.`,
  );
}

const readingShape = object({
  numbers: optional(
    given(
      object({
        locale: optional(oneOf(['in'])),
        decimal: optional(oneOf(['.', ','])),
        thousands: optional(text),
        ignore: optional(text),
      }),
    ),
  ),
  dates: optional(given(object({ patterns: list(text), pivot: optional(count) }))),
});
