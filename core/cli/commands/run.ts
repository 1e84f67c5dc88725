import { membersOf, openMappingsInput } from '../../run/input.ts';
import { mappingFiles, togetherName } from '../../run/mapping-files.ts';
import type { Call } from '../command.ts';
import { importAndShow } from '../import-and-show.ts';
import { adapterSettings, mappingsAndSource, runSettings, wishOf } from '../settings.ts';

/** `tributary run`: a mapping as it stands, or several of one source together. */
export async function run(call: Call): Promise<number> {
  const { args, options, say, signal, verbose, adapters } = call;
  const name = togetherName(args, options.text('name'));
  const { mappings, inSource } = mappingsAndSource(mappingFiles(args), options);
  const wish = wishOf(options, inSource.sourceFile);
  const set = adapterSettings(options);
  const input = await openMappingsInput(mappings, {
    adapters,
    signal,
    set,
    ...inSource,
    warn: say,
    workers: runSettings(options).workers,
    ...(verbose ? { note: say } : {}),
  });
  try {
    const { members, absent } = membersOf(input, mappings);
    for (const { mapping, reason } of absent) say(`${mapping.name} is not read. ${reason}`);
    return await importAndShow(call, {
      input,
      members,
      absent,
      kind: 'run',
      wish,
      ...(name === undefined ? {} : { name }),
    });
  } finally {
    await input.source.close();
  }
}
