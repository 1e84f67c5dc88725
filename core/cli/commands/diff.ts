import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { configError } from '../../errors/errors.ts';
import { loadMapping, withSource } from '../../mapping/load.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { type DiffSide, diffMappings, type MappingDiff } from '../../run/diff/diff.ts';
import { openFileInput, openMappingsInput } from '../../run/input.ts';
import { mappingFiles } from '../../run/mapping-files.ts';
import { loadSourceFile, mappingFor, type SourceFile } from '../../run/source-file.ts';
import type { Call } from '../command.ts';
import { diffText } from '../diff-text.ts';
import { exitCodes } from '../exit.ts';
import { adapterSettings, mappingSettings, runSettings, wholeNumber } from '../settings.ts';

/** `tributary diff`: what a change of mappings does to their records. */
export async function run(call: Call): Promise<number> {
  const { options, json, print, signal } = call;
  const [old, now, ...others] = options.list('mapping');
  if (old === undefined || now === undefined || others.length > 0)
    throw configError('cli/usage', '--mapping: expected two paths, the old and the new mapping.');
  if (isFolder(old) !== isFolder(now))
    throw configError('cli/usage', '--mapping: expected two files or two folders, found one of each.');
  const on = options.text('on');
  const most = wholeNumber(options, 'limit', 0) ?? 10;
  const sourceFile = on !== undefined && isSourceFile(on) ? loadSourceFile(on) : undefined;
  const sides = sidesOf(call, old, now, sourceFile);
  const diffs: MappingDiff[] = [];
  for (const [before, after] of sides) {
    const diff = await diffMappings(before, after, { workers: runSettings(options).workers, most, signal });
    diffs.push(diff);
    if (!json) for (const line of diffText(diff, most)) print(line);
  }
  if (json) print(JSON.stringify({ status: 'ok', diffs }, undefined, 2));
  return diffs.every(({ isEqual }) => isEqual) || !options.has('exitCode') ? exitCodes.ok : exitCodes.testFailed;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A folder is a capture, a file of YAML says how a source is reached; other files are data. */
function isSourceFile(path: string): boolean {
  return isFolder(path) || /\.ya?ml$/i.test(path) || /(?:^|[\\/])capture\.json$/.test(path);
}

type Sides = readonly (readonly [old: DiffSide, now: DiffSide])[];

/** All mappings of a source together, as a run of their folder; of files each mapping with the one of its name. */
function sidesOf(call: Call, old: string, now: string, sourceFile: SourceFile | undefined): Sides {
  const load = (path: string): Mapping => {
    const mapping = loadMapping(path);
    return withSource(isFolder(old) ? mapping : mappingFor(mapping, sourceFile), mappingSettings(call.options));
  };
  if (!isFolder(old)) return [[sideOf(call, [load(old)], sourceFile), sideOf(call, [load(now)], sourceFile)]];
  const names = (folder: string) => mappingFiles([folder]).map((file) => relative(folder, file));
  const all = (folder: string) => mappingFiles([folder]).map(load);
  if (sourceFile !== undefined) {
    const fitting = (folder: string) => {
      const found = all(folder).filter(({ source: { adapter } }) => adapter === sourceFile.adapter);
      if (found.length > 0) return found.map((mapping) => mappingFor(mapping, sourceFile));
      throw configError(
        'cli/usage',
        `--mapping: expected mappings for ${sourceFile.adapter} in ${folder}, found none.`,
      );
    };
    return [[sideOf(call, fitting(old), sourceFile), sideOf(call, fitting(now), sourceFile)]];
  }
  const [before, after] = [names(old), names(now)];
  const single = [...before.filter((name) => !after.includes(name)), ...after.filter((name) => !before.includes(name))];
  if (single.length > 0)
    throw configError(
      'cli/usage',
      `--mapping: expected the same mappings in both folders, found ${single.join(', ')} in one of them. Of a capture or a source file, folders may differ.`,
    );
  const [oldMappings, newMappings] = [all(old), all(now)];
  return oldMappings.map((mapping, index) => [
    sideOf(call, [mapping], undefined),
    sideOf(call, [newMappings[index]], undefined),
  ]);
}

function sideOf(
  { options, adapters, signal, verbose, say }: Call,
  mappings: readonly Mapping[],
  sourceFile: SourceFile | undefined,
): DiffSide {
  const on = options.text('on');
  const common = { adapters, signal, set: adapterSettings(options), warn: say, ...(verbose ? { note: say } : {}) };
  const isData = on !== undefined && sourceFile === undefined;
  const open = () =>
    isData
      ? openFileInput(on, common, mappings[0])
      : openMappingsInput(mappings, { ...common, ...(sourceFile === undefined ? {} : { sourceFile }) });
  return { mappings, open };
}
