import type { AdapterRegistry } from '../adapter/registry.ts';
import { configError } from '../errors/errors.ts';
import { loadMapping } from '../mapping/load.ts';
import type { Completeness } from '../package/content.ts';
import { openSpool } from '../spool/spool.ts';
import type { AskColumn } from './bind-dataset.ts';
import type { Compression } from './blocks.ts';
import { defaultWorkers } from './default-workers.ts';
import { membersOf, openFileInput, openMappingsInput } from './input.ts';
import { mappingFiles, togetherName } from './mapping-files.ts';
import type { Wish } from './reading.ts';
import { type ImportResult, importDatasets } from './run-import.ts';
import { loadSourceFile, mappingFor, type SourceFile } from './source-file.ts';

export interface RunImportOptions {
  /** The path of a mapping file, or of a folder of mappings, or of several: these are imported together, as one package. */
  readonly mapping: string | readonly string[];
  /** What the packages of several mappings are called; of a folder it may be left out, and is the name of that. */
  readonly name?: string;
  /** The path of a source file, which says how the source is reached. */
  readonly source?: string;
  /** The adapters by name: `adapters` of `tributary/adapters`, or a selection. */
  readonly adapters: AdapterRegistry;
  /** The folder of the queue; it is made if it is missing. */
  readonly spool: string;
  /** A file to read in place of what the mapping, a single one, names: an ad hoc import, which claims additions only. */
  readonly file?: string;
  /** Settings of the source, by name, that win over those of the mapping. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly completeness?: Completeness;
  /** How many threads map at once, the calling one among them (default: one for each processor, at most 4). The result does not depend on it. */
  readonly workers?: number;
  /** Default: gzip. */
  readonly compression?: Compression;
  /** How much of the source is read (default: what the source file says; without one, everything). */
  readonly wish?: Wish;
  readonly signal?: AbortSignal;
  /** Is told the rows of each batch that has been mapped. */
  readonly onRows?: (rows: number) => void;
  /** Is told the dataset that is about to be read, and the mapping by which. */
  readonly onDataset?: (dataset: string, mapping: string) => void;
  /** Is told decisions and notable facts, in sentences. */
  readonly onNote?: (sentence: string) => void;
  /** Answers how a column is written where its values do not tell, by one of the words; without an answer the package is held. */
  readonly ask?: AskColumn;
}

/**
 * Runs a mapping, or several of one source together: reads the source, maps and checks every row, and puts a sealed package into the queue.
 * @throws ConfigError, SourceError, StorageError: nothing was published then.
 */
export async function runImport(options: RunImportOptions): Promise<ImportResult> {
  const { adapters, file, completeness, onRows, onDataset, onNote, ask } = options;
  const paths = [options.mapping].flat();
  const name = togetherName(paths, options.name);
  const signal = options.signal ?? new AbortController().signal;
  const sourceFile = options.source === undefined ? undefined : loadSourceFile(options.source);
  const mappings = mappingFiles(paths).map((path) => mappingFor(loadMapping(path), sourceFile));
  if (file !== undefined && mappings.length > 1)
    throw configError('cli/usage', `The file ${file} can be imported by one mapping, not by ${mappings.length}.`);
  const workers = options.workers ?? defaultWorkers();
  const inputOptions = {
    adapters,
    signal,
    workers,
    ...(sourceFile ? { sourceFile } : {}),
    ...(options.set ? { set: options.set } : {}),
    ...(onNote ? { note: onNote } : {}),
  };
  const input =
    file === undefined
      ? await openMappingsInput(mappings, inputOptions)
      : await openFileInput(file, inputOptions, mappings[0]);
  try {
    const spool = openSpool(options.spool);
    try {
      return await importDatasets({
        input,
        ...membersOf(input, mappings),
        ...(name === undefined ? {} : { name }),
        spool,
        signal,
        kind: file === undefined ? 'run' : 'adHoc',
        workers,
        compression: options.compression ?? 'gzip',
        wish: options.wish ?? wishIn(sourceFile),
        ...(completeness ? { completeness } : {}),
        ...(onRows ? { progress: onRows } : {}),
        ...(onDataset ? { onDataset: (dataset, mapping) => onDataset(dataset.name, mapping) } : {}),
        ...(ask ? { ask } : {}),
      });
    } finally {
      spool.close();
    }
  } finally {
    await input.source.close();
  }
}

function wishIn(sourceFile: SourceFile | undefined): Wish {
  return sourceFile?.incremental === undefined
    ? { kind: 'everything' }
    : { kind: 'incremental', ...sourceFile.incremental };
}
