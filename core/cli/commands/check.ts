import { statSync } from 'node:fs';
import type { Dataset, Source } from '../../adapter/contract.ts';
import { ConfigError, configError, type Fault, formatFault } from '../../errors/errors.ts';
import { checkMappingFile } from '../../mapping/check-mapping.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { type CatalogChange, compareCatalogs } from '../../run/compare-catalogs.ts';
import { type Drift, driftOf } from '../../run/drift.ts';
import { holdAgainst } from '../../run/hold-against.ts';
import { mappingFiles } from '../../run/mapping-files.ts';
import { readCatalog, recordCatalog } from '../../run/recorded-catalog.ts';
import { recordedSource } from '../../run/recorded-source.ts';
import { loadSourceFile, mappingFor, type SourceFile } from '../../run/source-file.ts';
import { togetherFaults } from '../../run/together.ts';
import type { Call } from '../command.ts';
import { changeText, driftJson, driftText, proposedText, summaryText } from '../drift-text.ts';
import { exitCodes } from '../exit.ts';
import { openSource } from '../open-source.ts';

/** `tributary check`: every fault of every file, and of what a source, as it is or as it was recorded, lacks for them. */
export async function run(call: Call): Promise<number> {
  const { args, json, print, say } = call;
  const against = await whatToHoldAgainst(call);
  const results: Checked[] = [];
  const together: Fault[] = [];
  for (const path of args) {
    const before = results.length;
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    for (const file of isFolder ? mappingFiles([path]) : [path]) {
      const checked = await checkFile(call, file, against);
      // A folder may have mappings for other kinds of sources.
      if (!isFolder || checked.faults.every(({ code }) => code !== 'source/wrong-adapter')) results.push(checked);
    }
    if (isFolder) together.push(...faultsOfFolder(results.slice(before)));
  }
  const broken = results.filter(({ faults, drift }) => faults.length > 0 || drift?.verdict === 'breaks');
  const isGood = broken.length + together.length === 0;
  if (json) {
    const files = results.map(({ drift, mapping: _, ...each }) => ({
      ...each,
      ...(drift === undefined ? {} : driftJson(drift)),
    }));
    const { changes, proposed } = against ?? {};
    print(JSON.stringify({ status: isGood ? 'ok' : 'failed', changes, proposed, files, together }, undefined, 2));
  }
  for (const each of against?.changes ?? []) say(changeText(each));
  const drifts = results.flatMap(({ drift }) => (drift === undefined ? [] : [drift]));
  for (const line of drifts.flatMap(driftText)) say(line);
  if (against?.proposed !== undefined) say(proposedText(against.proposed));
  const faults = [...results.flatMap((each) => each.faults), ...together];
  for (const each of faults) say(formatFault(each));
  if (drifts.length > 1 || drifts[0]?.verdict === 'absent') for (const line of summaryText(drifts)) say(line);
  say(lastLine(results.length, broken.length, faults.length));
  return isGood ? exitCodes.ok : exitCodes.configuration;
}

interface Checked {
  readonly file: string;
  readonly mapping?: Mapping | undefined;
  readonly faults: readonly Fault[];
  readonly drift?: Drift;
}

/** What mappings of a folder say against each other, where they are for datasets of one source, and so are run together. */
function faultsOfFolder(results: readonly Checked[]): readonly Fault[] {
  if (results.some(({ faults }) => faults.length > 0)) return [];
  const mappings = results.flatMap(({ mapping }) => mapping ?? []);
  const isOneSource = mappings.every(
    ({ source }) => source.dataset !== undefined && source.adapter === mappings[0].source.adapter,
  );
  return mappings.length > 1 && isOneSource ? togetherFaults(mappings) : [];
}

function lastLine(files: number, broken: number, faults: number): string {
  if (broken + faults === 0) return `${count(files, 'mapping')} checked, no fault.`;
  if (broken === 0) return `${count(files, 'mapping')} checked, ${count(faults, 'fault')} if they are run together.`;
  if (faults === 0) return `${broken} of ${count(files, 'mapping')} would break.`;
  return `${count(faults, 'fault')} in ${broken} of ${count(files, 'mapping')}.`;
}

/** A source as it is now, and as it was recorded. */
interface Against {
  readonly adapter: string;
  readonly sourceFile: SourceFile | undefined;
  readonly now: Shown;
  readonly before: Shown | undefined;
  /** What the source file could say. */
  readonly proposed?: string | undefined;
  readonly changes?: readonly CatalogChange[];
}

interface Shown {
  readonly source: Source;
  readonly datasets: readonly Dataset[];
}

/** The source is open as long as it is looked at; what it has shown is kept. */
async function whatToHoldAgainst(call: Call): Promise<Against | undefined> {
  const { options } = call;
  const [file, catalog] = [options.text('source'), options.text('catalog')];
  const recorded = catalog === undefined ? undefined : readCatalog(catalog);
  if (file === undefined)
    return (
      recorded && { adapter: recorded.adapter, sourceFile: undefined, now: recordedSource(recorded), before: undefined }
    );
  const sourceFile = loadSourceFile(file);
  if (recorded !== undefined && recorded.adapter !== sourceFile.adapter)
    throw configError(
      'source/wrong-adapter',
      `The catalog was recorded of ${recorded.adapter}; ${sourceFile.name} is one of ${sourceFile.adapter}. Take a catalog of this source.`,
      { place: { file: catalog ?? '' } },
    );
  const { source, datasets } = await openSource(call, file);
  try {
    const proposed = await source.proposed?.();
    const against = { adapter: sourceFile.adapter, sourceFile, now: { source, datasets }, proposed };
    if (recorded === undefined) return { ...against, before: undefined };
    const live = await recordCatalog(sourceFile.adapter, source, datasets, recorded.tables);
    return { ...against, before: recordedSource(recorded), changes: compareCatalogs(recorded, live) };
  } finally {
    await source.close();
  }
}

async function checkFile({ adapters, signal }: Call, file: string, against: Against | undefined): Promise<Checked> {
  const { mapping, faults } = await checkMappingFile(file, adapters, signal);
  if (mapping === undefined || faults.length > 0 || against === undefined) return { file, mapping, faults };
  try {
    const drift = hold(mapping, against);
    return { file, mapping, faults: drift.verdict === 'breaks' ? drift.now.faults : [], drift };
  } catch (error) {
    if (error instanceof ConfigError) return { file, faults: error.faults };
    throw error;
  }
}

/** @throws ConfigError `source/wrong-adapter` */
function hold(mapping: Mapping, { adapter, sourceFile, now, before }: Against): Drift {
  if (mapping.source.adapter !== adapter && sourceFile === undefined)
    throw configError(
      'source/wrong-adapter',
      `${mapping.name} maps sources of the adapter ${mapping.source.adapter}; the catalog was recorded of ${adapter}.`,
      { place: mapping.source.place('adapter') },
    );
  const own = mappingFor(mapping, sourceFile);
  const held = ({ source, datasets }: Shown) => holdAgainst(own, source, datasets);
  return driftOf(held(now), before && held(before));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
