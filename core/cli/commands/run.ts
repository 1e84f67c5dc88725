import { datasetFor, openMappingInput } from '../../run/input.ts';
import type { Call } from '../command.ts';
import { importAndShow } from '../import-and-show.ts';
import { adapterSettings, mappingAndSource, runSettings, wishOf } from '../settings.ts';

/** `tributary run`: a mapping as it stands. */
export async function run(call: Call): Promise<number> {
  const { args, options, say, signal, verbose, adapters } = call;
  const { mapping, inSource } = mappingAndSource(args[0], options);
  const wish = wishOf(options, inSource.sourceFile);
  const set = adapterSettings(options);
  const input = await openMappingInput(mapping, {
    adapters,
    signal,
    set,
    ...inSource,
    warn: say,
    workers: runSettings(options).workers,
    ...(verbose ? { note: say } : {}),
  });
  try {
    const dataset = datasetFor(input, mapping);
    return await importAndShow(call, { input, mapping, dataset, kind: 'run', wish });
  } finally {
    await input.source.close();
  }
}
