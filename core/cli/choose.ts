import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Dataset, Source } from '../adapter/contract.ts';
import { excerpt } from '../adapter/printable.ts';
import { type ConfigError, configError } from '../errors/errors.ts';
import { type Choice, chooseMapping, type Fit } from '../mapping/fit.ts';
import { guessMapping } from '../mapping/guess/guess.ts';
import { loadMapping, parseMapping, tryLoadMapping } from '../mapping/load.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { datasetFor, datasetOf, type Input } from '../run/input.ts';
import { mappingFiles } from '../run/mapping-files.ts';
import { askWhich, askYesNo, type Terminal } from './ask.ts';
import type { Call } from './command.ts';
import { nameOf } from './import-and-show.ts';
import { shippedFolder } from './shipped-mappings.ts';

/** A mapping for a file, and the dataset of it that is meant. */
export interface Chosen {
  readonly mapping: Mapping;
  readonly dataset: Dataset;
}

/**
 * The mapping that was named, or else the one that fits: own ones, then shipped ones, then a guess that a person confirms.
 * @throws ConfigError if it can not be decided without a person and there is none.
 */
export async function chooseFor(call: Call, input: Input, path: string): Promise<Chosen> {
  const { options, say } = call;
  const named = options.text('mapping');
  const sheet = options.text('sheet');
  if (named !== undefined) {
    const mapping = loadMapping(named);
    return { mapping, dataset: sheet === undefined ? datasetFor(input, mapping) : datasetOf(input, sheet) };
  }
  const datasets = sheet === undefined ? input.datasets : [datasetOf(input, sheet)];
  const choice = chooseMapping(mappingsIn(options.text('mappings') ?? 'mappings', say), shippedMappings(say), datasets);
  if (choice.kind === 'chosen') return announce(choice, call, input);
  if (choice.kind === 'tie') return settleTie(choice.fits, call);
  return guess(choice, call, input, datasets[0], path);
}

function announce({ fit, otherDatasets }: Extract<Choice, { kind: 'chosen' }>, call: Call, input: Input): Chosen {
  const { mapping, dataset, score } = fit;
  call.say(
    `${nameOf({ input, dataset })} fits the mapping ${mapping.name}: ${score} of ${dataset.columns.length} columns are used.`,
  );
  sayNotImported(otherDatasets, call);
  return { mapping, dataset };
}

function sayNotImported(names: readonly string[], { say }: Call): void {
  if (names.length > 0) say(`Not imported: ${names.join(', ')}. --sheet takes one of them.`);
}

function namesOf(datasets: readonly { readonly name: string }[]): readonly string[] {
  return datasets.map(({ name }) => name);
}

async function settleTie(fits: readonly Fit[], { terminal, signal }: Call): Promise<Chosen> {
  const names = fits.map(({ mapping, dataset }) => `${mapping.name} (${mapping.file}), for ${dataset.name}`);
  const which = terminal
    ? await askWhich('Several mappings fit equally well. Which one?', names, person(signal))
    : undefined;
  if (which === undefined)
    throw configError('mapping/tie', `These mappings fit equally well: ${names.join('; ')}. Name one with --mapping.`);
  const { mapping, dataset } = fits[which];
  return { mapping, dataset };
}

async function guess(
  { nearest }: Extract<Choice, { kind: 'none' }>,
  call: Call,
  input: Input,
  dataset: Dataset,
  path: string,
): Promise<Chosen> {
  const { options, say, terminal, signal } = call;
  say('No mapping fits. Reading the file to guess one.');
  const made = await guessMapping(input.source, dataset, {
    adapter: input.adapter.name,
    options: { path: basename(path) },
    fileName: basename(path),
    signal,
  });
  if (made === undefined) throw await noFit(nearest, input, dataset, path);
  say(`A guess from the names and values of the columns (${made.entity}):`);
  for (const sentence of [...made.sentences, ...made.questions]) say(`  ${sentence}`);
  if (options.text('sheet') === undefined)
    sayNotImported(namesOf(input.datasets.filter((each) => each !== dataset)), call);
  if (!options.has('yes') && !(terminal && (await askYesNo('Import with this guess?', person(signal))))) {
    throw configError(
      'mapping/guess-unconfirmed',
      `The guess was not confirmed. Import with --yes, or: tributary guess ${path} > ${basename(path, extname(path))}.yaml, look at it, and import with --mapping.`,
    );
  }
  return { mapping: parseMapping(made.text, 'guess.yaml'), dataset };
}

function person(signal: AbortSignal): Terminal {
  return { input: process.stdin, output: process.stderr, signal };
}

async function noFit(nearest: readonly Fit[], { source }: Input, dataset: Dataset, path: string): Promise<ConfigError> {
  const name = basename(path);
  const columns = excerpt(namesOf(dataset.columns).join(', '), 200);
  if (!(await hasRows(source, dataset))) {
    return configError(
      'mapping/no-fit',
      `${name} has column names and no rows, so nothing can be guessed: ${columns}.`,
    );
  }
  const near = nearest.slice(0, 3).map(({ mapping, missing }) => `${mapping.name} lacks ${missing.join(', ')}`);
  const nearby = near.length > 0 ? ` Nearest: ${near.join('; ')}.` : '';
  return configError(
    'mapping/no-fit',
    `No mapping fits ${name}, and nothing can be guessed from its columns: ${columns}.${nearby} Write one and name it with --mapping.`,
  );
}

async function hasRows(source: Source, dataset: Dataset): Promise<boolean> {
  for await (const part of source.parts(dataset.name)) {
    for await (const _ of source.read(part)) return true;
  }
  return false;
}

/** The mappings of a folder; those that have faults are named and left aside. */
function mappingsIn(folder: string, say: (text: string) => void): readonly Mapping[] {
  if (!existsSync(folder)) return [];
  return mappingFiles([folder]).flatMap((file) => {
    const { mapping, faults } = tryLoadMapping(file);
    if (faults.length > 0)
      say(`${file} has ${faults.length} faults and is left aside; tributary check ${file} shows them.`);
    return mapping !== undefined && faults.length === 0 ? [mapping] : [];
  });
}

function shippedMappings(say: (text: string) => void): readonly Mapping[] {
  const folder = shippedFolder();
  return folder === undefined ? [] : mappingsIn(folder, say);
}
